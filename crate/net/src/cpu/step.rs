//! One step of a plan → its kernels.

use draftlens_kernels::convolve::{Convolve, Weights};
use draftlens_kernels::depthwise::DepthwiseBlock;
use draftlens_kernels::grouped::Grouped;
use draftlens_kernels::pack::Packed;
use draftlens_kernels::resize::Resize;
use draftlens_kernels::rows::{self, Gemm, Shaped};
use draftlens_kernels::{BinaryKind, Form, Layout, Scratch, View};
use draftlens_kernels::{activate, blocks, parallel, pool, transposed};

use super::CpuNetwork;
use crate::NetError;
use crate::graph::{Floats, ValueId};
use crate::plan::{Convolution, Operand, Step, Work};

/// Below this many multiply-adds, or numbers written, threads cost more than they bring.
const WORTH_THREADS: u64 = 500_000;

pub(super) fn run(
    network: &CpuNetwork,
    step: &Step,
    packed: Option<&Packed>,
    inputs: &[&[f32]],
    output: &mut [f32],
    scratches: &mut [Scratch],
) -> Result<(), NetError> {
    let (Some(&input), Some(view)) = (inputs.first(), step.inputs.first()) else {
        return Err(internal("a step without inputs"));
    };
    let worth_threads = step.cost.macs.max(step.cost.bytes_written) > WORTH_THREADS;
    let threads = if worth_threads { network.threads } else { 1 };
    let scratches = &mut scratches[..threads];
    let into = &step.output;
    match &step.work {
        Work::Convolution(work) => {
            let residual = match (work.residual, step.inputs.get(1), inputs.get(1)) {
                (Some(_), Some(view), Some(numbers)) => Some((view, *numbers)),
                (None, ..) => None,
                _ => return Err(internal("a residual is missing")),
            };
            let task = Task { network, work, input: (view, input), residual, into, output, scratches };
            task.run(packed)?;
        }
        Work::TransposedConvolution(work) => {
            let (Some(Packed::Phases(phases)), Some(scratch)) = (packed, scratches.first_mut()) else {
                return Err(internal("weights are not packed"));
            };
            transposed::run(network.isa, phases, work.activation, (view, input), (into, output), scratch);
        }
        Work::Pool { kind, window } => {
            let in_plane = 4 * view.pixels();
            parallel::over_planes(threads, output, 4 * into.pixels(), |block, plane| {
                pool::run(*kind, window, (view, &input[block * in_plane..][..in_plane]), (into, plane));
            });
        }
        Work::Resize { mode, coordinates, scales } => {
            let resize = Resize { mode: *mode, coordinates: *coordinates, scales: *scales };
            resize.run((view, input), (into, output));
        }
        Work::Concat { axis } => concat(step, inputs, *axis, output),
        Work::Binary { kind, operand, activation } => {
            binary(network, step, *kind, *operand, inputs, output)?;
            activate::activate(network.isa, *activation, output);
            clear_spare_lanes(into, output);
        }
        Work::Unary(activation) => {
            output.copy_from_slice(input);
            activate::activate(network.isa, *activation, output);
            clear_spare_lanes(into, output);
        }
        Work::Gemm { weights, bias, alpha, beta, transposed_weights, activation } => {
            let gemm = Gemm {
                input,
                inner: view.shape.get(1).copied().unwrap_or(1),
                weights: &floats(network, *weights)?.data,
                transposed_weights: *transposed_weights,
                columns: into.shape.get(1).copied().unwrap_or(1),
                alpha: *alpha,
                beta: *beta,
                bias: bias.map(|bias| floats(network, bias)).transpose()?.map(shaped),
            };
            gemm.run(output);
            activate::activate(network.isa, *activation, output);
        }
        Work::Softmax { axis } => rows::softmax(network.isa, input, &view.shape, *axis, output),
        Work::Reduce { kind, axes } => match view.layout {
            Layout::Blocks => blocks::reduce(*kind, input, view, output),
            Layout::Rows => rows::reduce(*kind, input, &view.shape, axes, output),
        },
        Work::Transpose { order } => match view.layout {
            Layout::Blocks => blocks::to_channels_last(input, view, output),
            Layout::Rows => rows::transpose(input, &view.shape, order, output),
        },
        Work::ToBlocks => blocks::to_blocks(input, view, output),
        Work::ToRows => blocks::to_rows(input, view, output),
        Work::Copy => output.copy_from_slice(input),
    }
    Ok(())
}

/// A convolution with everything that it reads and writes.
struct Task<'a> {
    network: &'a CpuNetwork,
    work: &'a Convolution,
    input: (&'a View, &'a [f32]),
    residual: Option<(&'a View, &'a [f32])>,
    into: &'a View,
    output: &'a mut [f32],
    scratches: &'a mut [Scratch],
}

impl Task<'_> {
    fn run(self, packed: Option<&Packed>) -> Result<(), NetError> {
        let plane_len = 4 * self.into.pixels();
        let (isa, threads) = (self.network.isa, self.scratches.len());
        let (view, input) = self.input;
        let in_plane = 4 * view.pixels();
        match (self.work.form, packed) {
            (Form::Pointwise | Form::Plain, Some(packed)) => {
                let Self { work, input, residual, into, .. } = self;
                let weights = Weights::of(packed).ok_or_else(|| internal("weights are not packed"))?;
                let convolve = Convolve {
                    isa,
                    form: work.form,
                    window: work.window,
                    weights,
                    input,
                    activation: work.activation,
                    residual: residual
                        .zip(work.residual)
                        .map(|((view, numbers), how)| (view, numbers, how.enlarged)),
                    activation_after: work.activation_after,
                    output: into,
                };
                parallel::over_rows(
                    self.scratches,
                    convolve.rows(),
                    self.output,
                    plane_len,
                    |row, planes, scratch| {
                        convolve.run(row, planes, scratch);
                    },
                );
                return Ok(());
            }
            (Form::Depthwise, Some(Packed::Depthwise { weights, bias })) => {
                let clamp = activate::clamp(self.work.activation).unwrap_or(activate::EVERYTHING);
                let window = self.work.window;
                let taps = 4 * window.kernel[0] * window.kernel[1];
                parallel::over_planes(threads, self.output, plane_len, |block, plane| {
                    DepthwiseBlock {
                        window,
                        input: &input[block * in_plane..][..in_plane],
                        input_view: view,
                        output: plane,
                        output_view: self.into,
                        weights: &weights[block * taps..][..taps],
                        bias: &bias[4 * block..][..4],
                        clamp,
                    }
                    .compute(isa);
                });
                if activate::clamp(self.work.activation).is_none() {
                    activate::activate(isa, self.work.activation, self.output);
                }
            }
            (Form::Grouped, Some(Packed::Unpacked)) => {
                let weights = &floats(self.network, self.work.weights)?.data;
                let bias = self.work.bias.map(|bias| floats(self.network, bias)).transpose()?;
                let bias = bias.map_or(&[][..], |bias| &bias.data);
                let grouped = Grouped { window: self.work.window, groups: self.work.groups, weights, bias };
                parallel::over_planes(threads, self.output, plane_len, |block, plane| {
                    grouped.run_block(block, (view, input), (self.into, plane));
                });
                activate::activate(isa, self.work.activation, self.output);
            }
            _ => return Err(internal("weights are not packed")),
        }
        self.add_residual();
        Ok(())
    }

    /// For forms that do not add it as they store.
    fn add_residual(self) {
        let (Some((view, residual)), Some(how)) = (self.residual, self.work.residual) else {
            return;
        };
        let (height, width) = (self.into.height(), self.into.width());
        for (index, pixel) in self.output.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let (row, x) = (index / width, index % width);
            let (image, y) = (row / height, row % height);
            let from = (image * view.height() + y / how.enlarged[0]) * view.width() + x / how.enlarged[1];
            for (number, added) in pixel.iter_mut().zip(&residual[4 * from..4 * from + 4]) {
                *number += added;
            }
        }
        activate::activate(self.network.isa, self.work.activation_after, self.output);
    }
}

fn concat(step: &Step, inputs: &[&[f32]], axis: usize, output: &mut [f32]) {
    if step.output.layout == Layout::Blocks {
        let parts: Vec<(&View, &[f32])> = step.inputs.iter().zip(inputs.iter().copied()).collect();
        blocks::concat(&parts, &step.output, output);
    } else {
        let parts: Vec<Shaped> =
            step.inputs.iter().zip(inputs).map(|(view, numbers)| (*numbers, view.shape.as_slice())).collect();
        rows::concat(&parts, axis, output);
    }
}

fn binary(
    network: &CpuNetwork,
    step: &Step,
    kind: BinaryKind,
    operand: Operand,
    inputs: &[&[f32]],
    output: &mut [f32],
) -> Result<(), NetError> {
    let (view, input) = (&step.inputs[0], inputs[0]);
    let second = || match (step.inputs.get(1), inputs.get(1)) {
        (Some(view), Some(numbers)) => Ok((*numbers, view.shape.as_slice())),
        _ => Err(internal("an operand is missing")),
    };
    let (other, reversed) = match operand {
        Operand::Same if view.layout == Layout::Blocks => {
            blocks::binary_same(kind, input, second()?.0, view, output);
            return Ok(());
        }
        Operand::Same | Operand::Broadcast => (second()?, false),
        Operand::Constant(id) => (shaped(floats(network, id)?), false),
        Operand::ConstantFirst(id) => (shaped(floats(network, id)?), true),
    };
    if view.layout == Layout::Blocks {
        blocks::binary_per_channel(kind, input, other.0, reversed, view, output);
    } else if reversed {
        rows::binary(kind, other, (input, &view.shape), &step.output.shape, output);
    } else {
        rows::binary(kind, (input, &view.shape), other, &step.output.shape, output);
    }
    Ok(())
}

fn clear_spare_lanes(view: &View, numbers: &mut [f32]) {
    if view.layout == Layout::Blocks {
        blocks::clear_spare_lanes(view, numbers);
    }
}

fn floats(network: &CpuNetwork, id: ValueId) -> Result<&Floats, NetError> {
    network.model.floats(id).ok_or_else(|| internal("a constant is missing"))
}

fn shaped(floats: &Floats) -> Shaped<'_> {
    (&floats.data, &floats.shape)
}

fn internal(problem: &str) -> NetError {
    NetError::Internal(problem.to_owned())
}
