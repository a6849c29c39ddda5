//! Convolutions with one group: bands of rows that fit the cache, each made for all outputs and then finished.

use crate::activate;
use crate::band::{Band, Rows, Run};
use crate::pack::{Packed, Panel};
use crate::panel::{Epilogue, PanelRuns};
use crate::scratch::{self, Scratch};
use crate::simd::Isa;
use crate::terms::{Activation, Form, Layout, View, Window};
use crate::winograd::Winograd;

/// The input of a band should stay in the second-level cache while all panels read it: 32,768 numbers are 128 KiB.
const BAND_LEN: usize = 32_768;

/// A convolution with everything that it reads.
pub struct Convolve<'a> {
    /// What it is computed with.
    pub isa: Isa,
    /// Pointwise or plain.
    pub form: Form,
    /// Where it slides.
    pub window: Window,
    /// Ready for the kernels.
    pub weights: Weights<'a>,
    /// In blocks, or one channel in rows.
    pub input: (&'a View, &'a [f32]),
    /// Applied before the residual is added.
    pub activation: Activation,
    /// What is added, and how many rows and columns of the output each of its pixels serves.
    pub residual: Option<(&'a View, &'a [f32], [usize; 2])>,
    /// Applied after the residual is added.
    pub activation_after: Activation,
    /// How the answer lies.
    pub output: &'a View,
}

/// How it is computed.
#[derive(Clone, Copy)]
pub enum Weights<'a> {
    /// Directly.
    Panels(&'a [Panel]),
    /// By way of transformed tiles.
    Winograd(&'a Winograd),
}

impl<'a> Weights<'a> {
    /// `None` for weights of other forms.
    #[must_use]
    pub fn of(packed: &'a Packed) -> Option<Self> {
        match packed {
            Packed::Panels(panels) => Some(Self::Panels(panels)),
            Packed::Winograd(winograd) => Some(Self::Winograd(winograd)),
            _ => None,
        }
    }
}

impl Convolve<'_> {
    /// Output rows of all images, as far as work can be divided among threads.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.output.batch() * self.output.height()
    }

    /// Computes rows from `first_row` on, counted over all images; `planes` hold these rows of each block of outputs.
    pub fn run(&self, first_row: usize, planes: &mut [&mut [f32]], scratch: &mut Scratch) {
        let width = self.output.width();
        let row_count = planes.first().map_or(0, |plane| plane.len() / (4 * width));
        let rows_at_once = self.rows_at_once().clamp(1, row_count.max(1));
        let mut done = 0;
        while done < row_count {
            let count = rows_at_once.min(row_count - done);
            let range = 4 * width * done..4 * width * (done + count);
            let mut planes: Vec<&mut [f32]> =
                planes.iter_mut().map(|plane| &mut plane[range.clone()]).collect();
            self.band(first_row + done, count, &mut planes, scratch);
            done += count;
        }
    }

    /// As many as fit the cache; whole images if one fits.
    fn rows_at_once(&self) -> usize {
        let (input, height) = (self.input.0, self.output.height());
        match self.weights {
            Weights::Winograd(winograd) => winograd.rows_at_once(self.output),
            Weights::Panels(_) => {
                let row_len = input.blocks() * 4 * input.width() * self.window.strides[0];
                let rows = BAND_LEN / row_len.max(1);
                if rows > height { rows / height * height } else { rows }
            }
        }
    }

    #[inline(never)]
    fn band(&self, row: usize, count: usize, planes: &mut [&mut [f32]], scratch: &mut Scratch) {
        let Scratch { input: copy, residual, tiles, products, .. } = scratch;
        let (view, input) = self.input;
        match self.weights {
            Weights::Panels(panels) if self.form == Form::Pointwise => {
                let runs = Runs {
                    input: &input[4 * row * view.width()..],
                    one_channel: false,
                    block_stride: 4 * view.pixels(),
                    blocks: view.blocks(),
                    taps: &[0],
                    runs: Run::POINTWISE,
                    pixels: count * view.width(),
                };
                self.finish(row, count, planes, residual, |planes, epilogue| {
                    runs.run_all(self.isa, panels, planes, epilogue);
                });
            }
            Weights::Panels(panels) => {
                let one_channel = view.layout == Layout::Rows;
                let (lanes, blocks) = if one_channel { (1, 1) } else { (4, view.blocks()) };
                let band = Band::new(self.window, lanes, self.output.width());
                let stride = self.window.strides[0];
                let rows: Vec<Rows> = per_image(row, count, self.output.height())
                    .map(|rows| Rows { first_input_row: rows.first_input_row * stride, ..rows })
                    .collect();
                let copied = band.copy(self.input, &rows, copy);
                let runs = Runs {
                    input: copied.numbers,
                    one_channel,
                    block_stride: copied.block_stride,
                    blocks,
                    taps: &band.taps,
                    runs: &copied.runs,
                    pixels: self.output.width(),
                };
                self.finish(row, count, planes, residual, |planes, epilogue| {
                    runs.run_all(self.isa, panels, planes, epilogue);
                });
            }
            Weights::Winograd(winograd) => {
                let rows: Vec<Rows> = per_image(row, count, self.output.height()).collect();
                let pads = self.window.pads_before;
                let tiles =
                    winograd.tiles(self.isa, self.input, (pads, &rows, self.output.width()), copy, tiles);
                let products = tiles.products(self.isa, winograd, products);
                self.finish(row, count, planes, residual, |planes, epilogue| {
                    products.untransformed(self.isa, winograd, planes, epilogue);
                });
            }
        }
    }

    /// Lets `make` compute all outputs of some rows, and does what its epilogue cannot.
    fn finish(
        &self,
        row: usize,
        rows: usize,
        planes: &mut [&mut [f32]],
        enlarged: &mut Vec<f32>,
        make: impl FnOnce(&mut [&mut [f32]], Epilogue),
    ) {
        let (clamp, clamp_after) = (activate::clamp(self.activation), activate::clamp(self.activation_after));
        let residual = self.residual_rows(row, rows, enlarged);
        // The kernel clamps; other activations, and what comes after them, take passes of their own over the band.
        let fused_residual = residual.filter(|_| clamp.is_some());
        let epilogue = Epilogue {
            clamp: clamp.unwrap_or(activate::EVERYTHING),
            residual: fused_residual,
            clamp_after: clamp_after.filter(|_| fused_residual.is_some()).unwrap_or(activate::EVERYTHING),
        };
        make(planes, epilogue);
        for (block, plane) in planes.iter_mut().enumerate() {
            if clamp.is_none() {
                activate::activate(self.isa, self.activation, plane);
                if let Some((residual, stride)) = residual {
                    for (number, added) in plane.iter_mut().zip(&residual[block * stride..]) {
                        *number += added;
                    }
                }
            }
            let after_is_done = clamp_after.is_some() && fused_residual.is_some();
            if residual.is_some() && !after_is_done && self.activation_after != Activation::Identity {
                activate::activate(self.isa, self.activation_after, plane);
            }
        }
    }

    /// The residual of some output rows, and the distance from block to block. One that is to be enlarged is repeated
    /// into `enlarged`.
    #[inline(never)]
    fn residual_rows<'a>(
        &'a self,
        row: usize,
        rows: usize,
        enlarged: &'a mut Vec<f32>,
    ) -> Option<(&'a [f32], usize)> {
        let (view, residual, [times_y, times_x]) = self.residual?;
        let (height, width) = (self.output.height(), self.output.width());
        if [times_y, times_x] == [1, 1] {
            return Some((&residual[4 * row * width..], 4 * view.pixels()));
        }
        let stride = 4 * rows * width;
        let enlarged = scratch::sized(enlarged, view.blocks() * stride);
        for (plane, into) in residual.chunks_exact(4 * view.pixels()).zip(enlarged.chunks_exact_mut(stride)) {
            for (at, into) in into.chunks_exact_mut(4 * width).enumerate() {
                let (image, y) = ((row + at) / height, (row + at) % height);
                let from =
                    &plane[4 * (image * view.height() + y / times_y) * view.width()..][..4 * view.width()];
                for (pixel, into) in from.as_chunks::<4>().0.iter().zip(into.chunks_exact_mut(4 * times_x)) {
                    into.as_chunks_mut::<4>().0.fill(*pixel);
                }
            }
        }
        Some((enlarged, stride))
    }
}

/// Rows counted over all images → those of each image.
fn per_image(first_row: usize, count: usize, height: usize) -> impl Iterator<Item = Rows> {
    let end = first_row + count;
    (first_row / height..end.div_ceil(height)).map(move |image| {
        let first = first_row.saturating_sub(image * height);
        let last = (end - image * height).min(height);
        Rows { image, first_input_row: first, count: last - first }
    })
}

/// What all panels of a band share.
pub(crate) struct Runs<'a> {
    pub(crate) input: &'a [f32],
    pub(crate) one_channel: bool,
    pub(crate) block_stride: usize,
    pub(crate) blocks: usize,
    pub(crate) taps: &'a [usize],
    pub(crate) runs: &'a [Run],
    pub(crate) pixels: usize,
}

impl Runs<'_> {
    pub(crate) fn run_all(&self, isa: Isa, panels: &[Panel], planes: &mut [&mut [f32]], epilogue: Epilogue) {
        if self.one_channel {
            self.run_each::<true>(isa, panels, planes, epilogue);
        } else {
            self.run_each::<false>(isa, panels, planes, epilogue);
        }
    }

    fn run_each<const ONE_CHANNEL: bool>(
        &self,
        isa: Isa,
        panels: &[Panel],
        planes: &mut [&mut [f32]],
        epilogue: Epilogue,
    ) {
        for panel in panels {
            // Outputs are rounded up to whole blocks, never to whole panels: the last one may be wider than what is left.
            let end = (panel.block + panel.width).min(planes.len());
            let residual =
                epilogue.residual.map(|(residual, stride)| (&residual[panel.block * stride..], stride));
            isa.run(PanelRuns::<ONE_CHANNEL> {
                panel,
                input: self.input,
                block_stride: self.block_stride,
                blocks: self.blocks,
                taps: self.taps,
                runs: self.runs,
                run_pixels: self.pixels,
                output: &mut planes[panel.block..end],
                epilogue: Epilogue { residual, ..epilogue },
            });
        }
    }
}
