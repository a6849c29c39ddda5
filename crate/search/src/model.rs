use serde::{Deserialize, Serialize};
use std::fmt;

use crate::SearchError;

/// Which model made a vector. Vectors of different models have nothing to do with each other, however alike they look.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Its name.
    pub id: String,
    /// Of its file, in hex.
    pub sha256: String,
    /// Of the rules around the net: how a page becomes what the net sees.
    pub version: String,
    /// How many numbers a vector has.
    pub dim: usize,
}

impl Model {
    /// Fails with [`SearchError::OtherModel`] where `given` is another model than this one, that of an index.
    pub fn check(&self, given: &Self) -> Result<(), SearchError> {
        if self == given {
            return Ok(());
        }
        Err(SearchError::OtherModel { index: Box::new(self.clone()), given: Box::new(given.clone()) })
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = self.sha256.get(..8).unwrap_or(&self.sha256);
        write!(f, "{} version {} ({} numbers, sha256 {hash}…)", self.id, self.version, self.dim)
    }
}
