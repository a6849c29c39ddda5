use std::arch::aarch64::*;

use super::Vector;

/// One pixel.
#[derive(Clone, Copy)]
pub(crate) struct F32x4(float32x4_t);

// SAFETY of all loads and stores below: the slice is checked to hold as many numbers as the instruction moves.
// SAFETY of all other intrinsics: NEON is part of the target.

impl Vector for F32x4 {
    const PIXELS: usize = 1;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(unsafe { vdupq_n_f32(value) })
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        let from = &from[..4];
        Self(unsafe { vld1q_f32(from.as_ptr()) })
    }

    #[inline(always)]
    fn store(self, into: &mut [f32]) {
        let into = &mut into[..4];
        unsafe { vst1q_f32(into.as_mut_ptr(), self.0) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(unsafe { vaddq_f32(self.0, other.0) })
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(unsafe { vsubq_f32(self.0, other.0) })
    }

    #[inline(always)]
    fn mul_add(self, by: Self, plus: Self) -> Self {
        Self(unsafe { vfmaq_f32(plus.0, self.0, by.0) })
    }

    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        Self(unsafe { vminq_f32(vmaxq_f32(self.0, low.0), high.0) })
    }

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(unsafe { vdivq_f32(self.0, other.0) })
    }

    #[inline(always)]
    fn choose_above(self, limit: Self, above: Self, otherwise: Self) -> Self {
        Self(unsafe { vbslq_f32(vcgtq_f32(self.0, limit.0), above.0, otherwise.0) })
    }

    #[inline(always)]
    fn two_to_low_bits(self) -> Self {
        unsafe {
            let shifted = vshlq_n_u32::<23>(vreinterpretq_u32_f32(self.0));
            Self(vreinterpretq_f32_u32(vaddq_u32(shifted, vdupq_n_u32(127 << 23))))
        }
    }

    #[inline(always)]
    fn accumulate<const MR: usize, const NR: usize>(
        acc: &mut [[Self; NR]; MR],
        pixels: &[f32],
        weights: &[f32],
    ) {
        let (pixels, weights) = (&pixels[..4 * MR], &weights[..16 * NR]);
        macro_rules! channel {
            ($k:literal) => {
                for i in 0..MR {
                    let pixel = Self::load(&pixels[4 * i..]);
                    for j in 0..NR {
                        let weights = Self::load(&weights[4 * ($k * NR + j)..]);
                        acc[i][j].0 = unsafe { vfmaq_laneq_f32::<$k>(acc[i][j].0, weights.0, pixel.0) };
                    }
                }
            };
        }
        channel!(0);
        channel!(1);
        channel!(2);
        channel!(3);
    }
}
