//! Graph → draft: fewer, larger operators that compute the same.
//!
//! Two passes change the model once, when it is loaded ([`at_load`]); the others fuse what follows an operator into it
//! ([`fuse`]), once for each input shape, since only shapes tell whether an addition is a residual or a broadcast.

mod constants;
mod batch_norm;
mod gate;
mod hoist;
mod epilogue;

use crate::NetError;
use crate::graph::{Activation, Graph, Node, Operator, ValueId};

/// Removes what is not needed, folds constants and batch normalisations.
pub(crate) fn at_load(graph: &mut Graph) -> Result<(), NetError> {
    remove_unread(graph);
    constants::fold(graph)?;
    batch_norm::fold(graph)?;
    remove_unread(graph);
    constants::check_places(graph)
}

fn remove_unread(graph: &mut Graph) {
    let mut read = vec![false; graph.values.len()];
    read[graph.output.index()] = true;
    for node in graph.nodes.iter().rev() {
        if read[node.output.index()] {
            for input in &node.inputs {
                read[input.index()] = true;
            }
        }
    }
    graph.nodes.retain(|node| read[node.output.index()]);
    // The numbers of constants that were folded into others are freed; their places stay, for the ids.
    for (value, read) in graph.values.iter_mut().zip(read) {
        if !read {
            value.constant = None;
        }
    }
}

/// An operator with what follows it: `activation_after(activation(operator(inputs)) + residual)`.
#[derive(Debug, Clone)]
pub(crate) struct Fused {
    pub(crate) nodes: Vec<String>,
    pub(crate) operator: Operator,
    pub(crate) inputs: Vec<ValueId>,
    pub(crate) output: ValueId,
    pub(crate) activation: Activation,
    pub(crate) residual: Option<FusedResidual>,
    pub(crate) activation_after: Activation,
}

/// A value that is added to a convolution, after each of its pixels was repeated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FusedResidual {
    pub(crate) value: ValueId,
    pub(crate) enlarged: [usize; 2],
}

impl From<&Node> for Fused {
    fn from(node: &Node) -> Self {
        Self {
            nodes: vec![node.name.clone()],
            operator: node.operator.clone(),
            inputs: node.inputs.clone(),
            output: node.output,
            activation: Activation::Identity,
            residual: None,
            activation_after: Activation::Identity,
        }
    }
}

impl Fused {
    /// Everything that it reads, constants included.
    pub(crate) fn reads(&self) -> impl Iterator<Item = ValueId> {
        self.inputs.iter().copied().chain(self.residual.map(|residual| residual.value))
    }
}

/// The fused operators in their order, and the shape of every value.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) operators: Vec<Fused>,
    pub(crate) shapes: Vec<Vec<usize>>,
    pub(crate) input: ValueId,
    pub(crate) output: ValueId,
}

impl Draft {
    pub(crate) fn new(graph: &Graph, shapes: Vec<Vec<usize>>) -> Self {
        let operators = graph.nodes.iter().map(Fused::from).collect();
        Self { operators, shapes, input: graph.input, output: graph.output }
    }

    pub(crate) fn shape(&self, id: ValueId) -> &[usize] {
        &self.shapes[id.index()]
    }

    /// The index of the operator that makes a value, if nothing but one operator reads it.
    fn sole_source(&self, id: ValueId) -> Option<usize> {
        let readers = self.operators.iter().flat_map(Fused::reads).filter(|&read| read == id).count();
        if readers == 1 && id != self.output { self.source(id) } else { None }
    }

    /// The index of the operator that makes a value.
    fn source(&self, id: ValueId) -> Option<usize> {
        self.operators.iter().position(|operator| operator.output == id)
    }
}

/// Runs all passes that need shapes.
pub(crate) fn fuse(draft: &mut Draft) {
    gate::recognise(draft);
    hoist::activations(draft);
    epilogue::fuse_activations(draft);
    epilogue::fuse_residuals(draft);
}
