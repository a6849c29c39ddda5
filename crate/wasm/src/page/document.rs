use super::watch::JsWatch;
use crate::convert::{from_js, to_js};
use draftlens_page::{Document, Ink, Page, PageError, PageInfo, TILE_PX, Tile};
use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

fn thrown(error: &PageError) -> JsValue {
    crate::convert::thrown(error.code(), error, error.hint())
}

/// An open file.
#[wasm_bindgen]
pub struct WasmDocument(Document);

#[wasm_bindgen]
impl WasmDocument {
    /// Reads the headers. Throws `{code, message, hint}`.
    pub fn open(bytes: Vec<u8>, options: JsValue) -> Result<WasmDocument, JsValue> {
        Document::open(bytes, &from_js(options)?).map(Self).map_err(|error| thrown(&error))
    }

    /// `{format, pages, notices}`.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.summary().map_err(|error| thrown(&error))?)
    }

    /// Decodes a page; `watch(done, total)` answers with a reason to stop, or nothing.
    pub fn page(&self, index: usize, options: JsValue, watch: Option<Function>) -> Result<WasmPage, JsValue> {
        self.0
            .page(index, &from_js(options)?, &mut JsWatch(watch))
            .map(WasmPage)
            .map_err(|error| thrown(&error))
    }

    /// A small picture of a page.
    pub fn thumbnail(&self, index: usize, max_px: u32, watch: Option<Function>) -> Result<WasmTile, JsValue> {
        self.0.thumbnail(index, max_px, &mut JsWatch(watch)).map(WasmTile).map_err(|error| thrown(&error))
    }

    /// The file's own words on a page, in pixels at `dpi`; undefined for rasters.
    #[wasm_bindgen(js_name = textLayer)]
    pub fn text_layer(&self, index: usize, dpi: f32) -> Result<JsValue, JsValue> {
        match self.0.text_layer(index, dpi).map_err(|error| thrown(&error))? {
            Some(layer) => to_js(&layer),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// The lines and curves that the file draws on a page, in pixels at `dpi`.
    pub fn strokes(&self, index: usize, dpi: f32) -> Result<JsValue, JsValue> {
        let mut strokes = Vec::new();
        self.0.strokes(index, dpi, &mut |stroke| strokes.push(stroke)).map_err(|error| thrown(&error))?;
        to_js(&strokes)
    }
}

/// A decoded page.
#[wasm_bindgen]
pub struct WasmPage(Page);

#[derive(Serialize)]
struct PageFacts<'a> {
    #[serde(flatten)]
    info: &'a PageInfo,
    ink: Ink,
    levels: Vec<(u32, u32)>,
    tile_px: u32,
}

#[wasm_bindgen]
impl WasmPage {
    /// Size, resolution, polarity and zoom levels.
    pub fn info(&self) -> Result<JsValue, JsValue> {
        let (info, ink, levels) = (self.0.info(), self.0.ink(), self.0.level_sizes());
        to_js(&PageFacts { info, ink, levels, tile_px: TILE_PX })
    }

    /// One tile of a zoom level; undefined outside the page.
    pub fn tile(&self, level: usize, column: u32, row: u32) -> Option<WasmTile> {
        self.0.tile(level, column, row).map(WasmTile)
    }

    /// A rectangle at full resolution, one byte a pixel; white outside the page.
    pub fn grey(&self, x: u32, y: u32, width: u32, height: u32) -> Vec<u8> {
        self.0.grey(x, y, width, height)
    }
}

/// Pixels for a canvas.
#[wasm_bindgen]
pub struct WasmTile(Tile);

#[wasm_bindgen]
impl WasmTile {
    /// Width in pixels.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.0.width_px
    }

    /// Height in pixels.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.0.height_px
    }

    /// Four bytes a pixel, as `ImageData` wants them.
    pub fn rgba(&self) -> js_sys::Uint8ClampedArray {
        let rgba: Vec<u8> = self.0.grey.iter().flat_map(|&grey| [grey, grey, grey, 255]).collect();
        rgba.as_slice().into()
    }
}
