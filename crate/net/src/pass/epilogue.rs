//! What follows an operator → its epilogue: an activation, an addition, another activation.

use super::{Draft, FusedResidual};
use crate::graph::{Activation, BinaryKind, Operator, ValueId};
use crate::plan::shape;

/// Activations go into the operator that makes their input.
pub(super) fn fuse_activations(draft: &mut Draft) {
    let mut index = 0;
    while index < draft.operators.len() {
        let operator = &draft.operators[index];
        let target = match (&operator.operator, operator.inputs.as_slice()) {
            (Operator::Unary(activation), &[input]) => draft
                .sole_source(input)
                .filter(|&source| takes_activation(&draft.operators[source]))
                .map(|source| (source, *activation)),
            _ => None,
        };
        let Some((source, activation)) = target else {
            index += 1;
            continue;
        };
        let removed = draft.operators.remove(index);
        let target = &mut draft.operators[source];
        if target.residual.is_some() {
            target.activation_after = activation;
        } else {
            target.activation = activation;
        }
        target.nodes.extend(removed.nodes);
        target.output = removed.output;
    }
}

fn takes_activation(fused: &super::Fused) -> bool {
    let takes = matches!(
        fused.operator,
        Operator::Convolution { .. }
            | Operator::TransposedConvolution { .. }
            | Operator::Gemm { .. }
            | Operator::Binary(_)
    );
    let free = match fused.residual {
        Some(_) => fused.activation_after,
        None => fused.activation,
    };
    takes && free == Activation::Identity
}

/// Additions go into the convolution that makes one of their inputs; the other input, before it is enlarged if it is,
/// becomes the residual.
pub(super) fn fuse_residuals(draft: &mut Draft) {
    let mut index = 0;
    while index < draft.operators.len() {
        match residual(draft, index) {
            Some((convolution, residual, resize)) => {
                fuse(draft, index, convolution, residual, resize);
                // The list is shorter now: begin again rather than count.
                index = 0;
            }
            None => index += 1,
        }
    }
}

/// Of the addition at `index`: the convolution that can take it in, the residual, and the resize that falls away.
fn residual(draft: &Draft, index: usize) -> Option<(usize, FusedResidual, Option<usize>)> {
    let addition = &draft.operators[index];
    let (Operator::Binary(BinaryKind::Add), &[a, b]) = (&addition.operator, addition.inputs.as_slice())
    else {
        return None;
    };
    if a == b || draft.shape(a) != draft.shape(b) {
        return None;
    }
    // Of two convolutions the later one: the other one's output has been made when it runs.
    [(a, b), (b, a)]
        .into_iter()
        .filter_map(|(made, other)| {
            let convolution = draft.sole_source(made)?;
            let takes = matches!(draft.operators[convolution].operator, Operator::Convolution { .. })
                && draft.operators[convolution].residual.is_none();
            // Constants are added as they are, and never lie in blocks.
            let flows = other == draft.input || draft.source(other).is_some();
            (takes && flows).then_some((convolution, other))
        })
        .max_by_key(|&(convolution, _)| convolution)
        .map(|(convolution, other)| match enlarged(draft, other) {
            Some((resize, residual)) => (convolution, residual, Some(resize)),
            None => (convolution, FusedResidual { value: other, enlarged: [1, 1] }, None),
        })
}

/// If a value is another one with each pixel repeated a whole number of times, and is read but once.
fn enlarged(draft: &Draft, id: ValueId) -> Option<(usize, FusedResidual)> {
    let index = draft.sole_source(id)?;
    let resize = &draft.operators[index];
    let Operator::Resize { mode, coordinates, to } = &resize.operator else {
        return None;
    };
    let value = *resize.inputs.first()?;
    let (from, into) = (draft.shape(value), draft.shape(id));
    let enlarged = shape::whole_enlargement(*mode, *coordinates, *to, from, into)?;
    Some((index, FusedResidual { value, enlarged }))
}

fn fuse(
    draft: &mut Draft,
    addition: usize,
    convolution: usize,
    residual: FusedResidual,
    resize: Option<usize>,
) {
    let mut fused = draft.operators[convolution].clone();
    if let Some(resize) = resize {
        fused.nodes.extend(draft.operators[resize].nodes.clone());
    }
    let added = &draft.operators[addition];
    fused.nodes.extend(added.nodes.clone());
    fused.output = added.output;
    fused.residual = Some(residual);
    // An addition may have taken an activation in before.
    fused.activation_after = added.activation;
    draft.operators[addition] = fused;
    let mut gone = [Some(convolution), resize];
    gone.sort_unstable();
    for index in gone.into_iter().rev().flatten() {
        draft.operators.remove(index);
    }
}
