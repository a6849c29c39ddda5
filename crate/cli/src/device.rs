//! Where nets run: the wish on the command line, and what earlier calls found out.

use std::num::NonZero;
use std::sync::Arc;

use draftlens_drawing::{ModelId, ShippedModel};
use draftlens_gpu::{Chooser, Device, Engine, FileNotes, GpuOptions, Notes, UnsavedNotes};
use draftlens_net::{CpuNetwork, Model};
use etcetera::BaseStrategy;

use crate::arguments::DeviceArgument;

/// Chooses by that wish; measurements are kept in the user's cache folder.
pub(crate) fn chooser(device: DeviceArgument) -> Chooser {
    let device = match device {
        DeviceArgument::Auto => Device::Auto,
        DeviceArgument::Gpu => Device::Gpu,
        DeviceArgument::Cpu => Device::Cpu,
    };
    Chooser::new(device, GpuOptions { notes: notes(), ..GpuOptions::default() })
}

/// A shipped model, verified and ready to run, on all of the processor's threads where it is the CPU that runs it.
pub(crate) fn engine(chooser: &Chooser, shipped: &ShippedModel) -> anyhow::Result<Engine> {
    Ok(engine_of(chooser, shipped.load()?, &shipped.id()?, shipped))
}

/// The same of another model that takes inputs like those of a shipped one.
pub(crate) fn engine_of(chooser: &Chooser, model: Model, id: &ModelId, like: &ShippedModel) -> Engine {
    let cpu = CpuNetwork::new(Arc::new(model)).with_threads(threads());
    Engine::new(chooser, cpu, &id.sha256, like.typical_shape)
}

/// As many as the processor runs at once.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// A user without a home, such as a service, measures at each start.
fn notes() -> Arc<dyn Notes> {
    match etcetera::choose_base_strategy() {
        Ok(folders) => Arc::new(FileNotes::open(&folders.cache_dir().join("draftlens").join("devices.json"))),
        Err(_) => Arc::new(UnsavedNotes::default()),
    }
}
