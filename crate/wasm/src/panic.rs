//! A panic becomes a trap, which carries no words: they are kept here for whoever catches the trap.

use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs once when the module is instantiated.
#[wasm_bindgen(start)]
fn keep_panics() {
    std::panic::set_hook(Box::new(|info| {
        let words = info.to_string();
        LAST.with(|last| *last.borrow_mut() = Some(words));
    }));
}

/// What the panic that ended this module said; none while the module is sound.
#[wasm_bindgen(js_name = lastPanic)]
#[must_use]
pub fn last_panic() -> Option<String> {
    LAST.with(|last| last.borrow().clone())
}
