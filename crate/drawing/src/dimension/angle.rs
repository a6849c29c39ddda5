//! `45°`, `12,5°`, `12°30'`, `0°15'30"`, `30 DEG` ↔ `Angle`.

use std::fmt;

use winnow::Parser as _;
use winnow::combinator::{alt, not, opt, preceded, terminated};

use super::length::{Decimal, decimal};
use super::lex::{Out, any_word, double_prime, space};

/// An angle as it is written; at least one of the three stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct Angle {
    /// `°`
    pub degrees: Option<Decimal>,
    /// `'`
    pub minutes: Option<Decimal>,
    /// `"`
    pub seconds: Option<Decimal>,
}

impl Angle {
    /// In degrees.
    pub fn value(&self) -> f64 {
        let worth = |part: &Option<Decimal>| part.as_ref().map_or(0.0, Decimal::value);
        worth(&self.degrees) + worth(&self.minutes) / 60.0 + worth(&self.seconds) / 3600.0
    }
}

/// An angle that has degrees, as every nominal one does.
pub(super) fn angle(input: &mut &str) -> Out<Angle> {
    (degrees, opt(preceded(space, minutes)), opt(preceded(space, seconds)))
        .map(|(degrees, minutes, seconds)| Angle { degrees: Some(degrees), minutes, seconds })
        .parse_next(input)
}

/// An angle that may be of minutes or seconds only, as deviations are.
pub(super) fn small_angle(input: &mut &str) -> Out<Angle> {
    let without_degrees = alt((
        (minutes, opt(preceded(space, seconds))).map(|(minutes, seconds)| (Some(minutes), seconds)),
        seconds.map(|seconds| (None, Some(seconds))),
    ));
    alt((angle, without_degrees.map(|(minutes, seconds)| Angle { degrees: None, minutes, seconds })))
        .parse_next(input)
}

fn degrees(input: &mut &str) -> Out<Decimal> {
    terminated(decimal, alt(((space, '°').void(), any_word(&["degrees", "deg", "grad"])))).parse_next(input)
}

fn minutes(input: &mut &str) -> Out<Decimal> {
    terminated(decimal, ('\'', not('\''))).parse_next(input)
}

fn seconds(input: &mut &str) -> Out<Decimal> {
    terminated(decimal, double_prime).parse_next(input)
}

impl fmt::Display for Angle {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (part, sign) in [(&self.degrees, '°'), (&self.minutes, '\''), (&self.seconds, '"')] {
            if let Some(part) = part {
                write!(f, "{part}{sign}")?;
            }
        }
        Ok(())
    }
}
