//! Crops of a real drawing are read, and what cannot be read is said.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use draftlens_page::{Document, OpenOptions, Page, PageOptions, Unwatched};
use serde_json::{Value, json};

use crate::site::{Site, usual_limits};

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn sheet() -> Page {
    let bytes = std::fs::read(in_repository("demo/qa/samples/odri_motor_shaft.png")).unwrap();
    let document = Document::open(bytes, &OpenOptions::default()).unwrap();
    document.page(0, &PageOptions::default(), &mut Unwatched).unwrap()
}

/// The corners of a text of the sheet, by its label.
fn quad_of(text: &str) -> [[f64; 2]; 4] {
    let labels = std::fs::read(in_repository("tests/drawing/motor-shaft.json")).unwrap();
    let labels: Value = serde_json::from_slice(&labels).unwrap();
    let labels = labels["annotations"].as_array().unwrap();
    let label = labels.iter().find(|label| label["text"] == text).unwrap_or_else(|| panic!("no {text}"));
    serde_json::from_value(label["quad"].clone()).unwrap()
}

fn png(page: &Page, [left, top, right, bottom]: [u32; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, right - left, bottom - top);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&page.grey(left, top, right - left, bottom - top)).unwrap();
    writer.finish().unwrap();
    bytes
}

/// A text with about its own height around it, as a browser cuts it out, and where it is in that.
pub(crate) fn cut(text: &str) -> (Vec<u8>, [[f64; 2]; 4]) {
    const AROUND_PX: f64 = 40.0;
    let quad = quad_of(text);
    let side =
        |axis: usize, pick: fn(f64, f64) -> f64| quad.iter().map(|corner| corner[axis]).reduce(pick).unwrap();
    let (left, top) = (side(0, f64::min) - AROUND_PX, side(1, f64::min) - AROUND_PX);
    let (right, bottom) = (side(0, f64::max) + AROUND_PX, side(1, f64::max) + AROUND_PX);
    let bounds = [left, top, right, bottom].map(|at| at as u32);
    (png(&sheet(), bounds), quad.map(|[x, y]| [x - left, y - top]))
}

/// The dimension with the id, as `/v1/read` takes it.
pub(crate) fn crop(id: &str, text: &str) -> Value {
    let (png, quad) = cut(text);
    json!({"id": id, "kind": "dimension", "quad": quad, "png": BASE64_STANDARD.encode(png)})
}

#[test]
fn texts_of_a_real_drawing_are_read_with_their_values() {
    let site = Site::start(usual_limits());
    let texts = ["1,50", "3,40", "33,40", "Ø3,99 0/-0,02"];
    let crops: Vec<Value> = texts.iter().map(|text| crop(text, text)).collect();
    let answer = site.ask("acme", "POST", "/v1/read", Some(&json!({"crops": crops})));
    assert_eq!(answer.status, 200, "{}", answer.text);
    let answer = answer.json();
    assert!(answer["reader"]["id"].as_str().unwrap().starts_with("reader"));
    for (text, read) in texts.iter().zip(answer["readings"].as_array().unwrap()) {
        let reading = &read["reading"];
        assert_eq!((&read["id"], &reading["text"]), (&json!(text), &json!(text)), "{read}");
        assert!(reading["value"]["nominal"].is_number(), "{reading}");
        let looks: u64 =
            reading["votes"].as_array().unwrap().iter().map(|vote| vote["looks"].as_u64().unwrap()).sum();
        assert_eq!(looks, 7);
    }
}

#[test]
fn a_crop_that_cannot_be_read_says_so_and_spoils_no_other() {
    let site = Site::start(usual_limits());
    let good = crop("good", "1,50");
    let with = |id: &str, field: &str, value: Value| {
        let mut crop = good.clone();
        crop["id"] = json!(id);
        crop[field] = value;
        crop
    };
    let half = BASE64_STANDARD.encode(&cut("1,50").0[..200]);
    let crops = [
        with("no base64", "png", json!("?")),
        with("no picture", "png", json!(BASE64_STANDARD.encode("hello"))),
        with("half a picture", "png", json!(half)),
        with("a quad elsewhere", "quad", json!([[1e9, 0], [2e9, 0], [2e9, 9], [1e9, 9]])),
        with("a quad of nothing", "quad", json!([[5, 5], [5, 5], [5, 5], [5, 5]])),
        good.clone(),
    ];
    let answer = site.ask("acme", "POST", "/v1/read", Some(&json!({"crops": crops}))).json();
    let readings = answer["readings"].as_array().unwrap();
    for read in &readings[..5] {
        assert_eq!((&read["problem"]["code"], read.get("reading")), (&json!("bad-crop"), None), "{read}");
    }
    assert_eq!(readings[5]["reading"]["text"], "1,50");
    for crops in [json!([]), json!(vec![good.clone(); 65]), json!([with("x", "kind", json!("poem"))])] {
        assert_eq!(site.ask("acme", "POST", "/v1/read", Some(&json!({"crops": crops}))).code(), "bad-body");
    }
}

#[test]
fn where_nothing_is_written_nothing_is_read_and_that_is_unsure() {
    let site = Site::start(usual_limits());
    let empty = BASE64_STANDARD.encode(png(&sheet(), [700, 1300, 900, 1400]));
    let quad = json!([[50, 30], [150, 30], [150, 70], [50, 70]]);
    let crops = json!({"crops": [{"id": "a", "kind": "dimension", "quad": quad, "png": empty}]});
    let reading = site.ask("acme", "POST", "/v1/read", Some(&crops)).json()["readings"][0]["reading"].clone();
    assert_eq!((&reading["text"], &reading["unsure"]), (&json!(""), &json!(true)), "{reading}");
}
