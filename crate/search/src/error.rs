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
    /// The bytes are something else.
    #[error("this is no index of drawings")]
    NotAnIndex,
    /// The bytes are an index of another format.
    #[error("the index has format {found}, and this program knows format {known}")]
    OtherFormat {
        /// Of the index.
        found: u32,
        /// Of this program.
        known: u32,
    },
    /// The bytes are not those that were written.
    #[error("the index is damaged: {what} is not as it was written")]
    Damaged {
        /// Which part.
        what: &'static str,
    },
    /// A file of entries cannot be used.
    #[error("{file}: {why}")]
    BadPart {
        /// Its path.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// Two programs want to change a file.
    #[error("{file} is being changed by another program")]
    InUse {
        /// Its path.
        file: String,
    },
    /// A file cannot be read or written.
    #[error("{file}: {error}")]
    File {
        /// Its path.
        file: String,
        /// What the system says.
        error: std::io::Error,
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
            Self::NotAnIndex => "not-an-index",
            Self::OtherFormat { .. } => "index-format",
            Self::Damaged { .. } => "index-damaged",
            Self::BadPart { .. } => "bad-part",
            Self::InUse { .. } => "index-in-use",
            Self::File { .. } => "io",
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
            Self::NotAnIndex => "Give a file that `draftlens index` made.",
            Self::OtherFormat { .. } => {
                "Index the drawings anew, or use the version of Draftlens that made the index."
            }
            Self::Damaged { .. } => "Fetch or restore the file, or index the drawings anew.",
            Self::BadPart { .. } => "Give files that `draftlens embed --out` wrote.",
            Self::InUse { .. } => {
                "Wait until that program has ended, or end it; searching goes on meanwhile."
            }
            Self::File { .. } => "Check the path, the rights and the space that is left.",
        }
    }
}
