//! The graph: values, and the nodes that make them, as the ONNX file has them but with typed attributes.

mod operator;

use std::sync::Arc;

pub(crate) use draftlens_kernels::{
    Activation, BinaryKind, Coordinates, NearestRounding, PoolKind, ReduceKind, ResizeMode, Window,
};
pub(crate) use operator::{Operator, Reshape, ResizeTo};

/// The index of a value in [`Graph::values`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ValueId(pub(crate) u32);

impl ValueId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A constant of the model: weights, scales, axes.
#[derive(Debug, Clone)]
pub(crate) enum Constant {
    /// f32, or f16 widened at load.
    Floats(Floats),
    /// Axes, shapes and other integers.
    Integers {
        /// Empty for a scalar.
        shape: Vec<usize>,
        /// Row-major.
        data: Vec<i64>,
    },
}

/// Floating-point numbers of a model, shared and never changed.
#[derive(Debug, Clone)]
pub struct Floats {
    /// In ONNX order: weights of a convolution are `[outputs, inputs / groups, height, width]`.
    pub shape: Vec<usize>,
    /// Row-major.
    pub data: Arc<[f32]>,
}

/// What flows between nodes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) constant: Option<Constant>,
}

/// One application of an operator.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The ONNX node's name, or that of its first output where it has none.
    pub(crate) name: String,
    pub(crate) operator: Operator,
    /// Data first, then weights and bias.
    pub(crate) inputs: Vec<ValueId>,
    pub(crate) output: ValueId,
}

/// A dimension that the model declares for its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dim {
    /// Always this size.
    Fixed(usize),
    /// Any size, under this name.
    Free(String),
}

/// Nodes in an order in which each finds its inputs made.
#[derive(Debug, Clone)]
pub(crate) struct Graph {
    pub(crate) values: Vec<Value>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) input: ValueId,
    pub(crate) input_dims: Vec<Dim>,
    pub(crate) output: ValueId,
}

impl Graph {
    pub(crate) fn constant(&self, id: ValueId) -> Option<&Constant> {
        self.values.get(id.index()).and_then(|value| value.constant.as_ref())
    }

    pub(crate) fn floats(&self, id: ValueId) -> Option<&Floats> {
        match self.constant(id) {
            Some(Constant::Floats(floats)) => Some(floats),
            _ => None,
        }
    }

    pub(crate) fn add_constant(&mut self, name: String, constant: Constant) -> ValueId {
        let id = ValueId(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        self.values.push(Value { name, constant: Some(constant) });
        id
    }

    /// How many nodes read a value; the graph's output counts as a reader.
    pub(crate) fn reader_count(&self, id: ValueId) -> usize {
        let reads = self.nodes.iter().flat_map(|node| &node.inputs).filter(|&&input| input == id).count();
        reads + usize::from(self.output == id)
    }
}
