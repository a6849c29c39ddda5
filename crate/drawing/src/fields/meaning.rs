//! What a field's text says, and whether it can be that field at all.

use serde::{Deserialize, Serialize};

use super::label::{Label, whole_label, with_letters};
use crate::dimension::{GeneralTolerance, Unit};
use crate::small_letters::{small_letter, small_letters};

/// What says that a tolerance holds for all sizes, and not for those of one feature.
const GENERAL_TOLERANCE: &str = "\
    general tol|gen. tol|gen tol|unless otherwise|unless specified|unless stated|unless noted|untoleranced|\
    all dimensions|allgemeintol|freimaß|nicht tolerierte|ohne toleranz|soweit nicht|tolérances générales|\
    tolérance générale|tolerances generales|sauf indication|tolleranze generali|tolleranza generale|salvo|\
    tolerancia general|tolerancias generales|普通公差|一般公差|未注";

/// From which side views are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Projection {
    /// Of Europe.
    FirstAngle,
    /// Of America and Japan.
    ThirdAngle,
}

/// Which sheet, and of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetNumber {
    /// From 1.
    pub sheet: u32,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
}

/// Of one that stands in its label's own row without a colon.
const MOST_WORDS_OF_MATERIAL: usize = 2;

/// Can this text be that field?
pub(super) fn suits(label: Label, text: &str) -> bool {
    let length = text.chars().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let has_figure = text.chars().any(|c| c.is_ascii_digit());
    match label {
        Label::Number => has_figure && length <= 60,
        Label::Title => letters >= 2 && length <= 120 && said_in(text).is_empty(),
        Label::Material => {
            (letters >= 2 || (letters == 1 && has_figure))
                && length <= 120
                && !text.contains([':', '：'])
                && said_in(text).is_empty()
        }
        Label::Scale => scale(text).is_some() || is_no_scale(text),
        Label::Sheet => sheet(text).is_some(),
        Label::Revision => length <= 5 && text.chars().all(|c| c.is_alphanumeric() || ".-_".contains(c)),
        Label::GeneralTolerance => {
            GeneralTolerance::said_in(text).is_some() || (has_figure && text.contains('±'))
        }
        Label::Mass => mass_kg(text).is_some() || (has_figure && number(text).is_some()),
        Label::Unit => unit(text).is_some(),
        Label::Projection => projection(text).is_some(),
        Label::Other => false,
    }
}

fn number(text: &str) -> Option<f64> {
    crate::figures::value(text.trim())
}

/// `1:2`, `20 : 1`, `1/2`, and `2.000` of Creo.
pub(super) fn scale(text: &str) -> Option<f64> {
    let text = text.trim().trim_matches(['(', ')', '[', ']']);
    let factor = match text.split_once([':', '：', '/']) {
        Some((drawn, real)) => number(drawn)? / number(real)?,
        None => number(text)?,
    };
    (factor.is_finite() && factor > 0.0 && factor <= 1000.0).then_some(factor)
}

fn is_no_scale(text: &str) -> bool {
    ["nts", "none", "not to scale", "ohne", "sans", "---"].contains(&small_letters(text.trim()).as_str())
}

/// `1 OF 4`, `2/3`, `1 von 2`, `1 of1`, `1`.
pub(super) fn sheet(text: &str) -> Option<SheetNumber> {
    let mut figures = small_letters(text);
    for joint in ["of", "von", "sur", "de", "/"] {
        figures = figures.replace(joint, " ");
    }
    let numbers: Vec<u32> =
        figures.split_whitespace().map(|word| word.parse().ok()).collect::<Option<_>>()?;
    match numbers[..] {
        [sheet @ 1..=999] => Some(SheetNumber { sheet, of: None }),
        [sheet @ 1..=999, of @ 1..=999] if sheet <= of => Some(SheetNumber { sheet, of: Some(of) }),
        _ => None,
    }
}

fn mass_kg(text: &str) -> Option<f64> {
    let text = text.trim();
    let unit_at = text.find(|c: char| c.is_alphabetic())?;
    let kilograms = match small_letters(text[unit_at..].trim()).as_str() {
        "kg" => 1.0,
        "g" | "gr" => 0.001,
        "lb" | "lbs" => 0.453_592_37,
        "t" => 1000.0,
        _ => return None,
    };
    Some(number(&text[..unit_at])? * kilograms)
}

/// `mm`, `Dimensions in millimeters`, `Zoll`, `INCHES`; also `ininches` and `milimeters`, for the reader loses spaces, and one
/// of two letters that are the same.
pub(super) fn unit(text: &str) -> Option<Unit> {
    let lower = small_letters(text);
    let has = |stems: &[&str]| stems.iter().any(|stem| lower.contains(stem));
    if lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == "mm")
        || has(&["millim", "milim", "ミリ"])
    {
        return Some(Unit::Millimetre);
    }
    has(&["inch", "zoll", "pouce", "インチ"]).then_some(Unit::Inch)
}

/// `.250` of a size in inches: millimetres never leave out the zero.
pub(super) fn begins_with_point(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    from_figures(text).strip_prefix('.').is_some_and(|rest| rest.starts_with(digit))
}

pub(super) fn begins_with_zero(text: &str) -> bool {
    from_figures(text).starts_with("0.")
}

fn from_figures(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '.')
}

/// `THIRD ANGLE PROJECTION`, `第三角法`, `1st angle`, `Projektionsmethode 1`.
pub(super) fn projection(text: &str) -> Option<Projection> {
    let lower = small_letters(text);
    let spelt = with_letters(&lower);
    let has = |known: &[&str]| known.iter().any(|word| lower.contains(word) || spelt.contains(word));
    if has(&["third", "3rd", "第三角", "三角法", "methode 3", "american"]) {
        return Some(Projection::ThirdAngle);
    }
    has(&["first angle", "1st", "第一角", "一角法", "methode 1", "european"])
        .then_some(Projection::FirstAngle)
}

/// Does a row say that what follows holds for all sizes?
pub(super) fn names_general_tolerance(line: &str) -> bool {
    let lower = small_letters(line);
    let first = line.split([':', '±']).next().unwrap_or_default();
    GENERAL_TOLERANCE.split('|').any(|words| lower.contains(words))
        || whole_label(first) == Some(Label::GeneralTolerance)
}

/// What a row says by itself.
pub(super) fn said_in(line: &str) -> Vec<(Label, &str)> {
    let lower = small_letters(line);
    let mut said = Vec::new();
    if let Some(ratio) = ratio_behind_scale(line) {
        said.push((Label::Scale, ratio));
    }
    // `SHEET1 OF 2` too.
    let behind_word = line.find(|c: char| c == ' ' || c.is_ascii_digit()).unwrap_or(line.len());
    let (first, behind) = line.split_at(behind_word);
    let behind = behind.trim_start();
    if let Some(label @ (Label::Sheet | Label::Mass | Label::Material | Label::GeneralTolerance)) =
            whole_label(first)
        && suits(label, behind)
        // `Material must be …` is a sentence.
        && (label != Label::Material || behind.split_whitespace().count() <= MOST_WORDS_OF_MATERIAL)
    {
        said.push((label, behind));
    }
    let of_units = ["dimensions", "dims", "maße in", "masse in", "cotes en", "dimensionsin", "寸法", "単位"];
    if of_units.iter().any(|word| lower.contains(word)) && unit(line).is_some() {
        said.push((Label::Unit, line));
    }
    if GeneralTolerance::named_in(line).is_some()
        || (names_general_tolerance(line) && GeneralTolerance::said_in(line).is_some())
    {
        said.push((Label::GeneralTolerance, line));
    }
    if ["angle", "角法", "projektion"].iter().any(|word| lower.contains(word)) && projection(line).is_some()
    {
        said.push((Label::Projection, line));
    }
    said
}

/// The `1:3` of `A4 - Scale 1:3`. A view's own `DETAIL 1 SCALE 4.0` is not the sheet's.
fn ratio_behind_scale(line: &str) -> Option<&str> {
    let words = ["scale", "maßstab", "massstab", "échelle", "echelle", "尺度"];
    let at = words.iter().find_map(|word| {
        let start = line.char_indices().map(|(at, _)| at).find(|&at| {
            line[at..].chars().zip(word.chars()).filter(|(a, b)| small_letter(*a) == *b).count()
                == word.chars().count()
        })?;
        line[start..].char_indices().nth(word.chars().count()).map(|(behind, _)| start + behind)
    })?;
    let behind = line[at..].trim_matches([' ', ':', '：', '=']);
    (behind.contains([':', '：']) && scale(behind).is_some()).then_some(behind)
}
