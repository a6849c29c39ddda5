//! Nodes of which all inputs are constants → constants.

use crate::NetError;
use crate::cpu::{activate, rows};
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
                activate::activate(*activation, &mut data);
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
