//! What was read of a page → the facts by which a search is narrowed, flat as an index wants them.

use crate::dimension::{Amount, Unit, Value, ValueType};
use crate::{AnalysedPage, Annotation, Field, SheetFields};
use serde::{Deserialize, Serialize};

const MM_PER_INCH: f64 = 25.4;
/// Of a paper's sides: how far a scan of it may be off.
const PAPER_SLACK: f64 = 0.03;
/// Shorter and longer side in millimetres.
const PAPERS: [(&str, f64, f64); 10] = [
    ("A4", 210.0, 297.0),
    ("A3", 297.0, 420.0),
    ("A2", 420.0, 594.0),
    ("A1", 594.0, 841.0),
    ("A0", 841.0, 1189.0),
    ("ANSI A", 215.9, 279.4),
    ("ANSI B", 279.4, 431.8),
    ("ANSI C", 431.8, 558.8),
    ("ANSI D", 558.8, 863.6),
    ("ANSI E", 863.6, 1117.6),
];

/// What is not known is left out. Only readings without a doubt count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facets {
    /// Of the drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Of the drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// As the title block says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    /// The largest length or diameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall_long_mm: Option<f64>,
    /// The largest one across that, as texts stand; the next smaller one where all texts stand level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall_short_mm: Option<f64>,
    /// The largest size of any kind, radii among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_mm: Option<f64>,
    /// Between the limits of the size that leaves the least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tightest_mm: Option<f64>,
    /// Standard and size, `M8`, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub threads: Vec<String>,
    /// Of sizes that write none: `mm` or `in`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
    /// Size of the paper: `A3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

impl Facets {
    /// Of what was read of a page.
    #[must_use]
    pub fn of(page: &AnalysedPage, annotations: &[Annotation], fields: &SheetFields) -> Self {
        let text = |field: &Option<Field>| field.as_ref().map(|field| field.text.clone());
        let sure: Vec<&Annotation> = annotations.iter().filter(|one| !one.unsure).collect();
        let values: Vec<&Value> =
            sure.iter().filter_map(|one| one.value.as_ref()).flat_map(with_features).collect();
        let (overall_long_mm, overall_short_mm) = overall(&sure);
        Self {
            number: text(&fields.number),
            title: text(&fields.title),
            material: text(&fields.material),
            overall_long_mm,
            overall_short_mm,
            largest_mm: greatest(values.iter().filter_map(|value| size_mm(&value.amount))),
            tightest_mm: least(values.iter().filter_map(|value| tolerance_mm(&value.amount))),
            threads: threads(&values),
            units: match fields.rules().unit {
                Unit::Millimetre => Some("mm".to_owned()),
                Unit::Inch => Some("in".to_owned()),
                _ => None,
            },
            sheet: paper(page),
        }
    }
}

fn with_features(value: &Value) -> impl Iterator<Item = &Value> {
    std::iter::once(value).chain(&value.features)
}

/// A whole extent of the part is dimensioned by a length, or a diameter of what is turned.
fn overall(sure: &[&Annotation]) -> (Option<f64>, Option<f64>) {
    let is_extent = |of: ValueType| matches!(of, ValueType::Linear | ValueType::Diameter | ValueType::Square);
    let extents: Vec<(f64, bool)> = sure
        .iter()
        .filter_map(|one| {
            let value = one.value.as_ref().filter(|value| is_extent(value.of))?;
            Some((size_mm(&value.amount)?, is_level(one)))
        })
        .collect();
    let Some(&(long, way)) = extents.iter().max_by(|a, b| a.0.total_cmp(&b.0)) else { return (None, None) };
    let across = greatest(extents.iter().filter(|(_, other)| *other != way).map(|(size, _)| *size));
    let next = || greatest(extents.iter().map(|(size, _)| *size).filter(|size| *size < long));
    (Some(long), across.or_else(next))
}

fn is_level(annotation: &Annotation) -> bool {
    libm::fabs(libm::cos(annotation.quad.angle_deg().to_radians())) > 0.5
}

/// The nominal size, or the upper limit.
fn size_mm(amount: &Amount) -> Option<f64> {
    Some(rounded(amount.nominal.or(amount.max)? * amount.unit?.in_mm()?))
}

fn tolerance_mm(amount: &Amount) -> Option<f64> {
    let deviations = amount.upper.zip(amount.lower);
    let (upper, lower) = deviations.or_else(|| amount.max.zip(amount.min))?;
    let between = rounded((upper - lower) * amount.unit?.in_mm()?);
    (between > 0.0).then_some(between)
}

/// To what a micrometer shows, so that inches turn into round numbers.
fn rounded(length_mm: f64) -> f64 {
    (length_mm * 10_000.0).round() / 10_000.0
}

fn threads(values: &[&Value]) -> Vec<String> {
    let mut threads = Vec::new();
    for thread in values.iter().filter_map(|value| value.thread.as_ref()) {
        let thread = [thread.standard.as_str(), thread.size.as_str()].concat();
        if !threads.contains(&thread) {
            threads.push(thread);
        }
    }
    threads
}

fn paper(page: &AnalysedPage) -> Option<String> {
    let length_mm = |px: u32| f64::from(px) / f64::from(page.dpi) * MM_PER_INCH;
    let (a, b) = (length_mm(page.width_px), length_mm(page.height_px));
    let off = |&(_, short, long): &(&str, f64, f64)| {
        (a.min(b) / short - 1.0).abs().max((a.max(b) / long - 1.0).abs())
    };
    let nearest = PAPERS.iter().min_by(|x, y| off(x).total_cmp(&off(y)))?;
    (off(nearest) <= PAPER_SLACK).then(|| nearest.0.to_owned())
}

fn greatest(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    numbers.max_by(f64::total_cmp)
}

fn least(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    numbers.min_by(f64::total_cmp)
}
