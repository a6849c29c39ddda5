use draftlens_drawing::{
    AnalysedPage, Analysis, Backend, DetectorManifest, DrawingError, Event, Nets, Point, ReaderManifest,
    Stage, analyze,
};
use draftlens_net::NetError;
use draftlens_page::{Ink, Page, PageInfo, TextLayer};
use js_sys::Function;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::known_texts::remember_texts;
use super::net::{WasmCancel, WasmNet};
use super::served::Served;
use super::thrown;
use crate::convert::{from_js, given, to_js, wrong_call};

const DETECTOR: &str = include_str!("../../../../models/detector.json");
const READER: &str = include_str!("../../../../models/reader.json");
/// Of the inputs that the two mostly see: a tile, and a few lines of text.
pub(super) const TILE: [usize; 4] = [1, 1, 640, 640];
const LINES: [usize; 4] = [8, 1, 32, 128];

/// What is told with a page's pixels.
#[derive(Deserialize)]
pub(super) struct Decoded {
    #[serde(flatten)]
    info: PageInfo,
    ink: Ink,
    decode_ms: f64,
}

impl Decoded {
    /// A page, and how long it took to decode.
    pub(super) fn filled(decoded: Option<Self>, grey: Vec<u8>) -> Result<(Page, f64), JsValue> {
        let page = decoded
            .and_then(|Self { info, ink, decode_ms }| Some((Page::of_grey(info, ink, grey)?, decode_ms)));
        page.ok_or_else(|| wrong_call("the bytes do not fill the page"))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ReadOptions {
    page: Option<Decoded>,
    /// The file's own words, in page pixels.
    text: Option<TextLayer>,
    /// In page pixels: what the user looks at.
    focus: Option<Point>,
}

/// The nets by which pages are read.
#[wasm_bindgen]
pub struct WasmReader {
    nets: Nets<Served, Served>,
    /// Its detector is the package's own.
    finds_as_embedders: bool,
}

#[wasm_bindgen]
impl WasmReader {
    /// With two nets, loaded, and what their manifests say where they are not those of the package.
    #[wasm_bindgen(constructor)]
    pub fn new(
        detector: &WasmNet,
        reader: &WasmNet,
        detector_manifest: JsValue,
        reader_manifest: JsValue,
    ) -> Result<Self, JsValue> {
        let finds_as_embedders = detector_manifest.is_undefined();
        let detector_manifest = manifest_or(detector_manifest, DETECTOR)?;
        let reader_manifest: ReaderManifest = manifest_or(reader_manifest, READER)?;
        let nets = Nets {
            detector: detector.served(&TILE),
            detector_manifest,
            reader: reader.served(&LINES),
            reader_manifest,
        };
        Ok(Self { nets, finds_as_embedders })
    }

    /// Grey bytes and `{page, text, focus}` → the analysis. `listen` hears `('progress', {stage, done, total})` and
    /// `('partial', annotations)`. Throws `{code, message, hint}`.
    pub async fn read(
        &self,
        grey: Vec<u8>,
        options: JsValue,
        cancel: &WasmCancel,
        listen: Function,
    ) -> Result<JsValue, JsValue> {
        let ReadOptions { page, text, focus } = from_js(options)?;
        let (page, decode_ms) = Decoded::filled(page, grey)?;
        let page = page.with_text(text);
        let mut tell = |event: Event<'_>| {
            let (kind, what) = match event {
                Event::Progress { stage, done, total } => {
                    let stage = match stage {
                        Stage::Look => "look",
                        Stage::Read => "read",
                    };
                    ("progress", to_js(&(stage, done, total)))
                }
                Event::Partial(annotations) => ("partial", to_js(&annotations)),
                Event::Texts(texts) => {
                    if self.finds_as_embedders {
                        remember_texts(&page, texts);
                    }
                    return;
                }
            };
            // A listener that fails does not end the reading.
            let _ = what.and_then(|what| listen.call2(&JsValue::NULL, &kind.into(), &what));
        };
        let findings = analyze(&self.nets, &page, focus, cancel.inner(), &mut tell)
            .await
            .map_err(|error| drawing_thrown(&error))?;
        let served = self.nets.detector.engine().backend();
        let backend =
            Backend { name: served.name.to_string(), why: served.why.to_string(), adapter: served.adapter };
        let facts = AnalysedPage::of(page.info());
        to_js(&Analysis::new(facts, self.nets.models(), backend, findings, decode_ms))
    }
}

pub(super) fn detector_manifest() -> Result<DetectorManifest, JsValue> {
    manifest(DETECTOR)
}

pub(super) fn manifest<T: DeserializeOwned>(json: &str) -> Result<T, JsValue> {
    given(js_sys::JSON::parse(json)?)
}

/// What a caller gave, or the package's own.
fn manifest_or<T: DeserializeOwned>(other: JsValue, own: &str) -> Result<T, JsValue> {
    if other.is_undefined() { manifest(own) } else { given(other) }
}

pub(super) fn drawing_thrown(error: &DrawingError) -> JsValue {
    let hint = "Please report it with the drawing.";
    match error {
        DrawingError::Cancelled => thrown(&NetError::Cancelled),
        DrawingError::Net { source, .. } => crate::convert::thrown(source.code(), error, source.hint()),
        _ => crate::convert::thrown("internal", error, hint),
    }
}
