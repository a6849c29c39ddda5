use super::Vector;

/// Four numbers without any SIMD: for targets that have none, and to check the others against.
#[derive(Clone, Copy)]
pub(crate) struct Scalar4([f32; 4]);

impl Vector for Scalar4 {
    const PIXELS: usize = 1;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; 4])
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        Self([from[0], from[1], from[2], from[3]])
    }

    #[inline(always)]
    fn store(self, into: &mut [f32]) {
        into[..4].copy_from_slice(&self.0);
    }

    #[inline(always)]
    fn repeat(from: &[f32]) -> Self {
        Self::load(from)
    }

    #[inline(always)]
    fn expand(from: &[f32]) -> Self {
        Self::splat(from[0])
    }

    #[inline(always)]
    fn load_every_other(from: &[f32]) -> Self {
        Self::load(from)
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] + other.0[lane]))
    }

    #[inline(always)]
    fn mul_add(self, by: Self, plus: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] * by.0[lane] + plus.0[lane]))
    }

    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        Self(std::array::from_fn(|lane| {
            let x = self.0[lane];
            let x = if x < low.0[lane] { low.0[lane] } else { x };
            if x > high.0[lane] { high.0[lane] } else { x }
        }))
    }

    #[inline(always)]
    fn accumulate<const MR: usize, const NR: usize>(
        acc: &mut [[Self; NR]; MR],
        pixels: &[f32],
        weights: &[f32],
    ) {
        for (pixel, acc) in pixels.chunks_exact(4).zip(acc) {
            for (&channel, weights) in pixel.iter().zip(weights.chunks_exact(4 * NR)) {
                for (weights, acc) in weights.chunks_exact(4).zip(acc.iter_mut()) {
                    *acc = Self::splat(channel).mul_add(Self::load(weights), *acc);
                }
            }
        }
    }
}
