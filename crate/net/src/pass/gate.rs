//! x · sigmoid(x), which exporters write as two nodes, → one activation.

use super::Draft;
use crate::graph::{Activation, BinaryKind, Operator};

pub(super) fn recognise(draft: &mut Draft) {
    let mut index = 0;
    while index < draft.operators.len() {
        if let Some((gate, data)) = gated(draft, index) {
            let sigmoid = draft.operators[gate].nodes.clone();
            let operator = &mut draft.operators[index];
            operator.nodes.splice(0..0, sigmoid);
            operator.operator = Operator::Unary(Activation::Silu);
            operator.inputs = vec![data];
            draft.operators.remove(gate);
        } else {
            index += 1;
        }
    }
}

/// The index of the sigmoid and what both it and the multiplication read.
fn gated(draft: &Draft, index: usize) -> Option<(usize, crate::ValueId)> {
    let operator = &draft.operators[index];
    let (Operator::Binary(BinaryKind::Multiply), &[a, b]) = (&operator.operator, operator.inputs.as_slice())
    else {
        return None;
    };
    [(a, b), (b, a)].into_iter().find_map(|(data, gate)| {
        let source = draft.sole_source(gate)?;
        let sigmoid = &draft.operators[source];
        let gates = sigmoid.operator == Operator::Unary(Activation::Sigmoid) && sigmoid.inputs == [data];
        gates.then_some((source, data))
    })
}
