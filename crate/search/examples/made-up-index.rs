//! Writes an index of made-up drawings, and says how long it takes to search it:
//! `cargo run --release -p draftlens-search --example made-up-index -- DRAWINGS FILE`
//!
//! Each has three views and the facets that a reading gives. `tests/bench/search.mjs` searches the file in a browser.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "an example ends where something fails")]

#[path = "../tests/vectors/mod.rs"]
mod vectors;

use draftlens_search::{
    Change, Embedding, Entry, Facet, Facets, Filter, Header, Index, Model, Precision, Query, View,
};
use std::time::Instant;
use vectors::Chance;

const DIM: usize = 256;
const N_QUERIES: usize = 21;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let n_drawings: usize = arguments.next().unwrap().parse().unwrap();
    let file = arguments.next().unwrap();
    let model = Model { id: "made-up".into(), sha256: "0".repeat(64), version: "1".into(), dim: DIM };
    let header = Header { model: model.clone(), precision: Precision::Int8, sheet_share: 0.5 };
    let mut index = Index::new(header).unwrap();
    let mut chance = Chance::new(1);
    for start in (0..n_drawings).step_by(10_000) {
        let put = (start..n_drawings.min(start + 10_000)).map(|number| entry(number, &mut chance)).collect();
        index.change(&model, &Change { put, remove: Vec::new() }).unwrap();
    }
    std::fs::write(file, index.to_bytes()).unwrap();
    println!("| drawings | way | median ms | fastest | slowest |");
    println!("|---|---|---|---|---|");
    let filter = r#"[{"facet":"material","equals":"S235JR"},{"facet":"largest_mm","at_most":250}]"#;
    let filter: Filter = serde_json::from_str(filter).unwrap();
    time(&index, "sheet alone", || Query::new(Embedding { sheet: vector(&mut chance), views: Vec::new() }));
    time(&index, "sheet and 3 views", || Query::new(embedding(&mut chance)));
    time(&index, "with a filter on material and size", || Query {
        filter: filter.clone(),
        ..Query::new(embedding(&mut chance))
    });
    time(&index, "every view of every drawing", || Query {
        thorough: true,
        ..Query::new(embedding(&mut chance))
    });
}

fn time(index: &Index, way: &str, mut query: impl FnMut() -> Query) {
    let mut millis: Vec<f64> = (0..N_QUERIES)
        .map(|_| {
            let query = query();
            let began = Instant::now();
            index.search(index.model(), &query).unwrap();
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    millis.sort_by(f64::total_cmp);
    let (median, fastest, slowest) = (millis[N_QUERIES / 2], millis[0], millis[N_QUERIES - 1]);
    println!("| {} | {way} | {median:.1} | {fastest:.1} | {slowest:.1} |", index.len());
}

/// Even, and not normal: a million of them take seconds.
fn vector(chance: &mut Chance) -> Vec<f32> {
    (0..DIM).map(|_| (chance.bits() >> 40) as f32 / (1 << 24) as f32 - 0.5).collect()
}

fn embedding(chance: &mut Chance) -> Embedding {
    let sheet = vector(chance);
    let views = (0..3).map(|_| View { vector: vector(chance), weight: 1.0 });
    Embedding { views: views.collect(), sheet }
}

fn entry(number: usize, chance: &mut Chance) -> Entry {
    let facets = [
        ("number", Facet::Text(format!("{number:06}-A"))),
        ("title", Facet::Text(["Flange", "Shaft", "Bracket", "Cover plate"][chance.below(4)].into())),
        ("material", Facet::Text(["S235JR", "1.4301", "EN AW-6082"][chance.below(3)].into())),
        ("largest_mm", Facet::Number(chance.below(1000) as f64)),
        ("tightest_mm", Facet::Number(chance.below(100) as f64 / 1000.0)),
        ("threads", Facet::Texts((0..chance.below(3)).map(|n| format!("M{}", 4 + 2 * n)).collect())),
        ("units", Facet::Text("mm".into())),
        ("sheet", Facet::Text("A3".into())),
    ];
    let facets = Facets::new(facets.map(|(name, facet)| (name.to_owned(), facet))).unwrap();
    Entry { id: format!("drawings/{number}.pdf"), page: 0, embedding: embedding(chance), facets }
}
