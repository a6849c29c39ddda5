use draftlens_drawing::dimension::{Doubt, Surroundings, Understood, Value, understand};
use draftlens_drawing::{Kind, Reading, SheetFields};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::convert::{from_js, to_js};

/// A text that a person vouches for, on a sheet whose title block says `fields`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Corrected {
    text: String,
    kind: Option<Kind>,
    fields: SheetFields,
}

/// What is known of it beside its text.
#[derive(Serialize)]
struct Meaning {
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    doubts: Vec<Doubt>,
}

/// `{text, kind, fields}` → `{kind, value, doubts}`, by the grammar alone: nothing of the text is changed.
#[wasm_bindgen(js_name = understand)]
pub fn understand_text(corrected: JsValue) -> Result<JsValue, JsValue> {
    let Corrected { text, kind, fields } = from_js(corrected)?;
    let certain = Surroundings { text_score: 1.0, unsure_below: 0.0, part_mm: None };
    let line = Reading { text, score: 1.0, ..Reading::default() };
    let as_written = |texts: &[String]| texts.concat();
    let Understood { kind, value, doubts, .. } =
        understand(kind.unwrap_or(Kind::Dimension), &[line], as_written, &fields.rules(), &certain);
    to_js(&Meaning { kind, value, doubts })
}
