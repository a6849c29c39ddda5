use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::graph::{Dim, Floats, Graph, ValueId};
use crate::pass::{self, Draft};
use crate::plan::{self, Plan, shape};
use crate::{NetError, onnx};

/// Of a model's file, in hex: what tells models apart.
#[must_use]
pub fn sha256_of(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Fails with [`NetError::WrongHash`] unless both, in hex, are the same.
pub fn check_sha256(expected: &str, actual: &str) -> Result<(), NetError> {
    if actual.eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(NetError::WrongHash { expected: expected.to_owned(), actual: actual.to_owned() })
    }
}

/// A model whose every operator is known to this runtime: what executors share.
#[derive(Debug, Clone)]
pub struct Model {
    graph: Graph,
}

impl Model {
    /// Bytes of an ONNX file → a model. Fails with what the model needs and this runtime does not have.
    pub fn load(bytes: &[u8]) -> Result<Self, NetError> {
        let mut graph = onnx::read(bytes)?;
        pass::at_load(&mut graph)?;
        Ok(Self { graph })
    }

    /// Like [`load`](Self::load), once the bytes have proved to be those of the manifest, whose sha256 is in hex.
    pub fn load_verified(bytes: &[u8], sha256: &str) -> Result<Self, NetError> {
        check_sha256(sha256, &sha256_of(bytes))?;
        Self::load(bytes)
    }

    /// What the model declares for its input.
    #[must_use]
    pub fn input_dims(&self) -> &[Dim] {
        &self.graph.input_dims
    }

    /// Shape of an input → how to run it. Fails with [`NetError::InputShape`] or [`NetError::Shape`].
    pub fn plan(&self, input_shape: &[usize]) -> Result<Plan, NetError> {
        let mut draft = Draft::new(&self.graph, shape::infer(&self.graph, input_shape)?);
        pass::fuse(&mut draft);
        plan::lower(&self.graph, &draft)
    }

    /// Like [`plan`](Self::plan), with every node a step of its own: what a fused plan is compared with.
    pub fn plan_unfused(&self, input_shape: &[usize]) -> Result<Plan, NetError> {
        let draft = Draft::new(&self.graph, shape::infer(&self.graph, input_shape)?);
        plan::lower(&self.graph, &draft)
    }

    /// The weights, bias or operand that a step names. They are the same in all plans of a model, so that what an
    /// executor makes of them (packed, uploaded) can be kept under this id.
    #[must_use]
    pub fn floats(&self, id: ValueId) -> Option<&Floats> {
        self.graph.floats(id)
    }
}
