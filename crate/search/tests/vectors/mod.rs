//! Made-up drawings: directions in clusters, as parts come in families.
#![allow(dead_code, reason = "each test uses some of it")]

use draftlens_search::{Embedding, Entry, Facet, Facets, Header, Model, Precision, View};

pub(crate) const DIM: usize = 96;

/// Numbers that are the same in every run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Splitmix64.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.bits() % end as u64) as usize
    }

    /// About normal, of variance 1.
    pub(crate) fn normal(&mut self) -> f32 {
        (0..12).map(|_| (self.bits() >> 40) as f32 / (1 << 24) as f32).sum::<f32>() - 6.0
    }

    pub(crate) fn vector(&mut self, dim: usize) -> Vec<f32> {
        (0..dim).map(|_| self.normal()).collect()
    }

    /// Not far from another.
    pub(crate) fn near(&mut self, centre: &[f32], distance: f32) -> Vec<f32> {
        centre.iter().map(|x| x + distance * self.normal()).collect()
    }

    /// With up to four views.
    pub(crate) fn embedding(&mut self, dim: usize) -> Embedding {
        let sheet = self.vector(dim);
        let views = (0..self.below(5))
            .map(|_| View { vector: self.near(&sheet, 1.0), weight: 0.5 + self.normal().abs() });
        Embedding { views: views.collect(), sheet }
    }

    pub(crate) fn entry(&mut self, id: &str, page: u32) -> Entry {
        let facets = [
            ("largest_mm".to_owned(), Facet::Number(self.below(1000) as f64)),
            ("material".to_owned(), Facet::Text(["S235", "1.4301", "EN AW-6082"][self.below(3)].to_owned())),
            (
                "threads".to_owned(),
                Facet::Texts((0..self.below(3)).map(|n| format!("M{}", 4 + 2 * n)).collect()),
            ),
        ];
        let kept = 1 + self.below(3);
        let facets = Facets::new(facets.into_iter().take(kept)).unwrap();
        Entry { id: id.to_owned(), page, embedding: self.embedding(DIM), facets }
    }
}

pub(crate) fn model() -> Model {
    Model { id: "embedder-test".into(), sha256: "ab".repeat(32), version: "1".into(), dim: DIM }
}

pub(crate) fn header(precision: Precision) -> Header {
    Header { model: model(), precision, sheet_share: 0.5 }
}
