//! Operators on blocks of four channels, and the ways from rows to blocks and back.

use super::pack::padded;
use super::rows;
use crate::graph::Coordinates;
use crate::graph::{BinaryKind, NearestRounding, PoolKind, ReduceKind, ResizeMode, Window};
use crate::plan::{Layout, View};
use crate::sampling::{LinearSource, linear_sources, nearest_sources};

/// Lanes past the last channel become 0.
pub(crate) fn to_blocks(input: &[f32], view: &View, output: &mut [f32]) {
    let (channels, image) = (view.channels(), view.height() * view.width());
    for (block, plane) in output.chunks_exact_mut(4 * view.pixels()).enumerate() {
        for (index, plane) in plane.chunks_exact_mut(4 * image).enumerate() {
            let lanes: [&[f32]; 4] = std::array::from_fn(|lane| {
                let channel = 4 * block + lane;
                if channel < channels { &input[(index * channels + channel) * image..][..image] } else { &[] }
            });
            for (x, pixel) in plane.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                *pixel = lanes.map(|lane| lane.get(x).copied().unwrap_or(0.0));
            }
        }
    }
}

pub(crate) fn to_rows(input: &[f32], view: &View, output: &mut [f32]) {
    let (channels, image) = (view.channels(), view.height() * view.width());
    for (index, output) in output.chunks_exact_mut(channels * image).enumerate() {
        for (block, output) in output.chunks_mut(4 * image).enumerate() {
            let plane = &input[4 * (block * view.pixels() + index * image)..][..4 * image];
            for (lane, output) in output.chunks_exact_mut(image).enumerate() {
                for (output, pixel) in output.iter_mut().zip(plane.as_chunks::<4>().0) {
                    *output = pixel[lane];
                }
            }
        }
    }
}

/// Rows in which the channels come last.
pub(crate) fn to_channels_last(input: &[f32], view: &View, output: &mut [f32]) {
    for (pixel, output) in output.chunks_exact_mut(view.channels()).enumerate() {
        for (block, output) in output.chunks_mut(4).enumerate() {
            let len = output.len();
            output.copy_from_slice(&input[4 * (block * view.pixels() + pixel)..][..len]);
        }
    }
}

/// Of two values in blocks.
pub(crate) fn binary_same(kind: BinaryKind, a: &[f32], b: &[f32], view: &View, output: &mut [f32]) {
    let shape = [output.len()];
    rows::binary(kind, (a, &shape), (b, &shape), &shape, output);
    clear_spare_lanes(view, output);
}

/// `operand` has one number, or one for each channel, or one for each channel of each image; the constant is the first
/// operand where `reversed`.
pub(crate) fn binary_per_channel(
    kind: BinaryKind,
    input: &[f32],
    operand: &[f32],
    reversed: bool,
    view: &View,
    output: &mut [f32],
) {
    let (channels, image) = (view.channels(), view.height() * view.width());
    let number = |image: usize, channel: usize| match operand.len() {
        1 => operand[0],
        len if len == channels => operand[channel],
        _ => operand[image * channels + channel],
    };
    let planes = input.chunks_exact(4 * image).zip(output.chunks_exact_mut(4 * image));
    for (index, (input, output)) in planes.enumerate() {
        let (block, index) = (index / view.batch(), index % view.batch());
        let four: [f32; 4] = std::array::from_fn(|lane| number(index, (4 * block + lane).min(channels - 1)));
        let four = (four.as_slice(), [1, 4].as_slice());
        let shape = [image, 4];
        let input = (input, shape.as_slice());
        if reversed {
            rows::binary(kind, four, input, &shape, output);
        } else {
            rows::binary(kind, input, four, &shape, output);
        }
    }
    clear_spare_lanes(view, output);
}

/// What elementwise functions make of lanes past the last channel may be infinite.
pub(crate) fn clear_spare_lanes(view: &View, numbers: &mut [f32]) {
    let used = view.channels() % 4;
    if used > 0 {
        let last = numbers.len().saturating_sub(4 * view.pixels());
        for pixel in numbers[last..].as_chunks_mut::<4>().0 {
            pixel[used..].fill(0.0);
        }
    }
}

/// One number for all pixels of each channel of each image, in rows.
pub(crate) fn reduce(kind: ReduceKind, input: &[f32], view: &View, output: &mut [f32]) {
    let (channels, image) = (view.channels(), view.height() * view.width());
    for (index, output) in output.iter_mut().enumerate() {
        let (index, channel) = (index / channels, index % channels);
        let plane = &input[4 * (channel / 4 * view.pixels() + index * image)..][..4 * image];
        let numbers = plane.as_chunks::<4>().0.iter().map(|pixel| pixel[channel % 4]);
        *output = rows::reduced(kind, numbers, image);
    }
}

/// Joins values at any channel.
pub(crate) fn concat(inputs: &[(&View, &[f32])], view: &View, output: &mut [f32]) {
    output.fill(0.0);
    let pixels = view.pixels();
    let mut channel = 0;
    for (input_view, input) in inputs {
        for from in 0..input_view.channels() {
            let plane = &input[4 * (from / 4) * pixels..][..4 * pixels];
            let into = &mut output[4 * (channel / 4) * pixels..][..4 * pixels];
            for (into, from_pixel) in into.as_chunks_mut::<4>().0.iter_mut().zip(plane.as_chunks::<4>().0) {
                into[channel % 4] = from_pixel[from % 4];
            }
            channel += 1;
        }
    }
}

/// One plane of all images.
pub(crate) fn pool(kind: PoolKind, window: &Window, from: (&View, &[f32]), into: (&View, &mut [f32])) {
    let ((view, input), (out_view, output)) = (from, into);
    let (height, width) = (view.height(), view.width());
    let (out_height, out_width) = (out_view.height(), out_view.width());
    let images = input.chunks_exact(4 * height * width);
    for (image, output) in images.zip(output.chunks_exact_mut(4 * out_height * out_width)) {
        let pixels = image.as_chunks::<4>().0;
        for (index, output) in output.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let rows = tap_range(window, 0, index / out_width, height);
            let columns = tap_range(window, 1, index % out_width, width);
            let taps = rows.clone().flat_map(|y| columns.clone().map(move |x| (y, x)));
            *output = match kind {
                PoolKind::Max => taps.fold([f32::NEG_INFINITY; 4], |most, (y, x)| {
                    let pixel = &pixels[y * width + x];
                    std::array::from_fn(|lane| {
                        if most[lane] >= pixel[lane] || most[lane].is_nan() {
                            most[lane]
                        } else {
                            pixel[lane]
                        }
                    })
                }),
                PoolKind::Average { counts_pads } => {
                    let sum = taps.fold([0.0; 4], |sum: [f32; 4], (y, x)| {
                        let pixel = &pixels[y * width + x];
                        std::array::from_fn(|lane| sum[lane] + pixel[lane])
                    });
                    let count = if counts_pads {
                        window.kernel[0] * window.kernel[1]
                    } else {
                        rows.count() * columns.count()
                    };
                    sum.map(|sum| sum / count as f32)
                }
            };
        }
    }
}

/// The pixels that a window reads along one axis.
fn tap_range(window: &Window, axis: usize, output: usize, len: usize) -> impl Iterator<Item = usize> + Clone {
    let start = output * window.strides[axis];
    let (pad, dilation) = (window.pads_before[axis], window.dilations[axis]);
    let taps = (0..window.kernel[axis]).map(move |tap| start + tap * dilation);
    taps.filter_map(move |at| at.checked_sub(pad).filter(|&at| at < len))
}

/// How a resize fills its output.
#[derive(Clone, Copy)]
pub(crate) struct Resize {
    pub(crate) mode: ResizeMode,
    pub(crate) coordinates: Coordinates,
    pub(crate) scales: [f32; 2],
}

impl Resize {
    pub(crate) fn run(&self, from: (&View, &[f32]), into: (&View, &mut [f32])) {
        let ((view, input), (out_view, output)) = (from, into);
        let in_lens = [view.height(), view.width()];
        let out_lens = [out_view.height(), out_view.width()];
        let (image, out_row) = (4 * in_lens[0] * in_lens[1], out_lens[1]);
        let mut row = vec![[0.0; 4]; out_row];
        let fill: Box<dyn Fn(&[f32], usize, &mut [[f32; 4]])> = match self.mode {
            ResizeMode::Nearest(rounding) => self.nearest(rounding, in_lens, out_lens),
            ResizeMode::Linear => self.linear(in_lens, out_lens),
        };
        for (index, plane) in input.chunks_exact(image).enumerate() {
            let (block, batch) = (index / view.batch(), index % view.batch());
            for y in 0..out_lens[0] {
                fill(plane, y, &mut row);
                if out_view.layout == Layout::Blocks {
                    let at = 4 * (index * out_lens[0] + y) * out_row;
                    output[at..at + 4 * out_row].copy_from_slice(row.as_flattened());
                    continue;
                }
                for lane in 0..4.min(view.channels() - 4 * block) {
                    let channel = batch * view.channels() + 4 * block + lane;
                    let at = (channel * out_lens[0] + y) * out_row;
                    for (output, pixel) in output[at..at + out_row].iter_mut().zip(&row) {
                        *output = pixel[lane];
                    }
                }
            }
        }
    }

    fn nearest(
        &self,
        rounding: NearestRounding,
        in_lens: [usize; 2],
        out_lens: [usize; 2],
    ) -> Box<dyn Fn(&[f32], usize, &mut [[f32; 4]])> {
        let [rows, columns] = [0, 1].map(|axis| {
            nearest_sources(self.coordinates, rounding, self.scales[axis], in_lens[axis], out_lens[axis])
        });
        Box::new(move |plane, y, into| {
            let row = &plane[4 * rows[y] * in_lens[1]..][..4 * in_lens[1]];
            let row = row.as_chunks::<4>().0;
            for (into, &column) in into.iter_mut().zip(&columns) {
                *into = row[column];
            }
        })
    }

    fn linear(
        &self,
        in_lens: [usize; 2],
        out_lens: [usize; 2],
    ) -> Box<dyn Fn(&[f32], usize, &mut [[f32; 4]])> {
        let [rows, columns] = [0, 1]
            .map(|axis| linear_sources(self.coordinates, self.scales[axis], in_lens[axis], out_lens[axis]));
        Box::new(move |plane, y, into| {
            let row = |y: usize| plane[4 * y * in_lens[1]..][..4 * in_lens[1]].as_chunks::<4>().0;
            let (above, below) = (row(rows[y].before), row(rows[y].after));
            for (into, column) in into.iter_mut().zip(&columns) {
                *into = std::array::from_fn(|lane| {
                    let mix =
                        |row: &[[f32; 4]], LinearSource { before, after, weight_of_after }: LinearSource| {
                            row[before][lane] * (1.0 - weight_of_after) + row[after][lane] * weight_of_after
                        };
                    let weight = rows[y].weight_of_after;
                    mix(above, *column) * (1.0 - weight) + mix(below, *column) * weight
                });
            }
        })
    }
}

/// Convolutions in groups of several channels: rare, and computed one by one.
pub(crate) struct Grouped<'a> {
    pub(crate) window: Window,
    pub(crate) groups: usize,
    pub(crate) weights: &'a [f32],
    pub(crate) bias: &'a [f32],
}

impl Grouped<'_> {
    /// The plane of one block of outputs, for all images.
    pub(crate) fn run_block(&self, block: usize, from: (&View, &[f32]), into: (&View, &mut [f32])) {
        let ((view, input), (out_view, output)) = (from, into);
        let (width, image) = (view.width(), view.height() * view.width());
        let out_image = out_view.height() * out_view.width();
        let (inputs, outputs) = (view.channels() / self.groups, out_view.channels() / self.groups);
        let taps = self.window.kernel[0] * self.window.kernel[1];
        let bias = padded(Some(self.bias), out_view.channels());
        for (pixel, four) in output.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let (index, at) = (pixel / out_image, pixel % out_image);
            for (lane, number) in four.iter_mut().enumerate() {
                let channel = 4 * block + lane;
                *number = bias[channel];
                if channel >= out_view.channels() {
                    continue;
                }
                let rows = taps_at(&self.window, 0, at / out_view.width(), view.height());
                for (tap_y, y) in rows {
                    for (tap_x, x) in taps_at(&self.window, 1, at % out_view.width(), width) {
                        for i in 0..inputs {
                            let from = channel / outputs * inputs + i;
                            let weight = self.weights
                                [(channel * inputs + i) * taps + tap_y * self.window.kernel[1] + tap_x];
                            let place = from / 4 * view.pixels() + index * image + y * width + x;
                            *number += weight * input[4 * place + from % 4];
                        }
                    }
                }
            }
        }
    }
}

/// Tap and pixel, for the taps that fall into the image.
fn taps_at(window: &Window, axis: usize, output: usize, len: usize) -> impl Iterator<Item = (usize, usize)> {
    let (start, pad, dilation) =
        (output * window.strides[axis], window.pads_before[axis], window.dilations[axis]);
    (0..window.kernel[axis]).filter_map(move |tap| {
        (start + tap * dilation).checked_sub(pad).filter(|&at| at < len).map(|at| (tap, at))
    })
}
