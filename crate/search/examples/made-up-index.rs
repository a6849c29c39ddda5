//! Writes an index of made-up drawings: `cargo run --release -p draftlens-search --example made-up-index -- DRAWINGS FILE`
//!
//! Each has three views and the facets that a reading gives. `tests/bench/search.mjs` searches it in a browser.
#![allow(clippy::unwrap_used, reason = "an example ends where something fails")]

#[path = "../tests/vectors/mod.rs"]
mod vectors;

use draftlens_search::{Change, Embedding, Entry, Facet, Facets, Header, Index, Model, Precision, View};
use vectors::Chance;

const DIM: usize = 256;

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
}

fn entry(number: usize, chance: &mut Chance) -> Entry {
    let sheet = chance.vector(DIM);
    let views = (0..3).map(|_| View { vector: chance.near(&sheet, 0.5), weight: 1.0 }).collect();
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
    Entry { id: format!("drawings/{number}.pdf"), page: 0, embedding: Embedding { sheet, views }, facets }
}
