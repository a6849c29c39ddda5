//! Rows of grey → another size: by the area that a pixel covers where it shrinks, linearly where it grows. Only sums and
//! products in a fixed order, so that every machine gets the same bytes.

use crate::Grey;

/// `row(y, out)` writes source row `y`, called with y never falling. A pixel of the result covers `step` of the source,
/// across and down.
pub(crate) fn resample(
    row: &mut dyn FnMut(usize, &mut [u8]),
    from: (usize, usize),
    to: (usize, usize),
    step: (f64, f64),
) -> Grey {
    let (across, down) = (taps(from.0, to.0, step.0), taps(from.1, to.1, step.1));
    let mut out = Grey::white(to.0, to.1);
    let mut band = Band { first: 0, rows: Vec::new(), spare: Vec::new() };
    let mut sums = vec![0.0_f32; from.0];
    for (taps, out) in down.iter().zip(out.pixels.chunks_exact_mut(to.0.max(1))) {
        band.advance(taps, from.0, row);
        sums.fill(0.0);
        for (weight, row) in taps.weights.iter().zip(band.from(taps.first)) {
            for (sum, &grey) in sums.iter_mut().zip(row) {
                *sum += weight * f32::from(grey);
            }
        }
        for (taps, out) in across.iter().zip(out) {
            let sources = &sums[taps.first..][..taps.weights.len()];
            let sum: f32 = taps.weights.iter().zip(sources).map(|(weight, sum)| weight * sum).sum();
            *out = (sum + 0.5) as u8;
        }
    }
    out
}

/// The source rows that are still needed.
struct Band {
    first: usize,
    rows: Vec<Vec<u8>>,
    spare: Vec<Vec<u8>>,
}

impl Band {
    fn advance(&mut self, taps: &Taps, width: usize, row: &mut dyn FnMut(usize, &mut [u8])) {
        let gone = taps.first.saturating_sub(self.first).min(self.rows.len());
        self.spare.extend(self.rows.drain(..gone));
        self.first = if self.rows.is_empty() { taps.first } else { self.first + gone };
        for y in self.first + self.rows.len()..taps.first + taps.weights.len() {
            let mut bytes = self.spare.pop().unwrap_or_else(|| vec![0; width]);
            row(y, &mut bytes);
            self.rows.push(bytes);
        }
    }

    fn from(&self, first: usize) -> &[Vec<u8>] {
        &self.rows[first - self.first..]
    }
}

/// The source pixels that make one pixel of the result, and how much each counts.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

fn taps(from: usize, to: usize, step: f64) -> Vec<Taps> {
    (0..to).map(|at| if step > 1.0 { covered(from, at, step) } else { between(from, at, step) }).collect()
}

fn covered(from: usize, at: usize, step: f64) -> Taps {
    let start = (at as f64 * step).min(from as f64 - 1.0);
    let end = (start + step).min(from as f64);
    let first = start as usize;
    let last = (end.ceil() as usize).max(first + 1);
    let share = |i: usize| ((i as f64 + 1.0).min(end) - (i as f64).max(start)) / (end - start);
    Taps { first, weights: (first..last).map(|i| share(i) as f32).collect() }
}

fn between(from: usize, at: usize, step: f64) -> Taps {
    let centre = ((at as f64 + 0.5) * step - 0.5).clamp(0.0, from as f64 - 1.0);
    let first = (centre as usize).min(from.saturating_sub(2));
    let share = (centre - first as f64) as f32;
    Taps { first, weights: if from < 2 { vec![1.0] } else { vec![1.0 - share, share] } }
}
