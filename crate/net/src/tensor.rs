use crate::NetError;

/// Numbers with a shape, in row-major order: what goes into a net, and what comes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    shape: Vec<usize>,
    data: Vec<f32>,
}

impl Tensor {
    /// Fails if `data` does not fill `shape`.
    pub fn new(shape: &[usize], data: Vec<f32>) -> Result<Self, NetError> {
        let len = shape.iter().try_fold(1_usize, |len, &dim| len.checked_mul(dim));
        if len == Some(data.len()) {
            Ok(Self { shape: shape.to_vec(), data })
        } else {
            Err(NetError::InputShape {
                expected: format!("{shape:?}"),
                actual: format!("{} numbers", data.len()),
            })
        }
    }

    /// The sizes of its dimensions, outermost first.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// All numbers, in row-major order.
    #[must_use]
    pub fn data(&self) -> &[f32] {
        &self.data
    }

    /// Takes the numbers out.
    #[must_use]
    pub fn into_data(self) -> Vec<f32> {
        self.data
    }

    /// Fails if any number is NaN or infinite: an answer that holds one is no answer.
    pub fn checked_finite(self) -> Result<Self, NetError> {
        // The sum of x·0 is NaN if any x is not finite, and vectorises; the search runs only then.
        let sums = self.data.chunks(16).fold([0.0_f32; 16], |mut sums, chunk| {
            for (sum, value) in sums.iter_mut().zip(chunk) {
                *sum += value * 0.0;
            }
            sums
        });
        if sums.iter().sum::<f32>() == 0.0 {
            return Ok(self);
        }
        let index = self.data.iter().position(|value| !value.is_finite()).unwrap_or_default();
        let value = self.data.get(index).map(ToString::to_string).unwrap_or_default();
        Err(NetError::NotFinite { index, value })
    }
}
