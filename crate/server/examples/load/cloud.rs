//! Vectors as an embedder's lie: families close together, among others of their kind, and kinds far from each other.

use draftlens_search::{Embedding, Model, View};

const DIM: usize = 256;
const A_FAMILY: usize = 20;
/// Whose vectors come near those of a family that are its furthest.
const FAMILIES_OF_A_KIND: usize = 50;
/// How far families lie from the middle of their kind, members from that of their family, and a query from the member that it is of, in
/// the middle's length.
const APART: f32 = 0.7;

/// Real vectors spread along few directions: 70 views of 15 drawings as evenly as along 20. These as along 29.
const HALVED_AFTER: f32 = 10.0;

pub(crate) struct Cloud {
    /// Of sheets, one after the other.
    numbers: Vec<f32>,
    views: usize,
}

pub(crate) fn model() -> Model {
    Model { id: "made-up".into(), sha256: "00".repeat(32), version: "1".into(), dim: DIM }
}

impl Cloud {
    pub(crate) fn new(drawings: usize, views: usize) -> Self {
        Self { numbers: (0..drawings).flat_map(|number| member(number, SHEET)).collect(), views }
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len() / DIM
    }

    pub(crate) fn drawing(&self, number: usize) -> Embedding {
        let views = (1..=self.views).map(|part| View { vector: member(number, part as u64), weight: 1.0 });
        Embedding { sheet: self.sheet(number).to_vec(), views: views.collect() }
    }

    /// Another drawing of the family of some member.
    pub(crate) fn query(&self, number: usize) -> Embedding {
        let mut drawing = self.drawing(number.wrapping_mul(7919) % self.len());
        let views = drawing.views.iter_mut().map(|view| &mut view.vector);
        for (part, vector) in std::iter::once(&mut drawing.sheet).chain(views).enumerate() {
            *vector = beside(vector, seed(QUERY, part as u64, number));
        }
        drawing
    }

    fn sheet(&self, number: usize) -> &[f32] {
        &self.numbers[number * DIM..(number + 1) * DIM]
    }

    /// By looking at all.
    pub(crate) fn nearest(&self, to: &[f32], most: usize) -> Vec<usize> {
        let mut products: Vec<(f32, usize)> =
            (0..self.len()).map(|number| (product(self.sheet(number), to), number)).collect();
        products.select_nth_unstable_by(most, |a, b| b.0.total_cmp(&a.0));
        products.truncate(most);
        products.into_iter().map(|(_, number)| number).collect()
    }
}

/// In lanes, which a processor sums at once.
fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0; 16];
    for (a, b) in a.as_chunks::<16>().0.iter().zip(b.as_chunks::<16>().0) {
        for lane in 0..16 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}

/// A drawing's sheet, or one of its views, which lie like sheets apart from each other.
fn member(number: usize, part: u64) -> Vec<f32> {
    let family = number / A_FAMILY;
    let kind = noise(seed(KIND, part, family / FAMILIES_OF_A_KIND));
    beside(&beside(&kind, seed(FAMILY, part, family)), seed(MEMBER, part, number))
}

const SHEET: u64 = 0;
const KIND: u64 = 0;
const FAMILY: u64 = 1;
const MEMBER: u64 = 2;
const QUERY: u64 = 3;

fn seed(level: u64, part: u64, number: usize) -> u64 {
    (level << 48) + (part << 40) + number as u64
}

fn beside(middle: &[f32], seed: u64) -> Vec<f32> {
    unit(middle.iter().zip(noise(seed)).map(|(x, other)| x + APART * other).collect())
}

/// Of length 1, in any direction, but mostly in the first.
fn noise(seed: u64) -> Vec<f32> {
    let mut state = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut number = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1_u32 << 24) as f32 - 0.5
    };
    // The first numbers of near seeds are alike.
    let _ = (0..8).map(|_| number()).last();
    let spread = |at: usize| 1.0 / (1.0 + at as f32 / HALVED_AFTER);
    unit((0..DIM).map(|at| spread(at) * (number() + number() + number())).collect())
}

fn unit(vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    vector.into_iter().map(|x| x / length).collect()
}
