use half::f16;
use serde::{Deserialize, Serialize};

use crate::kernel::Products;

/// How exactly an index keeps vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Two bytes a number.
    F16,
    /// A byte a number, and a scale for each vector.
    #[default]
    Int8,
    /// As [`Int8`](Self::Int8), and the signs of the sheets' vectors beside them, a bit a number: these are searched first,
    /// and those that are near are scored by their bytes.
    Bits,
}

/// Of this many numbers a row holds a multiple, so that no kernel has a remainder to care for.
const STRIDE: usize = 64;

/// How the vectors of an index lie in its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) precision: Precision,
    pub(crate) dim: usize,
}

impl Form {
    /// How many numbers lie in a row; those behind the vector are 0.
    pub(crate) fn stride(self) -> usize {
        self.dim.next_multiple_of(STRIDE)
    }

    pub(crate) fn row_bytes(self) -> usize {
        match self.precision {
            Precision::F16 => 2 * self.stride(),
            Precision::Int8 | Precision::Bits => self.stride(),
        }
    }

    /// Of the number by which a row is to be multiplied.
    pub(crate) fn scale_bytes(self) -> usize {
        match self.precision {
            Precision::F16 => 0,
            Precision::Int8 | Precision::Bits => size_of::<f32>(),
        }
    }

    /// Of a sheet's signs.
    pub(crate) fn bit_bytes(self) -> usize {
        if self.precision == Precision::Bits { self.stride() / 8 } else { 0 }
    }

    /// Vector → row and, where there is one, scale.
    pub(crate) fn encode(self, vector: &[f32], rows: &mut Vec<u8>, scales: &mut Vec<u8>) {
        let end = rows.len() + self.row_bytes();
        match self.precision {
            Precision::F16 => rows.extend(vector.iter().flat_map(|&x| f16::from_f32(x).to_le_bytes())),
            Precision::Int8 | Precision::Bits => {
                let scale = largest(vector) / f32::from(i8::MAX);
                scales.extend(scale.to_le_bytes());
                rows.extend(vector.iter().flat_map(|&x| ((x / scale).round() as i8).to_le_bytes()));
            }
        }
        rows.resize(end, 0);
    }

    /// Row and scale → vector.
    pub(crate) fn decode(self, row: &[u8], scale: f32) -> Vec<f32> {
        match self.precision {
            Precision::F16 => row
                .chunks_exact(2)
                .take(self.dim)
                .map(|pair| f16::from_le_bytes([pair[0], pair[1]]).to_f32())
                .collect(),
            Precision::Int8 | Precision::Bits => {
                row.iter().take(self.dim).map(|&x| f32::from(x.cast_signed()) * scale).collect()
            }
        }
    }

    /// Vector → what asks rows for their products with it.
    pub(crate) fn asking(self, vector: &[f32]) -> Products {
        match self.precision {
            Precision::F16 => Products::f16(vector, self.stride()),
            Precision::Int8 | Precision::Bits => Products::int8(vector, self.stride()),
        }
    }
}

/// Signs of a row of bytes → their bits.
pub(crate) fn signs_of(row: &[u8], bits: &mut Vec<u8>) {
    bits.extend(row.chunks(8).map(|eight| {
        eight.iter().enumerate().fold(0, |bits, (at, &x)| bits | (u8::from(x.cast_signed() >= 0) << at))
    }));
}

/// Never 0, by which nothing can be divided.
fn largest(vector: &[f32]) -> f32 {
    vector.iter().fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()))
}
