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

pub(crate) fn thrown(code: &str, error: &dyn std::error::Error, hint: &str) -> JsValue {
    to_js(&Thrown { code, message: error.to_string(), hint }).unwrap_or_else(|e| e)
}

pub(crate) fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| wrong_call(&error.to_string()))
}

pub(crate) fn given<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| wrong_call(&error.to_string()))
}

/// Absent options are the defaults.
#[cfg(any(feature = "raster", feature = "pdf", feature = "engine"))]
pub(crate) fn from_js<T: DeserializeOwned + Default>(value: JsValue) -> Result<T, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    given(value)
}

pub(crate) fn wrong_call(words: &str) -> JsValue {
    js_sys::TypeError::new(words).into()
}
