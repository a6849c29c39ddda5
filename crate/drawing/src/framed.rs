//! Does a size stand in a frame of its own? Then it is theoretically exact, and no general tolerance holds for it.

use crate::manifest::Normalisation;
use crate::part::{Ink, picture};
use crate::{Quad, Sheet};
use std::ops::Range;

/// At which a text and its surroundings are looked at.
const HEIGHT_PX: usize = 64;
/// In heights of the text: a frame stands nearer.
const AROUND: f64 = 0.7;
/// So much of a side is inked; letters and arrows are not.
const LEAST_INKED: f64 = 0.97;
/// A side may lie askew by so much, and is drawn no thicker by far.
const ASKEW_PX: usize = 2;
/// Rows in which a line seems to lie: what has more is hatching.
const MOST_ROWS: usize = 11;

/// Whether four lines stand close around a text.
pub(crate) fn is_framed(sheet: &Sheet<'_>, text: &Quad, normalisation: &Normalisation) -> bool {
    let around = text.grown(AROUND * text.height());
    has_frame(&Ink(&picture(sheet, &around, HEIGHT_PX, normalisation)))
}

/// The text fills the middle of the picture.
fn has_frame(ink: &Ink<'_>) -> bool {
    let (width, height) = (ink.0.width_px, ink.0.height_px);
    let margin = (AROUND * height as f64 / (1.0 + 2.0 * AROUND)) as usize;
    if width <= 2 * margin {
        return false;
    }
    let near = |at: usize, end: usize| at.saturating_sub(ASKEW_PX)..(at + ASKEW_PX + 1).min(end);
    let is_row = |y: &usize, x: Range<usize>| inked(x, &|x| ink.has_ink(x..x + 1, near(*y, height)));
    let is_column = |x: &usize, y: Range<usize>| inked(y, &|y| ink.has_ink(near(*x, width), y..y + 1));
    let across = margin..width - margin;
    let above = (0..margin).rev().find(|y| is_row(y, across.clone()));
    let below = (height - margin..height).find(|y| is_row(y, across.clone()));
    let Some((top, bottom)) = above.zip(below) else { return false };
    let before = (0..margin).rev().find(|x| is_column(x, top..bottom));
    let behind = (width - margin..width).find(|x| is_column(x, top..bottom));
    let Some((left, right)) = before.zip(behind) else { return false };
    let is_closed = is_row(&top, left..right) && is_row(&bottom, left..right);
    let is_thin = |rows: Range<usize>| rows.filter(|y| is_row(y, across.clone())).count() <= MOST_ROWS;
    is_closed && is_thin(0..margin) && is_thin(height - margin..height)
}

/// Not generic: a copy for each closure would be downloaded.
fn inked(places: Range<usize>, is_inked: &dyn Fn(usize) -> bool) -> bool {
    let all = places.len() as f64;
    places.filter(|at| is_inked(*at)).count() as f64 >= LEAST_INKED * all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Grey;

    /// A text of bars in the middle, and around it the sides that are asked for: above, below, left, right.
    fn picture(sides: [bool; 4]) -> Grey {
        let (width, height) = (160, HEIGHT_PX);
        let mut grey = Grey::white(width, height);
        let mut fill = |x: Range<usize>, y: Range<usize>| {
            for y in y {
                grey.pixels[y * width..][x.clone()].fill(0);
            }
        };
        for bar in (24..136).step_by(10) {
            fill(bar..bar + 3, 22..42);
        }
        let frame = [(12..148, 10..12), (12..148, 52..54), (12..14, 10..54), (146..148, 10..54)];
        for (_, (x, y)) in sides.iter().zip(frame).filter(|(is_drawn, _)| **is_drawn) {
            fill(x, y);
        }
        grey
    }

    #[test]
    fn four_lines_around_a_text_are_a_frame_and_three_are_none() {
        assert!(has_frame(&Ink(&picture([true; 4]))));
        for open in 0..4 {
            let mut sides = [true; 4];
            sides[open] = false;
            assert!(!has_frame(&Ink(&picture(sides))), "side {open} is open");
        }
        assert!(!has_frame(&Ink(&picture([false; 4]))));
    }

    #[test]
    fn hatching_is_no_frame() {
        let mut hatched = picture([false; 4]);
        for (at, pixel) in hatched.pixels.iter_mut().enumerate() {
            if (at % 160 + at / 160) % 6 < 2 {
                *pixel = 0;
            }
        }
        assert!(!has_frame(&Ink(&hatched)));
        assert!(!has_frame(&Ink(&Grey {
            width_px: 160,
            height_px: HEIGHT_PX,
            pixels: vec![0; 160 * HEIGHT_PX]
        })));
    }
}
