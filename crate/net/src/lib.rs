//! The model runtime: an ONNX file becomes a graph, the graph a fused plan, the plan runs on the CPU in SIMD.
//!
//! The modules stand in the order of the data. [`Model::load`] reads a file and refuses what it cannot run;
//! [`Model::plan`] fuses operators and lays out memory for one input shape; any executor of a [`Plan`] is a
//! [`Network`]. The one here needs no GPU and no JavaScript; `draftlens-gpu` runs the same plans over WebGPU.
//!
//! All code here is safe; the loops of the CPU executor lie in `draftlens-kernels`.

#![forbid(unsafe_code)]

mod error;
mod tensor;
mod network;
mod onnx;
mod graph;
mod pass;
mod plan;
mod model;
mod cpu;

pub use cpu::{CpuNetwork, CpuRun};
pub use draftlens_kernels::{
    Activation, BinaryKind, BufferId, Coordinates, Form, Layout, LinearSource, NearestRounding, PoolKind,
    ReduceKind, ResizeMode, View, Window, linear_sources, nearest_sources,
};
pub use error::NetError;
pub use graph::{Dim, Floats, ValueId};
pub use model::{Model, check_sha256, sha256_of};
pub use network::{Cancel, Network};
pub use plan::{Buffer, Convolution, Cost, Home, Operand, Plan, Residual, Step, Work};
pub use tensor::Tensor;
