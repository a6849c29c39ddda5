use thiserror::Error;

use crate::Model;

/// Why an index cannot be opened, written or asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SearchError {
    /// Vectors of two models meet.
    #[error("the vectors are of {given}, those of the index are of {index}")]
    OtherModel {
        /// Of the index.
        index: Box<Model>,
        /// Of the query or the entry.
        given: Box<Model>,
    },
    /// A vector is no direction in the model's space.
    #[error("{what}: {why}")]
    BadVector {
        /// Which vector.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// An entry's name or facets cannot be kept.
    #[error("{what}: {why}")]
    BadEntry {
        /// Which part of it.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A filter asks for nothing, or for what cannot be.
    #[error("the filter on {facet:?} {why}")]
    BadFilter {
        /// The condition at fault.
        facet: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl SearchError {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherModel { .. } => "other-model",
            Self::BadVector { .. } => "bad-vector",
            Self::BadEntry { .. } => "bad-entry",
            Self::BadFilter { .. } => "bad-filter",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::OtherModel { .. } => {
                "Ask with the model that made the index, or index the drawings anew with the model at hand."
            }
            Self::BadVector { .. } => "Give a vector as the embedder makes it.",
            Self::BadEntry { .. } => "Change that part of the entry.",
            Self::BadFilter { .. } => "Change or leave out that condition.",
        }
    }
}
