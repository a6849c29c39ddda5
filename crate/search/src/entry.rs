use serde::{Deserialize, Serialize};

use crate::{Embedding, Facets, SearchError};

/// One page of a drawing, as an index keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The drawing's own name; several pages share it.
    pub id: String,
    /// Counted from 0.
    #[serde(default)]
    pub page: u32,
    /// What it looks like.
    pub embedding: Embedding,
    /// What is said of it.
    #[serde(default)]
    pub facets: Facets,
}

/// A drawing that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The drawing's own name.
    pub id: String,
    /// Counted from 0.
    pub page: u32,
    /// 1 for the same drawing, about 0 for a stranger.
    pub score: f32,
    /// What is said of it.
    pub facets: Facets,
}

impl Entry {
    /// The bytes of the longest name.
    pub const LONGEST_ID: usize = 1024;

    /// Fails with [`SearchError::BadEntry`].
    pub fn check_id(id: &str) -> Result<(), SearchError> {
        if (1..=Self::LONGEST_ID).contains(&id.len()) {
            return Ok(());
        }
        let why = format!("it has {} bytes, and must have 1 to {}", id.len(), Self::LONGEST_ID);
        Err(SearchError::BadEntry { what: "the drawing's id".into(), why })
    }
}
