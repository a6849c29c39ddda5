//! Grey rows → grey pixels at another size, by a triangle filter as wide as the reduction.
//!
//! Written here because `image`'s resize holds the source, a copy in floats and the result at once, and took
//! 50 s for 70 Mpx in a browser; rows as they are needed take one buffer of a few rows and a second.

use std::collections::VecDeque;

/// Weights are fixed-point numbers with this many bits behind the point.
const WEIGHT_BITS: u32 = 14;
const ONE: u32 = 1 << WEIGHT_BITS;
const HALF: u32 = ONE / 2;

/// The source pixels that make one pixel of the result, and how much each counts.
struct Taps {
    first: usize,
    weights: Vec<u32>,
}

/// `row(y, out)` writes source row `y`. Sizes are at least 1.
pub(crate) fn resize(row: impl Fn(u32, &mut [u8]), from: (u32, u32), to: (u32, u32)) -> Vec<u8> {
    let (across, down) = (taps(from.0, to.0), taps(from.1, to.1));
    let width = to.0 as usize;
    let mut out = Vec::with_capacity(width * to.1 as usize);
    let mut source = vec![0; from.0 as usize];
    // Source rows at the result's width, the next one to read behind them.
    let mut rows: VecDeque<Vec<u8>> = VecDeque::new();
    let mut next = 0;
    let mut sums = vec![0_u32; width];
    for Taps { first, weights } in &down {
        while next < first + weights.len() {
            let mut narrow =
                if next - rows.len() < *first { rows.pop_front() } else { None }.unwrap_or_default();
            row(next as u32, &mut source);
            narrow.clear();
            narrow.extend(across.iter().map(|taps| weigh(&source[taps.first..], &taps.weights)));
            rows.push_back(narrow);
            next += 1;
        }
        let skipped = first - (next - rows.len());
        sums.fill(HALF);
        for (weight, row) in weights.iter().zip(rows.iter().skip(skipped)) {
            for (sum, &grey) in sums.iter_mut().zip(row) {
                *sum += weight * u32::from(grey);
            }
        }
        out.extend(sums.iter().map(|sum| (sum >> WEIGHT_BITS) as u8));
    }
    out
}

fn weigh(source: &[u8], weights: &[u32]) -> u8 {
    let sum: u32 = weights.iter().zip(source).map(|(weight, &grey)| weight * u32::from(grey)).sum();
    ((sum + HALF) >> WEIGHT_BITS) as u8
}

fn taps(from: u32, to: u32) -> Vec<Taps> {
    let scale = f64::from(from) / f64::from(to);
    let reach = scale.max(1.0);
    (0..to)
        .map(|at| {
            let centre = (f64::from(at) + 0.5) * scale;
            let first = (centre - reach).floor().max(0.0) as usize;
            let end = ((centre + reach).ceil() as usize).min(from as usize);
            let weight = |i: usize| (1.0 - (i as f64 + 0.5 - centre).abs() / reach).max(0.0);
            let total: f64 = (first..end).map(weight).sum();
            let mut weights: Vec<u32> =
                (first..end).map(|i| (weight(i) / total * f64::from(ONE)).round() as u32).collect();
            // Rounding must not make white paper grey: the heaviest tap takes what is missing.
            let missing = ONE.wrapping_sub(weights.iter().sum());
            if let Some(heaviest) = weights.iter_mut().max() {
                *heaviest = heaviest.wrapping_add(missing);
            }
            Taps { first, weights }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::imageops::{self, FilterType};
    use image::{ImageBuffer, Luma};

    #[test]
    fn pixels_are_those_of_another_implementation() {
        let from = (133_u32, 71_u32);
        let grey: Vec<u8> =
            (0..from.0 * from.1).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for to in [(100, 71), (67, 36), (133, 200), (1, 1), (40, 100), (133, 71)] {
            let row =
                |y: u32, out: &mut [u8]| out.copy_from_slice(&grey[(y * from.0) as usize..][..out.len()]);
            let ours = resize(row, from, to);
            let image = ImageBuffer::<Luma<u8>, _>::from_raw(from.0, from.1, grey.clone()).unwrap();
            let theirs = imageops::resize(&image, to.0, to.1, FilterType::Triangle).into_raw();
            let worst = ours.iter().zip(&theirs).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(worst <= Some(2), "{to:?}: {worst:?}");
        }
    }

    #[test]
    fn white_paper_stays_white_at_any_size() {
        for to in 1..200 {
            let out = resize(|_, out| out.fill(255), (97, 3), (to, 2));
            assert!(out.iter().all(|&grey| grey == 255), "{to}");
        }
    }
}
