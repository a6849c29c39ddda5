use super::isa::Kernel;

pub(super) struct Dots<'a> {
    pub(super) numbers: &'a [i16],
    pub(super) scale: f32,
    pub(super) rows: &'a [u8],
    /// Of each row, in 4 bytes.
    pub(super) scales: &'a [u8],
    pub(super) products: &'a mut [f32],
}

impl Kernel for Dots<'_> {
    #[inline(always)]
    fn run(self) {
        let rows = self.rows.chunks_exact(self.numbers.len());
        let (scales, _) = self.scales.as_chunks();
        for ((row, &scale), product) in rows.zip(scales).zip(self.products) {
            *product = dot(self.numbers, row) as f32 * (self.scale * f32::from_le_bytes(scale));
        }
    }
}

#[cfg(target_feature = "simd128")]
use super::wasm::dot_int8 as dot;

#[cfg(not(target_feature = "simd128"))]
#[inline(always)]
fn dot(numbers: &[i16], row: &[u8]) -> i32 {
    let products = numbers.iter().zip(row).map(|(&a, &b)| i32::from(a) * i32::from(b.cast_signed()));
    products.fold(0, i32::wrapping_add)
}
