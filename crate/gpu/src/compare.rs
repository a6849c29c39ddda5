//! Which step is the first that a GPU computes otherwise than the CPU: for whoever must find out why a net answers
//! wrongly on some device.

use std::sync::Arc;

use draftlens_net::{BufferId, Cancel, CpuNetwork, Home, Layout, Plan, Tensor, View};
use serde::Serialize;

use crate::device::OpenDevice;
use crate::network::GpuNetwork;
use crate::prepare::{Prepared, decoded, encoded, whole_words};
use crate::report::{StepReport, plan_report};
use crate::run::{encode, read};
use crate::tolerance::tolerance;
use crate::{GpuError, Precision};

/// A step whose output on the GPU is further from the CPU's than two right answers may be.
#[derive(Debug, Clone, Serialize)]
pub struct StepDifference {
    /// Its place in the plan.
    pub index: usize,
    /// What it is, and which kernel does it.
    pub step: StepReport,
    /// Where in the step's output, as it lies in memory.
    pub element: usize,
    /// On the CPU.
    pub expected: f32,
    /// On the GPU.
    pub actual: f32,
}

impl GpuNetwork {
    /// Runs the plan for one input on both, step by step, and stops at the first that differs. Slow: each step's output
    /// is read back.
    pub async fn first_difference(&self, input: Tensor) -> Result<Option<StepDifference>, GpuError> {
        let (device, prepared) = self.take(input.shape())?;
        let plan = self.model().plan(input.shape())?;
        let found = compare(&device, &prepared, self, plan, input).await;
        self.keep(&device, prepared);
        found
    }
}

async fn compare(
    device: &OpenDevice,
    prepared: &Prepared,
    network: &GpuNetwork,
    plan: Plan,
    input: Tensor,
) -> Result<Option<StepDifference>, GpuError> {
    let precision = device.report.precision;
    let report = plan_report(network.model(), &plan, device.report.tier, precision)?;
    device.queue.write_buffer(&prepared.input.buffer, 0, &whole_words(&encoded(input.data(), precision)));
    let cpu = CpuNetwork::new(Arc::clone(network.model()));
    let mut run = cpu.begin_plan(plan.clone(), input)?;
    let mut dispatches = prepared.dispatches.as_slice();
    for (index, (step, report)) in plan.steps.iter().zip(report.steps).enumerate() {
        let (of_step, rest) = dispatches.split_at(report.dispatches);
        dispatches = rest;
        device.submit(encode(device, of_step, None, None));
        let actual = output(device, prepared, &plan, &step.output, precision).await?;
        run.step()?;
        let expected = run.read(&step.output)?;
        let largest = expected.iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
        // Of the sum of a step no more is known here than how many products it has in all.
        let summed = step.cost.macs / step.output.elements().max(1) as u64;
        // What came before adds its own; four times leaves room for that and none for a fault.
        let most = 4.0 * tolerance(usize::try_from(summed).unwrap_or(usize::MAX), precision, largest);
        let is_near = |element: usize| (expected[element] - actual[element]).abs() <= most;
        let mut elements =
            (0..expected.len().min(actual.len())).filter(|&element| is_meant(&step.output, element));
        if let Some(element) = elements.find(|&element| !is_near(element)) {
            let (expected, actual) = (expected[element], actual[element]);
            return Ok(Some(StepDifference { index, step: report, element, expected, actual }));
        }
    }
    Ok(None)
}

/// Whether an element is no lane past the last channel.
fn is_meant(view: &View, element: usize) -> bool {
    view.layout == Layout::Rows || element / 4 / view.pixels() * 4 + element % 4 < view.channels()
}

async fn output(
    device: &OpenDevice,
    prepared: &Prepared,
    plan: &Plan,
    view: &View,
    precision: Precision,
) -> Result<Vec<f32>, GpuError> {
    let from = buffer_of(prepared, plan, view.buffer)
        .ok_or_else(|| GpuError::NoKernel("a step whose output has no place".into()))?;
    let bytes = |numbers: usize| (numbers * precision.number_bytes()) as u64;
    // Copies begin and end at whole words; in 16 bits a value in rows may not.
    let start = bytes(view.offset) / 4 * 4;
    let skipped = view.offset - usize::try_from(start).unwrap_or(0) / precision.number_bytes();
    let len = bytes(view.len() + skipped).next_multiple_of(4);
    let copy = device.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("step"),
        size: len,
        usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    let mut encoder = device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    encoder.copy_buffer_to_buffer(from, start, &copy, 0, len);
    device.submit(encoder.finish());
    let numbers = decoded(&read(device, &copy, &Cancel::new()).await?, precision, view.len() + skipped);
    Ok(numbers[skipped..].to_vec())
}

fn buffer_of<'a>(prepared: &'a Prepared, plan: &Plan, id: BufferId) -> Option<&'a wgpu::Buffer> {
    match plan.buffers.get(id.index())?.home {
        Home::Input => Some(&prepared.input.buffer),
        Home::Output => Some(&prepared.output.buffer),
        Home::Arena { slot, .. } => prepared.slots.get(slot).map(|slot| &slot.buffer),
    }
}
