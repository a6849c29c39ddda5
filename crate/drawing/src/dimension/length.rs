//! `6.10`, `12,5`, `.250`, `1 3/8"`, `2'-6"`, `1,5mm` ↔ `Length`. Digits stay as the sheet has them.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, not, opt, preceded, terminated};
use winnow::token::{one_of, take_while};

use super::lex::{Out, any_word, boundary, double_prime, space, whole};

/// Figures as they stand on the sheet: `6.10` is not `6.1`, though both are worth 6.1.
#[derive(Clone, Debug, PartialEq)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// What the figures are worth.
    pub fn value(&self) -> f64 {
        crate::figures::value(&self.0).unwrap_or(f64::NAN)
    }

    /// How many of them stand behind the point.
    pub fn decimals(&self) -> usize {
        self.0.find(['.', ',']).map_or(0, |point| self.0.len() - point - 1)
    }

    /// The figures themselves.
    pub fn text(&self) -> &str {
        &self.0
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// A leading zero before another figure is no number: it is most often a misread Ø.
pub(super) fn decimal(input: &mut &str) -> Out<Decimal> {
    let behind = || (one_of(['.', ',']), take_while(1..=8, is_digit));
    let no_more = (opt(one_of(['.', ','])), one_of(is_digit));
    terminated(alt(((whole, opt(behind())).void(), behind().void())).take(), not(no_more))
        .map(|text: &str| Decimal(text.into()))
        .parse_next(input)
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A unit that stands beside a figure.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Unit {
    /// Millimetres.
    #[serde(rename = "mm")]
    Millimetre,
    /// Centimetres.
    #[serde(rename = "cm")]
    Centimetre,
    /// Micrometres.
    #[serde(rename = "µm")]
    Micrometre,
    /// Millionths of an inch, of American roughness.
    #[serde(rename = "µin")]
    Microinch,
    /// Inches.
    #[serde(rename = "in")]
    Inch,
    /// Degrees, with minutes and seconds as their fractions.
    #[serde(rename = "deg")]
    Degree,
}

impl Unit {
    /// Its length in millimetres; of an angle, none.
    pub fn in_mm(self) -> Option<f64> {
        match self {
            Unit::Millimetre => Some(1.0),
            Unit::Centimetre => Some(10.0),
            Unit::Micrometre => Some(0.001),
            Unit::Microinch => Some(25.4e-6),
            Unit::Inch => Some(25.4),
            Unit::Degree => None,
        }
    }
}

/// How a length is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// `12,5`
    Decimal(Decimal),
    /// `1 3/8`, of an inch
    Fraction {
        /// `1`, or 0 where none is written.
        whole: u32,
        /// `3`
        numerator: u32,
        /// `8`
        denominator: u32,
    },
    /// `2'-6"`: feet, and inches beyond them
    Feet(u32, Option<Box<Figure>>),
}

/// A length with the unit that stands beside it, if one does.
#[derive(Clone, Debug, PartialEq)]
pub struct Length {
    /// The figures.
    pub figure: Figure,
    /// The unit that is written; without one the sheet's unit holds.
    pub unit: Option<Unit>,
}

impl Figure {
    /// In its own unit; feet are counted in inches.
    pub fn value(&self) -> f64 {
        match self {
            Figure::Decimal(decimal) => decimal.value(),
            Figure::Fraction { whole, numerator, denominator } => {
                f64::from(*whole) + f64::from(*numerator) / f64::from(*denominator)
            }
            Figure::Feet(feet, inches) => {
                f64::from(*feet) * 12.0 + inches.as_ref().map_or(0.0, |inches| inches.value())
            }
        }
    }
}

impl Length {
    /// In its own unit.
    pub fn value(&self) -> f64 {
        self.figure.value()
    }

    /// Figures behind the point; fractions have none.
    pub fn decimals(&self) -> Option<usize> {
        match &self.figure {
            Figure::Decimal(decimal) => Some(decimal.decimals()),
            _ => None,
        }
    }
}

/// A length of decimals only, as limits and deviations are.
pub(super) fn length(input: &mut &str) -> Out<Length> {
    alt((feet, fraction_with_unit, decimal_with_unit)).parse_next(input)
}

fn decimal_with_unit(input: &mut &str) -> Out<Length> {
    (decimal, opt(unit))
        .map(|(figures, unit)| Length { figure: Figure::Decimal(figures), unit })
        .parse_next(input)
}

fn fraction_with_unit(input: &mut &str) -> Out<Length> {
    (fraction, opt(unit)).map(|(figure, unit)| Length { figure, unit }).parse_next(input)
}

/// A true fraction of an inch. `16/15` and `12/10` are limits.
pub(super) fn fraction(input: &mut &str) -> Out<Figure> {
    let parts = (whole, '/', whole, not((one_of(['.', ',']), one_of(is_digit))));
    let whole_before = terminated(whole, one_of([' ', '-']));
    (opt(whole_before), parts)
        .verify(|(_, (numerator, _, denominator, ()))| {
            *numerator > 0 && numerator < denominator && denominator.is_power_of_two() && *denominator <= 128
        })
        .map(|(whole, (numerator, _, denominator, ()))| Figure::Fraction {
            whole: whole.unwrap_or(0),
            numerator,
            denominator,
        })
        .parse_next(input)
}

fn feet(input: &mut &str) -> Out<Length> {
    let inches = alt((fraction, decimal.map(Figure::Decimal)));
    let inches = (opt(one_of(['-', ' '])), inches, double_prime).map(|(_, inches, ())| Box::new(inches));
    (whole, '\'', not('\''), opt(inches))
        .map(|(feet, _, (), inches)| Length { figure: Figure::Feet(feet, inches), unit: Some(Unit::Inch) })
        .parse_next(input)
}

fn unit(input: &mut &str) -> Out<Unit> {
    let metric = preceded(
        space,
        terminated(
            alt((
                alt(("mm", "MM")).value(Unit::Millimetre),
                alt(("cm", "CM")).value(Unit::Centimetre),
                alt(("µm", "um")).value(Unit::Micrometre),
                alt(("µin", "uin")).value(Unit::Microinch),
            )),
            boundary,
        ),
    );
    let inch = alt((double_prime, any_word(&["inches", "inch", "in"])));
    alt((metric, inch.value(Unit::Inch))).parse_next(input)
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Unit::Millimetre => "mm",
            Unit::Centimetre => "cm",
            Unit::Micrometre => "µm",
            Unit::Microinch => "µin",
            Unit::Inch => "\"",
            Unit::Degree => "°",
        })
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Figure::Decimal(decimal) => write!(f, "{decimal}"),
            Figure::Fraction { whole: 0, numerator, denominator } => write!(f, "{numerator}/{denominator}"),
            Figure::Fraction { whole, numerator, denominator } => {
                write!(f, "{whole} {numerator}/{denominator}")
            }
            Figure::Feet(feet, None) => write!(f, "{feet}'"),
            Figure::Feet(feet, Some(inches)) => write!(f, "{feet}'-{inches}\""),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match (&self.figure, self.unit) {
            (Figure::Feet(..), _) | (_, None) => write!(f, "{}", self.figure),
            (figure, Some(unit)) => write!(f, "{figure}{unit}"),
        }
    }
}
