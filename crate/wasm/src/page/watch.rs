use draftlens_page::{Stop, Watch};
use js_sys::Function;
use wasm_bindgen::JsValue;

/// Forwards progress to a JavaScript function, which may answer with the reason to stop.
pub(crate) struct JsWatch(pub(crate) Option<Function>);

impl Watch for JsWatch {
    fn at(&mut self, done: u64, total: u64) -> Result<(), Stop> {
        let Some(function) = &self.0 else { return Ok(()) };
        let answer = function.call2(&JsValue::NULL, &(done as f64).into(), &(total as f64).into());
        match answer.map(|answer| answer.as_string()) {
            Ok(None) => Ok(()),
            Ok(Some(reason)) if reason == "deadline-exceeded" => Err(Stop::DeadlineExceeded),
            // Any other answer, or an exception of the watcher's own, ends the decode too.
            _ => Err(Stop::Cancelled),
        }
    }
}
