//! Ours, by its public face.

use std::sync::Arc;

use draftlens_net::{Cancel, CpuNetwork, Model, Network, Tensor};

use crate::{Outcome, Run};

pub(crate) fn load(file: Vec<u8>, shape: &[usize]) -> Outcome<Run> {
    let network = CpuNetwork::new(Arc::new(Model::load(&file)?)).with_threads(1);
    network.plan(shape)?;
    let shape = shape.to_vec();
    Ok(Box::new(move |input| {
        let input = Tensor::new(&shape, input.to_vec())?;
        Ok(pollster::block_on(network.run(input, &Cancel::new()))?.into_data())
    }))
}
