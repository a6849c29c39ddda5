//! A vector, many rows → their products. What is hot is written in plain loops over whole rows, which the compiler turns
//! into SIMD for each instruction set; for the browser it is written out. Sums are made in the same order everywhere, so
//! that all give the same numbers.

mod isa;
mod f16;
mod int8;
mod bits;
#[cfg(target_feature = "simd128")]
mod wasm;

use isa::fastest;

/// Below this, sums of products of 16 and 8 bits stay within 32 bits, whatever the vectors are.
const MOST_INT_PRODUCT: f32 = i32::MAX as f32 / i8::MAX as f32;

/// A vector, ready to be multiplied with rows of an index.
pub(crate) enum Products {
    F16 { numbers: Vec<f32> },
    Int8 { numbers: Vec<i16>, scale: f32 },
}

impl Products {
    pub(crate) fn f16(vector: &[f32], stride: usize) -> Self {
        let mut numbers = vector.to_vec();
        numbers.resize(stride, 0.0);
        Self::F16 { numbers }
    }

    /// The one vector is kept in 16 bits: it costs nothing, and only the rows' 8 bits cost precision.
    pub(crate) fn int8(vector: &[f32], stride: usize) -> Self {
        let most = (MOST_INT_PRODUCT / stride as f32).min(f32::from(i16::MAX)).floor();
        let largest = vector.iter().fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()));
        let scale = largest / most;
        let mut numbers: Vec<i16> = vector.iter().map(|x| (x / scale).round() as i16).collect();
        numbers.resize(stride, 0);
        Self::Int8 { numbers, scale }
    }

    /// One product for each row; `scales` are empty where the rows have none.
    pub(crate) fn with_rows(&self, rows: &[u8], scales: &[u8], products: &mut [f32]) {
        match self {
            Self::F16 { numbers } => fastest(f16::Dots { numbers, rows, products }),
            Self::Int8 { numbers, scale } => {
                fastest(int8::Dots { numbers, scale: *scale, rows, scales, products });
            }
        }
    }
}

/// In how many bits each row differs from `bits`, as a product: 1 for the same, −1 for the opposite.
pub(crate) fn products_of_signs(bits: &[u8], rows: &[u8], products: &mut [f32]) {
    fastest(bits::Agreements { bits, rows, products });
}
