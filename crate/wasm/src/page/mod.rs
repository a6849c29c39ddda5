//! Files → pages → pixels.

mod document;
mod watch;

pub use document::{WasmDocument, WasmPage, WasmTile};
