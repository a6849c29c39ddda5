//! Batch normalisation → the weights of the convolution before it, or a multiplication and an addition.

use crate::NetError;
use crate::graph::{BinaryKind, Constant, Floats, Graph, Node, Operator, Value, ValueId};

pub(super) fn fold(graph: &mut Graph) -> Result<(), NetError> {
    // Of the graph as it was; folding one takes no reader from another's data.
    let reader_counts: Vec<usize> = (0..graph.values.len())
        .map(|index| graph.reader_count(ValueId(u32::try_from(index).unwrap_or(u32::MAX))))
        .collect();
    for node in std::mem::take(&mut graph.nodes) {
        let Operator::BatchNormalization { epsilon } = node.operator else {
            graph.nodes.push(node);
            continue;
        };
        let (scale, shift) = scale_and_shift(graph, &node, epsilon)?;
        let data = node.inputs[0];
        let convolution = graph.nodes.iter().rposition(|before| {
            before.output == data
                && matches!(
                    before.operator,
                    Operator::Convolution { .. } | Operator::TransposedConvolution { .. }
                )
        });
        match convolution.filter(|_| reader_counts[data.index()] == 1) {
            Some(index) => {
                let mut convolution = graph.nodes.remove(index);
                fold_into(graph, &mut convolution, &scale, &shift)?;
                convolution.output = node.output;
                graph.nodes.insert(index, convolution);
            }
            None => rewrite(graph, node, scale, shift),
        }
    }
    Ok(())
}

fn problem(node: &Node, problem: &str) -> NetError {
    NetError::UnsupportedAttribute {
        node: node.name.clone(),
        operator: node.operator.name().to_owned(),
        attribute: "inputs".to_owned(),
        problem: problem.to_owned(),
    }
}

/// y = scale · x + shift, for each channel.
fn scale_and_shift(graph: &Graph, node: &Node, epsilon: f32) -> Result<(Vec<f32>, Vec<f32>), NetError> {
    let constant = |index: usize| {
        let floats = node.inputs.get(index).and_then(|&id| graph.floats(id));
        floats
            .map(|floats| floats.data.clone())
            .ok_or_else(|| problem(node, "all but the data must be constant"))
    };
    let (gamma, beta, mean, variance) = (constant(1)?, constant(2)?, constant(3)?, constant(4)?);
    if [beta.len(), mean.len(), variance.len()] != [gamma.len(); 3] {
        return Err(problem(node, "scale, bias, mean and variance have different lengths"));
    }
    let scale: Vec<f32> = gamma.iter().zip(variance.iter()).map(|(g, v)| g / (v + epsilon).sqrt()).collect();
    let shift = beta.iter().zip(mean.iter()).zip(&scale).map(|((b, m), s)| b - m * s).collect();
    Ok((scale, shift))
}

fn fold_into(
    graph: &mut Graph,
    convolution: &mut Node,
    scale: &[f32],
    shift: &[f32],
) -> Result<(), NetError> {
    let weights = graph.floats(convolution.inputs[1]).cloned();
    let weights = weights.ok_or_else(|| problem(convolution, "weights must be constant"))?;
    let outputs_axis = usize::from(matches!(convolution.operator, Operator::TransposedConvolution { .. }));
    if weights.shape.get(outputs_axis) != Some(&scale.len()) {
        return Err(problem(convolution, "the batch normalisation after it has another number of channels"));
    }
    let inner: usize = weights.shape[outputs_axis + 1..].iter().product();
    let scaled: Vec<f32> = weights
        .data
        .iter()
        .enumerate()
        .map(|(index, weight)| weight * scale[index / inner % scale.len()])
        .collect();
    let bias = convolution.inputs.get(2).and_then(|&id| graph.floats(id)).map(|floats| floats.data.clone());
    let bias: Vec<f32> = match bias {
        Some(bias) if bias.len() == scale.len() => {
            bias.iter().zip(scale).zip(shift).map(|((b, scale), shift)| b * scale + shift).collect()
        }
        _ => shift.to_vec(),
    };
    let name = convolution.name.clone();
    let weights = Floats { shape: weights.shape, data: scaled.into() };
    let bias = Floats { shape: vec![bias.len()], data: bias.into() };
    convolution.inputs.truncate(1);
    convolution.inputs.push(graph.add_constant(format!("{name} weights"), Constant::Floats(weights)));
    convolution.inputs.push(graph.add_constant(format!("{name} bias"), Constant::Floats(bias)));
    Ok(())
}

/// Where no convolution comes before.
fn rewrite(graph: &mut Graph, node: Node, scale: Vec<f32>, shift: Vec<f32>) {
    let per_channel =
        |data: Vec<f32>| Constant::Floats(Floats { shape: vec![data.len(), 1, 1], data: data.into() });
    let scale = graph.add_constant(format!("{} scale", node.name), per_channel(scale));
    let shift = graph.add_constant(format!("{} shift", node.name), per_channel(shift));
    let scaled = ValueId(u32::try_from(graph.values.len()).unwrap_or(u32::MAX));
    graph.values.push(Value { name: format!("{} scaled", node.name), constant: None });
    graph.nodes.push(Node {
        name: node.name.clone(),
        operator: Operator::Binary(BinaryKind::Multiply),
        inputs: vec![node.inputs[0], scale],
        output: scaled,
    });
    graph.nodes.push(Node {
        name: node.name,
        operator: Operator::Binary(BinaryKind::Add),
        inputs: vec![scaled, shift],
        output: node.output,
    });
}
