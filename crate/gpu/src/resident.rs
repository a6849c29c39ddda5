//! Numbers → numbers on a GPU, which runs read as often as they are asked to without another upload.

use std::sync::Arc;

use draftlens_net::Tensor;

use crate::GpuError;
use crate::device::OpenDevice;
use crate::gpu::Gpu;
use crate::memory::DeviceBuffer;
use crate::prepare::{encoded, whole_words};

/// A tensor on a GPU, counted against its budget; dropping it frees it. It is gone with its device.
#[derive(Debug)]
pub struct GpuTensor {
    device: Arc<OpenDevice>,
    buffer: DeviceBuffer,
    shape: Vec<usize>,
}

impl GpuTensor {
    /// Uploads a tensor. Fails with [`GpuError::OutOfMemory`].
    pub fn upload(gpu: &Gpu, tensor: &Tensor) -> Result<Self, GpuError> {
        let device = gpu.device();
        let bytes = whole_words(&encoded(tensor.data(), device.report.precision));
        let usage = wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::STORAGE;
        let buffer = gpu.account().allocate(&device.device, "resident", bytes.len() as u64, usage)?;
        device.queue.write_buffer(&buffer.buffer, 0, &bytes);
        Ok(Self { device, buffer, shape: tensor.shape().to_vec() })
    }

    /// The sizes of its dimensions, outermost first.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub(crate) fn device(&self) -> &Arc<OpenDevice> {
        &self.device
    }

    pub(crate) fn buffer(&self) -> &DeviceBuffer {
        &self.buffer
    }
}
