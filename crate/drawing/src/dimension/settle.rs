//! `O` or `0`, `l` or `1`, `,` or `.`, `Ø` or `0`, `±` or `+`: what only the grammar can settle, and only between what the
//! reader held possible.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashSet};

use super::written::{Written, parse};
use crate::{Kind, Reading, Spot};

/// A text after the grammar has chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// What was read, or the likeliest of the reader's alternatives that the grammar understands.
    pub text: String,
    /// What it says.
    pub written: Written,
    /// Was another alternative chosen than the reader's first?
    pub changed: bool,
    /// How likely the reader held it against its own first choice: 1 where nothing changed.
    pub chance_ratio: f64,
}

/// How many texts are tried; the likeliest ones first.
const MOST_TRIED: usize = 200;
/// So many other texts are told of one that is unsure.
const MOST_ALTERNATIVES: usize = 3;
/// A text that the reader held so much less likely than its first choice is not chosen.
const LEAST_RATIO: f64 = 0.02;

/// Lines as the reader read them → one text, by way of `assemble`, which puts lines together. A text that is understood as
/// it was read stays as it is. Else the likeliest other one that is understood is taken, if the reader itself held it
/// possible; and if there is none, the first.
pub fn settle(kind: Kind, lines: &[Reading], assemble: impl Fn(&[String]) -> String) -> Settled {
    let first: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
    let text = assemble(&first);
    let written = parse(kind, &text);
    if written.is_whole() {
        return Settled { text, written, changed: false, chance_ratio: 1.0 };
    }
    let spots = spots_of(lines);
    for choice in Choices::of(&spots).take(MOST_TRIED) {
        let other = assemble(&texts(lines.len(), &spots, &choice));
        let understood = parse(kind, &other);
        if understood.is_whole() {
            return Settled { text: other, written: understood, changed: true, chance_ratio: choice.ratio };
        }
    }
    Settled { text, written, changed: false, chance_ratio: 1.0 }
}

/// What else the reader held possible, the likeliest first, each with how likely it was against its own first choice.
pub(super) fn alternatives(
    lines: &[Reading],
    settled: &Settled,
    assemble: impl Fn(&[String]) -> String,
) -> Vec<(String, f64)> {
    let spots = spots_of(lines);
    let first: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
    let others = Choices::of(&spots)
        .take(MOST_TRIED)
        .map(|choice| (texts(lines.len(), &spots, &choice), choice.ratio));
    let mut known: Vec<(String, f64)> = Vec::new();
    for (texts, ratio) in std::iter::once((first, 1.0)).chain(others) {
        let text = assemble(&texts);
        let is_new = text != settled.text && known.iter().all(|(other, _)| *other != text);
        if is_new && !text.is_empty() {
            known.push((text, ratio));
        }
        if known.len() == MOST_ALTERNATIVES {
            break;
        }
    }
    known
}

fn spots_of(lines: &[Reading]) -> Vec<(usize, &Spot)> {
    lines
        .iter()
        .enumerate()
        .flat_map(|(index, line)| line.spots.iter().map(move |spot| (index, spot)))
        .collect()
}

/// Of each line, by one choice.
fn texts(n_lines: usize, spots: &[(usize, &Spot)], choice: &Choice) -> Vec<String> {
    let mut texts = vec![String::new(); n_lines];
    for ((line, spot), &chosen) in spots.iter().zip(&choice.chosen) {
        texts[*line].extend(spot.alternatives.get(chosen).and_then(|one| one.character));
    }
    texts
}

/// One alternative for each spot.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    chosen: Vec<usize>,
    /// Against the first choice of all.
    ratio: f64,
}

impl Eq for Choice {}

impl PartialOrd for Choice {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Choice {
    fn cmp(&self, other: &Self) -> Ordering {
        // Among equals the one that changes earlier places comes last, so that the order is always the same.
        self.ratio.total_cmp(&other.ratio).then_with(|| other.chosen.cmp(&self.chosen))
    }
}

/// All choices from the likeliest down, without the first, which was tried already.
struct Choices<'a> {
    spots: &'a [(usize, &'a Spot)],
    waiting: BinaryHeap<Choice>,
    seen: HashSet<Vec<usize>>,
}

impl<'a> Choices<'a> {
    fn of(spots: &'a [(usize, &'a Spot)]) -> Self {
        let mut choices = Self { spots, waiting: BinaryHeap::new(), seen: HashSet::new() };
        choices.push_followers(&Choice { chosen: vec![0; spots.len()], ratio: 1.0 });
        choices
    }

    /// Each spot's next alternative.
    fn push_followers(&mut self, choice: &Choice) {
        for (index, (_, spot)) in self.spots.iter().enumerate() {
            let at = choice.chosen[index];
            let (Some(now), Some(next)) = (spot.alternatives.get(at), spot.alternatives.get(at + 1)) else {
                continue;
            };
            let ratio =
                f64::from(next.chance.max(f32::MIN_POSITIVE)) / f64::from(now.chance.max(f32::MIN_POSITIVE));
            let ratio = choice.ratio * ratio.min(1.0);
            if ratio < LEAST_RATIO {
                continue;
            }
            let mut chosen = choice.chosen.clone();
            chosen[index] += 1;
            if self.seen.insert(chosen.clone()) {
                self.waiting.push(Choice { chosen, ratio });
            }
        }
    }
}

impl Iterator for Choices<'_> {
    type Item = Choice;

    fn next(&mut self) -> Option<Choice> {
        let likeliest = self.waiting.pop()?;
        self.push_followers(&likeliest);
        Some(likeliest)
    }
}
