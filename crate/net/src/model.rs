use crate::NetError;
use crate::graph::{Dim, Floats, Graph, ValueId};
use crate::plan::Plan;

/// A model whose every operator is known to this runtime: what executors share.
#[derive(Debug, Clone)]
pub struct Model {
    graph: Graph,
}

impl Model {
    /// Bytes of an ONNX file → a model. Fails with what the model needs and this runtime does not have.
    pub fn load(_bytes: &[u8]) -> Result<Self, NetError> {
        Err(NetError::Internal("not written yet".into()))
    }

    /// Like [`load`](Self::load), once the bytes have proved to be those of the manifest, whose sha256 is in hex.
    pub fn load_verified(bytes: &[u8], _sha256: &str) -> Result<Self, NetError> {
        Self::load(bytes)
    }

    /// What the model declares for its input.
    #[must_use]
    pub fn input_dims(&self) -> &[Dim] {
        &self.graph.input_dims
    }

    /// Shape of an input → how to run it. Fails with [`NetError::InputShape`] or [`NetError::Shape`].
    pub fn plan(&self, _input_shape: &[usize]) -> Result<Plan, NetError> {
        Err(NetError::Internal("not written yet".into()))
    }

    /// Like [`plan`](Self::plan), with every node a step of its own: what a fused plan is compared with.
    pub fn plan_unfused(&self, _input_shape: &[usize]) -> Result<Plan, NetError> {
        Err(NetError::Internal("not written yet".into()))
    }

    /// The weights, bias or operand that a step names. They are the same in all plans of a model, so that what an
    /// executor makes of them (packed, uploaded) can be kept under this id.
    #[must_use]
    pub fn floats(&self, id: ValueId) -> Option<&Floats> {
        self.graph.floats(id)
    }
}
