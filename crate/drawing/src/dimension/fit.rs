//! `H7`, `js6`, `H7/g6`, `ZC11` ↔ `Fit`. What a fit is worth stands in [`super::iso286`].

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, not, opt, preceded};
use winnow::error::EmptyError;
use winnow::token::{one_of, take_while};

use super::lex::{Out, space};

/// The letters of ISO 286-1, in order from the loosest to the tightest.
const LETTERS: [&str; 28] = [
    "A", "B", "C", "CD", "D", "E", "EF", "F", "FG", "G", "H", "JS", "J", "K", "M", "N", "P", "R", "S", "T",
    "U", "V", "X", "Y", "Z", "ZA", "ZB", "ZC",
];

/// A standard tolerance grade: IT01, IT0, IT1 … IT18.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grade(u8);

impl Grade {
    /// `number` as it is written: `01`, `0`, `1` … `18`.
    pub fn from_text(number: &str) -> Option<Grade> {
        match number {
            "01" => Some(Grade(0)),
            "0" => Some(Grade(1)),
            _ if number.starts_with('0') => None,
            _ => number.parse::<u8>().ok().filter(|n| (1..=18).contains(n)).map(|n| Grade(n + 1)),
        }
    }

    /// Its place among the twenty, IT01 first.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The next finer one.
    pub fn finer(self) -> Option<Grade> {
        self.0.checked_sub(1).map(Grade)
    }

    /// The number of IT1 and coarser; 0 for the two finer ones.
    pub fn number(self) -> u8 {
        self.0.saturating_sub(1)
    }
}

/// `H7`: where a tolerance lies, and how wide it is. Capitals are holes, small letters shafts.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// As written: `H`, `js`, `zc`.
    pub letters: &'static str,
    /// Of a hole.
    pub is_hole: bool,
    /// How wide.
    pub grade: Grade,
}

/// A class, or the classes of a hole and the shaft in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The first.
    pub class: Class,
    /// The second of a pair.
    pub mate: Option<Class>,
}

pub(super) fn fit(input: &mut &str) -> Out<Fit> {
    let first = class(input)?;
    let is_mate = |mate: &Class| mate.is_hole != first.is_hole;
    let mate = opt(preceded(alt(((space, '/', space).void(), ' '.void())), class.verify(is_mate)))
        .parse_next(input)?;
    // `R1 x4` is four radii; nobody writes a class of X without its mate.
    if first.letters == "X" && mate.is_none() {
        return Err(EmptyError);
    }
    Ok(Fit { class: first, mate })
}

pub(super) fn class(input: &mut &str) -> Out<Class> {
    let letters = take_while(1..=2, |c: char| c.is_ascii_alphabetic());
    let grade = take_while(1..=2, |c: char| c.is_ascii_digit()).verify_map(Grade::from_text);
    let nothing_more = not(one_of(|c: char| c.is_alphanumeric() || c == '.' || c == ','));
    (letters, grade, nothing_more)
        .verify_map(|(letters, grade, ()): (&str, Grade, ())| {
            let is_hole = letters.chars().all(|c| c.is_ascii_uppercase());
            let is_shaft = letters.chars().all(|c| c.is_ascii_lowercase());
            let known = LETTERS.into_iter().find(|known| known.eq_ignore_ascii_case(letters))?;
            (is_hole || is_shaft).then_some(Class { letters: known, is_hole, grade })
        })
        .parse_next(input)
}

/// The class that a text is, and nothing else.
pub fn class_of(text: &str) -> Option<Class> {
    class.parse(text).ok()
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.0 {
            0 => f.write_str("01"),
            n => write!(f, "{}", n - 1),
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.is_hole {
            write!(f, "{}{}", self.letters, self.grade)
        } else {
            write!(f, "{}{}", self.letters.to_ascii_lowercase(), self.grade)
        }
    }
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.mate {
            None => write!(f, "{}", self.class),
            Some(mate) => write!(f, "{}/{mate}", self.class),
        }
    }
}
