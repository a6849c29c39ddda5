//! Buffers of the device: bounded, counted, and given back when they are dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

use crate::GpuError;

/// What the buffers of a [`Gpu`](crate::Gpu) take, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MemoryReport {
    /// Now.
    pub used: u64,
    /// The most there was at once.
    pub peak: u64,
    /// The budget.
    pub most: u64,
}

/// Counts the bytes of all buffers against a budget.
#[derive(Debug)]
pub(crate) struct Account {
    used: AtomicU64,
    peak: AtomicU64,
    most: u64,
}

impl Account {
    pub(crate) fn new(most: u64) -> Arc<Self> {
        Arc::new(Self { used: AtomicU64::new(0), peak: AtomicU64::new(0), most })
    }

    pub(crate) fn report(&self) -> MemoryReport {
        MemoryReport {
            used: self.used.load(Ordering::Relaxed),
            peak: self.peak.load(Ordering::Relaxed),
            most: self.most,
        }
    }

    /// A buffer, zeroed. Fails before the device does: over the budget, or over what the device allows for one buffer.
    pub(crate) fn allocate(
        self: &Arc<Self>,
        device: &wgpu::Device,
        label: &str,
        bytes: u64,
        usage: wgpu::BufferUsages,
    ) -> Result<DeviceBuffer, GpuError> {
        let limits = device.limits();
        // WebGPU copies and maps whole words.
        let bytes = bytes.max(16).next_multiple_of(4);
        let is_bound = usage.contains(wgpu::BufferUsages::STORAGE);
        let largest = if is_bound {
            limits.max_storage_buffer_binding_size.min(limits.max_buffer_size)
        } else {
            limits.max_buffer_size
        };
        if bytes > largest {
            return Err(GpuError::OutOfMemory(format!(
                "{label}: {bytes} bytes, where one buffer may have {largest}"
            )));
        }
        let used = self.used.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if used > self.most {
            self.used.fetch_sub(bytes, Ordering::Relaxed);
            return Err(GpuError::OutOfMemory(format!(
                "{label}: {used} bytes with it, where the budget is {}",
                self.most
            )));
        }
        self.peak.fetch_max(used, Ordering::Relaxed);
        let descriptor =
            wgpu::BufferDescriptor { label: Some(label), size: bytes, usage, mapped_at_creation: false };
        Ok(DeviceBuffer { buffer: device.create_buffer(&descriptor), bytes, account: Arc::clone(self) })
    }
}

/// A buffer that is destroyed, and no longer counted, when it is dropped.
#[derive(Debug)]
pub(crate) struct DeviceBuffer {
    pub(crate) buffer: wgpu::Buffer,
    pub(crate) bytes: u64,
    account: Arc<Account>,
}

impl Drop for DeviceBuffer {
    fn drop(&mut self) {
        // At once, not when the browser's garbage collector comes by; work that was submitted still finishes.
        self.buffer.destroy();
        self.account.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
