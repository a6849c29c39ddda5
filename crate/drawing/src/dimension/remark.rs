//! What stands behind a size: `THRU`, `TYP`, `↧5`, `10 DEEP`, `(4 PLACES)`, `HOLES` ↔ `Remark`.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, not, opt, preceded, terminated};
use winnow::error::EmptyError;
use winnow::token::one_of;

use super::length::Length;
use super::lex::{Cross, Out, any_word, bracketed, cross, gap, space, whole};
use super::tolerance::{Measure, Tolerance, measure};

/// A word with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Word {
    /// Through the whole part.
    Through,
    /// Holds at all places of this shape.
    Typical,
    /// For information only.
    Reference,
    /// Not exact.
    Approximate,
    /// At equal distances.
    EquallySpaced,
    /// Which kind of feature: nothing that a value depends on.
    Holes,
    /// See `Holes`.
    Slot,
    /// Made with a drill.
    Drill,
    /// Made with a reamer.
    Ream,
    /// Made with a tap.
    Tap,
    /// On both sides or ends.
    BothSides,
    /// On the side that is turned away.
    FarSide,
    /// On the side that is turned here.
    NearSide,
    /// All around.
    AllAround,
    /// Between two parallel faces.
    AcrossFlats,
    /// Of a circle on which holes lie.
    PitchCircle,
    /// A length.
    Long,
    /// A width.
    Wide,
    /// A thickness.
    Thick,
}

/// First as it is printed, then as it may be written; the longer ones stand before those that they begin with.
const WORDS: [(Word, &[&str]); 19] = [
    (
        Word::Through,
        &[
            "THRU",
            "THRU ALL",
            "THROUGH ALL",
            "THROUGH",
            "DURCHGEHEND",
            "DURCHGANG",
            "DURCH",
            "DÉBOUCHANT",
            "通し",
            "貫通",
        ],
    ),
    (Word::Typical, &["TYP", "TYPICAL", "TYPISCH"]),
    (Word::Reference, &["REF", "REFERENCE"]),
    (Word::Approximate, &["APPROX", "CA", "ENV"]),
    (
        Word::EquallySpaced,
        &["EQ SP", "EQUALLY SPACED", "EQUI SPACED", "EQL SP", "EQUI SP", "EQS", "EVENLY SPACED", "等配"],
    ),
    (Word::Holes, &["HOLES", "HOLE", "BOHRUNGEN", "BOHRUNG", "TROUS", "TROU", "穴", "キリ"]),
    (Word::Slot, &["SLOT", "SLOTS", "LANGLOCH", "LANGLÖCHER", "長穴"]),
    (Word::Drill, &["DRILL", "DRILLED", "GEBOHRT"]),
    (Word::Ream, &["REAM", "REAMED", "GERIEBEN", "リーマ"]),
    (Word::Tap, &["TAP", "TAPPED"]),
    (Word::BothSides, &["BOTH SIDES", "BOTH ENDS", "BOTH", "BEIDSEITIG"]),
    (Word::FarSide, &["FAR SIDE"]),
    (Word::NearSide, &["NEAR SIDE"]),
    (Word::AllAround, &["ALL AROUND", "UMLAUFEND"]),
    (Word::AcrossFlats, &["A/F", "AF", "ACROSS FLATS"]),
    (Word::PitchCircle, &["PCD", "BCD", "B.C.", "LK"]),
    (Word::Long, &["LG", "LONG", "LANG"]),
    (Word::Wide, &["WIDE", "BREIT"]),
    (Word::Thick, &["THK", "THICK", "DICK"]),
];

const DEEP: [&str; 6] = ["deep", "depth", "dp", "tiefe", "tief", "prof"];
const PLACES: [&str; 12] =
    ["places", "place", "plcs", "plc", "pls", "pl", "pos", "off", "stk", "stück", "holes", "hole"];

/// What stands behind a size.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// `↧5`
    Depth(Measure<Length>),
    /// `4 PLACES`
    Places(u32),
    /// A word.
    Word(Word),
}

pub(super) fn remark(input: &mut &str) -> Out<Remark> {
    let bare = alt((depth.map(Remark::Depth), places.map(Remark::Places), word.map(Remark::Word)));
    let in_brackets = bracketed('(', alt((times, places.map(Remark::Places), word.map(Remark::Word))), ')');
    preceded((gap, opt((',', gap))), alt((bare, in_brackets))).parse_next(input)
}

/// `4x` in brackets behind a size.
fn times(input: &mut &str) -> Out<Remark> {
    terminated(whole, alt(("x", "X"))).verify(|count| *count > 0).map(Remark::Places).parse_next(input)
}

/// ` x4`, ` X4` behind a size: a count, if no space follows the cross.
pub(super) fn times_behind(input: &mut &str) -> Out<u32> {
    let close = cross.verify(|cross: &Cross| cross.space_before && !cross.space_after);
    terminated(preceded(close, whole), not(one_of(['.', ',', '°', '='])))
        .verify(|count| (2..=999).contains(count))
        .parse_next(input)
}

fn places(input: &mut &str) -> Out<u32> {
    terminated(whole, any_word(&PLACES)).verify(|count| *count > 0).parse_next(input)
}

fn word(input: &mut &str) -> Out<Word> {
    // The longest spelling wins: `THRU ALL` before `THRU`.
    let start = *input;
    let mut best: Option<(&str, Word)> = None;
    for (meaning, spellings) in WORDS {
        for spelling in spellings {
            let mut tried = start;
            if any_word(&[spelling]).parse_next(&mut tried).is_ok()
                && best.is_none_or(|(rest, _)| tried.len() < rest.len())
            {
                best = Some((tried, meaning));
            }
        }
    }
    let (rest, meaning) = best.ok_or(EmptyError)?;
    *input = rest;
    Ok(meaning)
}

pub(super) fn depth(input: &mut &str) -> Out<Measure<Length>> {
    let size = || measure("");
    let with_cross = preceded(opt(cross), terminated(size(), any_word(&DEEP)));
    let with_sign = preceded(('↧', gap), size());
    let word_first = preceded((any_word(&DEEP), space, opt(('=', space))), size());
    let japanese = preceded((alt(("深さ", "深")), space), size());
    alt((with_sign, japanese, word_first, with_cross)).verify(has_figure).parse_next(input)
}

/// Some depth is given, and not only its word.
fn has_figure(depth: &Measure<Length>) -> bool {
    !matches!(depth, Measure::Nominal { tolerance: Some(Tolerance::Fit(..)), .. })
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let spelling =
            WORDS.iter().find(|(word, _)| word == self).and_then(|(_, spellings)| spellings.first());
        f.write_str(spelling.copied().unwrap_or_default())
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Remark::Depth(depth) => write!(f, "↧{depth}"),
            Remark::Places(count) => write!(f, "{count} PLACES"),
            Remark::Word(word) => write!(f, "{word}"),
        }
    }
}
