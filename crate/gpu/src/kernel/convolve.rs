//! The host's part of `lib/convolution.wgsl`: what all convolutions share.

use draftlens_net::{Convolution, Layout, Step};

use super::{Binding, Context, Job, activation, activation_after};
use crate::GpuError;

super::params! {
    input_offset,
    residual_offset,
    output_offset,
    input_blocks,
    output_blocks,
    weight_blocks,
    input_pixels,
    output_pixels,
    input_height,
    input_width,
    output_height,
    output_width,
    kernel_height,
    kernel_width,
    stride_y,
    stride_x,
    dilation_y,
    dilation_x,
    pad_y,
    pad_x,
    enlarged_y,
    enlarged_x,
    residual_pixels,
    inputs_per_group,
    outputs_per_group,
    span,
}

/// A convolution on its way to a job.
pub(super) struct Convolving<'a> {
    pub(super) step: &'a Step,
    pub(super) convolution: &'a Convolution,
    pub(super) params: Params,
}

impl<'a> Convolving<'a> {
    /// `block_multiple`: how many blocks of outputs the kernel reads weights for at once.
    pub(super) fn new(step: &'a Step, convolution: &'a Convolution, block_multiple: usize) -> Self {
        let (input, output, window) = (&step.inputs[0], &step.output, &convolution.window);
        let residual =
            convolution.residual.and_then(|residual| step.inputs.get(1).map(|view| (view, residual)));
        // Rows are counted in numbers, blocks in vectors.
        let input_offset = if input.layout == Layout::Rows { input.offset } else { input.offset / 4 };
        let params = Params {
            input_offset,
            residual_offset: residual.map_or(0, |(view, _)| view.offset / 4),
            output_offset: output.offset / 4,
            input_blocks: input.blocks(),
            output_blocks: output.blocks(),
            weight_blocks: output.blocks().next_multiple_of(block_multiple),
            input_pixels: input.pixels(),
            output_pixels: output.pixels(),
            input_height: input.height(),
            input_width: input.width(),
            output_height: output.height(),
            output_width: output.width(),
            kernel_height: window.kernel[0],
            kernel_width: window.kernel[1],
            stride_y: window.strides[0],
            stride_x: window.strides[1],
            dilation_y: window.dilations[0],
            dilation_x: window.dilations[1],
            pad_y: window.pads_before[0],
            pad_x: window.pads_before[1],
            enlarged_y: residual.map_or(1, |(_, residual)| residual.enlarged[0]),
            enlarged_x: residual.map_or(1, |(_, residual)| residual.enlarged[1]),
            residual_pixels: residual.map_or(0, |(view, _)| view.pixels()),
            inputs_per_group: input.channels() / convolution.groups,
            outputs_per_group: output.channels() / convolution.groups,
            span: input.blocks(),
        };
        Self { step, convolution, params }
    }

    pub(super) fn taps(&self) -> usize {
        self.params.kernel_height * self.params.kernel_width
    }

    /// Weights by `place(output, input of the group, tap)` in `len` numbers.
    pub(super) fn packed(
        &self,
        context: &mut Context,
        kernel: &str,
        len: usize,
        place: impl Fn(usize, usize, usize) -> usize,
    ) -> Result<Binding, GpuError> {
        let (id, transposed) = (self.convolution.weights, kernel == "transposed");
        // The same weights may serve nodes of other groups.
        let key = format!("{id:?} {kernel} {} {}", self.params.weight_blocks, self.convolution.groups);
        context.weights(key, |context| {
            let floats = context.floats(id)?;
            let &[first, second, ..] = floats.shape.as_slice() else {
                return Err(GpuError::NoKernel("weights of fewer than two axes".into()));
            };
            let mut packed = vec![0.0; len];
            let taps = self.taps();
            for (index, &weight) in floats.data.iter().enumerate() {
                let (pair, tap) = (index / taps, index % taps);
                let (outer, inner) = (pair / second, pair % second);
                let (output, input) = if transposed { (inner, outer) } else { (outer, inner) };
                debug_assert!(outer < first);
                if let Some(slot) = packed.get_mut(place(output, input, tap)) {
                    *slot = weight;
                }
            }
            Ok(packed)
        })
    }

    fn bias(&self, context: &mut Context) -> Result<Binding, GpuError> {
        let len = self.params.weight_blocks * 4;
        let Some(id) = self.convolution.bias else {
            return context.weights(format!("zeros {len}"), |_| Ok(vec![0.0; len]));
        };
        context.weights(format!("{id:?} bias {len}"), |context| {
            let mut bias = context.floats(id)?.data.to_vec();
            bias.resize(len, 0.0);
            Ok(bias)
        })
    }

    pub(super) fn job(
        self,
        context: &mut Context,
        kernel: &'static str,
        weights: Binding,
        mut constants: Vec<(&'static str, f64)>,
        workgroups: [u32; 3],
        numbers_read: u64,
    ) -> Result<Job, GpuError> {
        let bias = self.bias(context)?;
        let input = self.step.inputs[0].buffer;
        let residual = self.convolution.residual.and(self.step.inputs.get(1));
        constants.extend(activation(self.convolution.activation));
        if residual.is_some() {
            constants.push(("HAS_RESIDUAL", 1.0));
            constants.extend(activation_after(self.convolution.activation_after));
        }
        let stored = self.step.output.len() as u64;
        let numbers_requested = numbers_read + stored * if residual.is_some() { 2 } else { 1 };
        Ok(Job {
            kernel,
            constants,
            bindings: vec![
                Binding::Value(input),
                weights,
                bias,
                // Without a residual nothing reads it, and the input is there to be bound.
                Binding::Value(residual.map_or(input, |view| view.buffer)),
                Binding::Value(self.step.output.buffer),
            ],
            params: self.params.words(),
            workgroups,
            numbers_requested,
        })
    }
}

/// Invocations, and input blocks a step, of the kernels that tile; see `pointwise.wgsl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tile {
    pub(super) group_pixels: usize,
    pub(super) group_blocks: usize,
    pub(super) depth: usize,
}

/// Pixels and blocks by the invocations of a workgroup, and the most depth that fits 16 KiB of workgroup memory.
/// Threes and sixes serve 24, 48 and 96 channels without waste.
const TILES: [(usize, usize, usize); 6] =
    [(16, 8, 4), (8, 8, 4), (16, 6, 4), (16, 4, 4), (32, 3, 2), (32, 2, 2)];
/// Each invocation makes this many pixels and blocks.
const PIXELS: usize = 8;
const BLOCKS: usize = 2;
/// Fewer workgroups than this leave most of a GPU idle.
const ENOUGH_WORKGROUPS: usize = 128;

impl Tile {
    /// The one that computes least beyond the edges; among equals the largest that still fills a GPU.
    pub(super) fn choose(pixels: usize, input_blocks: usize, output_blocks: usize) -> Self {
        let waste = |&(group_pixels, group_blocks, _): &(usize, usize, usize)| {
            let padded_pixels = pixels.next_multiple_of(group_pixels * PIXELS);
            let padded_blocks = output_blocks.next_multiple_of(group_blocks * BLOCKS);
            let workgroups =
                padded_pixels / (group_pixels * PIXELS) * padded_blocks / (group_blocks * BLOCKS);
            // In eighths of the work, so that small differences do not decide against larger tiles.
            let eighths = (padded_pixels * padded_blocks * 8).div_ceil(pixels * output_blocks);
            (eighths, workgroups < ENOUGH_WORKGROUPS)
        };
        let &(group_pixels, group_blocks, most_depth) =
            TILES.iter().min_by_key(|tile| waste(tile)).unwrap_or(&TILES[1]);
        let depth =
            (1..=most_depth).rev().min_by_key(|&depth| input_blocks.next_multiple_of(depth)).unwrap_or(1);
        Self { group_pixels, group_blocks, depth }
    }

    pub(super) fn pixels(self) -> usize {
        self.group_pixels * PIXELS
    }

    pub(super) fn blocks(self) -> usize {
        self.group_blocks * BLOCKS
    }

    pub(super) fn constants(self) -> Vec<(&'static str, f64)> {
        vec![
            ("GROUP_PIXELS", self.group_pixels as f64),
            ("GROUP_BLOCKS", self.group_blocks as f64),
            ("DEPTH", self.depth as f64),
        ]
    }

    /// Every one that [`choose`](Self::choose) may choose.
    #[cfg(test)]
    pub(super) fn all() -> impl Iterator<Item = Self> {
        TILES.into_iter().flat_map(|(group_pixels, group_blocks, most_depth)| {
            (1..=most_depth).map(move |depth| Self { group_pixels, group_blocks, depth })
        })
    }
}
