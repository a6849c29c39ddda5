use draftlens_drawing::ModelId;
use draftlens_gpu::{AdapterReport, Backend, GpuError, PlanReport, SelfTest, StepDifference, Timing};
use draftlens_net::CpuNetwork;
use serde::Serialize;

/// All that was found.
#[derive(Serialize)]
pub(crate) struct Findings {
    pub(crate) version: &'static str,
    pub(crate) cpu: Cpu,
    pub(crate) adapters: Vec<AdapterReport>,
    /// The one that serves, if any does.
    pub(crate) chosen_adapter: Option<AdapterReport>,
    /// Why there is no GPU to test.
    pub(crate) gpu_problem: Option<String>,
    pub(crate) self_tests: Vec<SelfTest>,
    pub(crate) models: Vec<ModelFindings>,
}

#[derive(Serialize)]
pub(crate) struct Cpu {
    /// The widest one last, which is used.
    pub(crate) instruction_sets: Vec<&'static str>,
    pub(crate) threads: usize,
}

impl Cpu {
    pub(crate) fn this() -> Self {
        Self { instruction_sets: CpuNetwork::instruction_sets(), threads: crate::device::threads() }
    }
}

/// Of one shipped model. That there are findings means that its bytes are those of its manifest.
#[derive(Serialize)]
pub(crate) struct ModelFindings {
    pub(crate) name: &'static str,
    #[serde(flatten)]
    pub(crate) model: ModelId,
    pub(crate) bytes: usize,
    pub(crate) input_shape: &'static [usize],
    /// None where there is no GPU to compare with.
    pub(crate) speed: Option<Speed>,
    pub(crate) backend: Backend,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) plan: Option<PlanReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) comparison: Option<Comparison>,
}

/// Of one run of the input shape.
#[derive(Serialize)]
pub(crate) struct Speed {
    pub(crate) cpu_ms: f64,
    pub(crate) cpu_gflops: f64,
    pub(crate) gpu_ms: Option<f64>,
    pub(crate) gpu_gflops: Option<f64>,
}

impl Speed {
    pub(crate) fn new(timing: Timing, macs: u64) -> Self {
        let gflops = |secs: f64| 2.0 * macs as f64 / secs / 1e9;
        Self {
            cpu_ms: timing.cpu_secs * 1e3,
            cpu_gflops: gflops(timing.cpu_secs),
            gpu_ms: timing.gpu_secs.map(|secs| secs * 1e3),
            gpu_gflops: timing.gpu_secs.map(gflops),
        }
    }
}

/// Of GPU and CPU, step by step.
#[derive(Serialize)]
pub(crate) struct Comparison {
    /// None if all steps agree.
    pub(crate) first_difference: Option<StepDifference>,
    /// Why they could not be compared.
    pub(crate) problem: Option<String>,
}

impl Comparison {
    pub(crate) fn new(result: Result<Option<StepDifference>, GpuError>) -> Self {
        match result {
            Ok(first_difference) => Self { first_difference, problem: None },
            Err(error) => Self { first_difference: None, problem: Some(error.to_string()) },
        }
    }
}
