//! The words of a line that was found → its letters, and where there is room for what is no letter.

use super::words::{OwnWord, OwnWords};
use crate::quad::{Axes, Extent, dot};
use crate::{Quad, order};

/// A word may stand so far outside of the line's box, in its heights.
const SLACK: f64 = 0.25;
/// The cosine between a line and words that belong to it.
const LEAST_ALONG: f64 = 0.94;
/// An em against the height of its line.
const EM_SHARES: std::ops::Range<f64> = 0.45..2.6;
/// Words that share more of the narrower one's width than this stand on top of each other.
const SHARED: f64 = 0.4;
/// White above capitals and below the baseline in a word's box of ascent and descent, in its heights.
const ABOVE: f64 = 0.11;
const BELOW: f64 = 0.16;

/// The letters of one line in their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnLine {
    pub(super) letters: Vec<char>,
    /// In ems: the white before each letter, and behind the last. Nothing within a word.
    pub(super) rooms: Vec<f64>,
    /// The words, by their order in the file.
    pub(super) words: Vec<usize>,
}

impl OwnWords {
    /// The line as the file has it: twice where words lie on top of each other, with those drawn last and those drawn first.
    pub(super) fn lines_at(&self, line: &Quad) -> Vec<OwnLine> {
        let axes = line.axes();
        let height = line.height().max(1.0);
        let mut words: Vec<(&OwnWord, Extent)> = self
            .within(line.grown(SLACK * height))
            .filter(|word| dot(word.axes.along, axes.along) > LEAST_ALONG)
            .filter(|word| EM_SHARES.contains(&(word.em_px / height)))
            .map(|word| (word, word.quad.extent(&axes)))
            .collect();
        order::by_number(&mut words, |(_, place)| place.left);
        if words.is_empty() {
            return Vec::new();
        }
        let own = line.extent(&axes);
        let above = without_covered(&words, |a, b| a.order > b.order);
        let below = without_covered(&words, |a, b| a.order < b.order);
        let mut lines = vec![set(&above, own)];
        if below.len() != above.len() || below.iter().zip(&above).any(|(a, b)| a.0.order != b.0.order) {
            lines.push(set(&below, own));
        }
        lines
    }
}

/// Of words on top of each other only that which wins.
fn without_covered<'w>(
    words: &[(&'w OwnWord, Extent)],
    wins: impl Fn(&OwnWord, &OwnWord) -> bool,
) -> Vec<(&'w OwnWord, Extent)> {
    let covers = |a: &(&OwnWord, Extent), b: &(&OwnWord, Extent)| {
        let shared = a.1.right.min(b.1.right) - a.1.left.max(b.1.left);
        shared > SHARED * (a.1.right - a.1.left).min(b.1.right - b.1.left)
    };
    let mut kept: Vec<(&OwnWord, Extent)> = Vec::new();
    for word in words {
        if !words
            .iter()
            .any(|other| other.0.order != word.0.order && covers(other, word) && wins(other.0, word.0))
        {
            kept.push(*word);
        }
    }
    kept
}

fn set(words: &[(&OwnWord, Extent)], line: Extent) -> OwnLine {
    let mut own = OwnLine { letters: Vec::new(), rooms: Vec::new(), words: Vec::new() };
    let (mut at, mut em_px) = (line.left, f64::INFINITY);
    for (word, place) in words {
        em_px = em_px.min(word.em_px);
        own.rooms.push((place.left - at) / em_px);
        own.rooms.extend(std::iter::repeat_n(0.0, word.letters.len() - 1));
        own.letters.extend(&word.letters);
        own.words.push(word.order);
        (at, em_px) = (place.right, word.em_px);
    }
    own.rooms.push((line.right - at) / em_px);
    own
}

/// Words that stand on one baseline, close enough to be one text.
pub(super) struct Row<'w> {
    pub(super) words: Vec<&'w OwnWord>,
    pub(super) axes: Axes,
    pub(super) extent: Extent,
}

impl<'w> Row<'w> {
    /// All rows of some words.
    pub(super) fn all(words: impl Iterator<Item = &'w OwnWord>, most_gap_em: f64) -> Vec<Self> {
        let mut rows: Vec<Self> = Vec::new();
        let mut words: Vec<&OwnWord> = words.collect();
        order::by_number(&mut words, |word| dot(word.middle, word.axes.along));
        for word in words {
            match rows.iter_mut().find(|row| row.takes(word, most_gap_em)) {
                Some(row) => {
                    row.extent = row.extent.union(word.quad.extent(&row.axes));
                    row.words.push(word);
                }
                None => rows.push(Self {
                    words: vec![word],
                    axes: word.axes,
                    extent: word.quad.extent(&word.axes),
                }),
            }
        }
        rows
    }

    fn takes(&self, word: &OwnWord, most_gap_em: f64) -> bool {
        let place = word.quad.extent(&self.axes);
        let level = place.bottom.min(self.extent.bottom) - place.top.max(self.extent.top);
        let gap = place.left - self.extent.right;
        dot(word.axes.along, self.axes.along) > LEAST_ALONG
            && level > 0.7 * place.height().max(self.extent.height())
            && (-0.3..most_gap_em).contains(&(gap / word.em_px))
    }

    /// Without the white above capitals and below the baseline.
    pub(super) fn inked(&self) -> Extent {
        let tall = self.extent.height();
        Extent {
            top: self.extent.top + ABOVE * tall,
            bottom: self.extent.bottom - BELOW * tall,
            ..self.extent
        }
    }

    pub(super) fn em_px(&self) -> f64 {
        self.words.iter().map(|word| word.em_px).fold(0.0, f64::max)
    }

    pub(super) fn text(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| word.letters.iter().collect()).collect();
        words.join(" ")
    }
}
