//! The WebGPU executor: runs the plans of `draftlens-net` on the user's GPU, natively over Vulkan, Metal or DX12 and in the
//! browser over WebGPU, and never answers wrongly in silence.
//!
//! The modules stand in the order of the data. [`Gpu::open`] requests a device and trusts it once it has answered known
//! questions; [`GpuNetwork::load`] uploads a model's weights and compiles its kernels; [`GpuNetwork`] is a
//! [`Network`](draftlens_net::Network) whose runs are short submits, can be cancelled between them, and survive the loss
//! of the device. Whatever fails says so and leaves the work to the CPU. The kernels are in `shaders/`.

#![forbid(unsafe_code)]

mod error;
mod fault;
mod shader;
mod kernel;
mod device;
mod memory;
mod pipeline;
mod prepare;
mod wait;
mod run;
mod tolerance;
mod self_test;
mod gpu;
mod network;
mod report;
mod measure;
mod compare;

pub use compare::StepDifference;
pub use device::{AdapterChoice, DeviceReport, GpuOptions};
pub use error::GpuError;
#[doc(hidden)]
pub use fault::Fault;
pub use gpu::Gpu;
pub use kernel::Tier;
pub use measure::StepTime;
pub use memory::MemoryReport;
pub use network::GpuNetwork;
pub use report::{PlanReport, StepReport, plan_report};
pub use shader::Precision;
pub use tolerance::tolerance;
