//! An index beside a plain map of the same entries: whatever is done to both, they hold and find the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod vectors;

use draftlens_search::{
    Change, Embedding, Entry, Filter, Header, Index, Model, Precision, Query, SearchError, VIEW_POWER, View,
    score,
};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use vectors::{Chance, DIM, header, model};

/// In whole numbers, so that proptest can make failures small.
#[derive(Debug, Clone)]
enum Step {
    Put { ids: Vec<(u8, u8)>, seed: u64 },
    Remove(Vec<u8>),
    Both { remove: u8, put: (u8, u8), seed: u64 },
    Reopen,
    Compact,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (id, page) = (0..12_u8, 0..3_u8);
    let step = prop_oneof![
        4 => (prop::collection::vec((id.clone(), page.clone()), 1..6), any::<u64>())
            .prop_map(|(ids, seed)| Step::Put { ids, seed }),
        2 => prop::collection::vec(id.clone(), 1..4).prop_map(Step::Remove),
        1 => (id.clone(), (id, page), any::<u64>())
            .prop_map(|(remove, put, seed)| Step::Both { remove, put, seed }),
        1 => Just(Step::Reopen),
        1 => Just(Step::Compact),
    ];
    prop::collection::vec(step, 1..30)
}

fn change_of(step: &Step) -> Change {
    let entry = |(id, page): (u8, u8), chance: &mut Chance| chance.entry(&format!("part {id}"), page.into());
    match step {
        Step::Put { ids, seed } => {
            let mut chance = Chance::new(*seed);
            Change { put: ids.iter().map(|&at| entry(at, &mut chance)).collect(), remove: Vec::new() }
        }
        Step::Remove(ids) => {
            Change { remove: ids.iter().map(|id| format!("part {id}")).collect(), put: Vec::new() }
        }
        Step::Both { remove, put, seed } => {
            Change { remove: vec![format!("part {remove}")], put: vec![entry(*put, &mut Chance::new(*seed))] }
        }
        Step::Reopen | Step::Compact => Change::default(),
    }
}

type Plain = BTreeMap<(String, u32), Entry>;

fn apply(plain: &mut Plain, change: Change) {
    plain.retain(|(id, _), _| !change.remove.contains(id));
    for entry in change.put {
        plain.insert((entry.id.clone(), entry.page), entry);
    }
}

/// By the rule of the model's manifest, in plain words.
fn plain_score(query: &Embedding, other: &Embedding) -> f32 {
    let (query, other) = (query.normalised(DIM).unwrap(), other.normalised(DIM).unwrap());
    let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let best = query
        .views
        .iter()
        .map(|view| other.views.iter().map(|its| product(&view.vector, &its.vector)).fold(-1.0, f32::max));
    let best: Vec<f32> = best.collect();
    let best = (!other.views.is_empty()).then_some(best.as_slice());
    score(0.5, product(&query.sheet, &other.sheet), &query.views, best)
}

fn check(index: &Index, plain: &Plain, seed: u64) {
    let slack = if index.header().precision == Precision::F16 { 0.002 } else { 0.02 };
    let mut listed: Vec<_> =
        index.pages().map(Result::unwrap).map(|page| ((page.id, page.page), page.facets)).collect();
    listed.sort_by(|a, b| a.0.cmp(&b.0));
    let expected: Vec<_> = plain.iter().map(|(at, entry)| (at.clone(), entry.facets.clone())).collect();
    assert_eq!(listed, expected);
    assert_eq!(index.len(), plain.len());
    for (id, page) in plain.keys() {
        let entry = index.get(id, *page).unwrap().unwrap();
        assert!(plain_score(&entry.embedding, &plain[&(id.clone(), *page)].embedding) > 1.0 - slack);
    }
    assert!(index.get("part 0", 7).unwrap().is_none());

    let mut chance = Chance::new(seed);
    let filters = [
        json!([]),
        json!([{"facet": "largest_mm", "at_most": 600}]),
        json!([{"facet": "threads", "equals": "M6"}, {"facet": "largest_mm", "at_least": 300}]),
        json!([{"facet": "material", "prefix": "s"}, {"facet": "threads", "one_of": ["M4", "M8"]}]),
        json!([{"facet": "surface", "equals": "Ra 3.2"}, {"facet": "material", "prefix": "s"}]),
    ];
    let filters = filters.map(|filter| (false, serde_json::from_value(filter).unwrap()));
    for (thorough, filter) in filters.into_iter().chain([(true, Filter::default())]) {
        let query = Query { limit: 100, thorough, filter, ..Query::new(chance.embedding(DIM)) };
        let found = index.search(&model(), &query).unwrap();
        let admitted: Vec<&Entry> =
            plain.values().filter(|entry| query.filter.admits(&entry.facets)).collect();
        assert_eq!((found.hits.len(), found.n_admitted), (admitted.len(), admitted.len()));
        assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score));
        for hit in &found.hits {
            let entry = &plain[&(hit.id.clone(), hit.page)];
            assert_eq!(hit.facets, entry.facets);
            let expected = plain_score(&query.embedding, &entry.embedding);
            assert!((hit.score - expected).abs() < slack, "{} and {expected}", hit.score);
        }
        let page = Query { offset: 2, limit: 3, ..query };
        let shown = index.search(&model(), &page).unwrap().hits;
        assert_eq!(shown, found.hits.iter().skip(2).take(3).cloned().collect::<Vec<_>>());
    }
}

#[test]
fn a_view_that_both_show_outdoes_views_that_are_a_little_alike() {
    let query = Chance::new(1).embedding(DIM).views;
    let view = |weight| View { weight, ..query[0].clone() };
    let views = [view(0.5), view(0.5)];
    let the_same_cut_off = score(0.5, 0.82, &views, Some(&[0.98, 0.64]));
    let a_sister = score(0.5, 0.84, &views, Some(&[0.83, 0.83]));
    assert!(the_same_cut_off > a_sister, "{the_same_cut_off} {a_sister}");
    assert!((score(0.5, 1.0, &views, Some(&[1.0, 1.0])) - 1.0).abs() < 1e-6);
    assert!((score(0.0, 1.0, &views, Some(&[0.6, -0.9])) - 0.6 * 0.5_f32.powf(0.125)).abs() < 1e-6);
    assert_eq!(score(0.0, 1.0, &views, Some(&[-0.2, -0.9])), 0.0);
}

#[test]
fn views_are_weighed_as_the_shipped_manifest_says() {
    let manifest: serde_json::Value =
        serde_json::from_str(include_str!("../../../models/embedder.json")).unwrap();
    assert_eq!(manifest["score"]["view_power"], VIEW_POWER);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_is_a_map_that_can_be_searched(steps in steps(), at in 0..3_usize) {
        let precision = [Precision::F16, Precision::Int8, Precision::Bits][at];
        let mut index = Index::new(header(precision)).unwrap();
        let mut plain = Plain::new();
        for (number, step) in steps.iter().enumerate() {
            match step {
                Step::Reopen => index = Index::from_bytes(index.to_bytes()).unwrap(),
                Step::Compact => index.compact().unwrap(),
                _ => {
                    let change = change_of(step);
                    index.change(&model(), &change).unwrap();
                    apply(&mut plain, change);
                }
            }
            check(&index, &plain, number as u64);
        }
    }
}

#[test]
fn vectors_of_another_model_are_refused_in_words_that_help() {
    let mut index = Index::new(header(Precision::Int8)).unwrap();
    let others = [
        Model { id: "embedder-next".into(), ..model() },
        Model { sha256: "cd".repeat(32), ..model() },
        Model { version: "2".into(), ..model() },
        Model { dim: DIM + 1, ..model() },
    ];
    let mut chance = Chance::new(1);
    let query = Query::new(chance.embedding(DIM));
    let change = Change { put: vec![chance.entry("a", 0)], ..Change::default() };
    for other in others {
        let errors = [index.search(&other, &query).unwrap_err(), index.change(&other, &change).unwrap_err()];
        for error in errors {
            assert!(matches!(error, SearchError::OtherModel { .. }), "{error}");
            let words = error.to_string();
            assert!(
                words.contains(&other.id) && words.contains("those of the index are of embedder-test"),
                "{words}"
            );
            assert!(error.hint().contains("index the drawings anew"), "{}", error.hint());
        }
    }
    assert!(index.is_empty());
}

#[test]
fn what_is_no_direction_is_refused_and_nothing_of_its_change_is_kept() {
    let mut index = Index::new(header(Precision::Int8)).unwrap();
    let mut chance = Chance::new(2);
    let good = chance.entry("good", 0);
    let spoilt: [fn(&mut Entry); 6] = [
        |entry| entry.embedding.sheet.truncate(DIM - 1),
        |entry| entry.embedding.sheet[0] = f32::NAN,
        |entry| entry.embedding.sheet.fill(0.0),
        |entry| entry.embedding.views[0].vector[1] = f32::INFINITY,
        |entry| entry.embedding.views[0].weight = 0.0,
        |entry| entry.id = String::new(),
    ];
    for spoil in spoilt {
        let mut bad = chance.entry("bad", 0);
        bad.embedding.views = vec![draftlens_search::View { vector: chance.vector(DIM), weight: 1.0 }];
        spoil(&mut bad);
        let change = Change { put: vec![good.clone(), bad], ..Change::default() };
        let error = index.change(&model(), &change).unwrap_err();
        assert!(["bad-vector", "bad-entry"].contains(&error.code()), "{error}");
        assert!(index.is_empty());
    }
}

#[test]
fn an_index_of_a_model_that_cannot_be_kept_is_refused() {
    for header in [
        Header { sheet_share: 1.5, ..header(Precision::Int8) },
        Header { model: Model { dim: 0, ..model() }, ..header(Precision::Int8) },
        Header { model: Model { dim: 1 << 20, ..model() }, ..header(Precision::Int8) },
        Header { model: Model { id: "x".repeat(300), ..model() }, ..header(Precision::Int8) },
    ] {
        assert_eq!(Index::new(header).map(|_| ()).unwrap_err().code(), "bad-entry");
    }
}

#[test]
fn changing_one_by_one_is_seen_and_mended() {
    let mut index = Index::new(header(Precision::Int8)).unwrap();
    let mut chance = Chance::new(3);
    for number in 0..1100 {
        let change = Change { put: vec![chance.entry(&number.to_string(), 0)], ..Change::default() };
        index.change(&model(), &change).unwrap();
    }
    assert!(index.is_scattered());
    let before = index.to_bytes().len();
    index.compact().unwrap();
    assert!(!index.is_scattered() && index.len() == 1100 && index.to_bytes().len() < before);
}
