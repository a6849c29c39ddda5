//! Adapter → a device on it: what it can do, whether it is still there, and what it has complained about.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use crate::adapter::FoundAdapter;
use crate::fault::Fault;
use crate::kernel::Tier;
use crate::options::GpuOptions;
use crate::pipeline::Pipelines;
use crate::{AdapterReport, GpuError, Precision};

/// How long a native wait holds the thread before it looks whether the run was cancelled.
#[cfg(not(target_arch = "wasm32"))]
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_millis(2);

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceReport {
    /// What it was opened on.
    pub adapter: AdapterReport,
    /// Which kernels are used.
    pub tier: Tier,
    /// How numbers are stored.
    pub precision: Precision,
    /// In bytes.
    pub largest_binding: u64,
}

/// One device from request to loss.
#[derive(Debug)]
pub(crate) struct OpenDevice {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) report: DeviceReport,
    pub(crate) pipelines: Pipelines,
    /// How much work goes into one submit; see [`crate::run`].
    pub(crate) slice_units: AtomicU64,
    pub(crate) fault: Fault,
    /// Held while submitting and while waiting: wgpu 30.0 panics if one thread waits for what another submits just then.
    turn: Mutex<()>,
    status: Arc<Status>,
}

/// Written by the callbacks of one device. A later device has its own, so that late callbacks change nothing.
#[derive(Debug, Default)]
struct Status {
    lost: Mutex<Option<String>>,
    error: Mutex<Option<GpuError>>,
}

fn put<T>(place: &Mutex<Option<T>>, value: T) {
    place.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(value);
}

impl OpenDevice {
    pub(crate) async fn open(
        found: FoundAdapter,
        options: &GpuOptions,
        precision: Precision,
    ) -> Result<Self, GpuError> {
        let wanted = wgpu::Features::SHADER_F16 | wgpu::Features::SUBGROUP | wgpu::Features::TIMESTAMP_QUERY;
        let offered = found.adapter.limits();
        // What WebGPU guarantees, and larger buffers where there are any.
        let limits = wgpu::Limits {
            max_storage_buffer_binding_size: offered.max_storage_buffer_binding_size,
            max_buffer_size: offered.max_buffer_size,
            ..wgpu::Limits::defaults()
        };
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("draftlens"),
            required_features: found.adapter.features() & wanted,
            required_limits: limits,
            ..Default::default()
        };
        let (device, queue) = found
            .adapter
            .request_device(&descriptor)
            .await
            .map_err(|error| GpuError::NoAdapter(error.to_string()))?;
        let status = Arc::new(Status::default());
        listen(&device, &status);

        let is_software = found.report.is_software;
        let of_adapter = if is_software { Tier::Software } else { Tier::Hardware };
        let report = DeviceReport {
            adapter: found.report,
            tier: options.tier.unwrap_or(of_adapter),
            precision,
            largest_binding: device.limits().max_storage_buffer_binding_size,
        };
        Ok(Self {
            pipelines: Pipelines::new(precision),
            slice_units: AtomicU64::new(crate::run::first_slice_units(is_software)),
            device,
            queue,
            report,
            fault: options.fault.clone(),
            turn: Mutex::new(()),
            status,
        })
    }

    /// Fails once the device is lost, or has refused something since the last call.
    pub(crate) fn check(&self) -> Result<(), GpuError> {
        if let Some(why) = self.status.lost.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Err(GpuError::Lost(why));
        }
        match self.status.error.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Why something failed: the loss of the device, if it was lost, explains all else.
    pub(crate) fn explain(&self, error: GpuError) -> GpuError {
        match self.check() {
            Err(cause) if !matches!(error, GpuError::Net(_)) => cause,
            _ => error,
        }
    }

    pub(crate) fn submit(&self, commands: wgpu::CommandBuffer) -> wgpu::SubmissionIndex {
        let index = {
            let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
            self.queue.submit([commands])
        };
        if self.fault.destroys_after_this_submit() {
            self.device.destroy();
        }
        index
    }

    /// Lets native callbacks run; returns when the submission is done, if one is named, or soon. A browser does that
    /// itself.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn poll(&self, submission_index: Option<wgpu::SubmissionIndex>) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        // A timeout is what is waited for here, and loss shows in the status.
        let _ = self.device.poll(wgpu::PollType::Wait { submission_index, timeout: Some(LOOK_EVERY) });
    }

    pub(crate) fn set_slice_units(&self, units: u64) {
        self.slice_units.store(units, Ordering::Relaxed);
    }
}

fn listen(device: &wgpu::Device, status: &Arc<Status>) {
    let of_loss = Arc::downgrade(status);
    device.set_device_lost_callback(move |reason, message| {
        if let Some(status) = of_loss.upgrade() {
            put(&status.lost, format!("{reason:?} {message}").trim().to_owned());
        }
    });
    let of_errors = Arc::downgrade(status);
    device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
        if let Some(status) = of_errors.upgrade() {
            let error = match error {
                wgpu::Error::OutOfMemory { source } => GpuError::OutOfMemory(source.to_string()),
                other => GpuError::Refused(other.to_string()),
            };
            put(&status.error, error);
        }
    }));
}
