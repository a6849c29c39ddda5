//! Nodes of which all inputs are constants → constants.

use crate::NetError;
use draftlens_kernels::{Isa, activate, rows};

use crate::graph::{Constant, Floats, Graph, Operator};
use crate::plan::shape;

pub(super) fn fold(graph: &mut Graph) -> Result<(), NetError> {
    for node in std::mem::take(&mut graph.nodes) {
        let constants: Option<Vec<Floats>> =
            node.inputs.iter().map(|&input| graph.floats(input).cloned()).collect();
        let Some(inputs) = constants.filter(|inputs| !inputs.is_empty()) else {
            graph.nodes.push(node);
            continue;
        };
        let shapes: Vec<_> = inputs.iter().map(|input| input.shape.as_slice()).collect();
        let out_shape = shape::of(&node.name, &node.operator, &shapes)?;
        let data = match (&node.operator, inputs.as_slice()) {
            (Operator::Reshape(_), [input]) => input.data.clone(),
            (Operator::Unary(activation), [input]) => {
                let mut data = input.data.to_vec();
                activate::activate(Isa::detect(), *activation, &mut data);
                data.into()
            }
            (Operator::Transpose { order }, [input]) => {
                let mut data = vec![0.0; input.data.len()];
                rows::transpose(&input.data, &input.shape, order, &mut data);
                data.into()
            }
            (Operator::Binary(kind), [a, b]) => {
                let mut data = vec![0.0; out_shape.iter().product()];
                rows::binary(*kind, (&a.data, &a.shape), (&b.data, &b.shape), &out_shape, &mut data);
                data.into()
            }
            // Rare enough to be computed at each run.
            _ => {
                graph.nodes.push(node);
                continue;
            }
        };
        graph.values[node.output.index()].constant =
            Some(Constant::Floats(Floats { shape: out_shape, data }));
    }
    Ok(())
}

/// Fails where a constant stands where only data flows, or data where only constants are supported.
pub(super) fn check_places(graph: &Graph) -> Result<(), NetError> {
    if graph.constant(graph.output).is_some() {
        return Err(NetError::Malformed("its answer does not depend on its input".into()));
    }
    for node in &graph.nodes {
        for (index, &input) in node.inputs.iter().enumerate() {
            let is_constant = graph.constant(input).is_some();
            let problem = match &node.operator {
                Operator::Binary(_) if is_constant && graph.floats(input).is_none() => {
                    "integers are not supported"
                }
                Operator::Binary(_) => continue,
                _ if index == 0 && is_constant => "a constant is not supported here",
                Operator::Concat { .. } if is_constant => "a constant is not supported here",
                Operator::Convolution { .. }
                | Operator::TransposedConvolution { .. }
                | Operator::Gemm { .. }
                    if index > 0 && graph.floats(input).is_none() =>
                {
                    "only constant floats are supported here"
                }
                _ => continue,
            };
            return Err(NetError::UnsupportedAttribute {
                node: node.name.clone(),
                operator: node.operator.name().to_owned(),
                attribute: format!("input {index}"),
                problem: problem.to_owned(),
            });
        }
    }
    Ok(())
}
