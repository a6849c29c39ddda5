use crate::dimension::{Doubt, Understood, Value};
use crate::{Facets, Findings, Kind, LayerReport, ModelId, Quad, SheetFields, Table};
use draftlens_page::PageInfo;
use serde::{Deserialize, Serialize};

/// Number of this form of the analysis.
pub const SCHEMA: u32 = 1;

/// All that was read on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// [`SCHEMA`].
    pub schema: u32,
    /// What was read.
    pub page: AnalysedPage,
    /// By which nets.
    pub models: Models,
    /// On what device.
    pub backend: Backend,
    /// From the top of the sheet down, as it reads.
    pub annotations: Vec<Annotation>,
    /// What the title block says.
    #[serde(default)]
    pub fields: SheetFields,
    /// Parts lists, revisions and other tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// What a search for drawings like this one can be narrowed by.
    #[serde(default)]
    pub facets: Facets,
    /// What the file's own words are worth; nothing for files without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_layer: Option<LayerReport>,
    /// How long it took.
    pub timing_ms: Timing,
}

/// The page of an analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnalysedPage {
    /// Counted from 0.
    pub index: usize,
    /// Its pixels.
    pub width_px: u32,
    /// Its pixels.
    pub height_px: u32,
    /// Pixels per inch of paper.
    pub dpi: f32,
}

/// The nets of an analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Models {
    /// Finds texts.
    pub detector: ModelId,
    /// Reads them.
    pub reader: ModelId,
}

/// Where the nets ran, and why there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backend {
    /// `webgpu` or `cpu`.
    pub name: String,
    /// One sentence.
    pub why: String,
    /// The GPU or the CPU's instructions.
    pub adapter: String,
}

/// One text of the sheet, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// `a1`, `a2` … from the top of the sheet down, as it reads.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// In page pixels.
    pub quad: Quad,
    /// 0 to 1: that it is there.
    pub score: f64,
    /// Lines apart by line breaks, stacked tolerances as `35 +0.1/-0.2`, frames as `⌖|Ø0.1Ⓜ|A|B`.
    pub text: String,
    /// 0 to 1: the chance that the text is right.
    pub text_score: f64,
    /// Somebody should look at it.
    pub unsure: bool,
    /// Where the text comes from.
    #[serde(default)]
    pub source: Source,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// What else it may say, the likeliest first; only where it is unsure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<OtherText>,
    /// What it is worth; nothing for words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// What a text was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// What the page shows.
    #[default]
    Pixels,
    /// The file's own words, which the pixels confirm.
    TextLayer,
}

/// Another text that may stand there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OtherText {
    /// As the annotation's own.
    pub text: String,
    /// 0 to 1: the chance that it is right.
    pub text_score: f64,
}

/// Milliseconds of each stage.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Timing {
    /// File to page; 0 where the caller decoded it.
    pub decode: f64,
    /// Page to detections.
    pub detect: f64,
    /// Detections to texts.
    pub read: f64,
    /// All of it.
    pub total: f64,
}

impl Annotation {
    /// What a person says that stands somewhere: certain, without a place or a name.
    #[must_use]
    pub fn of_person(understood: Understood) -> Self {
        let Understood { kind, text, value, doubts, alternatives } = understood;
        Self {
            id: String::new(),
            kind,
            quad: Quad([[0.0; 2]; 4]),
            score: 1.0,
            text,
            text_score: 1.0,
            unsure: !doubts.is_empty(),
            source: Source::default(),
            doubts,
            alternatives,
            value,
        }
    }
}

impl AnalysedPage {
    /// What an analysis says of a page.
    #[must_use]
    pub fn of(info: &PageInfo) -> Self {
        Self { index: info.index, width_px: info.width_px, height_px: info.height_px, dpi: info.dpi }
    }
}

impl Analysis {
    /// What was found on a page that took `decode_ms` to decode.
    #[must_use]
    pub fn new(
        page: AnalysedPage,
        models: Models,
        backend: Backend,
        findings: Findings,
        decode_ms: f64,
    ) -> Self {
        let Findings { annotations, fields, tables, text_layer, timing_ms, .. } = findings;
        let timing_ms = Timing { decode: decode_ms, total: timing_ms.total + decode_ms, ..timing_ms };
        let facets = Facets::of(&page, &annotations, &fields);
        Self {
            schema: SCHEMA,
            page,
            models,
            backend,
            annotations,
            fields,
            tables,
            facets,
            text_layer,
            timing_ms,
        }
    }
}
