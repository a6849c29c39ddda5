use super::isa::Kernel;

/// So many sums are made side by side.
#[cfg(not(target_feature = "simd128"))]
const LANES: usize = 16;
/// Between the exponents of f16 and f32.
pub(super) const REBIAS: f32 = f32::from_bits((127 + 112) << 23);

pub(super) struct Dots<'a> {
    pub(super) numbers: &'a [f32],
    pub(super) rows: &'a [u8],
    pub(super) products: &'a mut [f32],
}

impl Kernel for Dots<'_> {
    #[inline(always)]
    fn run(self) {
        for (row, product) in self.rows.chunks_exact(2 * self.numbers.len()).zip(self.products) {
            *product = dot(self.numbers, row);
        }
    }
}

#[cfg(target_feature = "simd128")]
use super::wasm::dot_f16 as dot;

#[cfg(not(target_feature = "simd128"))]
#[inline(always)]
fn dot(numbers: &[f32], row: &[u8]) -> f32 {
    let (numbers, _) = numbers.as_chunks::<LANES>();
    let (halves, _) = row.as_chunks::<2>();
    let (halves, _) = halves.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (numbers, halves) in numbers.iter().zip(halves) {
        for lane in 0..LANES {
            sums[lane] += numbers[lane] * widen(u16::from_le_bytes(halves[lane]));
        }
    }
    sums.iter().sum()
}

/// Of finite numbers. Written so that many go at once; `half` asks the processor for each.
#[cfg(not(target_feature = "simd128"))]
#[inline(always)]
fn widen(half: u16) -> f32 {
    let bits = u32::from(half);
    f32::from_bits((bits & 0x8000) << 16 | (bits & 0x7fff) << 13) * REBIAS
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_finite_half_is_widened_exactly() {
        for bits in 0..=u16::MAX {
            let half = half::f16::from_bits(bits);
            if half.is_finite() {
                assert_eq!(super::widen(bits), half.to_f32(), "{bits:#06x}");
            }
        }
    }
}
