use std::collections::HashMap;
use std::fmt;

use draftlens_gpu::{Notes, UnsavedNotes};
use js_sys::Function;
use wasm_bindgen::JsValue;

/// What the page's storage remembers; whatever is put goes there.
pub(super) struct PageNotes {
    entries: UnsavedNotes,
    write: Function,
}

impl PageNotes {
    pub(super) fn new(write: Function) -> Self {
        Self { entries: UnsavedNotes::default(), write }
    }

    /// What was put by earlier pages; what this one has put stays.
    pub(super) fn remember(&self, earlier: HashMap<String, String>) {
        for (key, text) in earlier {
            if self.entries.get(&key).is_none() {
                self.entries.put(&key, &text);
            }
        }
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
