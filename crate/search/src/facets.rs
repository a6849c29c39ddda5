use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::SearchError;

/// What is said of a drawing in words and numbers: `{"material":"S235","largest_mm":120,"threads":["M8","G1/4"]}`.
/// Which facets there are, whoever fills the index decides.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, Facet>", into = "BTreeMap<String, Facet>")]
pub struct Facets(BTreeMap<String, Facet>);

/// The value of a facet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Facet {
    /// A finite number.
    Number(f64),
    /// A text.
    Text(String),
    /// Several texts, of which a filter wants any.
    Texts(Vec<String>),
}

impl Facets {
    /// How many facets an entry may have.
    pub const MOST: usize = 64;
    /// The bytes of the longest name.
    pub const LONGEST_NAME: usize = 64;
    /// The bytes of all names and texts of an entry.
    pub const MOST_BYTES: usize = 16 << 10;

    /// Fails with [`SearchError::BadEntry`] where there is too much of something, or a number is not finite.
    pub fn new(facets: impl IntoIterator<Item = (String, Facet)>) -> Result<Self, SearchError> {
        let facets: BTreeMap<String, Facet> = facets.into_iter().collect();
        if facets.len() > Self::MOST {
            return Err(bad(
                "the facets",
                format!("there are {}, and an entry has at most {}", facets.len(), Self::MOST),
            ));
        }
        let mut bytes = 0;
        for (name, facet) in &facets {
            let what = || format!("the facet {name:?}");
            if name.is_empty() || name.len() > Self::LONGEST_NAME {
                return Err(bad(what(), format!("a name has 1 to {} bytes", Self::LONGEST_NAME)));
            }
            bytes += name.len();
            bytes += match facet {
                Facet::Number(number) if !number.is_finite() => {
                    return Err(bad(what(), format!("{number} is no finite number")));
                }
                Facet::Number(_) => 0,
                Facet::Text(text) => text.len(),
                Facet::Texts(texts) => texts.iter().map(|text| text.len() + 1).sum(),
            };
        }
        if bytes > Self::MOST_BYTES {
            return Err(bad(
                "the facets",
                format!("they hold {bytes} bytes, and an entry's hold at most {}", Self::MOST_BYTES),
            ));
        }
        Ok(Self(facets))
    }

    /// In the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Facet)> {
        self.0.iter().map(|(name, facet)| (name.as_str(), facet))
    }

    /// By name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Facet> {
        self.0.get(name)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn bad(what: impl Into<String>, why: String) -> SearchError {
    SearchError::BadEntry { what: what.into(), why }
}

impl TryFrom<BTreeMap<String, Facet>> for Facets {
    type Error = SearchError;

    fn try_from(facets: BTreeMap<String, Facet>) -> Result<Self, SearchError> {
        Self::new(facets)
    }
}

impl From<Facets> for BTreeMap<String, Facet> {
    fn from(facets: Facets) -> Self {
        facets.0
    }
}
