//! Activations are moved ahead of operators that only move numbers: there they are fewer, and a convolution may take
//! them in.

use super::Draft;
use crate::graph::{Operator, ResizeMode};

pub(super) fn activations(draft: &mut Draft) {
    for index in 0..draft.operators.len() {
        let mut at = index;
        // Each turn moves one activation over the mover before it, and may find another one there.
        while let Some(mover) = mover_before(draft, at) {
            swap(draft, mover, at);
            at = mover;
        }
    }
}

fn mover_before(draft: &Draft, index: usize) -> Option<usize> {
    let operator = &draft.operators[index];
    let (Operator::Unary(_), &[input]) = (&operator.operator, operator.inputs.as_slice()) else {
        return None;
    };
    let source = draft.sole_source(input)?;
    let moves = match &draft.operators[source].operator {
        Operator::Reshape(_) | Operator::Transpose { .. } => true,
        Operator::Resize { mode: ResizeMode::Nearest(_), .. } => {
            let from = draft.shape(draft.operators[source].inputs[0]);
            from.iter().product::<usize>() <= draft.shape(input).iter().product()
        }
        _ => false,
    };
    moves.then_some(source)
}

/// mover(x) → m, activation(m) → y becomes activation(x) → m, mover(m) → y.
fn swap(draft: &mut Draft, mover: usize, activation: usize) {
    let (x, m) = (draft.operators[mover].inputs[0], draft.operators[mover].output);
    let y = draft.operators[activation].output;
    draft.shapes[m.index()] = draft.shape(x).to_vec();
    draft.operators.swap(mover, activation);
    let hoisted = &mut draft.operators[mover];
    (hoisted.inputs[0], hoisted.output) = (x, m);
    let moved = &mut draft.operators[activation];
    (moved.inputs[0], moved.output) = (m, y);
}
