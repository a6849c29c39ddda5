//! What is kept of a drawing.

use std::collections::BTreeSet;

use draftlens_search::{Embedding, Entry, Facet, Facets, Model, SearchError, View};
use half::f16;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::{EmbeddingShape, FacetsShape, ModelShape};

/// In characters, of an id.
const LONGEST_ID: usize = 256;

/// A drawing, by what it looks like and what is said of it. Vectors are kept with length 1, as 16-bit floats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// Which net made the vectors.
    #[schema(value_type = ModelShape)]
    pub model: Model,
    /// Each with another number.
    #[schema(min_items = 1, max_items = 100)]
    pub pages: Vec<DrawingPage>,
}

/// One page of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawingPage {
    /// Counted from 0.
    #[serde(default)]
    #[schema(maximum = 1_000_000)]
    pub page: u32,
    /// What it looks like.
    #[schema(value_type = EmbeddingShape)]
    pub embedding: Embedding,
    /// What is said of it.
    #[serde(default)]
    #[schema(value_type = FacetsShape)]
    pub facets: Facets,
}

impl Drawing {
    /// How many pages a drawing may have.
    pub const MOST_PAGES: usize = 100;
    const LAST_PAGE: u32 = 1_000_000;
    /// How long a vector may be.
    pub const MOST_DIM: usize = 4000;

    /// As it is kept, the pages in their order. Fails with what cannot be kept of it.
    pub fn checked(self) -> Result<Self, SearchError> {
        check_model(&self.model)?;
        let dim = self.model.dim;
        let numbers: BTreeSet<u32> = self.pages.iter().map(|page| page.page).collect();
        if !(1..=Self::MOST_PAGES).contains(&self.pages.len()) || numbers.len() < self.pages.len() {
            let why = format!("a drawing has 1 to {}, each with another number", Self::MOST_PAGES);
            return Err(bad("the pages", why));
        }
        if numbers.last().is_some_and(|&last| last > Self::LAST_PAGE) {
            return Err(bad("the pages", format!("their numbers end at {}", Self::LAST_PAGE)));
        }
        let page = |page: DrawingPage| {
            check_texts(&page.facets)?;
            Ok(DrawingPage { embedding: halved(&page.embedding.normalised(dim)?), ..page })
        };
        let mut pages: Vec<DrawingPage> = self.pages.into_iter().map(page).collect::<Result<_, _>>()?;
        pages.sort_by_key(|page| page.page);
        Ok(Self { model: self.model, pages })
    }
}

/// With the precision of the store, so that all stores score alike.
pub(crate) fn halved(embedding: &Embedding) -> Embedding {
    let halved = |vector: &[f32]| vector.iter().map(|&x| f16::from_f32(x).to_f32()).collect();
    Embedding {
        sheet: halved(&embedding.sheet),
        views: embedding
            .views
            .iter()
            .map(|view| View { vector: halved(&view.vector), weight: view.weight })
            .collect(),
    }
}

/// A name that stands in an address.
pub(crate) fn check_id(id: &str) -> Result<(), SearchError> {
    Entry::check_id(id)?;
    if id.chars().count() > LONGEST_ID {
        return Err(bad("the drawing's id", format!("it has more than {LONGEST_ID} characters")));
    }
    if id.chars().any(char::is_control) || matches!(id, "." | "..") {
        return Err(bad("the drawing's id", "it has characters that cannot stand in an address".into()));
    }
    Ok(())
}

pub(crate) fn check_model(model: &Model) -> Result<(), SearchError> {
    let words = [&model.id, &model.sha256, &model.version];
    if words.iter().any(|word| word.is_empty() || word.len() > 200 || word.chars().any(char::is_control)) {
        return Err(bad("the model", "id, sha256 and version are texts of 1 to 200 bytes".into()));
    }
    if !(1..=Drawing::MOST_DIM).contains(&model.dim) {
        return Err(bad("the model", format!("its dim must be 1 to {}", Drawing::MOST_DIM)));
    }
    Ok(())
}

/// A database takes no zero byte in a text.
fn check_texts(facets: &Facets) -> Result<(), SearchError> {
    let has_zero = |text: &String| text.contains('\0');
    for (name, facet) in facets.iter() {
        let is_bad = match facet {
            Facet::Number(_) => false,
            Facet::Text(text) => has_zero(text),
            Facet::Texts(texts) => texts.iter().any(has_zero),
        };
        if is_bad || name.contains('\0') {
            return Err(bad(&format!("the facet {name:?}"), "it holds a zero byte".into()));
        }
    }
    Ok(())
}

fn bad(what: &str, why: String) -> SearchError {
    SearchError::BadEntry { what: what.to_owned(), why }
}
