//! wonnx, on whatever adapter it chooses.

use std::collections::HashMap;

use protobuf::Message;
use wonnx::Session;
use wonnx::onnx::ModelProto;

use crate::{Outcome, Run};

pub(crate) fn load(file: Vec<u8>, _: &[usize]) -> Outcome<Run> {
    let model = ModelProto::parse_from_bytes(&file)?;
    let input_name = model.get_graph().get_input().first().ok_or("no input")?.get_name().to_owned();
    let session = pollster::block_on(Session::from_model(model))?;
    Ok(Box::new(move |input| {
        let inputs = HashMap::from([(input_name.clone(), input.into())]);
        let outputs = pollster::block_on(session.run(&inputs))?;
        let answer = outputs.into_values().next().ok_or("no output")?;
        Ok(answer.try_into()?)
    }))
}
