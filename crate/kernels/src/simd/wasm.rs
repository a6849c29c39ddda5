use core::arch::wasm32::*;

use super::{Blocks, Kernel, Vector};

/// A function of its own for each kernel: V8 optimises one function at a time, the sooner the smaller it is.
#[inline(never)]
pub(super) fn with_simd128<K: Kernel>(kernel: K) {
    kernel.run::<F32x4, F32x4>();
}

/// One pixel.
#[derive(Clone, Copy)]
pub(crate) struct F32x4(v128);

/// Four, and the compiler must not know it: unrolled four times, it nests the multiply-adds of `accumulate` into one
/// chain for each register, keeps all loads alive and spills. That took a third more time.
static FOUR: usize = 4;

// SAFETY of all loads and stores below: the slice is checked to hold as many numbers as the instruction moves.

impl Vector for F32x4 {
    const PIXELS: usize = 1;
    const FUSES: bool = cfg!(target_feature = "relaxed-simd");

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(f32x4_splat(value))
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        let from = &from[..4];
        Self(unsafe { v128_load(from.as_ptr().cast()) })
    }

    #[inline(always)]
    fn store(self, into: &mut [f32]) {
        let into = &mut into[..4];
        unsafe { v128_store(into.as_mut_ptr().cast(), self.0) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(f32x4_add(self.0, other.0))
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(f32x4_sub(self.0, other.0))
    }

    #[inline(always)]
    fn mul_add(self, by: Self, plus: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        {
            Self(f32x4_relaxed_madd(self.0, by.0, plus.0))
        }
        #[cfg(not(target_feature = "relaxed-simd"))]
        {
            Self(f32x4_add(f32x4_mul(self.0, by.0), plus.0))
        }
    }

    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        // A NaN stays. Not pmax and pmin where there is relaxed SIMD: the compiler makes them the relaxed ones, which drop
        // a NaN on some processors.
        #[cfg(target_feature = "relaxed-simd")]
        {
            let x = v128_bitselect(low.0, self.0, f32x4_lt(self.0, low.0));
            Self(v128_bitselect(high.0, x, f32x4_gt(x, high.0)))
        }
        #[cfg(not(target_feature = "relaxed-simd"))]
        {
            Self(f32x4_pmin(f32x4_pmax(self.0, low.0), high.0))
        }
    }

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(f32x4_div(self.0, other.0))
    }

    #[inline(always)]
    fn choose_above(self, limit: Self, above: Self, otherwise: Self) -> Self {
        Self(v128_bitselect(above.0, otherwise.0, f32x4_gt(self.0, limit.0)))
    }

    #[inline(always)]
    fn two_to_low_bits(self) -> Self {
        Self(i32x4_add(i32x4_shl(self.0, 23), i32x4_splat(127 << 23)))
    }

    #[inline(always)]
    fn accumulate_blocks<const MR: usize, const NR: usize>(
        acc: &mut [[Self; NR]; MR],
        pixels: &[f32],
        blocks: Blocks,
        weights: &[f32],
    ) {
        // Once for each tap: nothing else checks the loops.
        let weights = &weights[..blocks.taps.len() * blocks.count * 16 * NR];
        let behind_last = blocks.count.saturating_sub(1) * blocks.stride + 4 * MR;
        // SAFETY: a read of a number that is there.
        let four = unsafe { core::ptr::read_volatile(&raw const FOUR) };
        let mut weight = weights.as_ptr();
        for &tap in blocks.taps {
            let mut block = pixels[tap..][..behind_last].as_ptr();
            // SAFETY: `FOUR` is 4 and never written, so that all taps together read the weights to their end, and each of
            // them pixels up to `behind_last`; only pointers that nothing reads lie beyond.
            unsafe {
                let end = weight.add(blocks.count * 16 * NR);
                while weight < end {
                    let mut pixel = block;
                    let end_of_block = weight.add(four * 4 * NR);
                    while weight < end_of_block {
                        let mut outputs = [f32x4_splat(0.0); NR];
                        for (j, output) in outputs.iter_mut().enumerate() {
                            *output = v128_load(weight.add(4 * j).cast());
                        }
                        for (i, acc) in acc.iter_mut().enumerate() {
                            let channel = Self(v128_load32_splat(pixel.add(4 * i).cast()));
                            for (acc, &output) in acc.iter_mut().zip(&outputs) {
                                *acc = channel.mul_add(Self(output), *acc);
                            }
                        }
                        pixel = pixel.add(1);
                        weight = weight.add(4 * NR);
                    }
                    block = block.wrapping_add(blocks.stride);
                }
            }
        }
    }
}
