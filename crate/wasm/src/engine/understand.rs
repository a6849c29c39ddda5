use draftlens_drawing::dimension::understand_text;
use draftlens_drawing::{Annotation, Field, Kind, Quad, SheetFields};
use wasm_bindgen::prelude::*;

use crate::convert::{given, to_js};

/// A text that a person vouches for → its annotation, without a place, on a sheet whose title block says such a unit and
/// such a general tolerance. Of a type that the module writes anyway: another one would be code of its own.
#[wasm_bindgen]
pub fn understand(
    text: String,
    kind: JsValue,
    unit: Option<String>,
    general_tolerance: Option<String>,
) -> Result<JsValue, JsValue> {
    let kind: Kind = given(kind)?;
    let nowhere = Quad([[0.0; 2]; 4]);
    let field = |text: Option<String>| text.map(|text| Field { text, quad: nowhere });
    let fields = SheetFields {
        unit: field(unit),
        general_tolerance: field(general_tolerance),
        ..SheetFields::default()
    };
    let annotations: &[Annotation] = &[Annotation::of_person(understand_text(kind, text, &fields.rules()))];
    to_js(&annotations)
}
