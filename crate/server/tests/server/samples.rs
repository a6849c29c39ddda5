//! Made-up drawings.

use draftlens_search::{Embedding, Facets, Model, View};
use draftlens_server::{Drawing, DrawingPage};
use serde_json::{Value, json};

pub(crate) const DIM: usize = 256;

pub(crate) fn model(name: &str) -> Model {
    Model { id: name.into(), sha256: "00ff".repeat(16), version: "1".into(), dim: DIM }
}

/// Always the same for a seed, and nearly at right angles to those of other seeds.
pub(crate) fn vector(seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..DIM)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1_u32 << 24) as f32 - 0.5
        })
        .collect()
}

/// Like `vector(seed)`, the more so the smaller `away`.
pub(crate) fn near(seed: u64, away: f32) -> Vec<f32> {
    vector(seed).iter().zip(vector(seed + 1_000_003)).map(|(x, other)| x + away * other).collect()
}

pub(crate) fn embedding(sheet: Vec<f32>, views: &[u64]) -> Embedding {
    let views = views.iter().map(|&seed| View { vector: vector(seed), weight: 1.0 }).collect();
    Embedding { sheet, views }
}

pub(crate) fn facets(value: Value) -> Facets {
    serde_json::from_value(value).unwrap()
}

/// Of one page.
pub(crate) fn drawing(seed: u64, of: Value) -> Drawing {
    let page = DrawingPage { page: 0, embedding: embedding(vector(seed), &[seed + 1]), facets: facets(of) };
    Drawing { model: model("embedder"), pages: vec![page] }.checked().unwrap()
}

/// As it is put over HTTP.
pub(crate) fn body(seed: u64) -> Value {
    json!({"model": model("embedder"), "pages": [{"page": 0, "embedding": embedding(vector(seed), &[]),
        "facets": {"number": format!("D-{seed}"), "largest_mm": seed}}]})
}

pub(crate) fn query(seed: u64) -> Value {
    json!({"model": model("embedder"), "embedding": embedding(vector(seed), &[])})
}
