//! What each precision costs and keeps: `cargo run --release -p draftlens-search --example precision -- [DRAWINGS|FILE.jsonl]...`
//!
//! FILE is what `draftlens embed --jsonl` prints; some of its drawings, spread over it, are the queries and not kept. Made-up
//! DRAWINGS come in families: each is near one of a family's centres, and so are the queries. Exact is what f32 says of all
//! drawings, with all their views.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "an example ends where something fails")]

#[path = "../tests/vectors/mod.rs"]
mod vectors;

use draftlens_search::{
    Change, Embedding, Entry, Facets, Header, Index, Model, Precision, Query, View, score,
};
use serde::Deserialize;
use std::time::Instant;
use vectors::Chance;

const DIM: usize = 256;
const N_VIEWS: usize = 3;
const PER_FAMILY: usize = 20;
/// Of members to the centre and of views to their sheet, where a vector's own length is 16.
const SPREAD: f32 = 0.5;
const N_QUERIES: usize = 50;
const TOP: usize = 10;

/// Drawings that are kept, and those that are asked for.
struct Set {
    name: String,
    len: usize,
    drawing: Box<dyn Fn(usize) -> Embedding>,
    queries: Vec<Embedding>,
}

fn main() {
    let sets: Vec<String> = std::env::args().skip(1).collect();
    println!("| drawings | precision | way | MB | recall@{TOP} | ms a query, median | slowest |");
    println!("|---|---|---|---|---|---|---|");
    for set in if sets.is_empty() { vec!["100000".to_owned()] } else { sets } {
        measure(&set.parse().map_or_else(|_| embedded(&set), made_up));
    }
}

fn made_up(len: usize) -> Set {
    let queries = (0..N_QUERIES).map(|number| drawing(number * 37 % (len / PER_FAMILY), 1 << 40)).collect();
    let drawing = |number: usize| drawing(number / PER_FAMILY, (number % PER_FAMILY) as u64 + 1);
    Set { name: format!("{len} made up"), len, drawing: Box::new(drawing), queries }
}

#[derive(Deserialize)]
struct Line {
    vector: Vec<f32>,
    views: Vec<ViewOfLine>,
}

#[derive(Deserialize)]
struct ViewOfLine {
    vector: Vec<f32>,
    weight: f32,
}

fn embedded(file: &str) -> Set {
    let text = std::fs::read_to_string(file).unwrap();
    let embedding = |line: &str| {
        let Line { vector: sheet, views } = serde_json::from_str(line).unwrap();
        let views = views.into_iter().map(|ViewOfLine { vector, weight }| View { vector, weight });
        Embedding { sheet, views: views.collect() }.normalised(DIM).unwrap()
    };
    let all: Vec<Embedding> = text.lines().map(embedding).collect();
    let apart = all.len() / N_QUERIES;
    let (queries, kept): (Vec<_>, Vec<_>) =
        all.into_iter().enumerate().partition(|(number, _)| number % apart == 0);
    let [queries, kept] =
        [queries, kept].map(|some| some.into_iter().map(|(_, one)| one).collect::<Vec<_>>());
    let (name, len) = (format!("{} of {file}", kept.len()), kept.len());
    Set { name, len, drawing: Box::new(move |number| kept[number].clone()), queries }
}

fn model() -> Model {
    Model { id: "made-up".into(), sha256: "0".repeat(64), version: "1".into(), dim: DIM }
}

fn measure(set: &Set) {
    let exact = exact(set);
    for precision in [Precision::F16, Precision::Int8, Precision::Bits] {
        let index = filled(set, precision);
        let megabytes = index.to_bytes().len() as f64 / 1e6;
        for (way, thorough, n_views) in [
            ("sheets, then views of a shortlist", false, usize::MAX),
            ("sheets alone", false, 0),
            ("all views", true, usize::MAX),
        ] {
            let mut found = 0;
            let mut millis: Vec<f64> = Vec::new();
            for (embedding, expected) in set.queries.iter().zip(&exact) {
                let mut embedding = embedding.clone();
                embedding.views.truncate(n_views);
                let query = Query { limit: TOP, thorough, ..Query::new(embedding) };
                let began = Instant::now();
                let hits = index.search(&model(), &query).unwrap().hits;
                millis.push(began.elapsed().as_secs_f64() * 1000.0);
                found += hits.iter().filter(|hit| expected.contains(&hit.id)).count();
            }
            millis.sort_by(f64::total_cmp);
            let recall = found as f64 / (millis.len() * TOP) as f64;
            let (median, slowest) = (millis[millis.len() / 2], millis[millis.len() - 1]);
            let name = &set.name;
            println!(
                "| {name} | {precision:?} | {way} | {megabytes:.0} | {recall:.3} | {median:.1} | {slowest:.1} |"
            );
        }
    }
}

/// The same in every run, however many there are.
fn drawing(family: usize, member: u64) -> Embedding {
    let centre = Chance::new(family as u64).vector(DIM);
    let mut chance = Chance::new(family as u64 + (member << 32));
    let sheet = chance.near(&centre, SPREAD);
    let views = (0..N_VIEWS).map(|_| View { vector: chance.near(&sheet, SPREAD), weight: 1.0 }).collect();
    Embedding { sheet, views }.normalised(DIM).unwrap()
}

fn filled(set: &Set, precision: Precision) -> Index {
    let mut index = Index::new(Header { model: model(), precision, sheet_share: 0.5 }).unwrap();
    for start in (0..set.len).step_by(10_000) {
        let put = (start..set.len.min(start + 10_000)).map(|number| Entry {
            id: number.to_string(),
            page: 0,
            embedding: (set.drawing)(number),
            facets: Facets::default(),
        });
        index.change(&model(), &Change { put: put.collect(), remove: Vec::new() }).unwrap();
    }
    index
}

/// By f32, one drawing after the other.
fn exact(Set { len, drawing, queries, .. }: &Set) -> Vec<Vec<String>> {
    let mut best: Vec<Vec<(f32, usize)>> = vec![Vec::new(); queries.len()];
    for number in 0..*len {
        let other = drawing(number);
        for (query, best) in queries.iter().zip(&mut best) {
            let products: Vec<f32> = query
                .views
                .iter()
                .map(|view| {
                    other.views.iter().map(|its| product(&view.vector, &its.vector)).fold(-1.0, f32::max)
                })
                .collect();
            best.push((
                score(0.5, product(&query.sheet, &other.sheet), &query.views, Some(&products)),
                number,
            ));
            if best.len() > 1000 {
                keep(best);
            }
        }
    }
    best.iter_mut().for_each(keep);
    best.iter().map(|best| best.iter().map(|(_, number)| number.to_string()).collect()).collect()
}

fn keep(best: &mut Vec<(f32, usize)>) {
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    best.truncate(TOP);
}

fn product(a: &[f32], b: &[f32]) -> f32 {
    let (a, b) = (a.as_chunks::<16>().0, b.as_chunks::<16>().0);
    let mut sums = [0.0; 16];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..16 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}
