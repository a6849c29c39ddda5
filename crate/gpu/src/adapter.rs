//! Options → an adapter: what it is called and what it offers, before any device is made on it.

use serde::Serialize;

use crate::options::{AdapterChoice, GpuOptions};
use crate::{GpuError, Precision};

const SHADER_F16: &str = "shader-f16";

/// What an adapter is and offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdapterReport {
    /// Its name, as far as it is told.
    pub name: String,
    /// The driver and its version, as far as they are told.
    pub driver: String,
    /// Vulkan, Metal, DX12 or WebGPU.
    pub backend: String,
    /// A processor that plays a GPU.
    pub is_software: bool,
    /// Of the features that kernels can use, by WebGPU's names.
    pub features: Vec<&'static str>,
    /// Of the limits that kernels come near, by WebGPU's names.
    pub limits: Vec<(&'static str, u64)>,
}

impl AdapterReport {
    /// What is remembered is remembered of this.
    #[must_use]
    pub fn identity(&self) -> String {
        format!("{} ({}, {})", self.name, self.driver, self.backend)
    }

    /// The wanted arithmetic if there is that, and the one that always works.
    pub(crate) fn precisions(&self, wanted: Precision) -> &'static [Precision] {
        if wanted == Precision::Half && self.features.contains(&SHADER_F16) {
            &[Precision::Half, Precision::Full]
        } else {
            &[Precision::Full]
        }
    }
}

/// An adapter that may serve. In browsers one adapter gives one device and no more, so that it is found anew for each.
#[derive(Debug)]
pub(crate) struct FoundAdapter {
    pub(crate) adapter: wgpu::Adapter,
    pub(crate) report: AdapterReport,
}

impl FoundAdapter {
    pub(crate) async fn find(options: &GpuOptions) -> Result<Self, GpuError> {
        let request = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            force_fallback_adapter: options.adapter == AdapterChoice::Software,
            ..Default::default()
        };
        let adapter = instance()
            .request_adapter(&request)
            .await
            .map_err(|error| GpuError::NoAdapter(error.to_string()))?;
        let report = report(&adapter, options.adapter_name.get());
        if report.is_software && options.adapter == AdapterChoice::Hardware {
            return Err(GpuError::NoAdapter(format!("{} runs on the processor", report.name)));
        }
        Ok(Self { adapter, report })
    }
}

/// All adapters of this machine, or the one that the browser offers.
pub async fn adapters() -> Vec<AdapterReport> {
    let found = instance().enumerate_adapters(wgpu::Backends::all()).await;
    found.iter().map(|adapter| report(adapter, None)).collect()
}

fn instance() -> wgpu::Instance {
    wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle())
}

fn report(adapter: &wgpu::Adapter, name: Option<&str>) -> AdapterReport {
    let info = adapter.get_info();
    let named = if info.name.is_empty() { name.unwrap_or("unnamed adapter").to_owned() } else { info.name };
    let driver = [info.driver, info.driver_info].join(" ").trim().to_owned();
    let offered = adapter.features();
    let limits = adapter.limits();
    AdapterReport {
        is_software: info.device_type == wgpu::DeviceType::Cpu || is_software_by_name(&named, &driver),
        name: named,
        driver,
        backend: info.backend.to_string(),
        features: [
            (SHADER_F16, wgpu::Features::SHADER_F16),
            ("subgroups", wgpu::Features::SUBGROUP),
            ("timestamp-query", wgpu::Features::TIMESTAMP_QUERY),
        ]
        .into_iter()
        .filter_map(|(name, feature)| offered.contains(feature).then_some(name))
        .collect(),
        limits: vec![
            ("maxBufferSize", limits.max_buffer_size),
            ("maxStorageBufferBindingSize", limits.max_storage_buffer_binding_size),
            ("maxComputeWorkgroupStorageSize", limits.max_compute_workgroup_storage_size.into()),
            ("maxComputeInvocationsPerWorkgroup", limits.max_compute_invocations_per_workgroup.into()),
            ("maxComputeWorkgroupsPerDimension", limits.max_compute_workgroups_per_dimension.into()),
        ],
    }
}

/// Browsers tell little about an adapter: some software ones only by their names.
fn is_software_by_name(name: &str, driver: &str) -> bool {
    let told = format!("{name} {driver}").to_ascii_lowercase();
    ["swiftshader", "llvmpipe", "lavapipe", "basic render"].iter().any(|known| told.contains(known))
}
