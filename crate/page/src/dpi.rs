use serde::{Deserialize, Serialize};

/// Pixels per inch of paper, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Dpi {
    /// Dots per inch.
    pub value: f32,
    /// Where the value comes from.
    pub source: DpiSource,
}

/// How a resolution is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DpiSource {
    /// The file says so.
    File,
    /// The page has the shape of a paper size at a usual resolution.
    Paper,
    /// Nothing tells; a usual value is taken.
    Assumed,
    /// The page was rendered at this resolution.
    Rendered,
}
