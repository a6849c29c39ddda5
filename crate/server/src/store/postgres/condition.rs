//! A filter → SQL that admits the same drawings as [`Filter::admits`], a test says so.

use draftlens_search::{Condition, Filter, Scalar};
use serde_json::{Map, Value, json};
use tokio_postgres::types::{Json, ToSql};

/// A condition with its values, which are never part of the text.
pub(super) struct Sql {
    pub(super) sql: String,
    pub(super) values: Vec<Box<dyn ToSql + Sync + Send>>,
}

/// Conditions whose values are numbered from `first`.
pub(super) fn sql(filter: &Filter, first: usize) -> Sql {
    let mut writer = Writer { first, values: Vec::new() };
    let conditions: Vec<String> =
        filter.conditions().iter().map(|condition| writer.condition(condition)).collect();
    let sql = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" and ") };
    Sql { sql, values: writer.values }
}

struct Writer {
    first: usize,
    values: Vec<Box<dyn ToSql + Sync + Send>>,
}

impl Writer {
    /// The value's place in the text.
    fn value(&mut self, value: impl ToSql + Sync + Send + 'static) -> String {
        self.values.push(Box::new(value));
        format!("${}", self.first + self.values.len() - 1)
    }

    fn condition(&mut self, condition: &Condition) -> String {
        let Condition { facet, equals, one_of, at_least, at_most, prefix, contains } = condition;
        let wanted: Vec<&[Scalar]> =
            [equals.as_ref().map(std::slice::from_ref), one_of.as_deref()].into_iter().flatten().collect();
        let has_more =
            [at_least, at_most].iter().any(|bound| bound.is_some()) || prefix.is_some() || contains.is_some();
        if let ([any_of], false) = (wanted.as_slice(), has_more) {
            return self.any_of(facet, any_of);
        }
        format!("({} or {})", self.of_number(condition, &wanted), self.of_texts(condition, &wanted))
    }

    /// The usual case, in the form that the index on facets serves.
    fn any_of(&mut self, facet: &str, any_of: &[Scalar]) -> String {
        let mut forms = Vec::new();
        for scalar in any_of {
            let has = |value: Value| Json(Value::from(Map::from_iter([(facet.to_owned(), value)])));
            let value = json!(scalar);
            forms.push(format!("facets @> {}", self.value(has(value.clone()))));
            if matches!(scalar, Scalar::Text(_)) {
                forms.push(format!("facets @> {}", self.value(has(json!([value])))));
            }
        }
        if forms.is_empty() { "false".to_owned() } else { format!("({})", forms.join(" or ")) }
    }

    fn of_number(&mut self, condition: &Condition, wanted: &[&[Scalar]]) -> String {
        let Condition { facet, at_least, at_most, prefix, contains, .. } = condition;
        if prefix.is_some() || contains.is_some() {
            return "false".to_owned();
        }
        let facet = self.value(facet.clone());
        let number = format!("(facets->>{facet})::float8");
        let mut all = Vec::new();
        for any_of in wanted {
            let numbers: Vec<f64> = any_of
                .iter()
                .filter_map(|scalar| if let Scalar::Number(number) = scalar { Some(*number) } else { None })
                .collect();
            all.push(format!("{number} = any({})", self.value(numbers)));
        }
        for (bound, sign) in [(at_least, ">="), (at_most, "<=")] {
            if let Some(bound) = bound {
                all.push(format!("{number} {sign} {}", self.value(*bound)));
            }
        }
        // Only a case is sure to look at the type first.
        let all = all.join(" and ");
        format!("case when jsonb_typeof(facets->{facet}) = 'number' then {all} else false end")
    }

    fn of_texts(&mut self, condition: &Condition, wanted: &[&[Scalar]]) -> String {
        let Condition { facet, at_least, at_most, prefix, contains, .. } = condition;
        if at_least.is_some() || at_most.is_some() {
            return "false".to_owned();
        }
        let mut all = Vec::new();
        for any_of in wanted {
            let texts: Vec<String> = any_of
                .iter()
                .filter_map(|scalar| if let Scalar::Text(text) = scalar { Some(text.clone()) } else { None })
                .collect();
            all.push(format!("one->>0 = any({})", self.value(texts)));
        }
        if let Some(prefix) = prefix {
            all.push(format!("starts_with(one->>1, {})", self.value(prefix.clone())));
        }
        if let Some(part) = contains {
            all.push(format!("strpos(one->>1, {}) > 0", self.value(part.clone())));
        }
        let facet = self.value(facet.clone());
        format!(
            "exists (select from jsonb_array_elements(texts->{facet}) as one where {})",
            all.join(" and ")
        )
    }
}
