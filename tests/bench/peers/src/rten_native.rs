//! rten with its weights packed at load, on a pool of one thread.

use std::sync::Arc;

use rten::{ModelOptions, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use crate::{Outcome, Run};

pub(crate) fn load(file: Vec<u8>, shape: &[usize]) -> Outcome<Run> {
    let model = ModelOptions::with_all_ops().prepack_weights(true).load(file)?;
    let shape: [usize; 4] = shape.try_into()?;
    let options = RunOptions::default().with_thread_pool(Some(Arc::new(ThreadPool::with_num_threads(1))));
    Ok(Box::new(move |input| {
        let input = NdTensor::from_data(shape, input.to_vec());
        let answer = model.run_one(input.view().into(), Some(options.clone()))?;
        let answer: rten_tensor::Tensor<f32> = answer.try_into()?;
        Ok(answer.to_vec())
    }))
}
