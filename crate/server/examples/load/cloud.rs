//! Vectors as an embedder's lie: families close together, far from each other.

use draftlens_search::Model;

const DIM: usize = 256;
const A_FAMILY: usize = 20;
/// How far members lie from their family's middle, and a query from the member that it is of, in the middle's length.
const APART: f32 = 0.7;

pub(crate) struct Cloud {
    /// One after the other.
    numbers: Vec<f32>,
}

pub(crate) fn model() -> Model {
    Model { id: "made-up".into(), sha256: "00".repeat(32), version: "1".into(), dim: DIM }
}

impl Cloud {
    pub(crate) fn new(vectors: usize) -> Self {
        let member = |number: usize| beside(&noise((number / A_FAMILY) as u64), number as u64 + (1 << 40));
        Self { numbers: (0..vectors).flat_map(member).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len() / DIM
    }

    pub(crate) fn vector(&self, number: usize) -> &[f32] {
        &self.numbers[number * DIM..(number + 1) * DIM]
    }

    /// Of another drawing of the family of some member.
    pub(crate) fn query(&self, number: usize) -> Vec<f32> {
        let of = number.wrapping_mul(7919) % self.len();
        beside(self.vector(of), number as u64 + (1 << 50))
    }

    /// By looking at all.
    pub(crate) fn nearest(&self, to: &[f32], most: usize) -> Vec<usize> {
        let product = |number: usize| self.vector(number).iter().zip(to).map(|(a, b)| a * b).sum::<f32>();
        let mut products: Vec<(f32, usize)> =
            (0..self.len()).map(|number| (product(number), number)).collect();
        products.select_nth_unstable_by(most, |a, b| b.0.total_cmp(&a.0));
        products.truncate(most);
        products.into_iter().map(|(_, number)| number).collect()
    }
}

fn beside(middle: &[f32], seed: u64) -> Vec<f32> {
    unit(middle.iter().zip(noise(seed)).map(|(x, other)| x + APART * other).collect())
}

/// Of length 1, in any direction.
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
    unit((0..DIM).map(|_| number() + number() + number()).collect())
}

fn unit(vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    vector.into_iter().map(|x| x / length).collect()
}
