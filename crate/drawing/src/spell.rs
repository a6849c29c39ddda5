//! What the reader said of one line → its text, how sure it is, and what else may be written there.

use crate::manifest::ReaderManifest;
use crate::sureness::chance_of;
use crate::{Alternative, Reading, Spot, order};

/// What is less likely is no alternative.
const LEAST_CHANCE: f32 = 0.01;
/// A place where a character is less likely than this holds none.
const LEAST_SPOT_CHANCE: f32 = 0.1;
const MOST_ALTERNATIVES: usize = 5;
/// The class of a step that says nothing.
pub(crate) const BLANK: usize = 0;

/// Step by step, the chance of each class.
struct Steps<'a> {
    alphabet: &'a [char],
    chances: Vec<Vec<f32>>,
}

/// Steps that say the same, from the first to behind the last.
struct Run {
    class: usize,
    from: usize,
    to: usize,
}

/// `logits` is classes × `row_steps`, of which the first `steps` are the line's own.
pub(crate) fn spell(logits: &[f32], row_steps: usize, steps: usize, alphabet: &[char]) -> Reading {
    let steps =
        Steps { alphabet, chances: (0..steps).map(|step| chances(logits, row_steps, step)).collect() };
    let runs = steps.runs();
    let mut spots = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        if run.class != BLANK {
            spots.push(steps.written(run));
        } else {
            let beside = |index: Option<usize>| index.and_then(|index| runs.get(index)).map(|run| run.class);
            spots.extend(steps.perhaps_written(run, [beside(index.checked_sub(1)), beside(Some(index + 1))]));
        }
    }
    let text: String = spots.iter().filter_map(|spot| spot.alternatives.first()?.character).collect();
    Reading { score: chance_of(&text, &steps.chances, alphabet), text, spots }
}

fn chances(logits: &[f32], row_steps: usize, step: usize) -> Vec<f32> {
    let column = || logits.iter().skip(step).step_by(row_steps);
    let most = column().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut powers: Vec<f32> = column().map(|logit| libm::expf(logit - most)).collect();
    let total: f32 = powers.iter().sum();
    powers.iter_mut().for_each(|power| *power /= total);
    powers
}

fn most(chances: &[f32]) -> (usize, f32) {
    let first = (BLANK, chances.first().copied().unwrap_or_default());
    chances.iter().copied().enumerate().fold(first, |best, at| if at.1 > best.1 { at } else { best })
}

impl Steps<'_> {
    fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (step, chances) in self.chances.iter().enumerate() {
            let (class, _) = most(chances);
            match runs.last_mut() {
                Some(run) if run.class == class => run.to = step + 1,
                _ => runs.push(Run { class, from: step, to: step + 1 }),
            }
        }
        runs
    }

    /// How likely a class is in its surest step of a run.
    fn chance(&self, run: &Run, class: usize) -> f32 {
        self.chances[run.from..run.to].iter().map(|chances| chances[class]).fold(0.0, f32::max)
    }

    /// That nothing is written in any step of a run.
    fn chance_of_none(&self, run: &Run) -> f32 {
        self.chances[run.from..run.to].iter().map(|chances| chances[BLANK]).fold(1.0, f32::min)
    }

    fn written(&self, run: &Run) -> Spot {
        let own = self.alternative(run, run.class);
        let none = Alternative { character: None, chance: self.chance_of_none(run) };
        let others = self.others(run, &[run.class]).into_iter().chain([none]);
        Spot { alternatives: sorted(own, others) }
    }

    /// A run in which nothing is the likeliest, but some character is not unlikely. The classes beside it are only their
    /// own tails.
    fn perhaps_written(&self, run: &Run, beside: [Option<usize>; 2]) -> Option<Spot> {
        let excluded: Vec<usize> = beside.into_iter().flatten().collect();
        let others = self.others(run, &excluded);
        let likeliest = others.iter().map(|other| other.chance).fold(0.0, f32::max);
        let none = Alternative { character: None, chance: self.chance_of_none(run) };
        (likeliest >= LEAST_SPOT_CHANCE).then(|| Spot { alternatives: sorted(none, others) })
    }

    fn others(&self, run: &Run, excluded: &[usize]) -> Vec<Alternative> {
        (1..=self.alphabet.len())
            .filter(|class| !excluded.contains(class))
            .map(|class| self.alternative(run, class))
            .filter(|other| other.chance >= LEAST_CHANCE)
            .collect()
    }

    fn alternative(&self, run: &Run, class: usize) -> Alternative {
        Alternative { character: self.alphabet.get(class - 1).copied(), chance: self.chance(run, class) }
    }
}

/// What was said first, then the rest by their chances.
fn sorted(said: Alternative, others: impl IntoIterator<Item = Alternative>) -> Vec<Alternative> {
    let mut others: Vec<Alternative> =
        others.into_iter().filter(|other| other.chance >= LEAST_CHANCE).collect();
    order::by_number(&mut others, |other| -f64::from(other.chance));
    others.truncate(MOST_ALTERNATIVES - 1);
    std::iter::once(said).chain(others).collect()
}

/// The reader's characters; class `i` is the one at `i - 1`.
pub(crate) fn alphabet(manifest: &ReaderManifest) -> Vec<char> {
    manifest.alphabet.chars().collect()
}
