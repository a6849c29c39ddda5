//! Positioned characters → words.

use crate::text_layer::Point;
use crate::{TextLayer, Word};
use hayro::kurbo::{Rect, Vec2};
use std::collections::HashMap;

/// Of the em, above and below the baseline: covers capitals, accents and descenders of usual fonts.
const ASCENT: f64 = 0.9;
const DESCENT: f64 = 0.25;
/// Parts of the em. A narrow space is a quarter; kerning and rounded positions stay below this.
const GAP_ENDS_WORD: f64 = 0.16;
/// Characters may overlap by this much and still follow one another.
const OVERLAP: f64 = 0.4;
const OFF_BASELINE: f64 = 0.12;
/// A character of another size begins a new word: a tolerance is not part of its dimension.
const SIZE_CHANGE: f64 = 0.1;
const TURN_RAD: f64 = 0.03;
/// The same word this close, in parts of the em, is drawn twice to look bold.
const SAME_PLACE: f32 = 0.3;

/// A character on the page, in page pixels.
#[derive(Debug, Clone)]
pub(super) struct Character {
    pub(super) text: String,
    /// Where the pen stands before it is drawn.
    pub(super) origin: Vec2,
    /// From there to where the pen stands after.
    pub(super) advance: Vec2,
    /// Of length 1: across the reading direction, towards the upper side of the glyph.
    pub(super) up: Vec2,
    pub(super) em_px: f64,
    /// Set from top to bottom, glyphs upright.
    pub(super) is_vertical: bool,
    pub(super) is_visible: bool,
}

impl Character {
    fn direction(&self) -> Vec2 {
        if self.is_vertical { -self.up } else { self.right() }
    }

    /// Towards the right side of the glyph; the advance of a combining accent has no direction.
    fn right(&self) -> Vec2 {
        let right = Vec2::new(-self.up.y, self.up.x);
        if !self.is_vertical && self.advance.dot(right) < 0.0 { -right } else { right }
    }

    fn end(&self) -> Vec2 {
        self.origin + self.advance
    }
}

/// Collects characters in the file's order.
#[derive(Debug, Default)]
pub(super) struct Words {
    done: Vec<Word>,
    /// Indices of the words with the same text.
    places: HashMap<String, Vec<usize>>,
    open: Option<Open>,
    pub(super) is_of_picture: bool,
}

#[derive(Debug)]
struct Open {
    text: String,
    first: Character,
    last: Character,
}

impl Words {
    pub(super) fn push(&mut self, character: Character) {
        if character.text.chars().all(|c| c.is_whitespace() || c.is_control()) {
            self.end_word();
            return;
        }
        match &mut self.open {
            Some(open) if follows(&open.last, &character) => {
                open.text.push_str(&character.text);
                open.last = character;
            }
            _ => {
                self.end_word();
                let text = character.text.clone();
                self.open = Some(Open { text, first: character.clone(), last: character });
            }
        }
    }

    /// Everything so far is covered by a picture.
    pub(super) fn hide_all(&mut self) {
        self.end_word();
        for word in &mut self.done {
            word.visible = false;
        }
    }

    /// The words that lie on the page.
    pub(super) fn finish(mut self, page: Rect) -> TextLayer {
        self.end_word();
        let touches = |word: &Word| {
            let mut bounds = Rect::new(f64::MAX, f64::MAX, f64::MIN, f64::MIN);
            for [x, y] in word.quad {
                bounds = bounds.union_pt((f64::from(x), f64::from(y)));
            }
            bounds.overlaps(page)
        };
        TextLayer {
            words: self.done.into_iter().filter(touches).collect(),
            is_of_picture: self.is_of_picture,
        }
    }

    fn end_word(&mut self) {
        let Some(open) = self.open.take() else { return };
        let word = open.into_word();
        let same = self.places.entry(word.text.clone()).or_default();
        let twin = same.iter().copied().find(|&index| is_same_place(&self.done[index], &word));
        match twin {
            Some(index) => self.done[index].visible |= word.visible,
            None => {
                same.push(self.done.len());
                self.done.push(word);
            }
        }
    }
}

fn follows(last: &Character, next: &Character) -> bool {
    let em = last.em_px;
    let direction = last.direction();
    let step = next.origin - last.end();
    let along = step.dot(direction);
    let across = step.cross(direction).abs();
    next.is_visible == last.is_visible
        && next.is_vertical == last.is_vertical
        && (next.em_px / em - 1.0).abs() <= SIZE_CHANGE
        && direction.cross(next.direction()).abs() <= TURN_RAD
        && direction.dot(next.direction()) > 0.0
        && across <= OFF_BASELINE * em
        && (-OVERLAP * em..=GAP_ENDS_WORD * em).contains(&along)
}

fn is_same_place(one: &Word, other: &Word) -> bool {
    let [[x, y], ..] = one.quad;
    let [[other_x, other_y], ..] = other.quad;
    (x - other_x).hypot(y - other_y) <= SAME_PLACE * one.font_px
}

impl Open {
    fn into_word(self) -> Word {
        let Self { text, first, last } = self;
        let (up, right, em) = (first.up, first.right(), first.em_px);
        let corners = if first.is_vertical {
            // The pen runs down the middle of the column; a cell is one em wide.
            let half = right * (em / 2.0);
            [first.origin - half, first.origin + half, last.end() + half, last.end() - half]
        } else {
            let (above, below) = (up * (ASCENT * em), up * (-DESCENT * em));
            // What follows may sit a little off the baseline; the box follows the first.
            let end = first.origin + right * (last.end() - first.origin).dot(right);
            [first.origin + above, end + above, end + below, first.origin + below]
        };
        let direction = first.direction();
        Word {
            text,
            quad: corners.map(point),
            font_px: em as f32,
            angle_rad: direction.atan2() as f32,
            visible: first.is_visible,
        }
    }
}

fn point(at: Vec2) -> Point {
    [at.x as f32, at.y as f32]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A character 5 px wide of a 10 px font at `(x, y)`, read left to right.
    fn at(text: &str, x: f64, y: f64) -> Character {
        Character {
            text: text.into(),
            origin: Vec2::new(x, y),
            advance: Vec2::new(5.0, 0.0),
            up: Vec2::new(0.0, -1.0),
            em_px: 10.0,
            is_vertical: false,
            is_visible: true,
        }
    }

    fn words(characters: Vec<Character>) -> Vec<String> {
        let mut words = Words::default();
        for character in characters {
            words.push(character);
        }
        let page = Rect::new(0.0, 0.0, 100.0, 100.0);
        words.finish(page).words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_gap_ends_a_word_and_kerning_does_not() {
        assert_eq!(words(vec![at("A", 10.0, 50.0), at("V", 14.4, 50.0), at("x", 22.0, 50.0)]), ["AV", "x"]);
    }

    #[test]
    fn a_raised_or_smaller_character_begins_a_word() {
        let small = Character { em_px: 6.0, ..at("1", 15.0, 50.0) };
        assert_eq!(words(vec![at("5", 10.0, 50.0), small]), ["5", "1"]);
        assert_eq!(words(vec![at("5", 10.0, 50.0), at("1", 15.0, 47.0)]), ["5", "1"]);
    }

    #[test]
    fn a_word_drawn_twice_to_look_bold_is_one() {
        assert_eq!(words(vec![at("5", 10.0, 50.0), at(" ", 15.0, 50.0), at("5", 10.3, 50.0)]), ["5"]);
    }

    #[test]
    fn what_lies_beside_the_page_is_left_out() {
        assert_eq!(words(vec![at("a", -50.0, 50.0), at("b", 50.0, 50.0)]), ["b"]);
    }
}
