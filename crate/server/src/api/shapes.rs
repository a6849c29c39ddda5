//! How the types of other crates look in the contract, which know nothing of it. Only their schemas are used; a test sends
//! what they allow.
#![allow(dead_code, reason = "only their schemas are used")]

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

/// Which model made a vector.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Model)]
pub(crate) struct ModelShape {
    /// Its name.
    #[schema(min_length = 1, max_length = 50, pattern = "^[!-~]+$")]
    id: String,
    /// Of its file, in hex.
    #[schema(min_length = 1, max_length = 64, pattern = "^[0-9a-f]+$")]
    sha256: String,
    /// Of the rules around the net: how a page becomes what the net sees.
    #[schema(min_length = 1, max_length = 50, pattern = "^[!-~]+$")]
    version: String,
    /// How many numbers a vector has.
    #[schema(minimum = 1, maximum = 4000)]
    dim: u32,
}

/// A drawing as directions: one for the whole sheet, one for each of its views.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Embedding)]
pub(crate) struct EmbeddingShape {
    /// Of the whole sheet, of any length but 0.
    #[schema(min_items = 1, max_items = 4000)]
    sheet: Vec<f32>,
    /// Of each view; none where only the sheet is known.
    #[serde(default)]
    #[schema(max_items = 64)]
    views: Vec<ViewShape>,
}

/// One view of a drawing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = View)]
pub(crate) struct ViewShape {
    /// Of this view alone, of any length but 0.
    #[schema(min_items = 1, max_items = 4000)]
    vector: Vec<f32>,
    /// What it counts among the views of its sheet.
    #[schema(minimum = 0.000_001, maximum = 1_000_000)]
    weight: f32,
}

/// What is said of a drawing in words and numbers: `{"material":"S235","largest_mm":120,"threads":["M8"]}`. At most 64
/// facets, their names at most 64 bytes, all texts together 16 kB.
#[derive(Deserialize, ToSchema)]
#[schema(as = Facets)]
pub(crate) struct FacetsShape(BTreeMap<String, FacetShape>);

/// The value of a facet.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Facet)]
pub(crate) enum FacetShape {
    /// A number.
    Number(f64),
    /// A text, without zero bytes.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
}

/// What one value of a facet must be: of several texts, one must fulfil all that is asked here. At least one question is
/// asked; a drawing without the facet fails.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Condition)]
pub(crate) struct ConditionShape {
    /// The facet's name.
    #[schema(min_length = 1)]
    facet: String,
    /// This text, to the letter, or this number.
    equals: Option<ScalarShape>,
    /// Any of these.
    one_of: Option<Vec<ScalarShape>>,
    /// A number not below this.
    at_least: Option<f64>,
    /// A number not above this.
    at_most: Option<f64>,
    /// A text that begins so, in small or capital letters.
    prefix: Option<String>,
    /// A text in which this stands, in small or capital letters.
    contains: Option<String>,
}

/// A text or a number.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Scalar)]
pub(crate) enum ScalarShape {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// What a text of a sheet is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Kind)]
pub(crate) enum KindShape {
    Dimension,
    Thread,
    Gdt,
    Surface,
    Datum,
    Note,
    Balloon,
    Label,
    Title,
    Table,
    Zone,
}
