//! Kernel and constants → pipeline, compiled once for a device.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::GpuError;
use crate::kernel::Job;
use crate::shader::{self, Precision};

/// What tells pipelines apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    kernel: &'static str,
    /// Names and bits of the overrides, in the order in which the host file gives them.
    constants: Vec<(&'static str, u64)>,
}

/// All pipelines of one device.
#[derive(Debug)]
pub(crate) struct Pipelines {
    precision: Precision,
    modules: Mutex<HashMap<&'static str, wgpu::ShaderModule>>,
    pipelines: Mutex<HashMap<Key, wgpu::ComputePipeline>>,
}

impl Pipelines {
    pub(crate) fn new(precision: Precision) -> Self {
        Self { precision, modules: Mutex::default(), pipelines: Mutex::default() }
    }

    /// The pipeline for a job, compiled if there is none yet. A fault in it is reported to the device.
    pub(crate) fn get(&self, device: &wgpu::Device, job: &Job) -> Result<wgpu::ComputePipeline, GpuError> {
        let constants = job.constants.iter().map(|&(name, value)| (name, value.to_bits())).collect();
        let key = Key { kernel: job.kernel, constants };
        let mut pipelines = self.pipelines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pipeline) = pipelines.get(&key) {
            return Ok(pipeline.clone());
        }
        let module = self.module(device, job.kernel)?;
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(job.kernel),
            layout: None,
            module: &module,
            entry_point: Some("main"),
            compilation_options: wgpu::PipelineCompilationOptions {
                constants: &job.constants,
                // Tiles are written before they are read.
                zero_initialize_workgroup_memory: false,
            },
            cache: None,
        });
        pipelines.insert(key, pipeline.clone());
        Ok(pipeline)
    }

    fn module(&self, device: &wgpu::Device, kernel: &'static str) -> Result<wgpu::ShaderModule, GpuError> {
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = modules.get(kernel) {
            return Ok(module.clone());
        }
        let source = shader::source(kernel, self.precision)
            .ok_or_else(|| GpuError::NoKernel(format!("a step: there is no shader {kernel}")))?;
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(kernel),
            source: wgpu::ShaderSource::Wgsl(source.into()),
        });
        modules.insert(kernel, module.clone());
        Ok(module)
    }
}
