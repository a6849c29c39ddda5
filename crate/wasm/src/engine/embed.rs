use draftlens_drawing::{DrawingError, EmbedderManifest, EmbeddingNets, PageArea, Sheet, embed_sheet, find};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::known_texts::{known_texts, remember_texts};
use super::net::{WasmCancel, WasmNet};
use super::read::{Decoded, TILE, detector_manifest, drawing_thrown, manifest};
use super::served::Served;
use crate::convert::{from_js, to_js};

const EMBEDDER: &str = include_str!("../../../../models/embedder.json");
/// Of the input that it mostly sees: a few views.
const VIEWS: [usize; 4] = [4, 1, 160, 160];

#[derive(Default, Deserialize)]
#[serde(default)]
struct EmbedOptions {
    page: Option<Decoded>,
    /// Only what lies within it.
    region: Option<PageArea>,
}

/// The nets by which pages become vectors.
#[wasm_bindgen]
pub struct WasmEmbedder(EmbeddingNets<Served, Served>);

#[wasm_bindgen]
impl WasmEmbedder {
    /// With the nets of the package, loaded.
    #[wasm_bindgen(constructor)]
    pub fn new(detector: &WasmNet, embedder: &WasmNet) -> Result<Self, JsValue> {
        let embedder_manifest: EmbedderManifest = manifest(EMBEDDER)?;
        Ok(Self(EmbeddingNets {
            detector: detector.served(&TILE),
            detector_manifest: detector_manifest()?,
            embedder: embedder.served(&VIEWS),
            embedder_manifest,
        }))
    }

    /// Grey bytes and `{page, region}` → the embedding. Throws `{code, message, hint}`.
    pub async fn embed(
        &self,
        grey: Vec<u8>,
        options: JsValue,
        cancel: &WasmCancel,
    ) -> Result<JsValue, JsValue> {
        let EmbedOptions { page, region } = from_js(options)?;
        let (page, _) = Decoded::filled(page, grey)?;
        let EmbeddingNets { detector, detector_manifest, embedder, embedder_manifest } = &self.0;
        let failed = |error: DrawingError| drawing_thrown(&error);
        let texts = match known_texts(&page) {
            Some(texts) => texts,
            None => {
                let found = find(detector, detector_manifest, &page, cancel.inner()).await;
                remember_texts(&page, &found.map_err(failed)?)
            }
        };
        let sheet = Sheet::of(&page);
        let embedding =
            embed_sheet(embedder, embedder_manifest, &sheet, &texts, region.as_ref(), cancel.inner()).await;
        to_js(&embedding.map_err(failed)?)
    }
}
