//! Network and shape → how long each dispatch takes on this device, alone and over and over.

use draftlens_net::Cancel;

use crate::GpuError;
use crate::device::OpenDevice;
use crate::network::GpuNetwork;
use crate::prepare::Dispatch;
use crate::report::{StepReport, plan_report};
use crate::wait::{Arrival, Clock};

/// How long one fused operator took.
#[derive(Debug, Clone)]
pub struct StepTime {
    /// What it is, and what it costs.
    pub step: StepReport,
    /// The median over the repetitions, without what a submit takes.
    pub secs: f64,
}

/// Submits of about this length, of which the difference is taken, drown the clock's and the submit's noise.
const LONG_SECS: f64 = 0.01;
const MOST_REPEATS: usize = 4096;

impl GpuNetwork {
    /// Times each step of the plan for one input shape, `rounds` times. The values are whatever the buffers hold:
    /// kernels take the same time for all of them.
    pub async fn measure(&self, input_shape: &[usize], rounds: usize) -> Result<Vec<StepTime>, GpuError> {
        let (device, prepared) = self.take(input_shape)?;
        let plan = self.model().plan(input_shape)?;
        let report = plan_report(self.model(), &plan, device.report.tier, device.report.precision)?;
        let mut dispatches = prepared.dispatches.iter();
        let mut times = Vec::with_capacity(report.steps.len());
        for step in report.steps {
            let mut secs = 0.0;
            for dispatch in dispatches.by_ref().take(step.dispatches) {
                secs += median_secs(&device, dispatch, rounds).await?;
            }
            times.push(StepTime { step, secs });
        }
        self.keep(&device, prepared);
        Ok(times)
    }
}

async fn median_secs(device: &OpenDevice, dispatch: &Dispatch, rounds: usize) -> Result<f64, GpuError> {
    let mut repeats = 1;
    while repeats < MOST_REPEATS && submit_secs(device, dispatch, repeats).await? < LONG_SECS {
        repeats *= 2;
    }
    let mut secs = Vec::with_capacity(rounds);
    for _ in 0..rounds.max(1) {
        // What a submit takes is the same in both.
        let short = submit_secs(device, dispatch, repeats).await?;
        let long = submit_secs(device, dispatch, repeats * 2).await?;
        secs.push((long - short).max(0.0) / repeats as f64);
    }
    secs.sort_by(f64::total_cmp);
    Ok(secs[secs.len() / 2])
}

async fn submit_secs(device: &OpenDevice, dispatch: &Dispatch, repeats: usize) -> Result<f64, GpuError> {
    let mut encoder = device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
    pass.set_pipeline(&dispatch.pipeline);
    pass.set_bind_group(0, &dispatch.bind_group, &[]);
    for _ in 0..repeats {
        let [x, y, z] = dispatch.workgroups;
        pass.dispatch_workgroups(x, y, z);
    }
    drop(pass);
    let commands = encoder.finish();
    let mut clock = Clock::start();
    let arrival = Arrival::new(Some(device.submit(commands)));
    let sender = arrival.sender();
    device.queue.on_submitted_work_done(move || sender.send(()));
    arrival.wait(device, &Cancel::new()).await?;
    Ok(clock.restart_secs())
}
