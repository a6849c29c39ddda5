use std::arch::x86_64::*;

use super::{Kernel, Vector};

pub(super) fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
}

pub(super) fn has_avx512() -> bool {
    has_avx2() && is_x86_feature_detected!("avx512f")
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn with_avx2<K: Kernel>(kernel: K) {
    kernel.run::<F32x8, F32x4>();
}

#[target_feature(enable = "avx2,fma,avx512f")]
pub(super) fn with_avx512<K: Kernel>(kernel: K) {
    kernel.run::<F32x16, F32x4>();
}

/// One pixel; SSE2, which every x86-64 has.
#[derive(Clone, Copy)]
pub(crate) struct F32x4(__m128);

/// Two pixels; AVX2 and FMA.
#[derive(Clone, Copy)]
pub(crate) struct F32x8(__m256);

/// Four pixels; AVX-512F.
#[derive(Clone, Copy)]
pub(crate) struct F32x16(__m512);

// SAFETY of all loads and stores below: the slice is checked to hold as many numbers as the instruction moves.
// SAFETY of all other intrinsics: SSE2 is part of the target; vectors of more are made in kernels alone, which `Isa`
// runs only on processors that have the instructions.

impl Vector for F32x4 {
    const PIXELS: usize = 1;
    const FUSES: bool = false;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(unsafe { _mm_set1_ps(value) })
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        let from = &from[..4];
        Self(unsafe { _mm_loadu_ps(from.as_ptr()) })
    }

    #[inline(always)]
    fn store(self, into: &mut [f32]) {
        let into = &mut into[..4];
        unsafe { _mm_storeu_ps(into.as_mut_ptr(), self.0) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(unsafe { _mm_add_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(unsafe { _mm_sub_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn mul_add(self, by: Self, plus: Self) -> Self {
        Self(unsafe { _mm_add_ps(_mm_mul_ps(self.0, by.0), plus.0) })
    }

    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        // Of two operands one of which is NaN, the instruction gives the second.
        Self(unsafe { _mm_min_ps(high.0, _mm_max_ps(low.0, self.0)) })
    }

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(unsafe { _mm_div_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn choose_above(self, limit: Self, above: Self, otherwise: Self) -> Self {
        unsafe {
            let is_above = _mm_cmpgt_ps(self.0, limit.0);
            Self(_mm_or_ps(_mm_and_ps(is_above, above.0), _mm_andnot_ps(is_above, otherwise.0)))
        }
    }

    #[inline(always)]
    fn two_to_low_bits(self) -> Self {
        unsafe {
            let shifted = _mm_slli_epi32::<23>(_mm_castps_si128(self.0));
            Self(_mm_castsi128_ps(_mm_add_epi32(shifted, _mm_set1_epi32(127 << 23))))
        }
    }
}

/// acc += channel `$k` of each pixel times its weights. The permutation takes its pixels from memory, so that no register
/// is held for them.
macro_rules! one_channel {
    ($k:literal, $acc:ident, $pixels:ident, $weights:ident, $len:literal, $permute:ident, $load:ident,
     $broadcast:expr, $multiply_add:ident) => {{
        const EVERYWHERE: i32 = $k * 0b01_01_01_01;
        let mut channel = [$acc[0][0].0; MR];
        for i in 0..MR {
            channel[i] = $permute::<EVERYWHERE>($load($pixels.as_ptr().add($len * i)));
        }
        for j in 0..NR {
            let weights = $broadcast($weights.as_ptr().add(4 * ($k * NR + j)));
            for i in 0..MR {
                $acc[i][j].0 = $multiply_add(channel[i], weights, $acc[i][j].0);
            }
        }
    }};
}

/// One broadcast from memory, once compiled.
#[inline(always)]
unsafe fn twice(four: __m128) -> __m256 {
    unsafe { _mm256_set_m128(four, four) }
}

impl Vector for F32x8 {
    const PIXELS: usize = 2;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(unsafe { _mm256_set1_ps(value) })
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        let from = &from[..8];
        Self(unsafe { _mm256_loadu_ps(from.as_ptr()) })
    }

    #[inline(always)]
    fn store(self, into: &mut [f32]) {
        let into = &mut into[..8];
        unsafe { _mm256_storeu_ps(into.as_mut_ptr(), self.0) }
    }

    #[inline(always)]
    fn repeat(from: &[f32]) -> Self {
        let from = &from[..4];
        Self(unsafe { twice(_mm_loadu_ps(from.as_ptr())) })
    }

    #[inline(always)]
    fn expand(from: &[f32]) -> Self {
        Self(unsafe { _mm256_set_m128(_mm_set1_ps(from[1]), _mm_set1_ps(from[0])) })
    }

    #[inline(always)]
    fn load_every_other(from: &[f32]) -> Self {
        let from = &from[..12];
        Self(unsafe { _mm256_set_m128(_mm_loadu_ps(from.as_ptr().add(8)), _mm_loadu_ps(from.as_ptr())) })
    }

    #[inline(always)]
    fn interleave(self, other: Self) -> [Self; 2] {
        unsafe {
            [
                Self(_mm256_permute2f128_ps::<0x20>(self.0, other.0)),
                Self(_mm256_permute2f128_ps::<0x31>(self.0, other.0)),
            ]
        }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(unsafe { _mm256_add_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(unsafe { _mm256_sub_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn mul_add(self, by: Self, plus: Self) -> Self {
        Self(unsafe { _mm256_fmadd_ps(self.0, by.0, plus.0) })
    }

    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        Self(unsafe { _mm256_min_ps(high.0, _mm256_max_ps(low.0, self.0)) })
    }

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(unsafe { _mm256_div_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn choose_above(self, limit: Self, above: Self, otherwise: Self) -> Self {
        unsafe {
            let is_above = _mm256_cmp_ps::<_CMP_GT_OQ>(self.0, limit.0);
            Self(_mm256_blendv_ps(otherwise.0, above.0, is_above))
        }
    }

    #[inline(always)]
    fn two_to_low_bits(self) -> Self {
        unsafe {
            let shifted = _mm256_slli_epi32::<23>(_mm256_castps_si256(self.0));
            Self(_mm256_castsi256_ps(_mm256_add_epi32(shifted, _mm256_set1_epi32(127 << 23))))
        }
    }

    #[inline(always)]
    fn accumulate<const MR: usize, const NR: usize>(
        acc: &mut [[Self; NR]; MR],
        pixels: &[f32],
        weights: &[f32],
    ) {
        let (pixels, weights) = (&pixels[..8 * MR], &weights[..16 * NR]);
        macro_rules! channel {
            ($k:literal) => {
                one_channel!(
                    $k,
                    acc,
                    pixels,
                    weights,
                    8,
                    _mm256_permute_ps,
                    _mm256_loadu_ps,
                    |at: *const f32| twice(_mm_loadu_ps(at)),
                    _mm256_fmadd_ps
                )
            };
        }
        unsafe {
            channel!(0);
            channel!(1);
            channel!(2);
            channel!(3);
        }
    }
}

impl Vector for F32x16 {
    const PIXELS: usize = 4;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(unsafe { _mm512_set1_ps(value) })
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        let from = &from[..16];
        Self(unsafe { _mm512_loadu_ps(from.as_ptr()) })
    }

    #[inline(always)]
    fn store(self, into: &mut [f32]) {
        let into = &mut into[..16];
        unsafe { _mm512_storeu_ps(into.as_mut_ptr(), self.0) }
    }

    #[inline(always)]
    fn repeat(from: &[f32]) -> Self {
        let from = &from[..4];
        Self(unsafe { _mm512_broadcast_f32x4(_mm_loadu_ps(from.as_ptr())) })
    }

    #[inline(always)]
    fn expand(from: &[f32]) -> Self {
        let from = &from[..4];
        unsafe {
            let each_four_times = _mm512_set_epi32(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
            let pixels = _mm512_castps128_ps512(_mm_loadu_ps(from.as_ptr()));
            Self(_mm512_permutexvar_ps(each_four_times, pixels))
        }
    }

    #[inline(always)]
    fn load_every_other(from: &[f32]) -> Self {
        // Pixels 0 to 3, and 3 to 6: no further than the last one that is wanted.
        let from = &from[..28];
        unsafe {
            let (first, second) = (_mm512_loadu_ps(from.as_ptr()), _mm512_loadu_ps(from.as_ptr().add(12)));
            Self(_mm512_shuffle_f32x4::<0b11_01_10_00>(first, second))
        }
    }

    #[inline(always)]
    fn interleave(self, other: Self) -> [Self; 2] {
        unsafe {
            let first = _mm512_shuffle_f32x4::<0b01_00_01_00>(self.0, other.0);
            let last = _mm512_shuffle_f32x4::<0b11_10_11_10>(self.0, other.0);
            [
                Self(_mm512_shuffle_f32x4::<0b11_01_10_00>(first, first)),
                Self(_mm512_shuffle_f32x4::<0b11_01_10_00>(last, last)),
            ]
        }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(unsafe { _mm512_add_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(unsafe { _mm512_sub_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn mul_add(self, by: Self, plus: Self) -> Self {
        Self(unsafe { _mm512_fmadd_ps(self.0, by.0, plus.0) })
    }

    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        Self(unsafe { _mm512_min_ps(high.0, _mm512_max_ps(low.0, self.0)) })
    }

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(unsafe { _mm512_div_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn choose_above(self, limit: Self, above: Self, otherwise: Self) -> Self {
        unsafe {
            let is_above = _mm512_cmp_ps_mask::<_CMP_GT_OQ>(self.0, limit.0);
            Self(_mm512_mask_blend_ps(is_above, otherwise.0, above.0))
        }
    }

    #[inline(always)]
    fn two_to_low_bits(self) -> Self {
        unsafe {
            let shifted = _mm512_slli_epi32::<23>(_mm512_castps_si512(self.0));
            Self(_mm512_castsi512_ps(_mm512_add_epi32(shifted, _mm512_set1_epi32(127 << 23))))
        }
    }

    #[inline(always)]
    fn accumulate<const MR: usize, const NR: usize>(
        acc: &mut [[Self; NR]; MR],
        pixels: &[f32],
        weights: &[f32],
    ) {
        let (pixels, weights) = (&pixels[..16 * MR], &weights[..16 * NR]);
        macro_rules! channel {
            ($k:literal) => {
                one_channel!(
                    $k,
                    acc,
                    pixels,
                    weights,
                    16,
                    _mm512_permute_ps,
                    _mm512_loadu_ps,
                    |at: *const f32| _mm512_broadcast_f32x4(_mm_loadu_ps(at)),
                    _mm512_fmadd_ps
                )
            };
        }
        unsafe {
            channel!(0);
            channel!(1);
            channel!(2);
            channel!(3);
        }
    }
}
