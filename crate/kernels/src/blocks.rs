//! Operators on blocks of four channels, and the ways from rows to blocks and back.

use crate::rows;
use crate::terms::View;
use crate::terms::{BinaryKind, ReduceKind};

/// Lanes past the last channel become 0.
#[inline(never)]
pub fn to_blocks(input: &[f32], view: &View, output: &mut [f32]) {
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

/// Blocks → rows.
#[inline(never)]
pub fn to_rows(input: &[f32], view: &View, output: &mut [f32]) {
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
#[inline(never)]
pub fn to_channels_last(input: &[f32], view: &View, output: &mut [f32]) {
    for (pixel, output) in output.chunks_exact_mut(view.channels()).enumerate() {
        for (block, output) in output.chunks_mut(4).enumerate() {
            let len = output.len();
            output.copy_from_slice(&input[4 * (block * view.pixels() + pixel)..][..len]);
        }
    }
}

/// Of two values in blocks.
pub fn binary_same(kind: BinaryKind, a: &[f32], b: &[f32], view: &View, output: &mut [f32]) {
    let shape = [output.len()];
    rows::binary(kind, (a, &shape), (b, &shape), &shape, output);
    clear_spare_lanes(view, output);
}

/// `operand` has one number, or one for each channel, or one for each channel of each image; the constant is the first
/// operand where `reversed`.
#[inline(never)]
pub fn binary_per_channel(
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
pub fn clear_spare_lanes(view: &View, numbers: &mut [f32]) {
    let used = view.channels() % 4;
    if used > 0 {
        let last = numbers.len().saturating_sub(4 * view.pixels());
        for pixel in numbers[last..].as_chunks_mut::<4>().0 {
            pixel[used..].fill(0.0);
        }
    }
}

/// One number for all pixels of each channel of each image, in rows.
#[inline(never)]
pub fn reduce(kind: ReduceKind, input: &[f32], view: &View, output: &mut [f32]) {
    let (channels, image) = (view.channels(), view.height() * view.width());
    for (index, output) in output.iter_mut().enumerate() {
        let (index, channel) = (index / channels, index % channels);
        let plane = &input[4 * (channel / 4 * view.pixels() + index * image)..][..4 * image];
        let numbers = plane.as_chunks::<4>().0.iter().map(|pixel| pixel[channel % 4]);
        *output = rows::reduced(kind, numbers, image);
    }
}

/// Joins values at any channel.
#[inline(never)]
pub fn concat(inputs: &[(&View, &[f32])], view: &View, output: &mut [f32]) {
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
