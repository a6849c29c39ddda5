//! Sheets without labels: a legend names the part in its first line, and a material is known by its own name.

use super::label::{Label, plain};
use super::{Field, Placed, meaning};
use crate::Kind;
use crate::quad::Extent;

/// Of lines of a legend, in their heights.
const FARTHEST_BELOW: f64 = 0.8;
const LEAST_BELOW: f64 = -0.3;
const OFF_MIDDLE: f64 = 0.6;
const LIKE_HEIGHT: std::ops::Range<f64> = 0.7..1.4;
const MOST_WORDS_OF_MATERIAL: usize = 3;

/// Apart by spaces, as [`plain`] makes them: how the name of a material begins.
const MATERIALS: &str = "\
    aluminium aluminum alluminio aluminio stainless steel stahl edelstahl acier acero acciaio inox brass messing laiton \
    bronze copper kupfer titanium titan pla abs petg pom pmma ptfe peek nylon delrin plexiglas polycarbonate";

/// The first of the lines that stand one above the other, each in the middle, of which one tells the scale.
pub(super) fn title(words: &[Placed]) -> Option<(Label, Field)> {
    let tells_scale = |one: &&Placed| {
        let said = meaning::said_in(one.text);
        one.kind == Kind::Note && said.iter().any(|(label, _)| *label == Label::Scale)
    };
    let scale = words.iter().find(tells_scale)?;
    let axes = scale.quad.axes();
    let place = |one: &Placed| one.quad.extent(&axes);
    let mut first = scale;
    while let Some(above) = words.iter().find(|one| stands_above(place(one), place(first))) {
        first = above;
    }
    let text = without_date(first.text.trim());
    let is_above = place(first).top < place(scale).top;
    let is_title = is_above && meaning::suits(Label::Title, text) && !is_material(text);
    is_title.then(|| (Label::Title, Field { text: text.to_owned(), quad: first.quad }))
}

fn stands_above(above: Extent, line: Extent) -> bool {
    let height = line.height();
    let off_middle = ((above.left + above.right) - (line.left + line.right)) / 2.0;
    LIKE_HEIGHT.contains(&(above.height() / height))
        && off_middle.abs() < OFF_MIDDLE * height
        && above.top < line.top
        && (LEAST_BELOW..FARTHEST_BELOW).contains(&((line.top - above.bottom) / height))
}

/// `Motor Shaft - 11.8.2020`
fn without_date(text: &str) -> &str {
    let is_date = |behind: &str| {
        let parts: Vec<&str> = behind.trim().split('.').collect();
        parts.len() == 3 && parts.iter().all(|part| part.parse::<u16>().is_ok())
    };
    match text.rsplit_once('-') {
        Some((name, behind)) if is_date(behind) => name.trim_end(),
        _ => text,
    }
}

/// A line that is a material by its name, where the sheet names one only.
pub(super) fn material(words: &[Placed]) -> Option<(Label, Field)> {
    let lines = words.iter().flat_map(|one| one.text.lines().map(move |line| (line.trim(), one.quad)));
    let mut named = lines.filter(|(line, _)| is_material(line));
    let (text, quad) = named.next()?;
    let is_only = named.all(|(other, _)| plain(other) == plain(text));
    is_only.then(|| (Label::Material, Field { text: text.to_owned(), quad }))
}

fn is_material(line: &str) -> bool {
    let first = line.split_whitespace().next().map(plain).unwrap_or_default();
    MATERIALS.split_ascii_whitespace().any(|name| name == first)
        && line.split_whitespace().count() <= MOST_WORDS_OF_MATERIAL
}
