//! `C1`, `1x45°`, `1 X 45`, `45° x 1`, `CHAMFER 0,2` ↔ `Chamfer`.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, not, opt, preceded};

use super::angle::{Angle, angle};
use super::length::{Decimal, Length, decimal};
use super::lex::{Out, any_word, boundary, cross, space};
use super::size::is_whole;
use super::tolerance::{Measure, measure};

/// How a chamfer's angle is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Slope {
    /// `C1`: 45° by the letter.
    Letter,
    /// `1 x 45°`
    Angle(Box<Measure<Angle>>),
    /// `CHAMFER 0,2`: not given.
    Unsaid,
}

/// A bevelled edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Chamfer {
    /// Along the edge.
    pub leg: Measure<Length>,
    /// Its angle.
    pub slope: Slope,
}

impl Chamfer {
    /// In degrees, where it is given.
    pub fn angle_deg(&self) -> Option<f64> {
        match &self.slope {
            Slope::Letter => Some(45.0),
            Slope::Angle(angle) => Some(angle.leading().value()),
            Slope::Unsaid => None,
        }
    }
}

const WORDS: [&str; 11] =
    ["chamfers", "chamfer", "cham", "chmf", "chf", "chfr", "fasen", "fase", "chanfrein", "smusso", "bevel"];

pub(super) fn chamfer(input: &mut &str) -> Out<Chamfer> {
    alt((named, lettered, leg_and_angle, angle_and_leg)).parse_next(input)
}

fn named(input: &mut &str) -> Out<Chamfer> {
    preceded((any_word(&WORDS), space), alt((leg_and_angle, angle_and_leg, unsaid))).parse_next(input)
}

fn unsaid(input: &mut &str) -> Out<Chamfer> {
    measure("").map(|leg| Chamfer { leg, slope: Slope::Unsaid }).parse_next(input)
}

fn lettered(input: &mut &str) -> Out<Chamfer> {
    preceded(('C', space), measure("C")).map(|leg| Chamfer { leg, slope: Slope::Letter }).parse_next(input)
}

/// `2x 45°`, with the cross close to a whole number only, is two angles.
fn leg_and_angle(input: &mut &str) -> Out<Chamfer> {
    let angle = alt((measure(""), bare_45.map(Measure::bare)));
    (measure(""), cross, angle, opt(any_word(&WORDS)))
        .verify(|(leg, cross, ..)| !(is_whole(leg) && !cross.space_before && cross.space_after))
        .map(|(leg, _, angle, _)| Chamfer { leg, slope: Slope::Angle(Box::new(angle)) })
        .parse_next(input)
}

/// `1 X 45`: no length behind a cross is as usual as this angle.
fn bare_45(input: &mut &str) -> Out<Angle> {
    (decimal.verify(|degrees: &Decimal| degrees.text() == "45"), boundary, not((space, '=')))
        .map(|(degrees, (), ())| Angle { degrees: Some(degrees), minutes: None, seconds: None })
        .parse_next(input)
}

fn angle_and_leg(input: &mut &str) -> Out<Chamfer> {
    (angle, cross, measure(""), not((space, '°')))
        .map(|(angle, _, leg, ())| Chamfer { leg, slope: Slope::Angle(Box::new(Measure::bare(angle))) })
        .parse_next(input)
}

impl fmt::Display for Chamfer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.slope {
            Slope::Letter => write!(f, "C{}", self.leg),
            Slope::Angle(angle) => write!(f, "{}x{angle}", self.leg),
            Slope::Unsaid => write!(f, "CHAMFER {}", self.leg),
        }
    }
}
