//! What was read off the pixels, and what the file's words say of the same line → one text, and how far the two are apart.

use super::lines::OwnLine;
use crate::{Alternative, Reading, Spot};

/// In ems: so much white before, between or behind words may hold a character that is none of theirs.
const ROOM: f64 = 0.25;
/// A symbol that was read so surely is there, though no font has it and the words leave it no room.
const SURE: f32 = 0.9;
/// What the file says where a font does not tell what its glyphs mean.
const UNKNOWN: char = char::REPLACEMENT_CHARACTER;

/// What each way of being apart costs; 1 is a character that one says and the other denies.
mod cost {
    pub(super) const DENIED: f64 = 1.0;
    /// The reader itself held it possible.
    pub(super) const POSSIBLE: f64 = 0.35;
    /// A symbol whose font gives it the code of some letter.
    pub(super) const SYMBOL: f64 = 0.3;
    /// A character whose code means nothing tells nothing.
    pub(super) const MEANINGLESS: f64 = 0.6;
    /// A letter that the reader does not know.
    pub(super) const FOREIGN: f64 = 0.2;
    /// Something drawn beside the words, where there is room for it.
    pub(super) const BESIDE: f64 = 0.1;
    /// A symbol that stands in no font.
    pub(super) const UNNAMED: f64 = 0.3;
    pub(super) const SPACE: f64 = 0.02;
}

/// Of its letters' number: a line whose two witnesses are farther apart than this says something else than what is seen.
const MOST_COST_SHARE: f64 = 0.34;
/// Of one letter, for short texts.
const SPARE_COST: f64 = 0.16;
/// That an honest file's word is right where the pixels say something else.
const CHANCE_OF_OWN: f64 = 0.97;

/// A line by both witnesses.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Blend {
    /// The words, with the symbols of the pixels around them.
    pub(crate) reading: Reading,
    /// How far the two are apart, in characters.
    pub(crate) cost: f64,
    /// Of the words, without spaces.
    pub(crate) letters: usize,
    /// Do they say the same, symbols and spaces aside?
    pub(crate) agrees: bool,
    /// Which words it is made of.
    words: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Both,
    OwnOnly,
    SeenOnly,
}

struct Seen<'r> {
    letter: char,
    spot: &'r Spot,
}

impl Blend {
    pub(super) fn of(own: &OwnLine, reading: &Reading, alphabet: &[char]) -> Self {
        let seen: Vec<Seen<'_>> = reading
            .spots
            .iter()
            .filter_map(|spot| Some(Seen { letter: spot.alternatives.first()?.character?, spot }))
            .collect();
        let (cost, steps) = cheapest(own, &seen, alphabet);
        let letters = own.letters.iter().filter(|letter| !letter.is_whitespace()).count();
        let (spots, agrees) = joined(own, &seen, &steps);
        let text: String = spots.iter().filter_map(|spot| spot.alternatives.first()?.character).collect();
        let reading = Reading { text: text.trim().to_owned(), score: reading.score, spots };
        Self { reading, cost, letters, agrees, words: own.words.clone() }
    }

    /// By their order in the file.
    pub(crate) fn words(&self) -> &[usize] {
        &self.words
    }

    /// Do the words tell of this line at all, and not of another one?
    pub(crate) fn is_believable(&self) -> bool {
        self.cost <= MOST_COST_SHARE * self.letters as f64 + SPARE_COST
    }

    /// That the text is right, given the chance that the pixels' text is, in a layer that is believed.
    pub(crate) fn chance(&self, of_seen: f64) -> f64 {
        if self.agrees {
            return 1.0 - (1.0 - of_seen) * (1.0 - CHANCE_OF_OWN);
        }
        let symbols = self.reading.spots.iter().map(|spot| f64::from(spot.alternatives[0].chance));
        CHANCE_OF_OWN * symbols.product::<f64>()
    }
}

/// The way from one witness to the other that costs least.
fn cheapest(own: &OwnLine, seen: &[Seen<'_>], alphabet: &[char]) -> (f64, Vec<Step>) {
    let columns = seen.len() + 1;
    let at = |i: usize, j: usize| i * columns + j;
    let mut costs = vec![f64::INFINITY; (own.letters.len() + 1) * columns];
    let mut came = vec![Step::Both; costs.len()];
    costs[0] = 0.0;
    for i in 0..=own.letters.len() {
        for j in 0..columns {
            let ways = [
                (i > 0 && j > 0).then(|| {
                    (at(i - 1, j - 1), Step::Both, of_both(own.letters[i - 1], &seen[j - 1], alphabet))
                }),
                (i > 0).then(|| (at(i - 1, j), Step::OwnOnly, of_own(own.letters[i - 1], alphabet))),
                (j > 0).then(|| (at(i, j - 1), Step::SeenOnly, of_seen(&seen[j - 1], own.rooms[i]))),
            ];
            for (from, step, cost) in ways.into_iter().flatten() {
                if costs[from] + cost < costs[at(i, j)] {
                    costs[at(i, j)] = costs[from] + cost;
                    came[at(i, j)] = step;
                }
            }
        }
    }
    let (mut i, mut j) = (own.letters.len(), seen.len());
    let total = costs[at(i, j)];
    let mut steps = Vec::with_capacity(i + j);
    while i + j > 0 {
        let step = came[at(i, j)];
        steps.push(step);
        i -= usize::from(step != Step::SeenOnly);
        j -= usize::from(step != Step::OwnOnly);
    }
    steps.reverse();
    (total, steps)
}

fn of_both(own: char, seen: &Seen<'_>, alphabet: &[char]) -> f64 {
    if is_same(own, seen.letter) {
        0.0
    } else if own == UNKNOWN {
        cost::MEANINGLESS
    } else if !alphabet.contains(&own) {
        cost::FOREIGN
    } else if is_misnamed_symbol(own, seen.letter) {
        cost::SYMBOL
    } else if seen
        .spot
        .alternatives
        .iter()
        .any(|other| other.character.is_some_and(|other| is_same(own, other)))
    {
        cost::POSSIBLE
    } else {
        cost::DENIED
    }
}

fn of_own(own: char, alphabet: &[char]) -> f64 {
    match own {
        own if own.is_whitespace() => cost::SPACE,
        UNKNOWN => cost::MEANINGLESS,
        own if !alphabet.contains(&own) => cost::FOREIGN,
        _ => cost::DENIED,
    }
}

fn of_seen(seen: &Seen<'_>, room: f64) -> f64 {
    match seen.letter {
        letter if letter.is_whitespace() => cost::SPACE,
        _ if room >= ROOM => cost::BESIDE,
        _ if is_sure_symbol(seen) => cost::UNNAMED,
        _ => cost::DENIED,
    }
}

fn is_sure_symbol(seen: &Seen<'_>) -> bool {
    is_symbol(seen.letter) && seen.spot.alternatives.first().is_some_and(|first| first.chance >= SURE)
}

fn is_same(one: char, other: char) -> bool {
    one == other || matches!((one, other), ('x' | 'X', 'x' | 'X'))
}

/// A symbol that a font has under the code of a letter: `n` for Ø in more than one.
fn is_misnamed_symbol(own: char, seen: char) -> bool {
    is_symbol(seen) && own.is_alphabetic() && !is_symbol(own)
}

fn is_symbol(letter: char) -> bool {
    !letter.is_alphanumeric() && !letter.is_ascii() && letter != UNKNOWN || matches!(letter, 'Ø' | '|')
}

/// One text of both, and whether they agree on the words.
fn joined(own: &OwnLine, seen: &[Seen<'_>], steps: &[Step]) -> (Vec<Spot>, bool) {
    let mut spots: Vec<Spot> = Vec::new();
    let mut agrees = true;
    let (mut i, mut j) = (0, 0);
    let mut before = None;
    for &step in steps {
        let has_room = own.rooms[i] >= ROOM;
        let is_between = i > 0 && i < own.letters.len();
        match step {
            Step::SeenOnly => {
                let is_space = seen[j].letter.is_whitespace();
                if has_room || is_sure_symbol(&seen[j]) {
                    spots.push(seen[j].spot.clone());
                } else {
                    agrees &= is_space;
                }
            }
            _ => {
                // Words are parted as the file parts them, unless the pixels have a space or a symbol there.
                let is_parted = ends_in_space(&spots) || before == Some(Step::SeenOnly);
                if has_room && is_between && !is_parted {
                    spots.push(certain(' '));
                }
                let letter = own.letters[i];
                let by_pixels =
                    step == Step::Both && (letter == UNKNOWN || is_misnamed_symbol(letter, seen[j].letter));
                if by_pixels {
                    spots.push(seen[j].spot.clone());
                } else {
                    agrees &= step == Step::Both && is_same(letter, seen[j].letter);
                    spots.push(certain(letter));
                }
            }
        }
        i += usize::from(step != Step::SeenOnly);
        j += usize::from(step != Step::OwnOnly);
        before = Some(step);
    }
    (spots, agrees)
}

fn ends_in_space(spots: &[Spot]) -> bool {
    spots.last().and_then(|spot| spot.alternatives.first()?.character).is_none_or(char::is_whitespace)
}

fn certain(letter: char) -> Spot {
    Spot { alternatives: vec![Alternative { character: Some(letter), chance: 1.0 }] }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const ALPHABET: &str = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,+-/()|ØM±°⌖�";

    /// `3[8]`: read as a 3, possibly an 8.
    fn reading(text: &str) -> Reading {
        let mut spots: Vec<Spot> = Vec::new();
        let mut others = false;
        for letter in text.chars() {
            match letter {
                '[' => others = true,
                ']' => others = false,
                _ if others => {
                    let perhaps = Alternative { character: Some(letter), chance: 0.2 };
                    spots.last_mut().unwrap().alternatives.push(perhaps);
                }
                _ => spots.push(certain(letter)),
            }
        }
        let text = spots.iter().filter_map(|spot| spot.alternatives[0].character).collect();
        Reading { text, score: 0.9, spots }
    }

    /// Words parted by spaces, a height of white between them; `_` before or behind is room for a character.
    fn own(text: &str) -> OwnLine {
        let inner = text.trim_matches('_');
        let mut line = OwnLine {
            letters: Vec::new(),
            words: Vec::new(),
            rooms: vec![if text.starts_with('_') { 0.8 } else { 0.1 }],
        };
        let mut room = None;
        for letter in inner.chars() {
            if letter == ' ' {
                room = Some(1.0);
            } else {
                if !line.letters.is_empty() {
                    line.rooms.push(room.take().unwrap_or(0.0));
                }
                line.letters.push(letter);
            }
        }
        line.rooms.push(if text.ends_with('_') { 0.8 } else { 0.1 });
        line
    }

    fn blend(words: &str, seen: &str) -> Blend {
        Blend::of(&own(words), &reading(seen), &ALPHABET.chars().collect::<Vec<_>>())
    }

    #[test]
    fn words_beat_what_was_misread_of_them() {
        let blended = blend("Ø21,5±0,1", "Ø27[1],5±0,1");
        assert_eq!(blended.reading.text, "Ø21,5±0,1");
        assert!(blended.is_believable() && !blended.agrees);
        assert!(blend("38", "3[8]8").agrees, "what is the same agrees, whatever else was possible");
    }

    #[test]
    fn symbols_drawn_as_strokes_are_the_pixels_own_where_there_is_room() {
        assert_eq!(blend("_21,5 0,1", "Ø21,5±0,1").reading.text, "Ø21,5±0,1");
        assert_eq!(blend("_0.1 A", "⌖|Ø0.1|A").reading.text, "⌖|Ø0.1|A");
        let invented = blend("21,5", "I21,5");
        assert_eq!(invented.reading.text, "21,5");
        assert!(!invented.agrees, "one of the two is wrong");
        assert_eq!(blend("21,5", "Ø21,5").reading.text, "Ø21,5", "a symbol that was read surely");
    }

    #[test]
    fn a_symbol_with_a_letters_code_and_a_glyph_without_meaning_are_read() {
        assert_eq!(blend("n21,5", "Ø21,5").reading.text, "Ø21,5");
        assert_eq!(blend("21�5", "21,5").reading.text, "21,5");
        assert!(!blend("����", "21,5").is_believable());
    }

    #[test]
    fn letters_that_the_reader_does_not_know_are_the_files() {
        let blended = blend("材質 S45C", "� S45C");
        assert_eq!(blended.reading.text, "材質 S45C");
        assert!(blended.is_believable());
    }

    #[test]
    fn another_text_is_not_believed() {
        for (words, seen) in [("35.7", "41.2"), ("12", "R5"), ("5", "8"), ("NOTES", "21,5")] {
            assert!(!blend(words, seen).is_believable(), "{words} for {seen}");
        }
        assert!(blend("5", "6[5]").is_believable(), "the reader held it possible");
    }
}
