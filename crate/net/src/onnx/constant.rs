use half::f16;

use super::proto::{TensorProto, data_type};
use crate::NetError;
use crate::graph::{Constant, Floats};

/// A tensor of the file → a constant, with f16 widened to f32.
pub(super) fn constant(tensor: &TensorProto) -> Result<Constant, NetError> {
    let name = &tensor.name;
    let malformed = |problem: &str| NetError::Malformed(format!("tensor `{name}`: {problem}"));
    if tensor.data_location != 0 {
        return Err(malformed("its data lies in another file, which is not supported"));
    }
    let shape = tensor
        .dims
        .iter()
        .map(|&dim| usize::try_from(dim))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| malformed("a dimension is negative"))?;
    let len = shape
        .iter()
        .try_fold(1_usize, |len, &dim| len.checked_mul(dim))
        .ok_or_else(|| malformed("its shape is too large"))?;
    let raw = tensor.raw_data.as_deref();
    let checked = |found: usize| {
        if found == len {
            Ok(())
        } else {
            Err(malformed(&format!("{found} numbers for the shape {shape:?}")))
        }
    };
    match tensor.data_type {
        data_type::FLOAT => {
            let data = match raw {
                Some(raw) => words(raw).map(f32::from_le_bytes).collect(),
                None => tensor.float_data.clone(),
            };
            checked(data.len())?;
            Ok(Constant::Floats(Floats { shape, data: data.into() }))
        }
        data_type::FLOAT16 => {
            let data: Vec<f32> = match raw {
                Some(raw) => words(raw).map(|word| f16::from_le_bytes(word).to_f32()).collect(),
                // Without raw bytes, ONNX keeps the bits of an f16 in the low half of an int32.
                None => tensor
                    .int32_data
                    .iter()
                    .map(|&bits| f16::from_bits((bits & 0xffff) as u16).to_f32())
                    .collect(),
            };
            checked(data.len())?;
            Ok(Constant::Floats(Floats { shape, data: data.into() }))
        }
        data_type::INT64 => {
            let data = match raw {
                Some(raw) => words(raw).map(i64::from_le_bytes).collect(),
                None => tensor.int64_data.clone(),
            };
            checked(data.len())?;
            Ok(Constant::Integers { shape, data })
        }
        data_type::INT32 => {
            let data: Vec<i64> = match raw {
                Some(raw) => words(raw).map(|word| i64::from(i32::from_le_bytes(word))).collect(),
                None => tensor.int32_data.iter().copied().map(i64::from).collect(),
            };
            checked(data.len())?;
            Ok(Constant::Integers { shape, data })
        }
        other => Err(malformed(&format!("numbers of type {other} are not supported"))),
    }
}

fn words<const N: usize>(raw: &[u8]) -> impl Iterator<Item = [u8; N]> {
    raw.as_chunks::<N>().0.iter().copied()
}
