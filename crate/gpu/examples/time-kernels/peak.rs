//! What the device gives at best to WGSL: multiply-adds in a matrix product, bytes in a copy.

use std::error::Error;
use std::time::Instant;

/// In f32.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peak {
    /// Rows and columns of the matrices.
    pub(crate) size: usize,
    pub(crate) gflops: f64,
    pub(crate) gigabytes_per_sec: f64,
}

struct Bench {
    device: wgpu::Device,
    queue: wgpu::Queue,
    module: wgpu::ShaderModule,
    buffers: [wgpu::Buffer; 3],
    size: usize,
}

/// Fills a GPU.
const SIZE: usize = 4096;
/// Takes a processor that plays one a tenth of a second.
const SIZE_IN_SOFTWARE: usize = 512;

/// `size`: rows and columns of the matrices, a multiple of 128; by itself as large as the adapter wants them.
pub(crate) fn measure(size: Option<usize>, is_software: bool) -> Result<Peak, Box<dyn Error>> {
    let bench = pollster::block_on(open(size, is_software))?;
    let size = bench.size;
    let tiles = u32::try_from(size / 128)?;
    let vectors = size * size / 4;
    let product = bench.best_secs("product", [tiles, tiles])?;
    let copy = bench.best_secs("copy", [u32::try_from(vectors / 256)?, 1])?;
    Ok(Peak {
        size,
        gflops: 2.0 * (size as f64).powi(3) / product / 1e9,
        gigabytes_per_sec: 2.0 * 16.0 * vectors as f64 / copy / 1e9,
    })
}

async fn open(size: Option<usize>, is_software: bool) -> Result<Bench, Box<dyn Error>> {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    let request = wgpu::RequestAdapterOptions {
        power_preference: wgpu::PowerPreference::HighPerformance,
        force_fallback_adapter: is_software,
        ..Default::default()
    };
    let adapter = instance.request_adapter(&request).await?;
    let is_cpu = adapter.get_info().device_type == wgpu::DeviceType::Cpu;
    let size = size.unwrap_or(if is_cpu { SIZE_IN_SOFTWARE } else { SIZE });
    let (device, queue) = adapter.request_device(&wgpu::DeviceDescriptor::default()).await?;
    let module = device.create_shader_module(wgpu::include_wgsl!("peak.wgsl"));
    let buffer = || {
        device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: (size * size * 4) as u64,
            usage: wgpu::BufferUsages::STORAGE,
            mapped_at_creation: false,
        })
    };
    let buffers = [buffer(), buffer(), buffer()];
    Ok(Bench { device, queue, module, buffers, size })
}

impl Bench {
    fn best_secs(&self, entry: &str, [x, y]: [u32; 2]) -> Result<f64, Box<dyn Error>> {
        let constants = [("SIZE", self.size as f64)];
        let pipeline = self.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: None,
            layout: None,
            module: &self.module,
            entry_point: Some(entry),
            compilation_options: wgpu::PipelineCompilationOptions {
                constants: &constants,
                zero_initialize_workgroup_memory: false,
            },
            cache: None,
        });
        let entries: Vec<_> = (0..)
            .zip(&self.buffers)
            .map(|(binding, buffer)| wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() })
            .collect();
        let bind_group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        let secs = |repeats: usize| {
            let mut encoder = self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            pass.set_pipeline(&pipeline);
            pass.set_bind_group(0, &bind_group, &[]);
            for _ in 0..repeats {
                pass.dispatch_workgroups(x, y, 1);
            }
            drop(pass);
            let commands = encoder.finish();
            let began = Instant::now();
            self.queue.submit([commands]);
            self.device.poll(wgpu::PollType::wait_indefinitely())?;
            Ok::<_, Box<dyn Error>>(began.elapsed().as_secs_f64())
        };
        let mut repeats = 1;
        while secs(repeats)? < 0.02 && repeats < 1024 {
            repeats *= 2;
        }
        let mut best = f64::INFINITY;
        for _ in 0..5 {
            let (short, long) = (secs(repeats)?, secs(repeats * 2)?);
            // The difference leaves out what a submit takes; noise may make it as small as nothing.
            best = best.min((long - short).max(long * 0.25) / repeats as f64);
        }
        Ok(best)
    }
}
