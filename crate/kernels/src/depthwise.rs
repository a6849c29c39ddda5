//! Depthwise convolutions: one block of four channels at a time, straight from the input, edges apart.

use crate::simd::{Isa, Kernel, Vector};
use crate::terms::View;
use crate::terms::Window;

/// All images of one block of four channels.
pub struct DepthwiseBlock<'a> {
    /// Where it slides.
    pub window: Window,
    /// All images of the block.
    pub input: &'a [f32],
    /// How they lie.
    pub input_view: &'a View,
    /// As many images.
    pub output: &'a mut [f32],
    /// How they lie.
    pub output_view: &'a View,
    /// `[tap][4]`
    pub weights: &'a [f32],
    /// `[4]`
    pub bias: &'a [f32],
    /// What comes out lies between these.
    pub clamp: [f32; 2],
}

/// The taps of one output row that lie within the image: rows of the input with the weights for each.
#[derive(Clone, Copy)]
struct Row<'a> {
    /// From the first row that is read on.
    input: &'a [f32],
    rows: usize,
    /// `[rows][taps of a row][4]`
    weights: &'a [f32],
}

impl Kernel for DepthwiseBlock<'_> {
    #[inline(always)]
    fn run<V: Vector, N: Vector>(self) {
        let touching = self.window.dilations == [1, 1];
        // Eight outputs at once with stride 1, six with stride 2, where each output reads twice as many pixels; wide
        // vectors need fewer.
        match (touching, self.window.kernel[1], self.window.strides[1], V::KEEPS_PIXELS) {
            (true, 3, 1, true) => self.all_rows::<V, N, 3, 1, 8>(),
            (true, 3, 2, true) => self.all_rows::<V, N, 3, 2, 6>(),
            (true, 5, 1, true) => self.all_rows::<V, N, 5, 1, 8>(),
            (true, 5, 2, true) => self.all_rows::<V, N, 5, 2, 4>(),
            (true, 7, 1, true) => self.all_rows::<V, N, 7, 1, 6>(),
            (true, 9, 1, true) => self.all_rows::<V, N, 9, 1, 4>(),
            (true, 3, 1, false) => self.all_rows::<V, N, 3, 1, 5>(),
            (true, 3, 2, false) => self.all_rows::<V, N, 3, 2, 5>(),
            (true, 5, 1, false) => self.all_rows::<V, N, 5, 1, 5>(),
            (true, 5, 2, false) => self.all_rows::<V, N, 5, 2, 5>(),
            (true, 7, 1, false) => self.all_rows::<V, N, 7, 1, 4>(),
            (true, 9, 1, false) => self.all_rows::<V, N, 9, 1, 4>(),
            _ => self.any_window::<N>(),
        }
    }
}

impl DepthwiseBlock<'_> {
    /// Writes `output`.
    pub fn compute(self, isa: Isa) {
        isa.run(self);
    }

    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn all_rows<V: Vector, N: Vector, const KW: usize, const SW: usize, const NB: usize>(self) {
        let (height, width) = (self.input_view.height(), self.input_view.width());
        let (out_height, out_width) = (self.output_view.height(), self.output_view.width());
        let [pad_top, pad_left] = self.window.pads_before;
        let [low, high] = self.clamp;
        // Outputs before `first` and from `end` on reach over the edges.
        let first = pad_left.div_ceil(SW).min(out_width);
        let end = (width + pad_left).checked_sub(KW).map_or(0, |free| free / SW + 1).clamp(first, out_width);
        let images = self.input.chunks_exact(4 * height * width);
        for (image, output) in images.zip(self.output.chunks_exact_mut(4 * out_height * out_width)) {
            for (y, output) in output.chunks_exact_mut(4 * out_width).enumerate() {
                let top = y * self.window.strides[0];
                let skipped = pad_top.saturating_sub(top).min(self.window.kernel[0]);
                let bottom = (height + pad_top).saturating_sub(top).min(self.window.kernel[0]);
                let row = Row {
                    input: &image[(4 * width * (top + skipped).saturating_sub(pad_top)).min(image.len())..],
                    rows: bottom.saturating_sub(skipped),
                    weights: &self.weights[4 * KW * skipped..],
                };
                for x in (0..first).chain(end..out_width) {
                    edge::<N, KW, SW>(row, width, x, pad_left, self.bias, &mut output[4 * x..], self.clamp);
                }
                let mut x = first;
                let (bias, low_v, high_v) = (V::repeat(self.bias), V::splat(low), V::splat(high));
                while x < end && end - first >= NB * V::PIXELS {
                    let at = x.min(end - NB * V::PIXELS);
                    let sums = sums::<V, KW, SW, NB>(row, width, at * SW - pad_left, bias);
                    let output = &mut output[4 * at..][..NB * V::LEN];
                    for (sum, output) in sums.iter().zip(output.chunks_exact_mut(V::LEN)) {
                        sum.clamp(low_v, high_v).store(output);
                    }
                    x = at + NB * V::PIXELS;
                }
                while V::PIXELS > 1 && x < end && end - first >= V::PIXELS {
                    let at = x.min(end - V::PIXELS);
                    let [sum] = sums::<V, KW, SW, 1>(row, width, at * SW - pad_left, bias);
                    sum.clamp(low_v, high_v).store(&mut output[4 * at..]);
                    x = at + V::PIXELS;
                }
                let bias = N::repeat(self.bias);
                for x in x..end {
                    let [sum] = sums::<N, KW, SW, 1>(row, width, x * SW - pad_left, bias);
                    sum.clamp(N::splat(low), N::splat(high)).store(&mut output[4 * x..]);
                }
            }
        }
    }

    /// Windows that are rare: one output at a time.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn any_window<N: Vector>(self) {
        let (height, width) = (self.input_view.height(), self.input_view.width());
        let (out_height, out_width) = (self.output_view.height(), self.output_view.width());
        let Window { kernel, strides, dilations, pads_before, .. } = self.window;
        let images = self.input.chunks_exact(4 * height * width);
        for (image, output) in images.zip(self.output.chunks_exact_mut(4 * out_height * out_width)) {
            for (index, output) in output.chunks_exact_mut(4).enumerate() {
                let (y, x) = (index / out_width * strides[0], index % out_width * strides[1]);
                let mut sum = N::repeat(self.bias);
                for (tap, weights) in self.weights.chunks_exact(4).enumerate() {
                    let row = (y + tap / kernel[1] * dilations[0]).checked_sub(pads_before[0]);
                    let column = (x + tap % kernel[1] * dilations[1]).checked_sub(pads_before[1]);
                    if let (Some(row), Some(column)) =
                        (row.filter(|&y| y < height), column.filter(|&x| x < width))
                    {
                        sum = N::load(&image[4 * (row * width + column)..]).mul_add(N::load(weights), sum);
                    }
                }
                sum.clamp(N::splat(self.clamp[0]), N::splat(self.clamp[1])).store(output);
            }
        }
    }
}

/// `NB` vectors of outputs that read pixels from `start` on.
#[inline(always)]
fn sums<V: Vector, const KW: usize, const SW: usize, const NB: usize>(
    row: Row,
    width: usize,
    start: usize,
    bias: V,
) -> [V; NB] {
    let mut sums = [bias; NB];
    let pixels = (NB * V::PIXELS - 1) * SW + KW;
    for (index, weights) in row.weights.chunks_exact(4 * KW).enumerate().take(row.rows) {
        let from = &row.input[4 * (index * width + start)..][..4 * pixels];
        if V::KEEPS_PIXELS {
            // Each pixel is loaded once, and goes to all outputs that read it.
            let mut taps = [bias; KW];
            for (tap, weights) in taps.iter_mut().zip(weights.chunks_exact(4)) {
                *tap = V::repeat(weights);
            }
            for index in 0..pixels {
                let pixel = V::load(&from[4 * index..]);
                for (output, sum) in sums.iter_mut().enumerate() {
                    if index >= output * SW && index - output * SW < KW {
                        *sum = pixel.mul_add(taps[index - output * SW], *sum);
                    }
                }
            }
        } else {
            for (tap, weights) in weights.chunks_exact(4).enumerate() {
                let weights = V::repeat(weights);
                for (output, sum) in sums.iter_mut().enumerate() {
                    let from = &from[4 * (output * V::PIXELS * SW + tap)..];
                    let pixels = if SW == 1 { V::load(from) } else { V::load_every_other(from) };
                    *sum = pixels.mul_add(weights, *sum);
                }
            }
        }
    }
    sums
}

/// One output at the left or right edge.
#[inline(always)]
fn edge<N: Vector, const KW: usize, const SW: usize>(
    row: Row,
    width: usize,
    x: usize,
    pad_left: usize,
    bias: &[f32],
    output: &mut [f32],
    clamp: [f32; 2],
) {
    let mut sum = N::repeat(bias);
    for (index, weights) in row.weights.chunks_exact(4 * KW).enumerate().take(row.rows) {
        let from = &row.input[4 * index * width..][..4 * width];
        for (tap, weights) in weights.chunks_exact(4).enumerate() {
            if let Some(column) = (x * SW + tap).checked_sub(pad_left).filter(|&column| column < width) {
                sum = N::load(&from[4 * column..]).mul_add(N::load(weights), sum);
            }
        }
    }
    sum.clamp(N::splat(clamp[0]), N::splat(clamp[1])).store(output);
}
