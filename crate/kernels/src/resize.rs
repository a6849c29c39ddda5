//! Enlarging and shrinking height and width of blocks of four channels.

use crate::sampling::{LinearSource, linear_sources, nearest_sources};
use crate::terms::{Coordinates, NearestRounding, ResizeMode};
use crate::terms::{Layout, View};

/// Fills one output row from a plane.
type FillRow = Box<dyn Fn(&[f32], usize, &mut [[f32; 4]])>;

/// How a resize fills its output.
#[derive(Clone, Copy)]
pub struct Resize {
    /// Which pixels an output pixel takes.
    pub mode: ResizeMode,
    /// Where an output pixel lies in the input.
    pub coordinates: Coordinates,
    /// Output over input, `[height, width]`.
    pub scales: [f32; 2],
}

impl Resize {
    /// Blocks → blocks or rows.
    #[inline(never)]
    pub fn run(&self, from: (&View, &[f32]), into: (&View, &mut [f32])) {
        let ((view, input), (out_view, output)) = (from, into);
        let in_lens = [view.height(), view.width()];
        let out_lens = [out_view.height(), out_view.width()];
        let (image, out_row) = (4 * in_lens[0] * in_lens[1], out_lens[1]);
        let mut row = vec![[0.0; 4]; out_row];
        let fill: FillRow = match self.mode {
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

    fn nearest(&self, rounding: NearestRounding, in_lens: [usize; 2], out_lens: [usize; 2]) -> FillRow {
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

    fn linear(&self, in_lens: [usize; 2], out_lens: [usize; 2]) -> FillRow {
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
