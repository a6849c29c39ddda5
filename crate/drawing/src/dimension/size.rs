//! `12`, `Ø38 H12`, `SR5`, `□20`, `⌒31`, `t2`, `10 x 20`, `5x20=100` ↔ `Size`, `Rectangle`, `Spaced`.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, not, opt, peek, preceded, terminated};
use winnow::error::EmptyError;
use winnow::token::one_of;

use super::length::{Length, length};
use super::lex::{Out, any_word, bracketed, cross, space, whole};
use super::tolerance::{Measure, measure};

/// What stands before a size and says of what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Symbol {
    /// `Ø`
    Diameter,
    /// `R`
    Radius,
    /// `SØ`
    SphericalDiameter,
    /// `SR`
    SphericalRadius,
    /// `CR`
    ControlledRadius,
    /// `□`
    Square,
    /// `⌒`
    Arc,
    /// `t`, of sheet metal
    Thickness,
}

const SIGNS: [(&str, Symbol); 10] = [
    ("SØ", Symbol::SphericalDiameter),
    ("SR", Symbol::SphericalRadius),
    ("CR", Symbol::ControlledRadius),
    ("Ø", Symbol::Diameter),
    ("R", Symbol::Radius),
    ("□", Symbol::Square),
    ("⌒", Symbol::Arc),
    ("t=", Symbol::Thickness),
    ("T=", Symbol::Thickness),
    ("t", Symbol::Thickness),
];

impl Symbol {
    /// As it is drawn.
    pub fn sign(self) -> &'static str {
        SIGNS.iter().find(|(_, symbol)| *symbol == self).map_or("", |(sign, _)| sign)
    }
}

/// One size.
#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    /// Before it.
    pub symbol: Option<Symbol>,
    /// The size itself.
    pub measure: Measure<Length>,
}

/// Width and length: `10 x 20`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rectangle {
    /// First as written.
    pub width: Measure<Length>,
    /// Second as written.
    pub length: Measure<Length>,
}

/// Equal distances with their sum: `5x20=100`.
#[derive(Clone, Debug, PartialEq)]
pub struct Spaced {
    /// How many.
    pub count: u32,
    /// Each of them.
    pub each: Length,
    /// All of them.
    pub total: Length,
}

pub(super) fn prefix(input: &mut &str) -> Out<Symbol> {
    let word = alt((
        any_word(&["diameter", "diam", "dia"]).value(Symbol::Diameter),
        any_word(&["radius", "rad", "true r"]).value(Symbol::Radius),
    ));
    // A letter that begins a word is no symbol.
    let figure = one_of(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    terminated(alt((word, sign)), (space, peek(figure))).parse_next(input)
}

fn sign(input: &mut &str) -> Out<Symbol> {
    let (sign, symbol) = SIGNS.iter().find(|(sign, _)| input.starts_with(sign)).ok_or(EmptyError)?;
    *input = &input[sign.len()..];
    Ok(*symbol)
}

pub(super) fn size(input: &mut &str) -> Out<Size> {
    let symbol = opt(terminated(prefix, space)).parse_next(input)?;
    let between = symbol.map_or("", Symbol::sign);
    let measure = measure(between).parse_next(input)?;
    let symbol = match symbol {
        Some(symbol) => Some(symbol),
        None => opt(suffix).parse_next(input)?,
    };
    Ok(Size { symbol, measure })
}

/// `6 DIA`, `12 SQ`
fn suffix(input: &mut &str) -> Out<Symbol> {
    alt((
        any_word(&["diameter", "diam", "dia"]).value(Symbol::Diameter),
        any_word(&["radius", "rad"]).value(Symbol::Radius),
        any_word(&["square", "sq"]).value(Symbol::Square),
    ))
    .parse_next(input)
}

/// A whole number with its cross close to it, `3x12`, is a count and no width.
pub(super) fn rectangle(input: &mut &str) -> Out<Rectangle> {
    (measure(""), cross, terminated(measure(""), not((space, '°'))))
        .verify(|(width, cross, _)| !is_whole(width) || cross.space_before)
        .map(|(width, _, length)| Rectangle { width, length })
        .parse_next(input)
}

/// A bare whole number, as counts are.
pub(super) fn is_whole(measure: &Measure<Length>) -> bool {
    matches!(measure, Measure::Nominal { nominal, tolerance: None }
        if nominal.decimals() == Some(0) && nominal.unit.is_none())
}

pub(super) fn spaced(input: &mut &str) -> Out<Spaced> {
    let sum = || preceded(('=', space), length);
    let total = preceded(space, alt((sum(), bracketed('(', sum(), ')'))));
    (whole, cross, length, total)
        .map(|(count, _, each, total)| Spaced { count, each, total })
        .parse_next(input)
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}{}", self.symbol.map_or("", Symbol::sign), self.measure)
    }
}

impl fmt::Display for Rectangle {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} x {}", self.width, self.length)
    }
}

impl fmt::Display for Spaced {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}x{}={}", self.count, self.each, self.total)
    }
}
