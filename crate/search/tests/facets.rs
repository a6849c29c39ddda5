//! What a filter lets through, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use draftlens_search::{Facets, Filter};
use serde_json::{Value, from_value, json};

fn admits(filter: Value, facets: Value) -> bool {
    let filter: Filter = from_value(filter).unwrap();
    filter.admits(&from_value::<Facets>(facets).unwrap())
}

#[test]
fn every_condition_decides_by_the_value_of_its_facet() {
    let bracket = json!({"material": "S235JR", "largest_mm": 120.5, "threads": ["M8", "G1/4"], "title": "Flange PLATE"});
    let cases = [
        (json!([]), true),
        (json!([{"facet": "material", "equals": "S235JR"}]), true),
        (json!([{"facet": "material", "equals": "s235jr"}]), false),
        (json!([{"facet": "material", "prefix": "s235"}]), true),
        (json!([{"facet": "material", "prefix": "235"}]), false),
        (json!([{"facet": "title", "contains": "plate"}]), true),
        (json!([{"facet": "title", "contains": "plates"}]), false),
        (json!([{"facet": "largest_mm", "equals": 120.5}]), true),
        (json!([{"facet": "largest_mm", "at_least": 120.5, "at_most": 120.5}]), true),
        (json!([{"facet": "largest_mm", "at_least": 121}]), false),
        (json!([{"facet": "largest_mm", "at_most": 120}]), false),
        (json!([{"facet": "material", "one_of": ["1.4301", "S235JR"]}]), true),
        (json!([{"facet": "largest_mm", "one_of": [1, 2]}]), false),
        (json!([{"facet": "threads", "equals": "G1/4"}]), true),
        (json!([{"facet": "threads", "equals": "M10"}]), false),
        (json!([{"facet": "threads", "prefix": "m", "equals": "G1/4"}]), false),
        (json!([{"facet": "threads", "prefix": "m"}, {"facet": "threads", "equals": "G1/4"}]), true),
        (json!([{"facet": "number", "prefix": ""}]), false),
        (json!([{"facet": "largest_mm", "equals": "120.5"}]), false),
        (json!([{"facet": "largest_mm", "prefix": "1"}]), false),
        (json!([{"facet": "material", "at_least": 0}]), false),
    ];
    for (filter, expected) in cases {
        assert_eq!(admits(filter.clone(), bracket.clone()), expected, "{filter}");
    }
}

#[test]
fn a_filter_that_asks_for_nothing_or_in_unknown_words_is_refused() {
    for filter in [
        json!([{"facet": "material"}]),
        json!([{"facet": "", "equals": "x"}]),
        json!([{"facet": "material", "is": "x"}]),
        json!([{"equals": "x"}]),
        json!({"material": "x"}),
        Value::from(vec![json!({"facet": "a", "equals": 1}); 65]),
    ] {
        assert!(from_value::<Filter>(filter.clone()).is_err(), "{filter}");
    }
}

#[test]
fn facets_are_flat_texts_and_numbers_of_bounded_size() {
    let many: Value =
        (0..65).map(|n| (n.to_string(), Value::from(n))).collect::<serde_json::Map<_, _>>().into();
    for facets in [
        json!({"a": {"b": 1}}),
        json!({"a": [1, 2]}),
        json!({"a": null}),
        json!({"": 1}),
        json!({"n".repeat(65): 1}),
        json!({"a": "x".repeat(16 << 10)}),
        many,
    ] {
        assert!(from_value::<Facets>(facets.clone()).is_err(), "{}", facets.to_string().len());
    }
}

#[test]
fn facets_and_filters_come_back_as_they_were_written() {
    let facets = json!({"largest_mm": 120.5, "material": "S235JR", "threads": ["M8", "G1/4"]});
    assert_eq!(serde_json::to_value(from_value::<Facets>(facets.clone()).unwrap()).unwrap(), facets);
    let filter =
        json!([{"facet": "material", "one_of": ["a", 2.0]}, {"facet": "largest_mm", "at_least": 1.0}]);
    assert_eq!(serde_json::to_value(from_value::<Filter>(filter.clone()).unwrap()).unwrap(), filter);
}
