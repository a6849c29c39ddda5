use serde::{Deserialize, Serialize};

use crate::{Facet, Facets, SearchError};

/// Conditions that must all hold: `[{"facet":"material","equals":"S235"},{"facet":"largest_mm","at_most":250}]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Condition>", into = "Vec<Condition>")]
pub struct Filter(Vec<Condition>);

/// What one value of a facet must be: of several texts, one must fulfil all that is asked here. Two conditions may name
/// the same facet, and then two of its texts may fulfil one each. A drawing without the facet fails.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Condition {
    /// The facet's name.
    pub facet: String,
    /// This text, to the letter, or this number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equals: Option<Scalar>,
    /// Any of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<Scalar>>,
    /// A number not below this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// A number not above this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// A text that begins so, in small or capital letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// A text in which this stands, in small or capital letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains: Option<String>,
}

/// One text or number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Scalar {
    Number(f64),
    Text(String),
}

/// The same, borrowed from wherever facets are kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ScalarRef<'a> {
    Number(f64),
    Text(&'a str),
}

impl Filter {
    /// How many conditions there may be.
    pub const MOST: usize = 64;

    /// Fails with [`SearchError::BadFilter`].
    pub fn new(conditions: Vec<Condition>) -> Result<Self, SearchError> {
        if let Some(condition) = conditions.get(Self::MOST) {
            return Err(bad(condition, "is one condition too many: at most 64 are allowed"));
        }
        let mut conditions = conditions;
        for condition in &mut conditions {
            condition.check()?;
            for text in [&mut condition.prefix, &mut condition.contains].into_iter().flatten() {
                *text = text.to_lowercase();
            }
        }
        Ok(Self(conditions))
    }

    /// In the order in which they were given, prefixes and parts in small letters.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.0
    }

    /// Whether all conditions hold of a drawing's facets.
    #[must_use]
    pub fn admits(&self, facets: &Facets) -> bool {
        self.0.iter().all(|condition| match facets.get(&condition.facet) {
            Some(Facet::Number(number)) => condition.admits(ScalarRef::Number(*number)),
            Some(Facet::Text(text)) => condition.admits(ScalarRef::Text(text)),
            Some(Facet::Texts(texts)) => texts.iter().any(|text| condition.admits(ScalarRef::Text(text))),
            None => false,
        })
    }
}

impl Condition {
    /// Whether one value is what is asked for.
    pub(crate) fn admits(&self, value: ScalarRef<'_>) -> bool {
        let is_one_of = |wanted: &[Scalar]| wanted.iter().any(|wanted| wanted.is(value));
        let as_asked = match value {
            ScalarRef::Number(number) => {
                self.prefix.is_none()
                    && self.contains.is_none()
                    && self.at_least.is_none_or(|least| number >= least)
                    && self.at_most.is_none_or(|most| number <= most)
            }
            ScalarRef::Text(text) => {
                self.at_least.is_none()
                    && self.at_most.is_none()
                    && self.prefix.as_ref().is_none_or(|start| text.to_lowercase().starts_with(start))
                    && self.contains.as_ref().is_none_or(|part| text.to_lowercase().contains(part))
            }
        };
        as_asked
            && self.equals.as_ref().is_none_or(|wanted| wanted.is(value))
            && self.one_of.as_deref().is_none_or(is_one_of)
    }

    fn check(&self) -> Result<(), SearchError> {
        let Self { facet, equals, one_of, at_least, at_most, prefix, contains } = self;
        let bounds = [*at_least, *at_most];
        let asks = equals.is_some()
            || one_of.is_some()
            || bounds.iter().any(Option::is_some)
            || prefix.is_some()
            || contains.is_some();
        if facet.is_empty() {
            Err(bad(self, "names no facet"))
        } else if !asks {
            Err(bad(self, "asks for nothing: give equals, one_of, at_least, at_most, prefix or contains"))
        } else if bounds.iter().flatten().any(|bound| !bound.is_finite()) {
            Err(bad(self, "has a bound that is no finite number"))
        } else {
            Ok(())
        }
    }
}

impl Scalar {
    fn is(&self, value: ScalarRef<'_>) -> bool {
        match (self, value) {
            (Self::Number(wanted), ScalarRef::Number(number)) => *wanted == number,
            (Self::Text(wanted), ScalarRef::Text(text)) => wanted == text,
            _ => false,
        }
    }
}

fn bad(condition: &Condition, why: &'static str) -> SearchError {
    SearchError::BadFilter { facet: condition.facet.clone(), why }
}

impl TryFrom<Vec<Condition>> for Filter {
    type Error = SearchError;

    fn try_from(conditions: Vec<Condition>) -> Result<Self, SearchError> {
        Self::new(conditions)
    }
}

impl From<Filter> for Vec<Condition> {
    fn from(filter: Filter) -> Self {
        filter.0
    }
}
