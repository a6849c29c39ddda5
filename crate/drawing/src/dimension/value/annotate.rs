//! All that a text says → one value.

use super::feature::element;
use super::{DatumValue, FrameValue, RoughnessValue, SheetRules, SurfaceValue, Value, ValueType};
use crate::dimension::callout::{Element, Feature};
use crate::dimension::frame::{Frame, Modifier};
use crate::dimension::length::{Decimal, Unit};
use crate::dimension::mark::{Balloon, Datum, TargetArea};
use crate::dimension::surface::{Texture, grade_ra_um};
use crate::dimension::written::{Content, Written};

impl Value {
    /// What a text is worth on its sheet.
    pub fn of(written: &Written, rules: &SheetRules) -> Self {
        let mut value = match &written.content {
            Content::Callout(elements) => callout(elements, rules),
            Content::Frame(rows) => frame(rows, rules),
            Content::Surface(textures) => surface(textures, rules),
            Content::Datum(datum) => self::datum(datum, rules),
            Content::Balloon(balloon) => self::balloon(balloon),
            Content::Nothing => Value::default(),
        };
        value.rest.clone_from(&written.rest);
        value
    }
}

fn callout(elements: &[Element], rules: &SheetRules) -> Value {
    let mut values = elements.iter().map(|one| element(one, rules));
    let mut value = values.next().unwrap_or_default();
    value.features = values.collect();
    value
}

fn frame(rows: &Frame, rules: &SheetRules) -> Value {
    let words =
        |modifiers: &[Modifier]| modifiers.iter().map(|one| one.to_string().trim().to_owned()).collect();
    let mut symbol = None;
    let rows = rows
        .iter()
        .filter_map(|row| {
            symbol = row.characteristic.or(symbol);
            Some(FrameValue {
                symbol: symbol?,
                zone: row.zone.width.value(),
                unit: rules.unit,
                form: row.zone.form,
                per: row.zone.per.clone(),
                modifiers: words(&row.zone.modifiers),
                datums: row
                    .datums
                    .iter()
                    .map(|datum| DatumValue {
                        letters: datum.letters.clone(),
                        modifiers: words(&datum.modifiers),
                    })
                    .collect(),
            })
        })
        .collect();
    Value { of: ValueType::Frame, rows, ..Value::default() }
}

fn surface(textures: &[Texture], rules: &SheetRules) -> Value {
    let mut surface = SurfaceValue::default();
    for texture in textures {
        match texture {
            Texture::Triangles(count) => surface.triangles = Some(*count),
            Texture::Lay(sign) => surface.lay = Some(*sign),
            Texture::Process(words) => surface.process = Some(words.clone()),
            Texture::Check => {}
            _ => surface.roughness.extend(roughness(texture, rules)),
        }
    }
    Value { of: ValueType::Surface, surface: Some(surface), ..Value::default() }
}

fn roughness(texture: &Texture, rules: &SheetRules) -> Option<RoughnessValue> {
    let usual = if rules.unit == Unit::Inch { Unit::Microinch } else { Unit::Micrometre };
    let of = |parameter: Option<&str>, value: &Decimal| RoughnessValue {
        parameter: parameter.map(str::to_owned),
        value: value.value(),
        unit: usual,
        lower: None,
        is_lower_bound: false,
        grade: None,
    };
    match texture {
        Texture::Roughness { bound, parameter, value, unit } => Some(RoughnessValue {
            is_lower_bound: *bound == Some('L'),
            unit: unit.unwrap_or(usual),
            ..of(*parameter, value)
        }),
        Texture::Between { parameter, upper, lower } => {
            Some(RoughnessValue { lower: Some(lower.value()), ..of(*parameter, upper) })
        }
        Texture::Grade(grade) => Some(RoughnessValue {
            parameter: Some("Ra".to_owned()),
            value: grade_ra_um(*grade)?,
            unit: Unit::Micrometre,
            lower: None,
            is_lower_bound: false,
            grade: Some(format!("N{grade}")),
        }),
        Texture::Suffixed { value, letter } => {
            let parameter = match letter {
                'S' => "Rmax",
                'Z' => "Rz",
                _ => "Ra",
            };
            Some(RoughnessValue { grade: Some(format!("{value}{letter}")), ..of(Some(parameter), value) })
        }
        _ => None,
    }
}

fn datum(datum: &Datum, rules: &SheetRules) -> Value {
    let mut value = match &datum.area {
        Some(TargetArea::Size(size)) => of_area(Feature::Size(size.clone()), rules),
        Some(TargetArea::Rectangle(rectangle)) => of_area(Feature::Rectangle(rectangle.clone()), rules),
        None => Value::default(),
    };
    value.of = ValueType::Datum;
    value.label = Some(datum.letters.clone());
    value.targets.clone_from(&datum.targets);
    value
}

/// A target's area is no size of the part: no general tolerance holds for it.
fn of_area(feature: Feature, rules: &SheetRules) -> Value {
    let rules = SheetRules { unit: rules.unit, general_tolerance: None };
    element(&Element { count: None, brackets: None, feature, remarks: Vec::new() }, &rules)
}

fn balloon(balloon: &Balloon) -> Value {
    Value {
        of: ValueType::Balloon,
        label: Some(balloon.item.clone()),
        targets: balloon.below.iter().cloned().collect(),
        ..Value::default()
    }
}
