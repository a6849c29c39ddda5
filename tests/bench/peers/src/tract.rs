//! tract, which plans for a fixed shape and runs on the caller's thread.

use tract_onnx::prelude::*;

use crate::{Outcome, Run};

pub(crate) fn load(file: Vec<u8>, shape: &[usize]) -> Outcome<Run> {
    let model = tract_onnx::onnx()
        .model_for_read(&mut file.as_slice())?
        .with_input_fact(0, f32::fact(shape).into())?
        .into_optimized()?
        .into_runnable()?;
    let shape = shape.to_vec();
    Ok(Box::new(move |input| {
        let answer = model.run(tvec!(Tensor::from_shape(&shape, input)?.into()))?;
        Ok(answer[0].try_as_plain_ram()?.as_slice::<f32>()?.to_vec())
    }))
}
