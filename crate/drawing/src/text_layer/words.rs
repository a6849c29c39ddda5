//! The words of a page's text layer, as the rest of the path sees texts.

use crate::quad::Axes;
use crate::{Point, Quad, Sheet, order};
use draftlens_page::{TextLayer, Word};

/// Of the smaller one: words that share more than this lie on top of each other.
const COVERED: f64 = 0.3;

/// One word, in pixels of the sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OwnWord {
    /// As the reader would say it: look-alikes are one.
    pub(crate) letters: Vec<char>,
    pub(crate) quad: Quad,
    pub(crate) middle: Point,
    pub(crate) axes: Axes,
    pub(crate) em_px: f64,
    /// In the order of drawing: what comes later lies on top.
    pub(crate) order: usize,
}

/// The words that may be believed at all, from the top of the page down.
#[derive(Debug, Default)]
pub(crate) struct OwnWords {
    words: Vec<OwnWord>,
    /// All that the file holds.
    pub(crate) count: usize,
    /// What a program once read off a picture is no witness: it saw no more than the reader does.
    pub(crate) is_read_off_picture: bool,
}

impl OwnWords {
    /// Where the sheet has them, which may be turned on its page.
    pub(crate) fn of(layer: &TextLayer, sheet: &Sheet<'_>) -> Self {
        let is_witness = |word: &&Word| word.visible || !layer.is_of_picture;
        let mut words: Vec<OwnWord> = layer
            .words
            .iter()
            .filter(is_witness)
            .enumerate()
            .filter_map(|(order, word)| own(word, order, sheet))
            .collect();
        order::by_number(&mut words, |word| word.middle[1]);
        let is_read_off_picture = words.is_empty() && !layer.words.is_empty() && layer.is_of_picture;
        Self { words, count: layer.words.len(), is_read_off_picture }
    }

    pub(crate) fn all(&self) -> &[OwnWord] {
        &self.words
    }

    /// Those whose middle lies within, but for what lies beneath others: words from which something was read come before those
    /// that were not, and what was drawn later before what it covers.
    pub(crate) fn seen_within(&self, area: Quad, used: &[bool]) -> Vec<&OwnWord> {
        let words: Vec<&OwnWord> = self.within(area).collect();
        let rank = |word: &OwnWord| (used[word.order], word.order);
        let is_seen =
            |word: &&&OwnWord| !words.iter().any(|other| rank(other) > rank(word) && other.covers(word));
        words.iter().filter(is_seen).copied().collect()
    }

    /// Those whose middle lies within.
    pub(crate) fn within(&self, area: Quad) -> impl Iterator<Item = &OwnWord> {
        let ([_, top], [_, bottom]) = area.bounds();
        let first = self.words.partition_point(|word| word.middle[1] < top);
        self.words[first..]
            .iter()
            .take_while(move |word| word.middle[1] <= bottom)
            .filter(move |word| area.holds(word.middle))
    }
}

impl OwnWord {
    /// Whether nobody can read one under the other.
    fn covers(&self, other: &Self) -> bool {
        let (mine, its) = (self.quad.extent(&self.axes), other.quad.extent(&self.axes));
        let width = mine.right.min(its.right) - mine.left.max(its.left);
        let height = mine.bottom.min(its.bottom) - mine.top.max(its.top);
        let smaller = (mine.height() * self.quad.width()).min(its.height() * (its.right - its.left));
        width > 0.0 && height > 0.0 && width * height > COVERED * smaller
    }
}

fn own(word: &Word, order: usize, sheet: &Sheet<'_>) -> Option<OwnWord> {
    let quad = Quad(word.quad.map(|corner| sheet.point_from_page(corner.map(f64::from))));
    let letters: Vec<char> = word.text.chars().filter(|letter| !letter.is_control()).map(folded).collect();
    let em_px = f64::from(word.font_px);
    let is_usable = !letters.is_empty() && em_px > 0.0 && quad.0.iter().flatten().all(|at| at.is_finite());
    is_usable.then(|| OwnWord { letters, quad, middle: quad.middle(), axes: quad.axes(), em_px, order })
}

/// As the reader says what looks the same.
fn folded(letter: char) -> char {
    match letter {
        '×' | '✕' => 'x',
        '⌀' | '∅' | 'φ' | 'Φ' | 'ø' => 'Ø',
        'º' | '˚' => '°',
        '−' | '–' | '—' => '-',
        '”' | '“' | '″' => '"',
        '’' | '′' => '\'',
        'μ' => 'µ',
        '∨' => '⌵',
        '⊥' => '⟂',
        '⫽' => '∥',
        '\u{a0}' => ' ',
        other => other,
    }
}
