//! What tests in a browser compare with: facts of the runtime, so that they stand in one place.

use draftlens_gpu::{Precision, shader_sources, tolerance as of_gpu};
use wasm_bindgen::prelude::*;

use crate::convert::to_js;

/// How far two right answers may lie apart whose sums have so many products of numbers as large as `largest`.
#[wasm_bindgen]
#[must_use]
pub fn tolerance(summed: usize, largest: f32) -> f32 {
    of_gpu(summed, Precision::Full, largest)
}

/// `[name, WGSL]` of every kernel, as a device is given it.
#[wasm_bindgen]
pub fn shaders(has_f16: bool) -> Result<JsValue, JsValue> {
    to_js(&shader_sources(if has_f16 { Precision::Half } else { Precision::Full }))
}
