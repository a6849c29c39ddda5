use std::collections::HashMap;
use std::fmt;

use draftlens_gpu::{Notes, UnsavedNotes};
use js_sys::Function;
use wasm_bindgen::JsValue;

/// What the page's storage remembered when the engine started; whatever is put goes back to it.
pub(super) struct PageNotes {
    entries: UnsavedNotes,
    write: Function,
}

impl PageNotes {
    pub(super) fn new(remembered: HashMap<String, String>, write: Function) -> Self {
        let entries = UnsavedNotes::default();
        for (key, text) in remembered {
            entries.put(&key, &text);
        }
        Self { entries, write }
    }
}

impl Notes for PageNotes {
    fn get(&self, key: &str) -> Option<String> {
        self.entries.get(key)
    }

    fn put(&self, key: &str, text: &str) {
        self.entries.put(key, text);
        // Storage that fails only means that it is found out anew.
        let _ = self.write.call2(&JsValue::NULL, &key.into(), &text.into());
    }
}

impl fmt::Debug for PageNotes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.fmt(f)
    }
}
