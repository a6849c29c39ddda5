//! Pages of answers.

use draftlens_search::{Facets, Hit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Drawing;
use crate::api::FacetsShape;

/// Drawings that are like the one that was asked for.
#[derive(Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Hits {
    /// The most alike first.
    pub(crate) hits: Vec<HitRow>,
    /// The `offset` of the next page; none where this was the last.
    pub(crate) next_offset: Option<usize>,
}

/// One page of a drawing that was found.
#[derive(Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Hit)]
pub(crate) struct HitRow {
    /// The drawing's id.
    pub(crate) id: String,
    /// Counted from 0.
    pub(crate) page: u32,
    /// 1 for the same drawing, about 0 for a stranger.
    pub(crate) score: f32,
    /// What is said of it.
    #[schema(value_type = FacetsShape)]
    pub(crate) facets: Facets,
}

impl From<Hit> for HitRow {
    fn from(Hit { id, page, score, facets }: Hit) -> Self {
        Self { id, page, score, facets }
    }
}

/// Drawings in the order of their ids.
#[derive(Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Listed {
    /// With all that is kept of them.
    pub(crate) drawings: Vec<ListedDrawing>,
    /// The `after` of the next page; none where this was the last.
    pub(crate) next_after: Option<String>,
}

/// A drawing with its id.
#[derive(Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ListedDrawing {
    /// Its id.
    pub(crate) id: String,
    /// What is kept of it.
    pub(crate) drawing: Drawing,
}
