//! The kernel in which nearly all time is spent: some outputs of a convolution for runs of pixels.

use crate::band::Run;
use crate::pack::Panel;
use crate::simd::{Blocks, Kernel, Vector};

/// What a panel is computed from, and where it goes. Positions are in numbers. The input is one channel in rows, or has four
/// channels side by side: a kernel each, since V8 optimises a function as a whole.
pub(crate) struct PanelRuns<'a, 'out, const ONE_CHANNEL: bool> {
    pub(crate) panel: &'a Panel,
    pub(crate) input: &'a [f32],
    /// From one block of four input channels to the next.
    pub(crate) block_stride: usize,
    /// Blocks of input channels; not used for one channel.
    pub(crate) blocks: usize,
    /// From a pixel of the run to what each tap reads for it.
    pub(crate) taps: &'a [usize],
    /// What each run reads.
    pub(crate) runs: &'a [Run],
    /// Pixels of each run; they are next to each other in input and output.
    pub(crate) run_pixels: usize,
    /// One plane for each block of outputs, one run behind the other.
    pub(crate) output: &'a mut [&'out mut [f32]],
    pub(crate) epilogue: Epilogue<'a>,
}

/// What is done to each number before it is stored.
#[derive(Clone, Copy)]
pub(crate) struct Epilogue<'a> {
    pub(crate) clamp: [f32; 2],
    /// Planes like the output's, with the distance from one to the next.
    pub(crate) residual: Option<(&'a [f32], usize)>,
    pub(crate) clamp_after: [f32; 2],
}

impl Epilogue<'_> {
    /// Stores vectors of neighbouring pixels at a place of plane `plane`, which is `output`.
    #[inline(always)]
    pub(crate) fn store<V: Vector, const COUNT: usize>(
        &self,
        pixels: [V; COUNT],
        plane: usize,
        output: &mut [f32],
        at: usize,
    ) {
        let (low, high) = (V::splat(self.clamp[0]), V::splat(self.clamp[1]));
        let output = &mut output[at..at + COUNT * V::LEN];
        if let Some((residual, stride)) = self.residual {
            let (low_after, high_after) = (V::splat(self.clamp_after[0]), V::splat(self.clamp_after[1]));
            let residual = &residual[plane * stride + at..][..COUNT * V::LEN];
            for i in 0..COUNT {
                let added = pixels[i].clamp(low, high).add(V::load(&residual[i * V::LEN..]));
                added.clamp(low_after, high_after).store(&mut output[i * V::LEN..]);
            }
        } else {
            for i in 0..COUNT {
                pixels[i].clamp(low, high).store(&mut output[i * V::LEN..]);
            }
        }
    }
}

impl<const ONE_CHANNEL: bool> Kernel for PanelRuns<'_, '_, ONE_CHANNEL> {
    #[inline(always)]
    fn run<V: Vector, N: Vector>(mut self) {
        // Pixels × outputs held in registers: 15 of 16 registers with vectors of one or two pixels (one less where a
        // product needs it), 27 to 31 of 32 with vectors of four.
        if V::PIXELS == 4 {
            match self.panel.width {
                8 => self.all::<V, N, 3, 1, 8>(),
                6 => self.all::<V, N, 4, 2, 6>(),
                4 => self.all::<V, N, 6, 2, 4>(),
                3 => self.all::<V, N, 8, 3, 3>(),
                2 => self.all::<V, N, 10, 4, 2>(),
                _ => self.all::<V, N, 10, 4, 1>(),
            }
        } else {
            match self.panel.width {
                4 => self.all::<V, N, 2, 1, 4>(),
                3 if V::FUSES => self.all::<V, N, 3, 1, 3>(),
                3 => self.all::<V, N, 2, 1, 3>(),
                2 => self.all::<V, N, 4, 1, 2>(),
                _ => self.all::<V, N, 6, 2, 1>(),
            }
        }
    }
}

impl<const ONE_CHANNEL: bool> PanelRuns<'_, '_, ONE_CHANNEL> {
    /// All runs, in tiles of `MR` vectors of pixels; what is left over in tiles of `FEW`, of one, or of one pixel. The
    /// last tile of a kind reaches back over pixels that are done already.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn all<V: Vector, N: Vector, const MR: usize, const FEW: usize, const NR: usize>(&mut self) {
        for run in 0..self.runs.len() {
            let x = self.tiles::<V, MR, NR>(run, 0, FEW * V::PIXELS);
            let x = self.tiles::<V, FEW, NR>(run, x, 0);
            let x = if FEW > 1 { self.tiles::<V, 1, NR>(run, x, 0) } else { x };
            if V::PIXELS > 1 {
                self.tiles::<N, 1, NR>(run, x, 0);
            }
        }
    }

    /// From pixel `x` on, until no more than `few` are left or the run is shorter than a tile; returns where it stopped.
    #[inline(always)]
    fn tiles<V: Vector, const MR: usize, const NR: usize>(
        &mut self,
        run: usize,
        mut x: usize,
        few: usize,
    ) -> usize {
        let tile = MR * V::PIXELS;
        let pixels = self.run_pixels;
        while x < pixels && tile <= pixels && (pixels - x >= tile || pixels - x > few) {
            let at = x.min(pixels - tile);
            self.tile::<V, MR, NR>(run, at);
            x = at + tile;
        }
        x
    }

    #[inline(always)]
    fn tile<V: Vector, const MR: usize, const NR: usize>(&mut self, run: usize, x: usize) {
        let mut acc = [[V::splat(0.0); NR]; MR];
        for (j, bias) in self.panel.bias.chunks_exact(4).enumerate().take(NR) {
            let bias = V::repeat(bias);
            for acc in &mut acc {
                acc[j] = bias;
            }
        }
        let Run { start, first_tap, end_tap } = self.runs[run];
        let taps = &self.taps[first_tap..end_tap];
        if ONE_CHANNEL {
            let weights = &self.panel.weights[first_tap * 4 * NR..];
            self.sum_one_channel(&mut acc, start + x, taps, weights);
        } else {
            let weights = &self.panel.weights[first_tap * self.blocks * 16 * NR..];
            let blocks = Blocks { taps, count: self.blocks, stride: self.block_stride };
            V::accumulate_blocks(&mut acc, &self.input[start + 4 * x..], blocks, weights);
        }
        let at = 4 * (run * self.run_pixels + x);
        self.store(&acc, at);
    }

    #[inline(always)]
    fn sum_one_channel<V: Vector, const MR: usize, const NR: usize>(
        &self,
        acc: &mut [[V; NR]; MR],
        start: usize,
        taps: &[usize],
        weights: &[f32],
    ) {
        for (&tap, weights) in taps.iter().zip(weights.chunks_exact(4 * NR)) {
            let from = &self.input[start + tap..][..MR * V::PIXELS];
            let mut outputs = [V::splat(0.0); NR];
            for (output, weights) in outputs.iter_mut().zip(weights.chunks_exact(4)) {
                *output = V::repeat(weights);
            }
            for (acc, pixels) in acc.iter_mut().zip(from.chunks_exact(V::PIXELS)) {
                let pixel = V::expand(pixels);
                for (acc, &weights) in acc.iter_mut().zip(&outputs) {
                    *acc = pixel.mul_add(weights, *acc);
                }
            }
        }
    }

    #[inline(always)]
    fn store<V: Vector, const MR: usize, const NR: usize>(&mut self, acc: &[[V; NR]; MR], at: usize) {
        for (j, plane) in self.output.iter_mut().enumerate().take(NR) {
            let mut pixels = [V::splat(0.0); MR];
            for (pixels, acc) in pixels.iter_mut().zip(acc) {
                *pixels = acc[j];
            }
            self.epilogue.store(pixels, j, plane, at);
        }
    }
}
