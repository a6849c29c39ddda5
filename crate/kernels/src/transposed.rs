//! Transposed convolutions: output pixels with the same place within a stride form a picture of their own, a plain
//! convolution of the input with some of the taps.

use crate::activate;
use crate::band::{Band, Rows};
use crate::convolve::Runs;
use crate::pack::{self, Panel, Source};
use crate::panel::Epilogue;
use crate::scratch::{self, Scratch};
use crate::simd::Isa;
use crate::terms::View;
use crate::terms::{Activation, Window};

/// Every output pixel `first + index · stride`, along both axes.
#[derive(Debug)]
pub struct Phase {
    first: [usize; 2],
    strides: [usize; 2],
    /// Of the plain convolution that makes it.
    window: Window,
    panels: Vec<Panel>,
}

/// The taps of one phase along one axis.
struct Axis {
    first: usize,
    pad: usize,
    /// Taps of the model, in the order in which they meet the input; 0 is written where the number is too large.
    taps: Vec<usize>,
}

/// Splits a transposed convolution; `source` has its inputs first.
pub fn phases(window: &Window, source: &Source, bias: Option<&[f32]>, allowed: &[usize]) -> Vec<Phase> {
    let [rows, columns] = [0, 1].map(|axis| {
        (0..window.strides[axis]).map(move |place| axis_phase(window, axis, place)).collect::<Vec<_>>()
    });
    let mut phases = Vec::with_capacity(rows.len() * columns.len());
    for row in &rows {
        for column in &columns {
            let tap = |&y: &usize, &x: &usize| {
                if y < window.kernel[0] && x < window.kernel[1] {
                    y * window.kernel[1] + x
                } else {
                    usize::MAX
                }
            };
            let taps: Vec<usize> =
                row.taps.iter().flat_map(|y| column.taps.iter().map(move |x| tap(y, x))).collect();
            phases.push(Phase {
                first: [row.first, column.first],
                strides: window.strides,
                window: Window {
                    kernel: [row.taps.len(), column.taps.len()],
                    strides: [1, 1],
                    dilations: [1, 1],
                    pads_before: [row.pad, column.pad],
                    pads_after: [0, 0],
                },
                panels: pack::panels(source, bias, &taps, false, allowed),
            });
        }
    }
    phases
}

/// Output o takes tap k of input i where o + pad = i · stride + k. With o + pad = q · stride + place, tap
/// place + t · stride meets input q − t.
fn axis_phase(window: &Window, axis: usize, place: usize) -> Axis {
    let (kernel, stride, pad) = (window.kernel[axis], window.strides[axis], window.pads_before[axis]);
    let first = (place + stride - pad % stride) % stride;
    let first_q = (first + pad) / stride;
    // Taps that do not exist, with weight 0, where the first output would begin beyond the first input.
    let count = kernel.saturating_sub(place).div_ceil(stride).max(first_q + 1);
    Axis { first, pad: count - 1 - first_q, taps: (0..count).rev().map(|t| place + t * stride).collect() }
}

/// All images and outputs.
pub fn run(
    isa: Isa,
    phases: &[Phase],
    activation: Activation,
    from: (&View, &[f32]),
    into: (&View, &mut [f32]),
    scratch: &mut Scratch,
) {
    let ((view, input), (out_view, output)) = (from, into);
    let clamp = activate::clamp(activation);
    let epilogue = Epilogue {
        clamp: clamp.unwrap_or(activate::EVERYTHING),
        residual: None,
        clamp_after: activate::EVERYTHING,
    };
    for image in 0..view.batch() {
        for phase in phases {
            phase.run(isa, image, (view, input), (out_view, output), epilogue, scratch);
        }
    }
    if clamp.is_none() {
        activate::activate(isa, activation, output);
    }
}

impl Phase {
    fn run(
        &self,
        isa: Isa,
        image: usize,
        (view, input): (&View, &[f32]),
        (out_view, output): (&View, &mut [f32]),
        epilogue: Epilogue,
        scratch: &mut Scratch,
    ) {
        let count =
            |axis: usize, len: usize| len.saturating_sub(self.first[axis]).div_ceil(self.strides[axis]);
        let (rows, width) = (count(0, out_view.height()), count(1, out_view.width()));
        if rows == 0 || width == 0 {
            return;
        }
        let band = Band::new(self.window, 4, width);
        let made = scratch::sized(&mut scratch.output, out_view.blocks() * 4 * width);
        for row in 0..rows {
            let copied = band.copy(
                (view, input),
                &[Rows { image, first_input_row: row, count: 1 }],
                &mut scratch.input,
            );
            let runs = Runs {
                input: copied.numbers,
                one_channel: false,
                block_stride: copied.block_stride,
                blocks: view.blocks(),
                taps: &band.taps,
                runs: &copied.runs,
                pixels: width,
            };
            let mut planes: Vec<&mut [f32]> = made.chunks_exact_mut(4 * width).collect();
            runs.run_all(isa, &self.panels, &mut planes, epilogue);
            let y = image * out_view.height() + self.first[0] + row * self.strides[0];
            for (made, plane) in planes.iter().zip(output.chunks_exact_mut(4 * out_view.pixels())) {
                let row = &mut plane[4 * y * out_view.width()..][..4 * out_view.width()];
                let into = row.as_chunks_mut::<4>().0.iter_mut().skip(self.first[1]).step_by(self.strides[1]);
                for (into, pixel) in into.zip(made.as_chunks::<4>().0) {
                    *into = *pixel;
                }
            }
        }
    }
}
