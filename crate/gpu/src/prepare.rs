//! Plan → what a run needs on one device: buffers, packed weights, pipelines and bind groups, made once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use draftlens_net::{BufferId, Home, Model, Plan};
use half::f16;
use wgpu::BufferUsages;

use crate::device::OpenDevice;
use crate::kernel::{self, Binding, Context, HasWeights, Job};
use crate::memory::{Account, DeviceBuffer};
use crate::{GpuError, Precision};

/// Where WebGPU lets a uniform binding begin.
const PARAMS_STRIDE: usize = 256;
/// Numbers behind the end of each output that a guarded run must leave alone.
pub(crate) const CANARY_BYTES: u64 = 64;

/// Packed weights on one device, shared by all plans of a model.
#[derive(Debug, Default)]
pub(crate) struct Weights(Mutex<HashMap<String, Arc<DeviceBuffer>>>);

impl HasWeights for Weights {
    fn has(&self, key: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(key)
    }
}

impl Weights {
    fn get(&self, key: &str) -> Option<Arc<DeviceBuffer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn insert(&self, key: String, buffer: DeviceBuffer) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::new(buffer));
    }
}

/// A dispatch, bound and ready.
#[derive(Debug)]
pub(crate) struct Dispatch {
    pub(crate) pipeline: wgpu::ComputePipeline,
    pub(crate) bind_group: wgpu::BindGroup,
    pub(crate) workgroups: [u32; 3],
    /// How long it takes, in multiply-adds and what is about as long as one.
    pub(crate) units: u64,
}

/// A plan on one device. Only one run uses it at a time.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) dispatches: Vec<Dispatch>,
    pub(crate) input: DeviceBuffer,
    pub(crate) output: DeviceBuffer,
    pub(crate) output_len: usize,
    pub(crate) output_shape: Vec<usize>,
    pub(crate) readback: DeviceBuffer,
    pub(crate) slots: Vec<DeviceBuffer>,
    pub(crate) input_shape: Vec<usize>,
    /// Kept for the bind groups that name them.
    _held: Vec<Arc<DeviceBuffer>>,
}

/// Makes all of it. What the device refuses shows in [`OpenDevice::check`].
pub(crate) fn prepare(
    device: &OpenDevice,
    account: &Arc<Account>,
    model: &Model,
    plan: &Plan,
    weights: &Weights,
) -> Result<Prepared, GpuError> {
    let precision = device.report.precision;
    let mut context = Context { model, tier: device.report.tier, packed: HashMap::new(), is_known: weights };
    let mut jobs = Vec::with_capacity(plan.steps.len());
    for step in &plan.steps {
        let macs = step.cost.macs;
        let of_step = kernel::jobs(step, &mut context)?;
        let share = of_step.len() as u64;
        jobs.extend(of_step.into_iter().map(|job| (job, macs / share.max(1))));
    }
    let make =
        |label: &str, bytes: usize, usage| account.allocate(&device.device, label, bytes as u64, usage);
    let upload = |label: &str, bytes: &[u8], usage| {
        let buffer = make(label, bytes.len(), usage | BufferUsages::COPY_DST)?;
        device.queue.write_buffer(&buffer.buffer, 0, &whole_words(bytes));
        Ok::<_, GpuError>(buffer)
    };
    for (key, packed) in context.packed {
        let buffer = upload("weights", &encoded(&packed, precision), BufferUsages::STORAGE)?;
        weights.insert(key, buffer);
    }

    let guard = if device.fault.guards { usize::try_from(CANARY_BYTES).unwrap_or(0) } else { 0 };
    // Vectors of four are bound, so that lengths are rounded up to them.
    let bytes_of = |len: usize| len.next_multiple_of(4) * precision.number_bytes();
    let values = BufferUsages::STORAGE | BufferUsages::COPY_DST | BufferUsages::COPY_SRC;
    let input = make("input", bytes_of(plan.input.len()), values)?;
    let output = make("output", bytes_of(plan.output.len()) + guard, values)?;
    let readback =
        make("readback", bytes_of(plan.output.len()), BufferUsages::MAP_READ | BufferUsages::COPY_DST)?;
    let slots = plan
        .slots
        .iter()
        .map(|&len| make("slot", bytes_of(len) + guard, values))
        .collect::<Result<Vec<_>, _>>()?;
    let buffer_of = |id: BufferId| match plan.buffers.get(id.index()).map(|buffer| buffer.home) {
        Some(Home::Input) => Ok(&input),
        Some(Home::Output) => Ok(&output),
        Some(Home::Arena { slot, .. }) => slots.get(slot).ok_or_else(misplaced),
        None => Err(misplaced()),
    };

    let mut params = vec![0_u8; jobs.len() * PARAMS_STRIDE];
    for ((job, _), place) in jobs.iter().zip(params.chunks_mut(PARAMS_STRIDE)) {
        let bytes: &[u8] = bytemuck::cast_slice(&job.params);
        place[..bytes.len()].copy_from_slice(bytes);
    }
    let params = Arc::new(upload("params", &params, BufferUsages::UNIFORM)?);
    let mut held = vec![Arc::clone(&params)];
    let mut dispatches = Vec::with_capacity(jobs.len());
    for (index, (job, macs)) in jobs.iter().enumerate() {
        let bound = job
            .bindings
            .iter()
            .map(|binding| match binding {
                Binding::Value(id) => Ok(buffer_of(*id)?.buffer.clone()),
                Binding::Weights(key) => {
                    let buffer = weights.get(key).ok_or_else(misplaced)?;
                    held.push(Arc::clone(&buffer));
                    Ok(buffer.buffer.clone())
                }
                Binding::Table(table) => {
                    let buffer =
                        Arc::new(upload("table", bytemuck::cast_slice(table), BufferUsages::STORAGE)?);
                    held.push(Arc::clone(&buffer));
                    Ok(buffer.buffer.clone())
                }
            })
            .collect::<Result<Vec<_>, GpuError>>()?;
        let (pipeline, bind_group) = bind(device, job, &bound, (&params.buffer, index))?;
        let mut workgroups = job.workgroups;
        if device.fault.skips(job.kernel, precision) {
            workgroups[0] -= 1;
        }
        // A number to load costs about as much as a few multiply-adds.
        let units = macs + job.numbers_requested;
        dispatches.push(Dispatch { pipeline, bind_group, workgroups, units });
    }
    device.check()?;
    Ok(Prepared {
        dispatches,
        output_len: plan.output.len(),
        output_shape: plan.output.shape.clone(),
        input_shape: plan.input.shape.clone(),
        input,
        output,
        readback,
        slots,
        _held: held,
    })
}

fn misplaced() -> GpuError {
    GpuError::NoKernel("a step whose values have no place".into())
}

fn bind(
    device: &OpenDevice,
    job: &Job,
    bound: &[wgpu::Buffer],
    (params, index): (&wgpu::Buffer, usize),
) -> Result<(wgpu::ComputePipeline, wgpu::BindGroup), GpuError> {
    let pipeline = device.pipelines.get(&device.device, job)?;
    let params = wgpu::BufferBinding {
        buffer: params,
        offset: (index * PARAMS_STRIDE) as u64,
        // Uniform structs are padded to 16 bytes.
        size: wgpu::BufferSize::new((job.params.len() * 4).next_multiple_of(16) as u64),
    };
    let resources =
        bound.iter().map(wgpu::Buffer::as_entire_binding).chain([wgpu::BindingResource::Buffer(params)]);
    let entries: Vec<_> =
        (0..).zip(resources).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
    let bind_group = device.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some(job.kernel),
        layout: &pipeline.get_bind_group_layout(0),
        entries: &entries,
    });
    Ok((pipeline, bind_group))
}

/// Numbers as the device stores them.
pub(crate) fn encoded(numbers: &[f32], precision: Precision) -> Vec<u8> {
    match precision {
        Precision::Full => bytemuck::cast_slice(numbers).to_vec(),
        Precision::Half => numbers.iter().flat_map(|&number| f16::from_f32(number).to_le_bytes()).collect(),
    }
}

/// Numbers as the device stored them.
pub(crate) fn decoded(bytes: &[u8], precision: Precision, len: usize) -> Vec<f32> {
    match precision {
        Precision::Full => bytes
            .chunks_exact(4)
            .take(len)
            .map(|word| f32::from_le_bytes([word[0], word[1], word[2], word[3]]))
            .collect(),
        Precision::Half => bytes
            .chunks_exact(2)
            .take(len)
            .map(|half| f16::from_le_bytes([half[0], half[1]]).to_f32())
            .collect(),
    }
}

/// WebGPU writes whole words.
pub(crate) fn whole_words(bytes: &[u8]) -> Vec<u8> {
    let mut words = bytes.to_vec();
    words.resize(bytes.len().next_multiple_of(4), 0);
    words
}
