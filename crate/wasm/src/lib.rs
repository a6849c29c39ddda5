//! The browser's door to `draftlens-page`. Built twice, as a module for rasters and one for PDF that only
//! a PDF makes a page load; both have this face. It converts and forwards, and decides nothing.
#![allow(unsafe_code, reason = "wasm-bindgen writes the calls across the boundary")]

mod convert;
mod document;
mod panic;

pub use document::{WasmDocument, WasmPage, WasmTile};
pub use panic::last_panic;
