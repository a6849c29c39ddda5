//! Pointwise, plain and transposed convolutions: panels of outputs over bands of rows that fit the cache.

use super::activate;
use super::band::Band;
use super::pack::Panel;
use super::panel::{Epilogue, PanelRuns};
use super::scratch::{self, Scratch};
use super::simd::Isa;
use crate::graph::Activation;
use crate::plan::{Convolution, Form, Layout, View};

/// The input of a band should stay in the second-level cache while all panels read it: 32,768 numbers are 128 KiB.
const BAND_LEN: usize = 32_768;

/// A convolution with everything that it reads.
pub(crate) struct Convolve<'a> {
    pub(crate) isa: Isa,
    pub(crate) work: &'a Convolution,
    pub(crate) panels: &'a [Panel],
    pub(crate) input: (&'a View, &'a [f32]),
    pub(crate) residual: Option<(&'a View, &'a [f32])>,
    pub(crate) output: &'a View,
}

impl Convolve<'_> {
    /// Output rows of all images, as far as work can be divided among threads.
    pub(crate) fn rows(&self) -> usize {
        self.output.batch() * self.output.height()
    }

    /// Computes rows from `first_row` on, counted over all images; `planes` hold these rows of each block of outputs.
    pub(crate) fn run(&self, first_row: usize, planes: &mut [&mut [f32]], scratch: &mut Scratch) {
        let width = self.output.width();
        let row_count = planes.first().map_or(0, |plane| plane.len() / (4 * width));
        let rows_at_once = self.rows_at_once(row_count);
        let mut done = 0;
        while done < row_count {
            let row = first_row + done;
            let (image, y) = (row / self.output.height(), row % self.output.height());
            let mut rows = rows_at_once.min(row_count - done);
            if self.work.form != Form::Pointwise {
                // A padded copy is of one image.
                rows = rows.min(self.output.height() - y);
            }
            let range = 4 * width * done..4 * width * (done + rows);
            let mut planes: Vec<&mut [f32]> =
                planes.iter_mut().map(|plane| &mut plane[range.clone()]).collect();
            match self.work.form {
                Form::Pointwise => self.pointwise(row, rows, &mut planes, &mut scratch.residual),
                _ => self.plain(image, y, rows, &mut planes, scratch),
            }
            done += rows;
        }
    }

    fn rows_at_once(&self, row_count: usize) -> usize {
        let input = self.input.0;
        let row_len = input.blocks() * 4 * input.width() * self.work.window.strides[0];
        (BAND_LEN / row_len.max(1)).clamp(1, row_count.max(1))
    }

    fn pointwise(&self, row: usize, rows: usize, planes: &mut [&mut [f32]], residual: &mut Vec<f32>) {
        let (view, input) = self.input;
        let runs = Runs {
            input: &input[4 * row * view.width()..],
            one_channel: false,
            block_stride: 4 * view.pixels(),
            blocks: view.blocks(),
            taps: &[0],
            count: 1,
            input_step: 0,
            pixels: rows * view.width(),
        };
        self.all_panels(&runs, row, rows, planes, residual);
    }

    fn plain(&self, image: usize, y: usize, rows: usize, planes: &mut [&mut [f32]], scratch: &mut Scratch) {
        let (view, input) = self.input;
        let one_channel = view.layout == Layout::Rows;
        let (lanes, blocks) = if one_channel { (1, 1) } else { (4, view.blocks()) };
        let band = Band::new(self.work.window, lanes, rows, self.output.width());
        let copy = scratch::sized(&mut scratch.input, blocks * band.block_stride);
        for (plane, into) in
            input.chunks_exact(view.pixels() * lanes).zip(copy.chunks_exact_mut(band.block_stride))
        {
            band.copy(plane, view, image, y, rows, into);
        }
        let runs = Runs {
            input: copy,
            one_channel,
            block_stride: band.block_stride,
            blocks,
            taps: &band.taps,
            count: rows,
            input_step: self.work.window.strides[0] * band.row_stride,
            pixels: self.output.width(),
        };
        self.all_panels(&runs, image * self.output.height() + y, rows, planes, &mut scratch.residual);
    }

    fn all_panels(
        &self,
        runs: &Runs,
        row: usize,
        rows: usize,
        planes: &mut [&mut [f32]],
        doubled: &mut Vec<f32>,
    ) {
        let (clamp, clamp_after) =
            (activate::clamp(self.work.activation), activate::clamp(self.work.activation_after));
        let residual = self.residual_rows(row, rows, doubled);
        // The kernel clamps; other activations, and what comes after them, take passes of their own over the band.
        let fused_residual = residual.filter(|_| clamp.is_some());
        let epilogue = Epilogue {
            clamp: clamp.unwrap_or(activate::EVERYTHING),
            residual: None,
            clamp_after: clamp_after.filter(|_| fused_residual.is_some()).unwrap_or(activate::EVERYTHING),
        };
        for panel in self.panels {
            let residual =
                fused_residual.map(|(residual, stride)| (&residual[panel.block * stride..], stride));
            runs.run(self.isa, panel, planes, Epilogue { residual, ..epilogue });
        }
        for (block, plane) in planes.iter_mut().enumerate() {
            if clamp.is_none() {
                activate::activate(self.work.activation, plane);
                if let Some((residual, stride)) = residual {
                    for (number, added) in plane.iter_mut().zip(&residual[block * stride..]) {
                        *number += added;
                    }
                }
            }
            let after_is_done = clamp_after.is_some() && fused_residual.is_some();
            if residual.is_some() && !after_is_done && self.work.activation_after != Activation::Identity {
                activate::activate(self.work.activation_after, plane);
            }
        }
    }

    /// The residual of some output rows, and the distance from block to block. One that is to be enlarged is repeated
    /// into `doubled`.
    fn residual_rows<'a>(
        &'a self,
        row: usize,
        rows: usize,
        doubled: &'a mut Vec<f32>,
    ) -> Option<(&'a [f32], usize)> {
        let (view, residual) = self.residual?;
        let [times_y, times_x] = self.work.residual?.enlarged;
        let (height, width) = (self.output.height(), self.output.width());
        if [times_y, times_x] == [1, 1] {
            return Some((&residual[4 * row * width..], 4 * view.pixels()));
        }
        let stride = 4 * rows * width;
        let doubled = scratch::sized(doubled, view.blocks() * stride);
        for (plane, into) in residual.chunks_exact(4 * view.pixels()).zip(doubled.chunks_exact_mut(stride)) {
            for (at, into) in into.chunks_exact_mut(4 * width).enumerate() {
                let (image, y) = ((row + at) / height, (row + at) % height);
                let from =
                    &plane[4 * (image * view.height() + y / times_y) * view.width()..][..4 * view.width()];
                for (pixel, into) in from.as_chunks::<4>().0.iter().zip(into.chunks_exact_mut(4 * times_x)) {
                    into.as_chunks_mut::<4>().0.fill(*pixel);
                }
            }
        }
        Some((doubled, stride))
    }
}

/// What all panels of a band share.
pub(crate) struct Runs<'a> {
    pub(crate) input: &'a [f32],
    pub(crate) one_channel: bool,
    pub(crate) block_stride: usize,
    pub(crate) blocks: usize,
    pub(crate) taps: &'a [usize],
    pub(crate) count: usize,
    pub(crate) input_step: usize,
    pub(crate) pixels: usize,
}

impl Runs<'_> {
    pub(crate) fn run(&self, isa: Isa, panel: &Panel, planes: &mut [&mut [f32]], epilogue: Epilogue) {
        // Outputs are rounded up to whole blocks, never to whole panels: the last panel may be wider than what is left.
        let end = (panel.block + panel.width).min(planes.len());
        isa.run(PanelRuns {
            panel,
            input: self.input,
            one_channel: self.one_channel,
            block_stride: self.block_stride,
            blocks: self.blocks,
            taps: self.taps,
            run_count: self.count,
            input_step: self.input_step,
            run_pixels: self.pixels,
            output: &mut planes[panel.block..end],
            epilogue,
        });
    }
}
