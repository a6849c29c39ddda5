//! Plan → what it costs on a GPU, operator by operator, against the least possible.

use std::collections::HashMap;
use std::fmt;

use draftlens_net::{Model, Plan, Step, View};
use serde::Serialize;

use crate::kernel::{self, Binding, Context, HasWeights, Tier};
use crate::{GpuError, Precision};

/// What a plan costs.
#[derive(Debug, Clone, Serialize)]
pub struct PlanReport {
    /// In the order in which they run.
    pub steps: Vec<StepReport>,
    /// Activations in the plan's slots, input and output, in bytes.
    pub peak_bytes: u64,
}

/// What one fused operator costs.
#[derive(Debug, Clone, Serialize)]
pub struct StepReport {
    /// The nodes that it stands for.
    pub nodes: Vec<String>,
    /// The kernel that does it.
    pub kernel: &'static str,
    /// More than one only for a concatenation of many parts that could not be written in place.
    pub dispatches: usize,
    /// Multiply-adds.
    pub macs: u64,
    /// Every number of inputs, weights and output once.
    pub least_bytes: u64,
    /// The same with channels and weights rounded up as they lie in memory.
    pub moved_bytes: u64,
    /// What invocations load and store, before any cache or workgroup memory serves it.
    pub requested_bytes: u64,
}

impl PlanReport {
    /// Of all steps.
    #[must_use]
    pub fn dispatches(&self) -> usize {
        self.steps.iter().map(|step| step.dispatches).sum()
    }

    /// Multiply-adds of all steps.
    #[must_use]
    pub fn macs(&self) -> u64 {
        self.steps.iter().map(|step| step.macs).sum()
    }

    /// Bytes moved over the least possible.
    #[must_use]
    pub fn bytes_ratio(&self) -> f64 {
        let moved: u64 = self.steps.iter().map(|step| step.moved_bytes).sum();
        let least: u64 = self.steps.iter().map(|step| step.least_bytes).sum();
        moved as f64 / least.max(1) as f64
    }
}

impl fmt::Display for PlanReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:18} {:>4} {:>9} {:>10} {:>10} {:>6} {:>10}  nodes",
            "kernel", "runs", "MMAC", "least kB", "moved kB", "ratio", "asked kB"
        )?;
        for step in &self.steps {
            writeln!(
                f,
                "{:18} {:>4} {:>9.2} {:>10.1} {:>10.1} {:>6.2} {:>10.1}  {}",
                step.kernel,
                step.dispatches,
                step.macs as f64 / 1e6,
                step.least_bytes as f64 / 1e3,
                step.moved_bytes as f64 / 1e3,
                step.moved_bytes as f64 / step.least_bytes.max(1) as f64,
                step.requested_bytes as f64 / 1e3,
                step.nodes.join("+"),
            )?;
        }
        write!(
            f,
            "{} operators, {} dispatches, {:.1} MMAC, {:.2} × the least bytes, {:.1} MB of activations",
            self.steps.len(),
            self.dispatches(),
            self.macs() as f64 / 1e6,
            self.bytes_ratio(),
            self.peak_bytes as f64 / 1e6,
        )
    }
}

/// Model and plan → its cost with the kernels of a tier; needs no GPU.
pub fn plan_report(
    model: &Model,
    plan: &Plan,
    tier: Tier,
    precision: Precision,
) -> Result<PlanReport, GpuError> {
    let mut context = Context { model, tier, packed: HashMap::new(), is_known: &NothingKnown };
    let bytes = precision.number_bytes() as u64;
    let steps = plan
        .steps
        .iter()
        .map(|step| {
            let jobs = kernel::jobs(step, &mut context)?;
            let packed: usize = jobs
                .iter()
                .flat_map(|job| &job.bindings)
                .map(|binding| match binding {
                    Binding::Value(_) => 0,
                    Binding::Weights(key) => context.packed.get(key).map_or(0, Vec::len),
                    Binding::Table(table) => table.len(),
                })
                .sum();
            Ok(StepReport {
                nodes: step.nodes.clone(),
                kernel: jobs.first().map_or("", |job| job.kernel),
                dispatches: jobs.len(),
                macs: step.cost.macs,
                least_bytes: least_numbers(step) * bytes,
                moved_bytes: (views(step).map(View::len).sum::<usize>() + packed) as u64 * bytes,
                requested_bytes: jobs.iter().map(|job| job.numbers_requested).sum::<u64>() * bytes,
            })
        })
        .collect::<Result<Vec<_>, GpuError>>()?;
    let activations = plan.slots.iter().sum::<usize>() + plan.input.len() + plan.output.len();
    Ok(PlanReport { steps, peak_bytes: activations as u64 * bytes })
}

fn views(step: &Step) -> impl Iterator<Item = &View> {
    step.inputs.iter().chain([&step.output])
}

fn least_numbers(step: &Step) -> u64 {
    let in_memory: usize = step.inputs.iter().map(View::len).sum();
    let weights = (step.cost.bytes_read / 4).saturating_sub(in_memory as u64);
    views(step).map(View::elements).sum::<usize>() as u64 + weights
}

#[derive(Debug)]
struct NothingKnown;

impl HasWeights for NothingKnown {
    fn has(&self, _: &str) -> bool {
        false
    }
}
