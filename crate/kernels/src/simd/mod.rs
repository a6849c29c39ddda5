//! The one face of SIMD, and the only place of this crate where code is unsafe.
//!
//! Unsafe code is needed for two things: loads and stores of `core::arch` take pointers, and its functions must not
//! be called on a processor that lacks them. Each function here checks the lengths of its slices before it makes
//! pointers of them, and [`Isa::detect`] is the only maker of an [`Isa`], so that no kernel meets the wrong processor.

#![allow(unsafe_code, reason = "see above: intrinsics take pointers, and exist only on some processors")]

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod scalar;
#[cfg(target_arch = "x86_64")]
mod x86;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(target_arch = "aarch64")]
mod neon;

/// Pixels side by side, each with four channels. Slices that are too short for a call are a panic, never a wrong read;
/// in hot loops the compiler sees that they are long enough. What is provided is for vectors of one pixel.
pub(crate) trait Vector: Copy {
    /// How many pixels.
    const PIXELS: usize;
    /// How many numbers.
    const LEN: usize = 4 * Self::PIXELS;
    /// Whether neighbouring pixels are better kept in registers than loaded again: so where a vector is one pixel.
    const KEEPS_PIXELS: bool = Self::PIXELS == 1;
    /// Whether [`mul_add`](Self::mul_add) is one instruction; two need a register more.
    const FUSES: bool = true;

    /// One number everywhere.
    fn splat(value: f32) -> Self;
    /// [`LEN`](Self::LEN) numbers.
    fn load(from: &[f32]) -> Self;
    /// [`LEN`](Self::LEN) numbers.
    fn store(self, into: &mut [f32]);
    /// Four numbers, the same for every pixel.
    #[inline(always)]
    fn repeat(from: &[f32]) -> Self {
        Self::load(from)
    }
    /// One number for each pixel, in all its channels.
    #[inline(always)]
    fn expand(from: &[f32]) -> Self {
        Self::splat(from[0])
    }
    /// The first pixel, the third and so on.
    #[inline(always)]
    fn load_every_other(from: &[f32]) -> Self {
        Self::load(from)
    }
    /// The pixels of both in turn.
    #[inline(always)]
    fn interleave(self, other: Self) -> [Self; 2] {
        [self, other]
    }
    /// self + other
    fn add(self, other: Self) -> Self;
    /// self − other
    fn sub(self, other: Self) -> Self;
    /// self · by + plus, rounded once or twice.
    fn mul_add(self, by: Self, plus: Self) -> Self;
    /// self / other
    fn div(self, other: Self) -> Self;
    /// NaN stays NaN, so that it is seen in the answer.
    fn clamp(self, low: Self, high: Self) -> Self;
    /// `above` where self is above a limit, `otherwise` elsewhere, also where self is NaN.
    fn choose_above(self, limit: Self, above: Self, otherwise: Self) -> Self;
    /// 2ⁿ for the whole number n that stands in the low bits.
    fn two_to_low_bits(self) -> Self;
    /// Adds the products of `MR` vectors of pixels and weights `[tap][block][4][NR][4]`. Here is where nearly all time is
    /// spent.
    #[inline(always)]
    fn accumulate_blocks<const MR: usize, const NR: usize>(
        acc: &mut [[Self; NR]; MR],
        pixels: &[f32],
        blocks: Blocks,
        weights: &[f32],
    ) {
        let mut weights = weights.chunks_exact(16 * NR);
        for &tap in blocks.taps {
            let mut from = tap;
            for _ in 0..blocks.count {
                let Some(weights) = weights.next() else { return };
                Self::accumulate(acc, &pixels[from..from + MR * Self::LEN], weights);
                from += blocks.stride;
            }
        }
    }
    /// Those of one block.
    #[inline(always)]
    fn accumulate<const MR: usize, const NR: usize>(
        acc: &mut [[Self; NR]; MR],
        pixels: &[f32],
        weights: &[f32],
    ) {
        let (pixels, weights) = (&pixels[..4 * MR], &weights[..16 * NR]);
        for k in 0..4 {
            for i in 0..MR {
                let channel = Self::splat(pixels[4 * i + k]);
                for j in 0..NR {
                    acc[i][j] = channel.mul_add(Self::load(&weights[4 * (k * NR + j)..]), acc[i][j]);
                }
            }
        }
    }
}

/// Where blocks of four input channels lie, in numbers from a pixel of the output.
#[derive(Clone, Copy)]
pub(crate) struct Blocks<'a> {
    /// What each tap reads of the first block.
    pub(crate) taps: &'a [usize],
    pub(crate) count: usize,
    /// From block to block.
    pub(crate) stride: usize,
}

/// Work that is written once and compiled for each instruction set. `run` must be `#[inline(always)]`, or it is compiled
/// without the instructions.
pub(crate) trait Kernel {
    /// With `V` for wide runs of pixels and `N`, one pixel, for what is left over.
    fn run<V: Vector, N: Vector>(self);
}

/// The instruction set that kernels are run with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Isa(Set);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "each target has some of them")]
enum Set {
    Scalar,
    /// What the target always has.
    Base,
    Avx2,
    Avx512,
}

impl Isa {
    /// The best that this processor has.
    #[must_use]
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if x86::has_avx512() {
                return Self(Set::Avx512);
            }
            if x86::has_avx2() {
                return Self(Set::Avx2);
            }
        }
        Self(
            if cfg!(any(
                target_arch = "x86_64",
                target_arch = "aarch64",
                all(target_arch = "wasm32", target_feature = "simd128")
            )) {
                Set::Base
            } else {
                Set::Scalar
            },
        )
    }

    /// All that this processor has, the best one last.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let best = Self::detect();
        if cfg!(all(target_arch = "wasm32", target_feature = "simd128")) {
            return vec![best];
        }
        let sets = [Set::Scalar, Set::Base, Set::Avx2, Set::Avx512];
        let last = sets.iter().position(|&set| set == best.0).unwrap_or(0);
        sets[..=last].iter().map(|&set| Self(set)).collect()
    }

    /// How many blocks of four output channels one pass over the input may make, the best number first: as many as leave
    /// registers for some pixels.
    #[must_use]
    pub fn panel_widths(self) -> &'static [usize] {
        let fuses = cfg!(any(target_arch = "aarch64", target_feature = "relaxed-simd"));
        match self.0 {
            Set::Avx512 => &[8, 6, 4, 3, 2, 1],
            Set::Scalar | Set::Base if !fuses => &[4, 3, 2, 1],
            _ => &[3, 4, 2, 1],
        }
    }

    /// For people: `avx2`, `wasm relaxed simd`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Set::Scalar => "scalar",
            Set::Base if cfg!(target_arch = "aarch64") => "neon",
            Set::Base if cfg!(all(target_arch = "wasm32", target_feature = "relaxed-simd")) => {
                "wasm relaxed simd"
            }
            Set::Base if cfg!(target_arch = "wasm32") => "wasm simd",
            Set::Base => "sse2",
            Set::Avx2 => "avx2",
            Set::Avx512 => "avx512",
        }
    }

    #[cfg(target_arch = "x86_64")]
    pub(crate) fn run<K: Kernel>(self, kernel: K) {
        match self.0 {
            Set::Scalar => kernel.run::<scalar::Scalar4, scalar::Scalar4>(),
            Set::Base => kernel.run::<x86::F32x4, x86::F32x4>(),
            // SAFETY: `detect` names these only where the processor has them.
            Set::Avx2 => unsafe { x86::with_avx2(kernel) },
            Set::Avx512 => unsafe { x86::with_avx512(kernel) },
        }
    }

    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    pub(crate) fn run<K: Kernel>(self, kernel: K) {
        wasm::with_simd128(kernel);
    }

    #[cfg(target_arch = "aarch64")]
    pub(crate) fn run<K: Kernel>(self, kernel: K) {
        match self.0 {
            Set::Scalar => kernel.run::<scalar::Scalar4, scalar::Scalar4>(),
            _ => kernel.run::<neon::F32x4, neon::F32x4>(),
        }
    }

    #[cfg(not(any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        all(target_arch = "wasm32", target_feature = "simd128")
    )))]
    pub(crate) fn run<K: Kernel>(self, kernel: K) {
        kernel.run::<scalar::Scalar4, scalar::Scalar4>();
    }
}
