use crate::ModelId;
use crate::tile::Area;
use serde::{Deserialize, Serialize};

/// A rectangle of a page, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageArea {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Down.
    pub height: f64,
}

impl PageArea {
    pub(crate) fn of(area: &Area) -> Self {
        let (width, height) = (area.width_px() as f64, area.height_px() as f64);
        Self { x: area.x.0 as f64, y: area.y.0 as f64, width, height }
    }

    pub(crate) fn scaled(&self, factor: f64) -> Self {
        let Self { x, y, width, height } = *self;
        Self { x: x * factor, y: y * factor, width: width * factor, height: height * factor }
    }
}

/// Which embedder a vector is of. Vectors of different embedders, or of different versions of one, cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbedderId {
    /// The net.
    #[serde(flatten)]
    pub model: ModelId,
    /// Of the rules by which a page becomes pictures and pictures become a vector.
    pub version: String,
}

/// What a drawing looks like. All vectors have length 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Embedding {
    /// By which it can be compared with others of the same.
    pub model: EmbedderId,
    /// Numbers of each vector.
    pub dim: usize,
    /// Of the whole sheet.
    pub sheet: Vec<f32>,
    /// Of all views as they stand, where there are several, and then of each.
    pub views: Vec<EmbeddedView>,
}

/// A view of the part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmbeddedView {
    /// Where it stands on the page.
    #[serde(rename = "box")]
    pub area: PageArea,
    /// All views as they stand.
    pub is_overview: bool,
    /// What it counts for in the sheet's vector, and in the score of two drawings. Weights add up to 1.
    pub weight: f32,
    /// What it looks like.
    pub vector: Vec<f32>,
}
