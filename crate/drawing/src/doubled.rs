//! Texts that stand in others: the detector keeps the kinds of symbols apart, and may see a letter of a frame, or a ring and what it
//! holds, once more as a text of its own. No text of a drawing stands in another.

use crate::quad::{minus, plus, times};
use crate::{Annotation, Quad};

/// Of the inner text's points: so many lie in the outer one.
const LEAST_SHARE: f64 = 0.7;
/// Of the outer text's area: an inner one that is larger is the same text, and what reads better is kept.
const SAME_AREA: f64 = 0.7;
/// Points of a text that are looked at, along and across.
const POINTS: u32 = 8;

/// Leaves them out.
pub(crate) fn leave_out_doubled(annotations: &mut Vec<Annotation>) {
    let mut is_left_out = vec![false; annotations.len()];
    for (inner, one) in annotations.iter().enumerate() {
        for (outer, other) in annotations.iter().enumerate() {
            let area = area(&one.quad) / area(&other.quad);
            let is_smaller = area < 1.0 || area <= 1.0 && inner < outer;
            let is_apart = inner == outer || is_left_out[inner] || is_left_out[outer] || !is_smaller;
            if is_apart || share_in(&one.quad, &other.quad) < LEAST_SHARE {
                continue;
            }
            let is_better = area > SAME_AREA && worth(one) > worth(other);
            is_left_out[if is_better { outer } else { inner }] = true;
        }
    }
    let mut is_left_out = is_left_out.into_iter();
    annotations.retain(|_| !is_left_out.next().unwrap_or_default());
}

/// Of a text: how many of its characters are there and right.
fn worth(one: &Annotation) -> f64 {
    one.score * one.text_score * one.text.chars().count() as f64
}

fn area(quad: &Quad) -> f64 {
    quad.width() * quad.height()
}

/// How much of one lies in the other.
fn share_in(one: &Quad, other: &Quad) -> f64 {
    let Quad([upper_left, upper_right, _, lower_left]) = *one;
    let part = |at: u32| (f64::from(at) + 0.5) / f64::from(POINTS);
    let (along, down) = (minus(upper_right, upper_left), minus(lower_left, upper_left));
    let is_in = |at: &u32| {
        let from_left = plus(upper_left, times(along, part(at % POINTS)));
        other.holds(plus(from_left, times(down, part(at / POINTS))))
    };
    (0..POINTS * POINTS).filter(is_in).count() as f64 / f64::from(POINTS * POINTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::dimension::{SheetRules, understand_text};
    use crate::quad::Axes;

    fn text(kind: Kind, text: &str, [left, top, right, bottom]: [f64; 4]) -> Annotation {
        let quad = Axes::at_angle(0.0).quad(left, top, right, bottom);
        let said = understand_text(kind, text.to_owned(), &SheetRules::default());
        Annotation { quad, ..Annotation::of_person(said) }
    }

    fn kept(mut annotations: Vec<Annotation>) -> Vec<String> {
        leave_out_doubled(&mut annotations);
        annotations.into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn what_stands_in_a_frame_is_no_text_of_its_own() {
        let frame = text(Kind::Gdt, "⌖|Ø0.2|A", [0.0, 0.0, 120.0, 24.0]);
        let cell = text(Kind::Label, "A", [100.0, 2.0, 122.0, 22.0]);
        let size = text(Kind::Dimension, "0.2", [50.0, 3.0, 80.0, 21.0]);
        assert_eq!(kept(vec![cell, frame, size]), ["⌖|Ø0.2|A"]);
    }

    #[test]
    fn of_one_text_found_twice_the_better_reading_is_kept() {
        let surface = text(Kind::Surface, "8", [0.0, 0.0, 58.0, 40.0]);
        let limits = text(Kind::Dimension, "6.15/6.00", [0.0, 0.0, 60.0, 42.0]);
        assert_eq!(kept(vec![surface.clone(), limits.clone()]), ["6.15/6.00"]);
        let wide = Annotation { quad: limits.quad.grown(2.0), ..surface };
        assert_eq!(kept(vec![wide, limits]), ["6.15/6.00"]);
        let label = text(Kind::Label, "A", [0.0, 0.0, 20.0, 20.0]);
        assert_eq!(kept(vec![label.clone(), label]), ["A"]);
    }

    #[test]
    fn texts_that_touch_are_both_kept() {
        let above = text(Kind::Dimension, "4x Ø6", [0.0, 0.0, 60.0, 20.0]);
        let below = text(Kind::Gdt, "⌖|Ø0.2", [0.0, 15.0, 90.0, 38.0]);
        let beside = text(Kind::Dimension, "12", [55.0, 2.0, 80.0, 18.0]);
        assert_eq!(kept(vec![above, below, beside]).len(), 3);
    }
}
