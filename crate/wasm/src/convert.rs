use draftlens_page::{PageError, Stop, Watch};
use js_sys::Function;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// What a failed call throws: plain data, so that it survives the way out of a worker.
#[derive(Serialize)]
struct Thrown<'a> {
    code: &'a str,
    message: String,
    hint: &'a str,
}

pub(crate) fn thrown(error: &PageError) -> JsValue {
    to_js(&Thrown { code: error.code(), message: error.to_string(), hint: error.hint() })
        .unwrap_or_else(|e| e)
}

pub(crate) fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| wrong_call(&error.to_string()))
}

/// Absent options are the defaults.
pub(crate) fn from_js<T: DeserializeOwned + Default>(value: JsValue) -> Result<T, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    serde_wasm_bindgen::from_value(value).map_err(|error| wrong_call(&error.to_string()))
}

fn wrong_call(words: &str) -> JsValue {
    js_sys::TypeError::new(words).into()
}

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
