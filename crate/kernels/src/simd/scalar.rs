use super::Vector;

/// Four numbers without any SIMD: for targets that have none, and to check the others against.
#[derive(Clone, Copy)]
pub(crate) struct Scalar4([f32; 4]);

impl Vector for Scalar4 {
    const PIXELS: usize = 1;
    const FUSES: bool = false;

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
    fn add(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] + other.0[lane]))
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] - other.0[lane]))
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
    fn div(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] / other.0[lane]))
    }

    #[inline(always)]
    fn choose_above(self, limit: Self, above: Self, otherwise: Self) -> Self {
        Self(std::array::from_fn(|lane| {
            if self.0[lane] > limit.0[lane] { above.0[lane] } else { otherwise.0[lane] }
        }))
    }

    #[inline(always)]
    fn two_to_low_bits(self) -> Self {
        Self(self.0.map(|number| f32::from_bits((number.to_bits() << 23).wrapping_add(127 << 23))))
    }
}
