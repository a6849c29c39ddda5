//! A model on a GPU: weights uploaded once, plans prepared once for each input shape, lost devices replaced.

use std::sync::{Arc, Mutex, PoisonError};

use draftlens_net::{Cancel, Model, NetError, Network, Tensor};

use crate::GpuError;
use crate::device::OpenDevice;
use crate::gpu::Gpu;
use crate::prepare::{Prepared, Weights, prepare};
use crate::resident::GpuTensor;
use crate::run::{Input, run};

/// As many prepared plans are kept: input shapes of the reader differ by the width of a text.
const PLANS_KEPT: usize = 4;

/// A model that runs on a GPU. Dropping it frees its buffers.
#[derive(Debug)]
pub struct GpuNetwork {
    gpu: Gpu,
    model: Arc<Model>,
    kept: Mutex<Kept>,
}

/// What belongs to one device.
#[derive(Debug)]
struct Kept {
    device: Arc<OpenDevice>,
    weights: Arc<Weights>,
    /// Those in use are not here; the one used last comes last.
    plans: Vec<Prepared>,
}

impl Kept {
    fn new(device: Arc<OpenDevice>) -> Self {
        Self { device, weights: Arc::default(), plans: Vec::new() }
    }
}

impl GpuNetwork {
    /// Ready to run inputs of these shapes at once; others are prepared when they come.
    pub async fn load(gpu: &Gpu, model: Arc<Model>, input_shapes: &[&[usize]]) -> Result<Self, GpuError> {
        let network = Self { gpu: gpu.clone(), model, kept: Mutex::new(Kept::new(gpu.device())) };
        for shape in input_shapes {
            let (device, prepared) = network.take(shape)?;
            network.keep(&device, prepared);
        }
        Ok(network)
    }

    /// The GPU that it runs on.
    #[must_use]
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// The model that runs.
    #[must_use]
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Frees all that it holds on the device.
    pub fn dispose(self) {}

    /// A plan for this shape that nobody uses, and the device it is on.
    pub(crate) fn take(&self, shape: &[usize]) -> Result<(Arc<OpenDevice>, Prepared), GpuError> {
        let current = self.gpu.device();
        let weights = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if !Arc::ptr_eq(&kept.device, &current) {
                // What the lost device held is gone with it.
                *kept = Kept::new(Arc::clone(&current));
            }
            if let Some(index) = kept.plans.iter().rposition(|plan| plan.input_shape == shape) {
                return Ok((current, kept.plans.remove(index)));
            }
            Arc::clone(&kept.weights)
        };
        let plan = self.model.plan(shape)?;
        let prepared = prepare(&current, self.gpu.account(), &self.model, &plan, &weights)
            .map_err(|error| current.explain(error))?;
        Ok((current, prepared))
    }

    pub(crate) fn keep(&self, device: &Arc<OpenDevice>, prepared: Prepared) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&kept.device, device) {
            kept.plans.push(prepared);
            if kept.plans.len() > PLANS_KEPT {
                kept.plans.remove(0);
            }
        }
    }

    /// Like [`run`](Network::run), on numbers that lie on the GPU already. Fails with [`GpuError::Lost`] where they were lost
    /// with their device: only the caller can put them there again.
    pub async fn run_resident(&self, input: &GpuTensor, cancel: &Cancel) -> Result<Tensor, GpuError> {
        if !Arc::ptr_eq(input.device(), &self.gpu.device()) {
            return Err(GpuError::Lost("the input lay on an earlier device".into()));
        }
        let output = self.attempt(input.shape(), Input::Resident(input.buffer()), cancel).await;
        Ok(output.map_err(|(_, error)| error)?.checked_finite()?)
    }

    async fn attempt(
        &self,
        shape: &[usize],
        input: Input<'_>,
        cancel: &Cancel,
    ) -> Result<Tensor, (Arc<OpenDevice>, GpuError)> {
        let (device, prepared) = self.take(shape).map_err(|error| (self.gpu.device(), error))?;
        match run(&device, &prepared, input, cancel).await {
            Ok(output) => {
                let output = Tensor::new(&prepared.output_shape, output).map_err(GpuError::from);
                self.keep(&device, prepared);
                output.map_err(|error| (device, error))
            }
            Err(error) => {
                let cancelled = error == GpuError::Net(NetError::Cancelled);
                if cancelled {
                    // What was submitted still runs, and comes before whatever is submitted next.
                    self.keep(&device, prepared);
                }
                let error = if cancelled { error } else { device.explain(error) };
                Err((device, error))
            }
        }
    }

    /// A lost device is replaced, and the run repeated, once. The input stays with the caller, who may need it for
    /// another try elsewhere.
    pub(crate) async fn try_run(&self, input: &Tensor, cancel: &Cancel) -> Result<Tensor, GpuError> {
        let attempt = || self.attempt(input.shape(), Input::Numbers(input.data()), cancel);
        let output = match attempt().await {
            Err((device, GpuError::Lost(_))) => {
                self.gpu.replace(&device).await?;
                attempt().await
            }
            other => other,
        };
        Ok(output.map_err(|(_, error)| error)?.checked_finite()?)
    }
}

impl Network for GpuNetwork {
    async fn run(&self, input: Tensor, cancel: &Cancel) -> Result<Tensor, NetError> {
        Ok(self.try_run(&input, cancel).await?)
    }
}
