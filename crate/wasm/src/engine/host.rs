//! What only the page knows of its GPU, asked for when a GPU is first needed: asking starts the browser's GPU process.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use draftlens_gpu::{AdapterName, Chooser, Device, GpuOptions};
use js_sys::{Function, Promise};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::notes::PageNotes;
use crate::convert::from_js;

#[derive(Debug)]
pub(super) struct Host {
    ask: Function,
    notes: Arc<PageNotes>,
    adapter_name: AdapterName,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    adapter_name: Option<String>,
    notes: HashMap<String, String>,
}

impl Host {
    /// `ask()` promises `{adapter_name, notes}`; `write(key, text)` keeps a note for the next page.
    pub(super) fn new(ask: Function, write: Function) -> Rc<Self> {
        let (notes, adapter_name) = (Arc::new(PageNotes::new(write)), AdapterName::default());
        Rc::new(Self { ask, notes, adapter_name })
    }

    /// To be awaited before anything is asked of the GPU.
    pub(super) async fn ask(&self) {
        let Ok(promise) = self.ask.call0(&JsValue::NULL) else { return };
        // A page that does not answer only knows nothing.
        let told = JsFuture::from(Promise::resolve(&promise)).await.and_then(from_js::<Told>);
        let Told { adapter_name, notes } = told.unwrap_or_default();
        self.notes.remember(notes);
        if let Some(name) = adapter_name {
            self.adapter_name.tell(name);
        }
    }

    pub(super) fn chooser(&self) -> Chooser {
        let options = GpuOptions {
            adapter_name: self.adapter_name.clone(),
            notes: Arc::clone(&self.notes) as Arc<_>,
            ..GpuOptions::default()
        };
        Chooser::new(Device::Auto, options)
    }
}
