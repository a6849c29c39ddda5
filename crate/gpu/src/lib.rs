//! The WebGPU executor: runs the plans of `draftlens-net` on the user's GPU, natively over Vulkan, Metal or DX12 and in the
//! browser over WebGPU, and never answers wrongly in silence.
//!
//! The modules stand in the order of the data. [`Gpu::open`] requests a device and trusts it once it has answered known
//! questions; [`GpuNetwork::load`] uploads a model's weights and compiles its kernels; [`GpuNetwork`] is a
//! [`Network`](draftlens_net::Network) whose runs are short submits, can be cancelled between them, and survive the loss
//! of the device. Whatever fails says so. An [`Engine`] has the CPU's executor beside it, chooses by measuring, and lets
//! the CPU finish what the GPU could not. The kernels are in `shaders/`.

#![forbid(unsafe_code)]
#![cfg_attr(
    target_arch = "wasm32",
    allow(clippy::arc_with_non_send_sync, reason = "natively the same are shared between threads")
)]

mod error;
mod fault;
mod notes;
mod shader;
mod kernel;
mod options;
mod adapter;
mod device;
mod memory;
mod pipeline;
mod prepare;
mod wait;
mod run;
mod tolerance;
mod self_test;
mod quarantine;
mod gpu;
mod resident;
mod network;
mod timing;
mod backend;
mod chooser;
mod engine;
mod report;
mod measure;
mod compare;

pub use adapter::{AdapterReport, adapters};
pub use backend::{Backend, BackendName, Device, Why};
pub use chooser::Chooser;
pub use compare::StepDifference;
pub use device::DeviceReport;
pub use engine::{Answer, Breathe, Engine};
pub use error::GpuError;
#[doc(hidden)]
pub use fault::Fault;
pub use gpu::Gpu;
pub use kernel::Tier;
pub use measure::StepTime;
pub use memory::MemoryReport;
pub use network::GpuNetwork;
#[cfg(not(target_arch = "wasm32"))]
pub use notes::FileNotes;
pub use notes::{Notes, UnsavedNotes};
pub use options::{AdapterChoice, AdapterName, GpuOptions};
pub use report::{PlanReport, StepReport, plan_report};
pub use resident::GpuTensor;
pub use self_test::SelfTest;
pub use shader::{Precision, shader_sources};
pub use timing::Timing;
pub use tolerance::tolerance;
