//! Prepared plan and input → output, in slices: work is submitted in pieces that take some milliseconds, two of them on
//! their way at a time, so that a cancelled run ends soon and no submit runs into a driver's watchdog.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;

use draftlens_net::Cancel;

use crate::GpuError;
use crate::device::OpenDevice;
use crate::memory::DeviceBuffer;
use crate::prepare::{CANARY_BYTES, Dispatch, Prepared, decoded, encoded, whole_words};
use crate::wait::{Arrival, Clock};

/// What a slice should take. Two of them, and the wait for the host between, stay far below the 100 ms within which a
/// cancel must show.
const SLICE_SECS: f64 = 0.015;
/// More than that many slices at once only delay a cancel; fewer leave the device idle between them.
const SLICES_IN_FLIGHT: usize = 2;
/// The first guess of what a slice holds: 15 ms at 130 GFLOP/s, and at 1.3 on a processor.
const FIRST_SLICE_UNITS: u64 = 1_000_000_000;
const FIRST_SLICE_UNITS_IN_SOFTWARE: u64 = 10_000_000;
/// NaN in f32, and twice in f16.
const POISON: u32 = 0x7fc0_7fc0;
const CANARY: u32 = 0xc5c5_c5c5;

pub(crate) fn first_slice_units(is_software: bool) -> u64 {
    if is_software { FIRST_SLICE_UNITS_IN_SOFTWARE } else { FIRST_SLICE_UNITS }
}

/// What a run reads.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Input<'a> {
    /// To be uploaded.
    Numbers(&'a [f32]),
    /// On the device already, as the device stores numbers.
    Resident(&'a DeviceBuffer),
}

/// One run. Fails with [`GpuError::Lost`], what the device refused, or [`draftlens_net::NetError::Cancelled`].
pub(crate) async fn run(
    device: &OpenDevice,
    prepared: &Prepared,
    input: Input<'_>,
    cancel: &Cancel,
) -> Result<Vec<f32>, GpuError> {
    device.check()?;
    let precision = device.report.precision;
    let resident = match input {
        Input::Numbers(numbers) => {
            let bytes = whole_words(&encoded(numbers, precision));
            device.queue.write_buffer(&prepared.input.buffer, 0, &bytes);
            None
        }
        Input::Resident(buffer) => Some(buffer),
    };
    if device.fault.guards {
        poison(device, prepared);
    }
    submit_all(device, prepared, resident, cancel).await?;
    let bytes = read(device, &prepared.readback.buffer, cancel).await?;
    if device.fault.guards {
        check_canaries(device, prepared).await?;
    }
    device.check()?;
    Ok(decoded(&bytes, precision, prepared.output_len))
}

async fn submit_all(
    device: &OpenDevice,
    prepared: &Prepared,
    resident: Option<&DeviceBuffer>,
    cancel: &Cancel,
) -> Result<(), GpuError> {
    let mut in_flight: VecDeque<(Arrival<()>, u64)> = VecDeque::new();
    let mut clock = Clock::start();
    let mut next = 0;
    while next < prepared.dispatches.len() {
        cancel.check()?;
        let (slice, units) = slice(&prepared.dispatches[next..], device.slice_units.load(Ordering::Relaxed));
        let read_in = resident.filter(|_| next == 0).map(|from| (from, &prepared.input));
        next += slice.len();
        let is_last = next == prepared.dispatches.len();
        let commands = encode(device, slice, read_in, is_last.then_some(prepared));
        let submission = device.submit(commands);
        let arrival = Arrival::new(Some(submission));
        let done = arrival.sender();
        device.queue.on_submitted_work_done(move || done.send(()));
        if in_flight.is_empty() {
            clock = Clock::start();
        }
        in_flight.push_back((arrival, units));
        if in_flight.len() == SLICES_IN_FLIGHT {
            wait_for_first(device, &mut in_flight, &mut clock, cancel).await?;
        }
    }
    while !in_flight.is_empty() {
        wait_for_first(device, &mut in_flight, &mut clock, cancel).await?;
    }
    Ok(())
}

/// As many dispatches as fit, but at least one.
fn slice(dispatches: &[Dispatch], most_units: u64) -> (&[Dispatch], u64) {
    let mut units = 0;
    let mut len = 0;
    for dispatch in dispatches {
        if len > 0 && units + dispatch.units > most_units {
            break;
        }
        units += dispatch.units;
        len += 1;
    }
    (&dispatches[..len], units)
}

/// The commands of a slice, after the copy of an input from where it lies, and before that of the answer to where it can be
/// read.
pub(crate) fn encode(
    device: &OpenDevice,
    slice: &[Dispatch],
    read_in: Option<(&DeviceBuffer, &DeviceBuffer)>,
    read_out: Option<&Prepared>,
) -> wgpu::CommandBuffer {
    let mut encoder = device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    if let Some((from, into)) = read_in {
        encoder.copy_buffer_to_buffer(&from.buffer, 0, &into.buffer, 0, from.bytes.min(into.bytes));
    }
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
    for dispatch in slice {
        let [x, y, z] = dispatch.workgroups;
        pass.set_pipeline(&dispatch.pipeline);
        pass.set_bind_group(0, &dispatch.bind_group, &[]);
        pass.dispatch_workgroups(x, y, z);
    }
    drop(pass);
    if let Some(prepared) = read_out {
        let bytes = prepared.readback.bytes;
        encoder.copy_buffer_to_buffer(&prepared.output.buffer, 0, &prepared.readback.buffer, 0, bytes);
    }
    encoder.finish()
}

/// Waits for the oldest slice, and sizes the next ones by how long it took.
async fn wait_for_first(
    device: &OpenDevice,
    in_flight: &mut VecDeque<(Arrival<()>, u64)>,
    clock: &mut Clock,
    cancel: &Cancel,
) -> Result<(), GpuError> {
    let Some((arrival, units)) = in_flight.pop_front() else {
        return Ok(());
    };
    arrival.wait(device, cancel).await?;
    let ratio = (SLICE_SECS / clock.restart_secs().max(1e-6)).clamp(0.25, 2.0);
    let most = device.slice_units.load(Ordering::Relaxed);
    // A slice that is far from full, as at the end of a plan or in small nets, takes what a submit takes, and tells
    // nothing about larger ones.
    if units * 4 >= most {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and far below 2⁶⁴"
        )]
        device.set_slice_units(((units.min(most) as f64 * ratio) as u64).max(1_000_000));
    }
    Ok(())
}

/// The bytes of a buffer that can be mapped, once all that was submitted is done.
pub(crate) async fn read(
    device: &OpenDevice,
    buffer: &wgpu::Buffer,
    cancel: &Cancel,
) -> Result<Vec<u8>, GpuError> {
    let arrival = Arrival::new(None);
    let sender = arrival.sender();
    buffer.map_async(wgpu::MapMode::Read, .., move |result| sender.send(result));
    let mapped = match arrival.wait(device, cancel).await {
        Ok(mapped) => mapped,
        Err(error) => {
            // Ends the mapping, so that the buffer can be used again.
            buffer.unmap();
            return Err(error);
        }
    };
    mapped.map_err(|error| device.explain(GpuError::Refused(error.to_string())))?;
    let bytes = buffer
        .get_mapped_range(..)
        .map_err(|error| device.explain(GpuError::Refused(format!("{error:?}"))))?
        .to_vec();
    buffer.unmap();
    Ok(bytes)
}

/// Everything that is written in a run, so that what is not written shows.
fn poison(device: &OpenDevice, prepared: &Prepared) {
    for buffer in prepared.slots.iter().chain([&prepared.output]) {
        let words = usize::try_from(buffer.bytes / 4).unwrap_or(0);
        let canary_words = usize::try_from(CANARY_BYTES / 4).unwrap_or(0);
        let mut pattern = vec![POISON; words];
        pattern[words - canary_words..].fill(CANARY);
        device.queue.write_buffer(&buffer.buffer, 0, bytemuck::cast_slice(&pattern));
    }
}

async fn check_canaries(device: &OpenDevice, prepared: &Prepared) -> Result<(), GpuError> {
    for (index, buffer) in prepared.slots.iter().chain([&prepared.output]).enumerate() {
        let copy = device.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("canary"),
            size: CANARY_BYTES,
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let mut encoder = device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_buffer_to_buffer(&buffer.buffer, buffer.bytes - CANARY_BYTES, &copy, 0, CANARY_BYTES);
        device.submit(encoder.finish());
        let bytes = read(device, &copy, &Cancel::new()).await?;
        if bytes.iter().any(|byte| u32::from(*byte) != CANARY & 0xff) {
            return Err(GpuError::Refused(format!("a kernel wrote past the end of buffer {index}")));
        }
    }
    Ok(())
}
