//! Predictions against a labelled page: counts, which add up over pages, and the figures made of them.

use super::overlap::Outline;
use super::text::{distance, normalised};
use draftlens_drawing::{Annotation, Quad};
use serde::{Deserialize, Serialize};

const SCORED: [&str; 3] = ["dimension", "thread", "gdt"];
/// Of the area of both: what a strict match shares, and a lenient one.
const STRICT: f64 = 0.5;
const LENIENT: f64 = 0.3;
/// Of its own area: what a prediction shares with a text that does not count, to count as little.
const WITHIN: f64 = 0.5;

/// A labelled page.
#[derive(Deserialize)]
pub(super) struct Labelled {
    pub(super) image: String,
    pub(super) annotations: Vec<Label>,
    /// What the page is a spoilt copy of.
    pub(super) derived_from: Option<String>,
}

#[derive(Clone, Deserialize)]
pub(super) struct Label {
    kind: String,
    quad: Quad,
    #[serde(default)]
    text: String,
}

impl Labelled {
    /// The labels of the page after something was done to it.
    pub(super) fn moved(&self, to: impl Fn(&Quad) -> Quad) -> Self {
        let label = |label: &Label| Label { quad: to(&label.quad), ..label.clone() };
        Self {
            image: self.image.clone(),
            annotations: self.annotations.iter().map(label).collect(),
            derived_from: self.derived_from.clone(),
        }
    }
}

#[derive(Default, Clone, Copy)]
struct Matched {
    found: usize,
    predicted: usize,
    right: usize,
}

/// What was found and right.
#[derive(Default, Clone, Copy)]
pub(super) struct Counts {
    labels: usize,
    strict: Matched,
    lenient: Matched,
    edits: usize,
    characters: usize,
    frames: usize,
    frames_found: usize,
    doubts: Doubts,
}

/// How many predictions are marked as doubtful, and whether the right ones are. Wrong is what is no label's or has another
/// text.
#[derive(Default, Clone, Copy)]
struct Doubts {
    doubted: usize,
    doubted_wrong: usize,
    sure_wrong: usize,
}

/// Counts as shares of one.
#[derive(Serialize)]
pub(super) struct Figures {
    pub(super) gt: usize,
    pub(super) pred: usize,
    #[serde(rename = "P")]
    pub(super) precision: f64,
    #[serde(rename = "R")]
    pub(super) recall: f64,
    #[serde(rename = "F1")]
    pub(super) f1: f64,
    #[serde(rename = "lenP")]
    pub(super) lenient_precision: f64,
    #[serde(rename = "lenR")]
    pub(super) lenient_recall: f64,
    #[serde(rename = "lenF1")]
    pub(super) lenient_f1: f64,
    #[serde(rename = "e2eF1")]
    pub(super) end_to_end_f1: f64,
    #[serde(rename = "e2eLenF1")]
    pub(super) end_to_end_lenient_f1: f64,
    #[serde(rename = "CER")]
    pub(super) character_error: Option<f64>,
    pub(super) gdt: usize,
    #[serde(rename = "gdtR")]
    pub(super) frame_recall: Option<f64>,
    /// Of the predictions, marked as doubtful; and those of either kind that are wrong.
    pub(super) doubted: usize,
    #[serde(rename = "doubtedWrong")]
    pub(super) doubted_wrong: usize,
    #[serde(rename = "sureWrong")]
    pub(super) sure_wrong: usize,
}

/// Compares what was read of a page with its labels.
pub(super) fn score(page: &Labelled, annotations: &[Annotation]) -> Counts {
    let (labels, others): (Vec<&Label>, Vec<&Label>) =
        page.annotations.iter().partition(|label| SCORED.contains(&label.kind.as_str()));
    let mut guesses: Vec<&Annotation> =
        annotations.iter().filter(|annotation| SCORED.contains(&annotation.kind.name())).collect();
    guesses.sort_by(|a, b| b.score.total_cmp(&a.score));
    let outlines: Vec<Outline> = labels.iter().map(|label| Outline::of(&label.quad)).collect();
    let guessed: Vec<Outline> = guesses.iter().map(|guess| Outline::of(&guess.quad)).collect();
    let spared: Vec<Outline> = others.iter().map(|label| Outline::of(&label.quad)).collect();

    let is_right = |&(label, guess): &(usize, usize)| {
        normalised(&labels[label].text) == normalised(&guesses[guess].text)
    };
    let is_spared = |pairs: &[(usize, usize)], guess: usize| {
        pairs.iter().all(|pair| pair.1 != guess) && spared.iter().any(|area| is_within(&guessed[guess], area))
    };
    let matched = |pairs: &[(usize, usize)]| {
        let dropped = (0..guesses.len()).filter(|&guess| is_spared(pairs, guess)).count();
        Matched {
            found: pairs.len(),
            predicted: guesses.len() - dropped,
            right: pairs.iter().filter(|pair| is_right(pair)).count(),
        }
    };
    let strict = pairs(&outlines, &guessed, strictly);
    let is_frame = |label: &Label| label.kind == "gdt";
    Counts {
        labels: labels.len(),
        strict: matched(&strict),
        lenient: matched(&pairs(&outlines, &guessed, leniently)),
        edits: strict
            .iter()
            .map(|&(label, guess)| {
                distance(&normalised(&labels[label].text), &normalised(&guesses[guess].text))
            })
            .sum(),
        characters: strict.iter().map(|&(label, _)| normalised(&labels[label].text).len()).sum(),
        frames: labels.iter().filter(|label| is_frame(label)).count(),
        frames_found: strict.iter().filter(|&&(label, _)| is_frame(labels[label])).count(),
        doubts: doubts(&guesses, &strict, is_right, is_spared),
    }
}

fn doubts(
    guesses: &[&Annotation],
    pairs: &[(usize, usize)],
    is_right: impl Fn(&(usize, usize)) -> bool,
    is_spared: impl Fn(&[(usize, usize)], usize) -> bool,
) -> Doubts {
    let mut doubts = Doubts::default();
    for (index, guess) in guesses.iter().enumerate().filter(|(index, _)| !is_spared(pairs, *index)) {
        let is_wrong = !pairs.iter().any(|pair| pair.1 == index && is_right(pair));
        doubts.doubted += usize::from(guess.unsure);
        doubts.doubted_wrong += usize::from(guess.unsure && is_wrong);
        doubts.sure_wrong += usize::from(!guess.unsure && is_wrong);
    }
    doubts
}

/// Each prediction in turn takes the label that is still free and fits best.
fn pairs(
    labels: &[Outline],
    guesses: &[Outline],
    fit: impl Fn(&Outline, &Outline) -> Option<f64>,
) -> Vec<(usize, usize)> {
    let mut is_free = vec![true; labels.len()];
    let mut pairs = Vec::new();
    for (guess, outline) in guesses.iter().enumerate() {
        let mut best: Option<(f64, usize)> = None;
        for label in (0..labels.len()).filter(|&label| is_free[label]) {
            if let Some(worth) = fit(&labels[label], outline)
                && best.is_none_or(|(most, _)| worth > most)
            {
                best = Some((worth, label));
            }
        }
        if let Some((_, label)) = best {
            is_free[label] = false;
            pairs.push((label, guess));
        }
    }
    pairs
}

fn strictly(label: &Outline, guess: &Outline) -> Option<f64> {
    Some(label.overlap(guess)).filter(|overlap| *overlap >= STRICT)
}

fn leniently(label: &Outline, guess: &Outline) -> Option<f64> {
    let overlap = label.overlap(guess);
    if overlap >= LENIENT {
        return Some(overlap + 1.0);
    }
    (label.holds(guess.centroid()) && guess.holds(label.centroid())).then_some(overlap)
}

fn is_within(guess: &Outline, area: &Outline) -> bool {
    guess.area() > 0.0 && guess.shared(area).area() >= WITHIN * guess.area()
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        let add = |a: Matched, b: Matched| Matched {
            found: a.found + b.found,
            predicted: a.predicted + b.predicted,
            right: a.right + b.right,
        };
        counts.fold(Self::default(), |a, b| Self {
            labels: a.labels + b.labels,
            strict: add(a.strict, b.strict),
            lenient: add(a.lenient, b.lenient),
            edits: a.edits + b.edits,
            characters: a.characters + b.characters,
            frames: a.frames + b.frames,
            frames_found: a.frames_found + b.frames_found,
            doubts: Doubts {
                doubted: a.doubts.doubted + b.doubts.doubted,
                doubted_wrong: a.doubts.doubted_wrong + b.doubts.doubted_wrong,
                sure_wrong: a.doubts.sure_wrong + b.doubts.sure_wrong,
            },
        })
    }
}

impl Counts {
    pub(super) fn figures(&self) -> Figures {
        let strict = shares(self.strict.found, self.strict.predicted, self.labels);
        let lenient = shares(self.lenient.found, self.lenient.predicted, self.labels);
        Figures {
            gt: self.labels,
            pred: self.strict.predicted,
            precision: strict.0,
            recall: strict.1,
            f1: strict.2,
            lenient_precision: lenient.0,
            lenient_recall: lenient.1,
            lenient_f1: lenient.2,
            end_to_end_f1: shares(self.strict.right, self.strict.predicted, self.labels).2,
            end_to_end_lenient_f1: shares(self.lenient.right, self.lenient.predicted, self.labels).2,
            character_error: (self.characters > 0).then(|| self.edits as f64 / self.characters as f64),
            gdt: self.frames,
            frame_recall: (self.frames > 0).then(|| self.frames_found as f64 / self.frames as f64),
            doubted: self.doubts.doubted,
            doubted_wrong: self.doubts.doubted_wrong,
            sure_wrong: self.doubts.sure_wrong,
        }
    }
}

/// Precision, recall and their harmonic mean.
fn shares(found: usize, predicted: usize, labels: usize) -> (f64, f64, f64) {
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let (precision, recall) = (share(found, predicted), share(found, labels));
    let sum = precision + recall;
    (precision, recall, if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}
