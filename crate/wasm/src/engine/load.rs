use std::rc::Rc;
use std::sync::Arc;

use draftlens_gpu::{AdapterReport, Chooser, Device, DeviceReport, Gpu, MemoryReport};
use draftlens_net::{Model, check_sha256, sha256_of};
use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::host::Host;
use super::net::WasmNet;
use super::{gpu_thrown, thrown};
use crate::convert::{from_js, to_js};

#[derive(Default, Deserialize)]
#[serde(default)]
struct LoadOptions {
    device: Device,
    /// In hex, where the bytes are to be those of a manifest.
    sha256: Option<String>,
    /// The sha256 that the bytes have, where the browser has computed it, faster than can be done here.
    digest: Option<String>,
    /// Of the input that the net will mostly see; that of its first run, where it is not said.
    typical_shape: Option<Vec<usize>>,
}

/// Loads models, and owns the GPU that they share.
#[wasm_bindgen]
pub struct WasmEngine {
    host: Rc<Host>,
    chooser: Chooser,
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
    /// With nothing loaded, and no GPU asked for yet. `ask_gpu()` promises `{adapter_name, notes}`, the notes being those
    /// that `write_note(key, text)` was given earlier.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(ask_gpu: Function, write_note: Function) -> Self {
        let host = Host::new(ask_gpu, write_note);
        Self { chooser: host.chooser(), host }
    }

    /// Bytes of an ONNX file → a net. Throws `{code, message, hint}`.
    pub async fn load(&self, bytes: Vec<u8>, options: JsValue) -> Result<WasmNet, JsValue> {
        let LoadOptions { device, sha256, digest, typical_shape } = from_js(options)?;
        let actual = digest.unwrap_or_else(|| sha256_of(&bytes));
        if let Some(expected) = sha256 {
            check_sha256(&expected, &actual).map_err(|error| thrown(&error))?;
        }
        let model = Arc::new(Model::load(&bytes).map_err(|error| thrown(&error))?);
        let net = WasmNet::new(Rc::clone(&self.host), self.chooser.with_device(device), model, actual);
        if device == Device::Gpu {
            self.host.ask().await;
        }
        if let Some(shape) = typical_shape {
            net.prepare(&shape).await;
        }
        Ok(net)
    }

    /// The GPU's adapter, asked for if that has not been done. Throws `{code, message, hint}`.
    pub async fn adapter(&self) -> Result<JsValue, JsValue> {
        self.host.ask().await;
        let adapter: &AdapterReport = self.chooser.adapter().await.map_err(|error| gpu_thrown(&error))?;
        to_js(adapter)
    }

    /// Tests the GPU in each arithmetic that it has. Throws `{code, message, hint}`.
    #[wasm_bindgen(js_name = selfTests)]
    pub async fn self_tests(&self) -> Result<JsValue, JsValue> {
        self.host.ask().await;
        to_js(&self.chooser.self_tests().await.map_err(|error| gpu_thrown(&error))?)
    }

    /// `{gpu, memory: {wasm_bytes, gpu}}`; without a GPU as long as no net asked for one.
    pub fn facts(&self) -> Result<JsValue, JsValue> {
        const PAGE_BYTES: usize = 64 << 10;
        let gpu = self.chooser.opened();
        let wasm_bytes = core::arch::wasm32::memory_size(0) * PAGE_BYTES;
        to_js(&Facts { gpu: gpu.map(Gpu::report), memory: Memory { wasm_bytes, gpu: gpu.map(Gpu::memory) } })
    }
}
