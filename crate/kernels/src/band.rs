//! Some output rows of a convolution, and the padded copy of the input rows that they need.

use crate::scratch;
use crate::terms::View;
use crate::terms::Window;

/// How the padded copy of some input rows lies: `[block][row][phase][column]`, where columns that are a stride apart stand
/// side by side, so that every kernel reads neighbours whatever the stride.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    window: Window,
    /// Numbers at each pixel: four, or one for a single channel in rows.
    lanes: usize,
    /// Columns of one phase.
    phase_pixels: usize,
    /// From row to row, in numbers.
    row_stride: usize,
    /// From a pixel to what each tap reads for it, in numbers.
    pub(crate) taps: Vec<usize>,
}

/// Output rows of one image.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) image: usize,
    /// The input row under the first tap of the first one, counted from the first row of pads.
    pub(crate) first_input_row: usize,
    pub(crate) count: usize,
}

/// A padded copy.
#[derive(Debug)]
pub(crate) struct Copied<'a> {
    pub(crate) numbers: &'a [f32],
    /// From block to block.
    pub(crate) block_stride: usize,
    /// What each output row reads.
    pub(crate) runs: Vec<Run>,
}

/// What a run of output pixels reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Where that begins which is under its first tap.
    pub(crate) start: usize,
    /// The first tap that reads more than pads: in images of few rows, up to a third of them do not.
    pub(crate) first_tap: usize,
    /// The one behind the last.
    pub(crate) end_tap: usize,
}

impl Run {
    /// Reads pixels as they lie.
    pub(crate) const POINTWISE: &[Self] = &[Self { start: 0, first_tap: 0, end_tap: 1 }];
}

impl Band {
    /// For rows of an output that is `width` wide.
    pub(crate) fn new(window: Window, lanes: usize, width: usize) -> Self {
        let [dilation_y, dilation_x] = window.dilations;
        let stride_x = window.strides[1];
        let phase_pixels = width + (window.kernel[1] - 1) * dilation_x / stride_x;
        let row_stride = stride_x.min(used_phases(&window)) * phase_pixels * lanes;
        let mut taps = Vec::with_capacity(window.kernel[0] * window.kernel[1]);
        for y in 0..window.kernel[0] {
            for x in 0..window.kernel[1] {
                let column = x * dilation_x;
                let in_row = (column % stride_x) * phase_pixels + column / stride_x;
                taps.push(y * dilation_y * row_stride + in_row * lanes);
            }
        }
        Self { window, lanes, phase_pixels, row_stride, taps }
    }

    /// Copies the input rows under output rows of any images.
    pub(crate) fn copy<'a>(
        &self,
        (view, input): (&View, &[f32]),
        rows: &[Rows],
        scratch: &'a mut Vec<f32>,
    ) -> Copied<'a> {
        let mut runs = Vec::new();
        let mut block_stride = 0;
        for rows in rows {
            let step = self.window.strides[0] * self.row_stride;
            runs.extend((0..rows.count).map(|row| {
                let input_row = rows.first_input_row + row * self.window.strides[0];
                self.run(block_stride + row * step, input_row, view.height())
            }));
            block_stride += self.input_rows(rows.count) * self.row_stride;
        }
        let blocks = if self.lanes == 1 { 1 } else { view.blocks() };
        let copy = scratch::sized(scratch, blocks * block_stride);
        for (plane, mut into) in
            input.chunks_exact(view.pixels() * self.lanes).zip(copy.chunks_exact_mut(block_stride))
        {
            for rows in rows {
                let (of_image, rest) = into.split_at_mut(self.input_rows(rows.count) * self.row_stride);
                self.copy_image(plane, view, *rows, of_image);
                into = rest;
            }
        }
        Copied { numbers: copy, block_stride, runs }
    }

    /// A row of outputs over an input row, which is counted from the first row of pads.
    fn run(&self, start: usize, input_row: usize, height: usize) -> Run {
        let Window { kernel, dilations, pads_before, .. } = self.window;
        // The first tap on a row at or below this one.
        let tap_from = |row: usize| row.saturating_sub(input_row).div_ceil(dilations[0]).min(kernel[0]);
        let [first, end] = [pads_before[0], pads_before[0] + height].map(tap_from);
        Run { start, first_tap: first * kernel[1], end_tap: end * kernel[1] }
    }

    /// Input rows under `rows` output rows.
    fn input_rows(&self, rows: usize) -> usize {
        (rows - 1) * self.window.strides[0] + (self.window.kernel[0] - 1) * self.window.dilations[0] + 1
    }

    #[inline(never)]
    fn copy_image(&self, plane: &[f32], view: &View, rows: Rows, into: &mut [f32]) {
        let (height, width) = (view.height(), view.width());
        let image = &plane[rows.image * height * width * self.lanes..][..height * width * self.lanes];
        let [pad_top, _] = self.window.pads_before;
        for (row, into) in into.chunks_exact_mut(self.row_stride).enumerate() {
            if !self.row_is_read(row) {
                continue;
            }
            match (rows.first_input_row + row).checked_sub(pad_top).filter(|&y| y < height) {
                Some(y) => self.copy_row(&image[y * width * self.lanes..][..width * self.lanes], into),
                None => into.fill(0.0),
            }
        }
    }

    /// With strides larger than the kernel some rows are read by no tap.
    fn row_is_read(&self, row: usize) -> bool {
        let [stride, _] = self.window.strides;
        let [dilation, _] = self.window.dilations;
        (0..self.window.kernel[0])
            .any(|tap| row >= tap * dilation && (row - tap * dilation).is_multiple_of(stride))
    }

    fn copy_row(&self, row: &[f32], into: &mut [f32]) {
        let (stride, pad, lanes) = (self.window.strides[1], self.window.pads_before[1], self.lanes);
        for (phase, into) in into.chunks_exact_mut(self.phase_pixels * lanes).enumerate() {
            // Column c of this phase is pixel c · stride + phase − pad of the row.
            let first = pad.saturating_sub(phase).div_ceil(stride).min(self.phase_pixels);
            let width = row.len() / lanes;
            let end = (width + pad).saturating_sub(phase).div_ceil(stride).clamp(first, self.phase_pixels);
            into[..first * lanes].fill(0.0);
            into[end * lanes..].fill(0.0);
            let into = &mut into[first * lanes..end * lanes];
            let from = &row[((first * stride + phase).saturating_sub(pad) * lanes).min(row.len())..];
            match (stride, lanes) {
                (1, _) => into.copy_from_slice(&from[..into.len()]),
                (_, 4) => {
                    for (into, from) in into
                        .as_chunks_mut::<4>()
                        .0
                        .iter_mut()
                        .zip(from.as_chunks::<4>().0.iter().step_by(stride))
                    {
                        *into = *from;
                    }
                }
                _ => {
                    for (into, from) in into.iter_mut().zip(from.iter().step_by(stride)) {
                        *into = *from;
                    }
                }
            }
        }
    }
}

/// One more than the last phase that a tap reads.
fn used_phases(window: &Window) -> usize {
    let phase = |x: usize| x * window.dilations[1] % window.strides[1];
    (0..window.kernel[1]).map(phase).max().unwrap_or(0) + 1
}
