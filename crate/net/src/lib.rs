//! The model runtime: an ONNX file becomes a graph, the graph a fused plan, the plan runs on the CPU in SIMD.
//!
//! The modules stand in the order of the data. [`Model::load`] reads a file and refuses what it cannot run;
//! [`Model::plan`] fuses operators and lays out memory for one input shape; any executor of a [`Plan`] is a
//! [`Network`]. The one here needs no GPU and no JavaScript; `draftlens-gpu` runs the same plans over WebGPU.
//!
//! Code is safe but for `cpu/simd`, which says why.

mod error;
mod tensor;
mod network;
mod onnx;
mod graph;
mod sampling;
mod pass;
mod plan;
mod model;
mod cpu;

pub use cpu::{CpuNetwork, CpuRun};
pub use error::NetError;
pub use graph::{
    Activation, BinaryKind, Coordinates, Dim, Floats, NearestRounding, PoolKind, ReduceKind, ResizeMode,
    ValueId, Window,
};
pub use model::{Model, check_sha256, sha256_of};
pub use network::{Cancel, Network};
pub use plan::{
    Buffer, BufferId, Convolution, Cost, Form, Home, Layout, Operand, Plan, Residual, Step, View, Work,
};
pub use sampling::{LinearSource, linear_sources, nearest_sources};
pub use tensor::Tensor;
