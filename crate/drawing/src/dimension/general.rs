//! What a sheet says once for all sizes that say nothing: `ISO 2768-mK`, `±0.1 mm`, `.XX ±.01`, `ANGLES ±1°`.

use serde::{Deserialize, Serialize};
use winnow::Parser as _;
use winnow::combinator::opt;

use super::angle::angle;
use super::iso2768::{self, GeometricClass, LinearClass};
use super::length::{Unit, length};
use super::value::{Amount, ValueType};

/// The general tolerance of a sheet: classes of ISO 2768, or figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GeneralTolerance {
    /// The small letter of ISO 2768.
    pub linear: Option<LinearClass>,
    /// The capital.
    pub geometric: Option<GeometricClass>,
    /// Of lengths, in figures.
    pub lengths: Vec<WrittenTolerance>,
    /// Of angles, in figures: ± in degrees.
    pub angles_deg: Option<f64>,
}

/// A general tolerance in figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenTolerance {
    /// Of sizes with so many figures behind the point: 2 for `.XX`. Of all sizes where there is none.
    pub decimals: Option<usize>,
    /// ±
    pub within: f64,
    /// Where it is written; else the sheet's.
    pub unit: Option<Unit>,
}

impl GeneralTolerance {
    /// `Allgemeintoleranzen ISO 2768-mK`, `General tolerances ±0.05mm`, `X.X ±0.1  X.XX ±0.05  ANGLES ±1°`. None where a text
    /// says something else or more, such as the sizes for which it holds.
    pub fn said_in(text: &str) -> Option<Self> {
        Self::named_in(text).or_else(|| Self::written_in(text))
    }

    /// `ISO 2768-mK`, `DIN ISO 2768 - m`, `2768-1 f`, `ISO2768-MK`: the classes that a text names.
    pub fn named_in(text: &str) -> Option<Self> {
        let behind = text.split("2768").nth(1)?;
        let behind = behind.trim_start_matches(|c: char| "-: .T".contains(c));
        // `-1` and `-2` are parts of the standard, not classes.
        let behind = behind.strip_prefix(['1', '2']).unwrap_or(behind);
        let mut letters =
            behind.chars().filter(|c| !" -:.,".contains(*c)).take(2).filter(char::is_ascii_alphabetic);
        let (first, second) = (letters.next()?, letters.next());
        let linear = LinearClass::of(first);
        let geometric = GeometricClass::of(if linear.is_some() { second.unwrap_or(' ') } else { first });
        (linear.is_some() || geometric.is_some()).then(|| Self { linear, geometric, ..Self::default() })
    }

    fn written_in(text: &str) -> Option<Self> {
        let text = text.replace("+/-", "±").replace("+-", "±");
        let mut parts = text.split('±');
        let mut before = parts.next()?;
        let mut general = Self::default();
        for part in parts {
            let decimals = sizes_meant(before)?;
            let mut rest = part.trim_start();
            if let Ok(Some(angle)) = opt(angle).parse_next(&mut rest) {
                // What holds for some sizes only is no tolerance of angles.
                if decimals.is_some() || general.angles_deg.replace(angle.value()).is_some() {
                    return None;
                }
            } else {
                let within = length(&mut rest).ok()?;
                if general.lengths.iter().any(|other| other.decimals == decimals) {
                    return None;
                }
                general.lengths.push(WrittenTolerance {
                    decimals,
                    within: within.value(),
                    unit: within.unit,
                });
            }
            before = rest;
        }
        let says_something = general.angles_deg.is_some() || !general.lengths.is_empty();
        (says_something && sizes_meant(before) == Some(None)).then_some(general)
    }

    /// ± of a length, in its own unit.
    pub(super) fn within(&self, of: ValueType, amount: &Amount) -> Option<f64> {
        // An ordinate dimension begins at 0, which differs by nothing.
        let (nominal, unit) = (amount.nominal.filter(|nominal| *nominal > 0.0)?, amount.unit?);
        let meant = |decimals| self.lengths.iter().find(|one| one.decimals == decimals);
        let written = amount.decimals.and_then(|decimals| meant(Some(decimals))).or_else(|| meant(None));
        if let Some(written) = written {
            let in_mm = written.unit.unwrap_or(unit).in_mm()?;
            return Some((written.within * in_mm / unit.in_mm()? * 1e6).round() / 1e6);
        }
        let class = self.linear.filter(|_| unit == Unit::Millimetre)?;
        match of {
            ValueType::Radius
            | ValueType::SphericalRadius
            | ValueType::ControlledRadius
            | ValueType::Chamfer => iso2768::broken_edge_mm(class, nominal),
            _ => iso2768::length_mm(class, nominal),
        }
    }
}

/// The sizes that a tolerance behind such words holds for: those with so many decimals, or all (`Some(None)`). None where
/// the words hold a figure of which nobody knows what it says.
fn sizes_meant(words: &str) -> Option<Option<usize>> {
    if words.contains(|c: char| c.is_ascii_digit() || "<>≤≥%".contains(c)) {
        return None;
    }
    let last = words
        .trim_end_matches([' ', '=', ':', '\n'])
        .rsplit([' ', '\n', '(', ';'])
        .next()
        .unwrap_or_default();
    let is_pattern = last.contains(['x', 'X']) && last.chars().all(|c| "xX.,".contains(c));
    Some(is_pattern.then(|| last.find(['.', ',']).map_or(0, |point| last.len() - point - 1)))
}
