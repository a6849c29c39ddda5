//! The wasm modules are linked from here, and nothing is in here: whoever links decides how hard the linker tries
//! (`opt-level` of this package), and each crate how large its own functions may become (of theirs). The kernels of the nets
//! need the first at its highest; of the second, all but the kernels need little.
#![allow(unsafe_code, reason = "wasm-bindgen writes the calls across the boundary")]

pub use draftlens_wasm::*;
