//! What the embedder expects and produces, and by which rules a page becomes its pictures, as `models/embedder.json` says it.

use crate::manifest::Normalisation;
use crate::{EmbedderId, Kind, ModelId};
use serde::Deserialize;

/// Manifest of the embedder.
#[derive(Debug, Clone, Deserialize)]
pub struct EmbedderManifest {
    id: String,
    /// Of the ONNX file, in hex.
    pub sha256: String,
    version: String,
    /// The ONNX file, beside the manifest.
    pub file: String,
    pub(crate) input: EmbedderInput,
    pub(crate) output: EmbedderOutput,
    pub(crate) views: ViewRules,
    pub(crate) sheet_vector: SheetVector,
}

impl EmbedderManifest {
    /// How many numbers a vector has.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.output.dim
    }

    /// Which net it is, and the version of its rules.
    #[must_use]
    pub fn embedder(&self) -> EmbedderId {
        let model = ModelId { id: self.id.clone(), sha256: self.sha256.clone() };
        EmbedderId { model, version: self.version.clone() }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct EmbedderInput {
    pub(crate) normalisation: Normalisation,
    /// Of a picture, which is square.
    pub(crate) side_px: usize,
    /// White around a view.
    pub(crate) margin_px: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct EmbedderOutput {
    pub(crate) dim: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SheetVector {
    pub(crate) overview_share: f64,
}

/// Lengths are in pixels of a sheet whose longer side is `long_side_px`; those of rectangles that masks are grown by are odd.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ViewRules {
    pub(crate) long_side_px: f64,
    /// Of the page: a drawing that is smaller is looked at as large as the page …
    pub(crate) fit_below: f64,
    /// … but not more than so many times as large: lines would become shapes …
    pub(crate) fit_most: f64,
    /// … with so much around it, of its own size.
    pub(crate) fit_margin: f64,
    /// What is smaller both ways is a speck or a letter, and not what tells how large the drawing is.
    pub(crate) fit_least_px: usize,
    /// Darker than paper by so much is ink …
    pub(crate) ink_level: u8,
    /// … on a page of pale lines by this share of what its lines are …
    pub(crate) ink_of_lines: f64,
    /// … but not by less.
    pub(crate) ink_least: u8,
    /// As dark are lines at least.
    pub(crate) line_least: u8,
    /// Of the line height, around a text.
    pub(crate) text_margin: f64,
    /// Of the line height: ink that reaches farther out of a text than this is no letter.
    pub(crate) letter_reach: f64,
    /// Texts that stand on a line of their own.
    pub(crate) on_lines: Vec<Kind>,
    /// Texts whose box is drawn and goes with them.
    pub(crate) framed: Vec<Kind>,
    pub(crate) long_line_px: usize,
    /// Of the line height, below a text: the dimension line that runs there is cut.
    pub(crate) cut_reach: f64,
    /// Of the text's width: how much of it.
    pub(crate) cut_share: f64,
    pub(crate) cut_least_px: f64,
    /// Of the page, both ways: so large is a border.
    pub(crate) frame_span: f64,
    /// So near to its own edges it has ink …
    pub(crate) frame_band: f64,
    /// … over this share.
    pub(crate) frame_cover: f64,
    /// Of the page: smaller fields within a border are the title block's, a table's or the zones'.
    pub(crate) field_share: f64,
    /// So many of them …
    pub(crate) least_fields: usize,
    /// … of such an area has what fills the page only since it was enlarged, if it is a border.
    pub(crate) field_least_px: usize,
    /// Of the lines must be left once borders are gone, or they were none.
    pub(crate) least_left: f64,
    /// Ink that holds a square of this size is no line.
    pub(crate) solid_px: usize,
    /// Gaps in an outline that are closed.
    pub(crate) gap_px: usize,
    /// Of a page's edge: what the page cuts off is less wide there.
    pub(crate) cut_span: f64,
    /// What is thinner is a line, not a shape.
    pub(crate) thin_px: usize,
    /// Views that are shown one by one.
    pub(crate) most: usize,
    /// Shapes nearer than this are one view.
    pub(crate) join_px: usize,
    /// Lines so near to a shape are its own.
    pub(crate) rim_px: usize,
    /// Percentile of a view's inked pixels that becomes black.
    pub(crate) strong: f64,
    pub(crate) least_long_px: usize,
    pub(crate) least_short_px: usize,
    /// Of the area of the largest view's box.
    pub(crate) least_share: f64,
    /// So many texts of a title block or a table: a shape that holds them is one.
    pub(crate) table_texts: usize,
    pub(crate) table_kinds: Vec<Kind>,
    /// Lines that enclose nothing are grouped when nearer than this.
    pub(crate) open_join_px: usize,
    pub(crate) open_long_px: usize,
    /// Of the ink must lie in shapes, or open views are looked for too.
    pub(crate) enclosed_least: f64,
}
