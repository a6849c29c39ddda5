//! Features of a callout → values.

use super::{Amount, SheetRules, SideRule, ThreadValue, ToleranceSource, Value, ValueType};
use crate::dimension::angle::Angle;
use crate::dimension::callout::{Brackets, Element, Feature};
use crate::dimension::chamfer::Slope;
use crate::dimension::fit::{Class, Fit};
use crate::dimension::general::GeneralTolerance;
use crate::dimension::hole::{Sink, SinkForm};
use crate::dimension::iso286;
use crate::dimension::iso2768;
use crate::dimension::length::{Decimal, Length, Unit};
use crate::dimension::remark::{Remark, Word};
use crate::dimension::size::Symbol;
use crate::dimension::thread::{Pitch, Thread};
use crate::dimension::tolerance::{Given, Limits, Measure, Quantity, Tolerance};

pub(super) fn element(element: &Element, rules: &SheetRules) -> Value {
    let mut value = feature(&element.feature, rules);
    value.count = element.count.or(value.count);
    match element.brackets {
        Some(Brackets::Reference) => value.reference = true,
        Some(Brackets::Basic) => value.basic = true,
        None => {}
    }
    for remark in &element.remarks {
        match remark {
            Remark::Depth(depth) => value.depth = Some(length(depth, rules)),
            Remark::Places(count) => value.count = value.count.or(Some(*count)),
            Remark::Word(Word::Through) => value.through = true,
            Remark::Word(Word::Typical) => value.typical = true,
            Remark::Word(Word::Reference) => value.reference = true,
            Remark::Word(Word::Approximate) => value.approximate = true,
            Remark::Word(word) => value.remarks.push(word.to_string()),
        }
    }
    if !(value.reference || value.basic || value.approximate) {
        general(&mut value, rules);
    }
    value
}

fn feature(feature: &Feature, rules: &SheetRules) -> Value {
    let of = |of, amount| Value { of, amount, ..Value::default() };
    match feature {
        Feature::Size(size) => of(type_of(size.symbol), length(&size.measure, rules)),
        Feature::Angle(measure) => of(ValueType::Angle, angle(measure)),
        Feature::Depth(measure) => of(ValueType::Depth, length(measure, rules)),
        Feature::Chamfer(chamfer) => {
            let given = match &chamfer.slope {
                Slope::Angle(measure) => Some(angle(measure)),
                _ => chamfer.angle_deg().map(|degrees| Amount {
                    nominal: Some(degrees),
                    unit: Some(Unit::Degree),
                    ..Amount::default()
                }),
            };
            Value { angle: given, ..of(ValueType::Chamfer, length(&chamfer.leg, rules)) }
        }
        Feature::Rectangle(rectangle) => Value {
            length: Some(length(&rectangle.length, rules)),
            ..of(ValueType::Rectangle, length(&rectangle.width, rules))
        },
        Feature::Spaced(spaced) => Value {
            count: Some(spaced.count),
            length: Some(length(&Measure::bare(spaced.total.clone()), rules)),
            ..of(ValueType::Spaced, length(&Measure::bare(spaced.each.clone()), rules))
        },
        Feature::Sink(sink) => self::sink(sink, rules),
        Feature::Thread(thread) => self::thread(thread, rules),
    }
}

fn type_of(symbol: Option<Symbol>) -> ValueType {
    match symbol {
        None => ValueType::Linear,
        Some(Symbol::Diameter) => ValueType::Diameter,
        Some(Symbol::Radius) => ValueType::Radius,
        Some(Symbol::SphericalDiameter) => ValueType::SphericalDiameter,
        Some(Symbol::SphericalRadius) => ValueType::SphericalRadius,
        Some(Symbol::ControlledRadius) => ValueType::ControlledRadius,
        Some(Symbol::Square) => ValueType::Square,
        Some(Symbol::Arc) => ValueType::Arc,
        Some(Symbol::Thickness) => ValueType::Thickness,
    }
}

fn sink(sink: &Sink, rules: &SheetRules) -> Value {
    Value {
        of: match sink.form {
            SinkForm::Counterbore => ValueType::Counterbore,
            SinkForm::Spotface => ValueType::Spotface,
            SinkForm::Countersink => ValueType::Countersink,
        },
        amount: sink.diameter.as_ref().map(|diameter| length(diameter, rules)).unwrap_or_default(),
        depth: sink.depth.as_ref().map(|depth| length(depth, rules)),
        angle: sink.angle.as_ref().map(angle),
        ..Value::default()
    }
}

fn thread(thread: &Thread, rules: &SheetRules) -> Value {
    let (lead_mm, turns_per_inch) = match &thread.pitch {
        Some(Pitch::Lead { lead, .. }) => (Some(lead.value()), None),
        Some(Pitch::PerInch(turns)) => (None, Some(turns.value())),
        _ => (None, None),
    };
    Value {
        of: ValueType::Thread,
        amount: Amount {
            nominal: Some(rounded(thread.size_mm())),
            unit: Some(Unit::Millimetre),
            ..Amount::default()
        },
        length: thread.length.as_ref().map(|measure| length(measure, rules)),
        thread: Some(ThreadValue {
            standard: thread.standard.sign().to_owned(),
            size: thread.size.to_string(),
            pitch_mm: thread.pitch_mm().map(rounded),
            lead_mm,
            turns_per_inch,
            class: thread.class.clone(),
            left_hand: thread.is_left_hand,
        }),
        ..Value::default()
    }
}

/// Conversions and differences of decimals leave crumbs behind the figures that anybody writes.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A length in the unit that is written beside it or beside its tolerance, else in the sheet's.
pub(super) fn length(measure: &Measure<Length>, rules: &SheetRules) -> Amount {
    let unit = measure.leading().unit.or(inch_by_form(measure)).unwrap_or(rules.unit);
    let mut amount = amount(measure, unit);
    amount.decimals = measure.leading().decimals();
    if let (Some(fit), Some(nominal), Some(in_mm)) = (fit_of(measure), amount.nominal, unit.in_mm()) {
        amount.fit = Some(fit.to_string());
        let of = |class: &Class| iso286::deviations(class, nominal * in_mm).filter(|_| unit != Unit::Inch);
        if let Some(mate) = fit.mate.as_ref().and_then(of) {
            (amount.mate_upper, amount.mate_lower) =
                (Some(mate.upper_mm / in_mm), Some(mate.lower_mm / in_mm));
        }
        if amount.tolerance.is_none() {
            amount.tolerance = Some(ToleranceSource::Fit);
            if let Some(own) = of(&fit.class) {
                (amount.upper, amount.lower) = (Some(own.upper_mm / in_mm), Some(own.lower_mm / in_mm));
            }
        }
    }
    amount
}

/// Fractions count inches, whatever the sheet does.
fn inch_by_form(measure: &Measure<Length>) -> Option<Unit> {
    measure.leading().decimals().is_none().then_some(Unit::Inch)
}

fn fit_of(measure: &Measure<Length>) -> Option<&Fit> {
    match measure {
        Measure::Nominal { tolerance: Some(Tolerance::Fit(fit, _)), .. } => Some(fit),
        _ => None,
    }
}

pub(super) fn angle(measure: &Measure<Angle>) -> Amount {
    let mut amount = amount(measure, Unit::Degree);
    let degrees = measure.leading();
    if degrees.minutes.is_none() && degrees.seconds.is_none() {
        amount.decimals = degrees.degrees.as_ref().map(Decimal::decimals);
    }
    amount
}

fn amount<Q: Quantity>(measure: &Measure<Q>, unit: Unit) -> Amount {
    let mut amount = Amount { unit: Some(unit), ..Amount::default() };
    match measure {
        Measure::Limits(limits) => {
            (amount.max, amount.min) = extremes(limits);
            amount.tolerance = Some(ToleranceSource::Limits);
        }
        Measure::Nominal { nominal, tolerance } => {
            amount.nominal = Some(rounded(nominal.value()));
            if let Some(tolerance) = tolerance {
                deviations(&mut amount, tolerance);
            }
        }
    }
    amount
}

fn extremes<Q: Quantity>(limits: &Limits<Q>) -> (Option<f64>, Option<f64>) {
    let (first, second) = (rounded(limits.first.value()), rounded(limits.second.value()));
    (Some(first.max(second)), Some(first.min(second)))
}

fn deviations<Q: Quantity>(amount: &mut Amount, tolerance: &Tolerance<Q>) {
    let (upper, lower, source) = match tolerance {
        Tolerance::Symmetric(size) => (Some(size.value()), Some(-size.value()), ToleranceSource::Symmetric),
        Tolerance::Deviations { upper, lower } => {
            (Some(upper.value()), Some(lower.value()), ToleranceSource::Deviations)
        }
        Tolerance::Single(one) if one.sign == Some('-') => (None, Some(one.value()), ToleranceSource::Single),
        Tolerance::Single(one) => (Some(one.value()), None, ToleranceSource::Single),
        Tolerance::Fit(_, Some(Given::Deviations { upper, lower })) => {
            (Some(upper.value()), Some(lower.value()), ToleranceSource::FitAsWritten)
        }
        Tolerance::Fit(_, Some(Given::Limits(limits))) => {
            (amount.max, amount.min) = extremes(limits);
            (None, None, ToleranceSource::FitAsWritten)
        }
        Tolerance::Fit(_, None) => return,
        Tolerance::Max => (Some(0.0), None, ToleranceSource::Max),
        Tolerance::Min => (None, Some(0.0), ToleranceSource::Min),
    };
    (amount.upper, amount.lower) = (upper.map(rounded), lower.map(rounded));
    amount.tolerance = Some(source);
}

/// What the sheet says for all sizes that say nothing. That of angles goes by lengths that their text does not know: all of
/// it is told.
fn general(value: &mut Value, rules: &SheetRules) {
    let Some(general) = &rules.general_tolerance else { return };
    match value.of {
        ValueType::Thread => return,
        ValueType::Angle => return of_angle(value, general),
        _ => {}
    }
    let of = value.of;
    let of_all = [Some(&mut value.amount), value.depth.as_mut(), value.length.as_mut()];
    for amount in of_all.into_iter().flatten().filter(|amount| amount.tolerance.is_none()) {
        if let Some(within) = general.within(of, amount) {
            give(amount, within);
        }
    }
}

fn of_angle(value: &mut Value, general: &GeneralTolerance) {
    if value.amount.tolerance.is_some() {
        return;
    }
    if let Some(within_deg) = general.angles_deg {
        give(&mut value.amount, within_deg);
    } else if let Some(class) = general.linear {
        let rules = iso2768::angles_deg(class);
        value.within_by_side =
            rules.map(|(up_to_mm, within_deg)| SideRule { up_to_mm, within_deg }).collect();
    }
}

fn give(amount: &mut Amount, within: f64) {
    (amount.upper, amount.lower) = (Some(within), Some(-within));
    amount.tolerance = Some(ToleranceSource::General);
}
