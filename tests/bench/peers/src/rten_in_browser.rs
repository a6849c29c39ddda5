//! rten as a page would load it: its weights packed at load, built with relaxed SIMD.

#![cfg(target_arch = "wasm32")]

use rten::ModelOptions;
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use wasm_bindgen::prelude::*;

/// A model that is ready to run.
#[wasm_bindgen]
pub struct RtenModel {
    model: rten::Model,
    shape: [usize; 4],
}

#[wasm_bindgen]
impl RtenModel {
    /// An ONNX file and the shape of its input → a model.
    #[wasm_bindgen(constructor)]
    pub fn new(file: Vec<u8>, shape: &[usize]) -> Result<RtenModel, String> {
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load(file)
            .map_err(|error| error.to_string())?;
        Ok(Self { model, shape: shape.try_into().map_err(|_| "the input is no N×C×H×W")? })
    }

    /// Numbers in row-major order, both ways.
    pub fn run(&self, input: Vec<f32>) -> Result<Vec<f32>, String> {
        let input = NdTensor::from_data(self.shape, input);
        let answer = self.model.run_one(input.view().into(), None).map_err(|error| error.to_string())?;
        let answer: rten_tensor::Tensor<f32> =
            answer.try_into().map_err(|_| "the answer is not of f32".to_owned())?;
        Ok(answer.to_vec())
    }
}
