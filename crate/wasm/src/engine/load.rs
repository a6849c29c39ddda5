use std::cell::OnceCell;
use std::sync::Arc;

use draftlens_gpu::{AdapterReport, Chooser, Device, DeviceReport, Gpu, GpuOptions, MemoryReport, Notes};
use draftlens_net::{Model, sha256_of};
use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::net::WasmNet;
use super::notes::PageNotes;
use super::{gpu_thrown, thrown};
use crate::convert::{from_js, to_js};

#[derive(Default, Deserialize)]
#[serde(default)]
struct LoadOptions {
    device: Device,
    /// In hex, where the bytes are to be those of a manifest.
    sha256: Option<String>,
    /// Of the input that the net will mostly see; that of its first run, where it is not said.
    typical_shape: Option<Vec<usize>>,
    /// What the browser tells of the adapter.
    adapter_name: Option<String>,
}

/// Loads models, and owns the GPU that they share.
#[wasm_bindgen]
pub struct WasmEngine {
    notes: Arc<dyn Notes>,
    chooser: OnceCell<Chooser>,
}

#[derive(Serialize)]
struct Facts {
    /// As far as it was asked for.
    gpu: Option<DeviceReport>,
    memory: Memory,
}

#[derive(Serialize)]
struct Memory {
    /// The module's whole memory, which never shrinks.
    wasm_bytes: usize,
    gpu: Option<MemoryReport>,
}

#[wasm_bindgen]
impl WasmEngine {
    /// With nothing loaded, and no GPU asked for yet. `notes` are those that `write(key, text)` was given earlier.
    #[wasm_bindgen(constructor)]
    pub fn new(notes: JsValue, write: Function) -> Result<Self, JsValue> {
        let notes = Arc::new(PageNotes::new(from_js(notes)?, write));
        Ok(Self { notes, chooser: OnceCell::new() })
    }

    /// Bytes of an ONNX file → a net. Throws `{code, message, hint}`.
    pub async fn load(&self, bytes: Vec<u8>, options: JsValue) -> Result<WasmNet, JsValue> {
        let options: LoadOptions = from_js(options)?;
        let (model, sha256) = match options.sha256 {
            Some(sha256) => (Model::load_verified(&bytes, &sha256), sha256),
            None => (Model::load(&bytes), sha256_of(&bytes)),
        };
        let model = Arc::new(model.map_err(|error| thrown(&error))?);
        let chooser = self.chooser(options.adapter_name).with_device(options.device);
        let net = WasmNet::new(chooser, model, sha256);
        if let Some(shape) = options.typical_shape {
            net.prepare(&shape).await;
        }
        Ok(net)
    }

    /// The GPU's adapter, asked for if that has not been done. Throws `{code, message, hint}`.
    pub async fn adapter(&self, name: Option<String>) -> Result<JsValue, JsValue> {
        let chooser = self.chooser(name);
        let adapter: &AdapterReport = chooser.adapter().await.map_err(|error| gpu_thrown(&error))?;
        to_js(adapter)
    }

    /// Tests the GPU in each arithmetic that it has. Throws `{code, message, hint}`.
    #[wasm_bindgen(js_name = selfTests)]
    pub async fn self_tests(&self, adapter_name: Option<String>) -> Result<JsValue, JsValue> {
        let chooser = self.chooser(adapter_name);
        to_js(&chooser.self_tests().await.map_err(|error| gpu_thrown(&error))?)
    }

    /// `{gpu, memory: {wasm_bytes, gpu}}`; without a GPU as long as no net asked for one.
    pub fn facts(&self) -> Result<JsValue, JsValue> {
        const PAGE_BYTES: usize = 64 << 10;
        let gpu = self.chooser.get().and_then(Chooser::opened);
        let wasm_bytes = core::arch::wasm32::memory_size(0) * PAGE_BYTES;
        to_js(&Facts { gpu: gpu.map(Gpu::report), memory: Memory { wasm_bytes, gpu: gpu.map(Gpu::memory) } })
    }
}

impl WasmEngine {
    /// The name counts when this is first called.
    fn chooser(&self, adapter_name: Option<String>) -> Chooser {
        let notes = Arc::clone(&self.notes);
        let make = || Chooser::new(Device::Auto, GpuOptions { adapter_name, notes, ..GpuOptions::default() });
        self.chooser.get_or_init(make).clone()
    }
}
