//! Texts of a sheet, with their places → the fields of its title block, in English, German, French and Japanese.
//!
//! A field is a label with the text that stands behind it, below it, or in the same text after a colon. Where a sheet has
//! no title block, sentences such as `Dimensions in millimeters` tell the same.

mod label;
mod legend;
mod meaning;
mod neighbour;
mod tables;

use serde::{Deserialize, Serialize};

use crate::dimension::{GeneralTolerance, SheetRules, Unit};
use crate::{Kind, Quad, order};
use label::{Label, leading_label, whole_label};
pub use meaning::{Projection, SheetNumber};
pub use tables::{Cell, Table, TableKind, tables};

/// Fewer sizes that begin with a point may have lost a figure.
const LEAST_POINTED: usize = 3;

/// A text of the sheet, where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed<'a> {
    /// What it is.
    pub kind: Kind,
    /// Where.
    pub quad: Quad,
    /// As read; lines apart by line breaks.
    pub text: &'a str,
}

/// One field of a title block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// As it was read, without its label.
    pub text: String,
    /// Where it stands.
    pub quad: Quad,
}

/// The fields that could be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct SheetFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub general_tolerance: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mass: Option<Field>,
    /// Where nothing names it, a size that begins with a point, as only inches do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub projection: Option<Field>,
}

impl SheetFields {
    /// The fields among the texts of a sheet. Sizes, frames and other symbols hold none.
    pub fn find(texts: &[Placed]) -> Self {
        let words: Vec<Placed> = texts.iter().filter(|one| holds_words(one.kind)).copied().collect();
        let mut fields = Self::default();
        for (label, field) in tolerances_in_lines(&words)
            .into_iter()
            .chain(within_texts(&words))
            .chain(beside_labels(&words))
            .chain(in_sentences(&words))
            .chain(lone(&words, Label::Scale))
            .chain(lone(&words, Label::Sheet))
            .chain(legend::title(&words))
            .chain(legend::material(&words))
        {
            let slot = fields.slot(label);
            if let Some(slot) = slot.filter(|slot| slot.is_none()) {
                *slot = Some(field);
            }
        }
        fields.unit = fields.unit.or_else(|| size_in_inches(texts));
        fields
    }

    /// What holds for all sizes of the sheet.
    pub fn rules(&self) -> SheetRules {
        let said = |field: &Field| {
            let is_size = meaning::begins_with_point(&field.text);
            meaning::unit(&field.text).or(is_size.then_some(Unit::Inch))
        };
        let general =
            self.general_tolerance.as_ref().and_then(|field| GeneralTolerance::said_in(&field.text));
        let of_general = || general.as_ref()?.lengths.first()?.unit;
        let unit = self.unit.as_ref().and_then(said).or_else(of_general).unwrap_or(Unit::Millimetre);
        SheetRules { unit, general_tolerance: general }
    }

    /// How much larger the drawing is than the part: 0.5 for `1:2`.
    pub fn scale_factor(&self) -> Option<f64> {
        meaning::scale(&self.scale.as_ref()?.text)
    }

    /// Which sheet of how many.
    pub fn sheet_number(&self) -> Option<SheetNumber> {
        meaning::sheet(&self.sheet.as_ref()?.text)
    }

    /// From which side views are seen.
    pub fn projection_method(&self) -> Option<Projection> {
        meaning::projection(&self.projection.as_ref()?.text)
    }

    /// With every box somewhere else.
    #[must_use]
    pub(crate) fn moved(mut self, to: impl Fn(&Quad) -> Quad) -> Self {
        let fields = [
            &mut self.number,
            &mut self.title,
            &mut self.material,
            &mut self.scale,
            &mut self.sheet,
            &mut self.revision,
            &mut self.general_tolerance,
            &mut self.mass,
            &mut self.unit,
            &mut self.projection,
        ];
        for field in fields.into_iter().flatten() {
            field.quad = to(&field.quad);
        }
        self
    }

    fn slot(&mut self, label: Label) -> Option<&mut Option<Field>> {
        Some(match label {
            Label::Number => &mut self.number,
            Label::Title => &mut self.title,
            Label::Material => &mut self.material,
            Label::Scale => &mut self.scale,
            Label::Sheet => &mut self.sheet,
            Label::Revision => &mut self.revision,
            Label::GeneralTolerance => &mut self.general_tolerance,
            Label::Mass => &mut self.mass,
            Label::Unit => &mut self.unit,
            Label::Projection => &mut self.projection,
            Label::Other => return None,
        })
    }
}

fn holds_words(kind: Kind) -> bool {
    matches!(kind, Kind::Title | Kind::Table | Kind::Note | Kind::Label)
}

/// `TOLERANCES:` over `LINEAR: ±0.1` and `ANGULAR: ±1°` in one text: all of them hold.
fn tolerances_in_lines(words: &[Placed]) -> Option<(Label, Field)> {
    words.iter().find_map(|placed| {
        let lines = lines_of(placed.text);
        let first = lines.iter().position(|line| meaning::names_general_tolerance(line))?;
        let last = lines.iter().rposition(|line| line.contains('±')).filter(|last| *last > first)?;
        let text = lines[first..=last].join("\n");
        let is_understood = GeneralTolerance::said_in(&text).is_some();
        is_understood.then_some((Label::GeneralTolerance, Field { text, quad: placed.quad }))
    })
}

/// `SCALE: 1:2`, or `SCALE` over `1:2` in one text.
fn within_texts(words: &[Placed]) -> Vec<(Label, Field)> {
    let mut found = Vec::new();
    for placed in words {
        let lines = lines_of(placed.text);
        for (index, line) in lines.iter().enumerate() {
            let below = lines.get(index + 1).copied();
            let in_row = leading_label(line);
            let over = whole_label(line).zip(below.filter(|below| whole_label(below).is_none()));
            if let Some((label, text)) = in_row.or(over).filter(|(label, text)| meaning::suits(*label, text))
            {
                found.push((label, Field { text: text.to_owned(), quad: placed.quad }));
            }
        }
    }
    found
}

/// A label, and the text behind or below it that is nearer to no other label.
fn beside_labels(words: &[Placed]) -> Vec<(Label, Field)> {
    let (labels, values): (Vec<&Placed>, Vec<&Placed>) =
        words.iter().partition(|one| whole_label(one.text).is_some());
    let labels: Vec<(Label, Quad)> =
        labels.into_iter().filter_map(|one| Some((whole_label(one.text)?, one.quad))).collect();
    let mut pairs: Vec<(f64, Label, Field)> = values
        .into_iter()
        // What has a label of its own belongs to no other.
        .filter(|value| leading_label(value.text).is_none())
        .filter_map(|value| {
            let (distance, label) = neighbour::nearest_label(&labels, value.quad)?;
            let suits = meaning::suits(label, value.text);
            suits.then(|| (distance, label, Field { text: value.text.trim().to_owned(), quad: value.quad }))
        })
        .collect();
    order::by_number(&mut pairs, |(distance, ..)| *distance);
    pairs.into_iter().map(|(_, label, field)| (label, continued(label, field, words))).collect()
}

/// A title of two lines that were found as two texts.
fn continued(label: Label, first: Field, words: &[Placed]) -> Field {
    let axes = first.quad.axes();
    let place = first.quad.extent(&axes);
    let follows = |one: &&Placed| {
        let below = one.quad.extent(&axes);
        let is_as_high = (0.7..1.4).contains(&(below.height() / place.height()));
        let gap = (below.top - place.bottom) / place.height();
        let is_beneath = below.left < place.right && place.left < below.right;
        is_as_high && is_beneath && (-0.3..0.6).contains(&gap) && whole_label(one.text).is_none()
    };
    match words.iter().find(follows).filter(|_| label == Label::Title) {
        Some(second) => Field {
            text: format!("{}\n{}", first.text, second.text.trim()),
            quad: place.union(second.quad.extent(&axes)).quad(&axes),
        },
        None => first,
    }
}

/// Where nothing names the unit: the first of the sizes that begin with a point, where these are many beside those that begin
/// with a zero.
fn size_in_inches(texts: &[Placed]) -> Option<Field> {
    let sizes = || texts.iter().filter(|one| one.kind.is_measure());
    let mut pointed = sizes().filter(|one| meaning::begins_with_point(one.text));
    let with_zero = sizes().filter(|one| meaning::begins_with_zero(one.text)).count();
    let first = pointed.next()?;
    let is_many = 1 + pointed.count() >= LEAST_POINTED.max(2 * with_zero);
    is_many.then(|| Field { text: first.text.to_owned(), quad: first.quad })
}

/// A `1:2` or a `1 / 3` that stands in the title block without a label, where there is only one such.
fn lone(words: &[Placed], label: Label) -> Option<(Label, Field)> {
    let is_written_so = |text: &str| match label {
        Label::Scale => text.contains([':', '：']) && meaning::scale(text).is_some(),
        _ => {
            let is_joined = text.contains(|c: char| c == '/' || c.is_alphabetic());
            is_joined && meaning::sheet(text).is_some()
        }
    };
    let mut such = words.iter().filter(|one| one.kind == Kind::Title && is_written_so(one.text));
    let first = such.next()?;
    let field = Field { text: first.text.trim().to_owned(), quad: first.quad };
    such.all(|other| other.text.trim() == field.text).then_some((label, field))
}

fn lines_of(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// `Dimensions in millimeters`, `ISO 2768-mK`, `A4 - Scale 1:3`, `THIRD ANGLE PROJECTION`: what a text says without a
/// label.
fn in_sentences(words: &[Placed]) -> Vec<(Label, Field)> {
    let lines = words.iter().flat_map(|one| one.text.lines().map(move |line| (line.trim(), one.quad)));
    lines
        .flat_map(|(line, quad)| {
            meaning::said_in(line)
                .into_iter()
                .map(move |(label, text)| (label, Field { text: text.to_owned(), quad }))
                .collect::<Vec<_>>()
        })
        .collect()
}
