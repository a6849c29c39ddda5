//! What narrows a search, from what was read.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use draftlens_drawing::{Analysis, Facets};
use serde_json::{Value, json};

fn annotation(quad: [[f64; 2]; 4], value: Value, unsure: bool) -> Value {
    json!({
        "id": "a1", "kind": "dimension", "quad": quad, "score": 0.9, "text": "", "text_score": 0.9,
        "unsure": unsure, "value": value,
    })
}

const LEVEL: [[f64; 2]; 4] = [[0.0, 0.0], [40.0, 0.0], [40.0, 10.0], [0.0, 10.0]];
const UPRIGHT: [[f64; 2]; 4] = [[0.0, 40.0], [0.0, 0.0], [10.0, 0.0], [10.0, 40.0]];

fn analysis(annotations: &[Value]) -> Analysis {
    let model = json!({ "id": "x", "sha256": "y" });
    let field = |text: &str| json!({ "text": text, "quad": LEVEL });
    serde_json::from_value(json!({
        "schema": 1,
        "page": { "index": 0, "width_px": 3307, "height_px": 2339, "dpi": 200.0 },
        "models": { "detector": model, "reader": model },
        "backend": { "name": "cpu", "why": "", "adapter": "" },
        "annotations": annotations,
        "fields": { "number": field("4711-02"), "title": field("SHAFT"), "material": field("42CrMo4") },
        "timing_ms": { "decode": 0.0, "detect": 0.0, "read": 0.0, "total": 0.0 },
    }))
    .unwrap()
}

fn facets_of(Analysis { page, annotations, fields, .. }: &Analysis) -> Facets {
    Facets::of(page, annotations, fields)
}

fn linear(nominal: f64) -> Value {
    json!({ "type": "linear", "nominal": nominal, "unit": "mm" })
}

#[test]
fn facets_are_flat_in_millimetres_and_without_what_is_doubted() {
    let mut turned =
        json!({ "type": "diameter", "nominal": 1.0, "unit": "in", "upper": 0.0, "lower": -0.001 });
    turned["features"] = json!([{
        "type": "thread", "nominal": 8.0, "unit": "mm", "thread": { "standard": "M", "size": "8" },
    }]);
    let given = analysis(&[
        annotation(LEVEL, linear(120.0), false),
        annotation(LEVEL, linear(80.0), false),
        annotation(LEVEL, linear(8000.0), true),
        annotation(UPRIGHT, turned, false),
        annotation(LEVEL, json!({ "type": "radius", "nominal": 300.0, "unit": "mm" }), false),
        annotation(LEVEL, json!({ "type": "angle", "nominal": 400.0, "unit": "deg" }), false),
    ]);
    let facets = serde_json::to_value(facets_of(&given)).unwrap();
    assert_eq!(
        facets,
        json!({
            "number": "4711-02", "title": "SHAFT", "material": "42CrMo4", "overall_long_mm": 120.0,
            "overall_short_mm": 25.4, "largest_mm": 300.0, "tightest_mm": 0.0254, "threads": ["M8"], "units": "mm",
            "sheet": "A3",
        })
    );
}

#[test]
fn where_all_texts_stand_level_the_next_smaller_size_is_the_other_extent_and_what_is_unknown_is_left_out() {
    let mut given =
        analysis(&[annotation(LEVEL, linear(120.0), false), annotation(LEVEL, linear(80.0), false)]);
    given.page.width_px = 1000;
    given.fields = draftlens_drawing::SheetFields::default();
    let facets = serde_json::to_value(facets_of(&given)).unwrap();
    assert_eq!(
        facets,
        json!({ "overall_long_mm": 120.0, "overall_short_mm": 80.0, "largest_mm": 120.0, "units": "mm" })
    );
}
