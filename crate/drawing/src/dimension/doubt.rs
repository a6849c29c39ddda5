//! What speaks against a value: how surely it was read, what the grammar says, and what no part has.

use serde::{Deserialize, Serialize};

use super::frame::Characteristic;
use super::length::Unit;
use super::value::{Amount, FrameValue, ToleranceSource, Value, ValueType};

/// One reason to look at a value again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The reader was not sure of the text.
    LowConfidence,
    /// The file's own words say something else than what is seen, or something where nothing is.
    SourcesDisagree,
    /// Nothing of the text was understood.
    NotUnderstood,
    /// Some of the text was not understood.
    PartlyUnderstood,
    /// A deviation is as large as the size itself.
    ToleranceLargerThanSize,
    /// The upper deviation lies below the lower one.
    UpperBelowLower,
    /// Only one deviation is written.
    OneDeviation,
    /// The limits lie further apart than any tolerance, or are not written with as many figures: they may be two sizes.
    LimitsFarApart,
    /// ISO 286 has no such class at this size.
    FitUnknown,
    /// The deviations that stand behind a fit are not those of ISO 286.
    FitContradicted,
    /// Millimetres that begin with a point, which no standard allows: a figure before it was not read, or they are inches.
    FirstFigureMissing,
    /// A diameter, a radius, a thread or a chamfer of nothing.
    SizeOfNothing,
    /// Larger than the part.
    LargerThanPart,
    /// A hole deeper than the part.
    DeeperThanPart,
    /// Hundreds of one feature, or none.
    CountAbsurd,
    /// More than a full turn.
    AngleBeyondTurn,
    /// Equal distances do not give their sum.
    SumContradicted,
    /// What widens a hole is not wider than it.
    SinkNarrowerThanHole,
    /// A pitch that is too large for its thread.
    PitchAbsurd,
    /// A form has no datum.
    DatumOfForm,
    /// A direction, a run-out or a symmetry needs a datum.
    DatumMissing,
}

/// What is known beside the text itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// 0 to 1: the chance that the text is right.
    pub text_score: f64,
    /// Less than this is doubtful.
    pub unsure_below: f64,
    /// Do what is seen and the file's own words say different things?
    pub is_disputed: bool,
    /// Does it stand in a frame of its own?
    pub is_framed: bool,
    /// The longest side of the part, where the sheet tells it.
    pub part_mm: Option<f64>,
}

const MOST_COUNT: u32 = 500;
/// Of the larger limit to the smaller; of more than a few millimetres the second.
const MOST_LIMITS_RATIOS: (f64, f64) = (3.0, 1.5);
const SMALL_LIMIT: f64 = 3.0;
/// What a sheet rounds away of a fit's limits.
const ROUNDING_MM: f64 = 0.0011;
/// A single thread deeper than this share of its diameter does not hold.
const MOST_PITCH_SHARE: f64 = 0.34;

/// All that speaks against a value; nothing if it is sure.
pub fn doubts(value: &Value, around: &Surroundings) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut note = |doubt: Doubt, holds: bool| {
        if holds && !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    };
    for doubt in of_text(around) {
        note(doubt, true);
    }
    note(Doubt::NotUnderstood, value.of == ValueType::Unknown);
    note(Doubt::PartlyUnderstood, value.of != ValueType::Unknown && !value.rest.is_empty());
    for one in std::iter::once(value).chain(&value.features) {
        of_feature(one, around, &mut note);
    }
    of_sinks(value, &mut note);
    doubts
}

/// What speaks against a text, whatever it says.
pub(super) fn of_text(around: &Surroundings) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if around.text_score < around.unsure_below {
        doubts.push(Doubt::LowConfidence);
    }
    if around.is_disputed {
        doubts.push(Doubt::SourcesDisagree);
    }
    doubts
}

/// What the writing of a value says against it.
pub(super) fn of_writing(value: &Value, text: &str) -> Option<Doubt> {
    let first = text.chars().find(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','));
    let is_cut = value.amount.unit == Some(Unit::Millimetre) && matches!(first, Some('.' | ','));
    let decimals = |limit: &str| limit.trim().find(['.', ',']).map_or(0, |point| limit.trim().len() - point);
    let are_unlike = value.amount.tolerance == Some(ToleranceSource::Limits)
        && text.split_once('/').is_some_and(|(first, second)| decimals(first) != decimals(second));
    [(is_cut, Doubt::FirstFigureMissing), (are_unlike, Doubt::LimitsFarApart)]
        .into_iter()
        .find_map(|(holds, doubt)| holds.then_some(doubt))
}

type Note<'a> = dyn FnMut(Doubt, bool) + 'a;

fn of_feature(value: &Value, around: &Surroundings, note: &mut Note) {
    for amount in [Some(&value.amount), value.angle.as_ref(), value.depth.as_ref(), value.length.as_ref()] {
        amount.into_iter().for_each(|amount| of_amount(amount, note));
    }
    let largest_mm = |amount: &Amount| Some(amount.nominal.or(amount.max)? * amount.unit?.in_mm()?);
    let beyond = |amount: &Amount, part_mm: f64| largest_mm(amount).is_some_and(|size_mm| size_mm > part_mm);
    if let Some(part_mm) = around.part_mm {
        let is_of_part =
            !matches!(value.of, ValueType::Radius | ValueType::SphericalRadius | ValueType::Angle);
        note(Doubt::LargerThanPart, is_of_part && beyond(&value.amount, part_mm));
        let depth = if value.of == ValueType::Depth { Some(&value.amount) } else { value.depth.as_ref() };
        note(Doubt::DeeperThanPart, depth.is_some_and(|depth| beyond(depth, part_mm)));
    }
    let may_be_zero = matches!(
        value.of,
        // An ordinate dimension begins at 0.
        ValueType::Linear | ValueType::Angle | ValueType::Unknown | ValueType::Surface | ValueType::Frame
    );
    note(Doubt::SizeOfNothing, !may_be_zero && value.amount.nominal == Some(0.0));
    note(Doubt::CountAbsurd, value.count.is_some_and(|count| count == 0 || count > MOST_COUNT));
    if value.of == ValueType::Spaced {
        let sum = value.amount.nominal.zip(value.count).map(|(each, count)| each * f64::from(count));
        let total = value.length.as_ref().and_then(|length| length.nominal);
        note(
            Doubt::SumContradicted,
            sum.zip(total).is_some_and(|(sum, total)| (sum - total).abs() > 0.02 * total),
        );
    }
    if let (Some(thread), Some(size_mm)) = (&value.thread, value.amount.nominal) {
        note(Doubt::PitchAbsurd, thread.pitch_mm.is_some_and(|pitch| pitch > size_mm * MOST_PITCH_SHARE));
    }
    value.rows.iter().for_each(|row| of_row(row, note));
}

fn of_amount(amount: &Amount, note: &mut Note) {
    use ToleranceSource::{Fit, FitAsWritten, General, Limits, Single};
    let (upper, lower) = (amount.upper, amount.lower);
    note(Doubt::UpperBelowLower, upper.zip(lower).is_some_and(|(upper, lower)| upper < lower));
    note(Doubt::OneDeviation, amount.tolerance == Some(Single));
    let largest = upper.unwrap_or(0.0).abs().max(lower.unwrap_or(0.0).abs());
    let too_large = amount.nominal.is_some_and(|nominal| nominal > 0.0 && largest >= nominal);
    note(Doubt::ToleranceLargerThanSize, too_large && amount.tolerance != Some(General));
    let are_far_apart = |(max, min): (f64, f64)| {
        let (small, large) = MOST_LIMITS_RATIOS;
        max > min * if max > SMALL_LIMIT { large } else { small }
    };
    let extremes = amount.max.zip(amount.min);
    note(Doubt::LimitsFarApart, amount.tolerance == Some(Limits) && extremes.is_some_and(are_far_apart));
    note(Doubt::AngleBeyondTurn, amount.unit == Some(Unit::Degree) && amount.nominal.unwrap_or(0.0) > 360.0);
    note(
        Doubt::FitUnknown,
        amount.tolerance == Some(Fit) && upper.is_none() && amount.unit != Some(Unit::Inch),
    );
    note(Doubt::FitContradicted, amount.tolerance == Some(FitAsWritten) && contradicted(amount));
}

/// Are the deviations that are written others than those of their fit?
fn contradicted(amount: &Amount) -> bool {
    let Some((nominal, fit)) = amount.nominal.zip(amount.fit.as_ref()) else { return false };
    let Some(class) = super::fit::class_of(fit.split('/').next().unwrap_or_default()) else { return false };
    if amount.unit != Some(Unit::Millimetre) {
        return false;
    }
    let upper = amount.upper.or(amount.max.map(|max| max - nominal));
    let lower = amount.lower.or(amount.min.map(|min| min - nominal));
    match (super::iso286::deviations(&class, nominal), upper.zip(lower)) {
        (Some(right), Some((upper, lower))) => {
            (right.upper_mm - upper).abs() > ROUNDING_MM || (right.lower_mm - lower).abs() > ROUNDING_MM
        }
        _ => false,
    }
}

fn of_sinks(value: &Value, note: &mut Note) {
    if !matches!(value.of, ValueType::Diameter | ValueType::Thread) {
        return;
    }
    let hole = value.amount.nominal;
    let sinks = [ValueType::Counterbore, ValueType::Spotface, ValueType::Countersink];
    for sink in value.features.iter().filter(|one| sinks.contains(&one.of)) {
        let narrower = sink.amount.nominal.zip(hole).is_some_and(|(sink, hole)| sink <= hole);
        note(Doubt::SinkNarrowerThanHole, narrower && sink.amount.unit == value.amount.unit);
    }
}

fn of_row(row: &FrameValue, note: &mut Note) {
    use Characteristic::{
        Angularity, Concentricity, LineProfile, Parallelism, Perpendicularity, Position, Runout,
        SurfaceProfile, Symmetry, TotalRunout,
    };
    match row.symbol {
        Angularity | Parallelism | Perpendicularity | Symmetry | Concentricity | Runout | TotalRunout => {
            note(Doubt::DatumMissing, row.datums.is_empty());
        }
        Position | LineProfile | SurfaceProfile => {}
        _ => note(Doubt::DatumOfForm, !row.datums.is_empty()),
    }
}
