//! The browser's door to pages and models. Built as several modules, so that a page loads what it uses: one reads
//! rasters and one PDF, both with the face of [`page`]; one runs models, with that of [`engine`]; one searches an index. It
//! converts and forwards, and decides nothing.
// The path of a page is one future of many, each within another.
#![recursion_limit = "256"]
#![allow(unsafe_code, reason = "wasm-bindgen writes the calls across the boundary")]

mod convert;
mod panic;

#[cfg(feature = "engine")]
mod engine;
#[cfg(any(feature = "raster", feature = "pdf"))]
mod page;
#[cfg(feature = "search")]
mod search;

#[cfg(feature = "engine")]
pub use engine::{
    WasmAnswer, WasmCancel, WasmEmbedder, WasmEngine, WasmNet, WasmReader, shaders, tolerance, understand,
};
#[cfg(any(feature = "raster", feature = "pdf"))]
pub use page::{WasmDocument, WasmPage, WasmTile};
pub use panic::last_panic;
#[cfg(feature = "search")]
pub use search::WasmIndex;
