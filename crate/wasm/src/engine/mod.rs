//! Models → answers, on the user's GPU or in SIMD.

mod embed;
mod host;
mod known_texts;
mod load;
mod net;
mod notes;
mod proof;
mod read;
mod served;
mod turn;
mod understand;

pub use embed::WasmEmbedder;
pub use load::WasmEngine;
pub use net::{WasmAnswer, WasmCancel, WasmNet};
pub use proof::{shaders, tolerance};
pub use read::WasmReader;
pub use understand::understand;

use draftlens_gpu::GpuError;
use draftlens_net::NetError;
use wasm_bindgen::JsValue;

fn thrown(error: &NetError) -> JsValue {
    crate::convert::thrown(error.code(), error, error.hint())
}

fn gpu_thrown(error: &GpuError) -> JsValue {
    crate::convert::thrown(error.code(), error, error.hint())
}
