//! Which input pixels an output pixel of a resize takes, along one axis.

use crate::terms::{Coordinates, NearestRounding};

/// Two neighbours, and how much the second one counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearSource {
    /// The index of the first neighbour.
    pub before: usize,
    /// The index of the second one; the same at an edge.
    pub after: usize,
    /// From 0 to 1.
    pub weight_of_after: f32,
}

/// For each output pixel the input pixel that it repeats.
#[must_use]
pub fn nearest_sources(
    coordinates: Coordinates,
    rounding: NearestRounding,
    scale: f32,
    input_len: usize,
    output_len: usize,
) -> Vec<usize> {
    positions(coordinates, scale, input_len, output_len)
        .map(|position| {
            let rounded = match rounding {
                NearestRounding::Floor => position.floor(),
                NearestRounding::Ceil => position.ceil(),
                NearestRounding::PreferFloor => (position - 0.5).ceil(),
                NearestRounding::PreferCeil => (position + 0.5).floor(),
            };
            index(rounded, input_len)
        })
        .collect()
}

/// For each output pixel the two input pixels that it mixes.
#[must_use]
pub fn linear_sources(
    coordinates: Coordinates,
    scale: f32,
    input_len: usize,
    output_len: usize,
) -> Vec<LinearSource> {
    let last = input_len.saturating_sub(1);
    positions(coordinates, scale, input_len, output_len)
        .map(|position| {
            let position = position.clamp(0.0, last as f32);
            let before = index(position.floor(), input_len);
            LinearSource { before, after: (before + 1).min(last), weight_of_after: position - before as f32 }
        })
        .collect()
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the pixels that exist"
)]
fn index(position: f32, input_len: usize) -> usize {
    (position.max(0.0) as usize).min(input_len.saturating_sub(1))
}

/// Where each output pixel lies in the input, unclamped.
fn positions(
    coordinates: Coordinates,
    scale: f32,
    input_len: usize,
    output_len: usize,
) -> impl Iterator<Item = f32> {
    (0..output_len).map(move |index| {
        let at = index as f32;
        match coordinates {
            Coordinates::Asymmetric => at / scale,
            Coordinates::PytorchHalfPixel if output_len <= 1 => 0.0,
            Coordinates::HalfPixel | Coordinates::PytorchHalfPixel => (at + 0.5) / scale - 0.5,
            Coordinates::AlignCorners if output_len <= 1 => 0.0,
            Coordinates::AlignCorners => at * (input_len - 1) as f32 / (output_len - 1) as f32,
        }
    })
}
