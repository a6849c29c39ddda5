//! Zeros: ordinate dimensions begin at 0, in line with their other sizes. Any other 0 is a hole or a corner of the part.

use crate::dimension::{Doubt, ValueType};
use crate::quad::{dot, minus};
use crate::{Annotation, Quad};

/// So many other sizes stand in line with the 0 of ordinates.
const LEAST_IN_LINE: usize = 2;
/// In its heights: texts in line begin or end so near to one line.
const BESIDE: f64 = 0.6;
const SAME_DIRECTION_DEG: f64 = 3.0;

/// Zeros that begin no ordinates are left out where the reader was not sure of them either, and doubted where it was.
pub(crate) fn judge_zeros(annotations: &mut Vec<Annotation>) {
    for index in (0..annotations.len()).rev() {
        let one = &annotations[index];
        if !is_zero(one) || begins_ordinates(one, annotations) {
            continue;
        }
        if one.unsure {
            annotations.remove(index);
        } else {
            annotations[index].unsure = true;
            annotations[index].doubts.push(Doubt::SizeOfNothing);
        }
    }
}

fn is_zero(one: &Annotation) -> bool {
    let is_of_nothing = |value: &crate::dimension::Value| {
        value.of == ValueType::Linear && value.amount.nominal == Some(0.0) && value.amount.tolerance.is_none()
    };
    one.kind.is_measure() && one.value.as_ref().is_some_and(is_of_nothing)
}

fn begins_ordinates(zero: &Annotation, all: &[Annotation]) -> bool {
    let others = all.iter().filter(|other| other.kind.is_measure() && !is_zero(other));
    others.filter(|other| stand_in_line(&zero.quad, &other.quad)).count() >= LEAST_IN_LINE
}

/// Do both read the same way, and begin or end on one line across it?
fn stand_in_line(one: &Quad, other: &Quad) -> bool {
    let turn = (one.angle_deg() - other.angle_deg() + 180.0).rem_euclid(360.0) - 180.0;
    let along = one.axes().along;
    let ends_beside = |end: usize| dot(minus(one.0[end], other.0[end]), along).abs() < BESIDE * one.height();
    turn.abs() < SAME_DIRECTION_DEG && (ends_beside(0) || ends_beside(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::dimension::{SheetRules, understand_text};
    use crate::quad::Axes;

    fn size(text: &str, left: f64, top: f64, unsure: bool) -> Annotation {
        let quad = Axes::at_angle(0.0).quad(left, top, left + 10.0 * text.len() as f64, top + 20.0);
        let said = understand_text(Kind::Dimension, text.to_owned(), &SheetRules::default());
        Annotation { quad, unsure, ..Annotation::of_person(said) }
    }

    fn texts(mut annotations: Vec<Annotation>) -> Vec<(String, bool)> {
        judge_zeros(&mut annotations);
        annotations.into_iter().map(|one| (one.text, one.unsure)).collect()
    }

    #[test]
    fn a_zero_stands_where_ordinates_begin_and_nowhere_else() {
        let column = || {
            [size("45", 300.0, 0.0, false), size("9", 302.0, 80.0, false), size("120", 300.0, 400.0, false)]
        };
        let is_kept = |zero: Annotation| {
            let told = texts(column().into_iter().chain([zero]).collect());
            told.into_iter().find(|(text, _)| text == "0").map(|(_, unsure)| unsure)
        };
        assert_eq!(is_kept(size("0", 301.0, 200.0, false)), Some(false));
        assert_eq!(is_kept(size("0", 301.0, 200.0, true)), Some(true), "ordinates, badly read");
        assert_eq!(is_kept(size("0", 700.0, 200.0, false)), Some(true), "a hole that looks like a 0");
        assert_eq!(is_kept(size("0", 700.0, 200.0, true)), None);
    }
}
