use draftlens_drawing::{EmbedderManifest, EmbeddingNets, PageArea, embed_page};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

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
        let embedding = embed_page(&self.0, &page, None, region.as_ref(), cancel.inner()).await;
        to_js(&embedding.map_err(|error| drawing_thrown(&error))?)
    }
}
