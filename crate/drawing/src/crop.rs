//! A line's box on the sheet → the upright picture that the reader reads.

use crate::manifest::ReaderInput;
use crate::quad::{minus, plus, times};
use crate::resample::resample;
use crate::sample::sample;
use crate::stretch::stretch;
use crate::{Grey, Kind, Point, Quad, Sheet};

/// Room around a line that is cut out, so that averaging knows what lies beside it.
const SPARE_PX: f64 = 4.0;
/// A sheet scaled down further than this is averaged first: sampling alone would drop thin strokes.
const SAMPLES_TO_SPARE: f64 = 1.5;

/// As high as the reader wants it, as wide as the line: paper 255, ink 0.
pub(crate) fn crop(sheet: &Sheet<'_>, line: &Quad, kind: Kind, input: &ReaderInput) -> Grey {
    crop_stretched(sheet, line, kind, input, 1.0)
}

/// The same, by `stretch` times as wide: the reader has more steps for each character.
pub(crate) fn crop_stretched(
    sheet: &Sheet<'_>,
    line: &Quad,
    kind: Kind,
    input: &ReaderInput,
    stretch_along: f64,
) -> Grey {
    let (beside, above) = match kind {
        // A frame is its own margin.
        Kind::Gdt => (input.frame_margin_along, input.frame_margin_across),
        _ => (input.margin_along, input.margin_across),
    };
    let (width, height) = (line.width().max(1e-3), line.height().max(1e-3));
    let Quad([upper_left, upper_right, _, lower_left]) = *line;
    let right = times(minus(upper_right, upper_left), beside * height / width);
    let down = times(minus(lower_left, upper_left), above);
    let corners = [
        minus(minus(upper_left, right), down),
        minus(plus(upper_right, right), down),
        plus(minus(lower_left, right), down),
    ];
    let scale = input.height_px as f64 / (height * (1.0 + 2.0 * above));
    let wanted = ((width + 2.0 * beside * height) * scale * stretch_along).round_ties_even() as usize;
    let mut picture =
        upright(sheet, corners, wanted.clamp(input.narrowest_px, input.widest_px), input.height_px);
    stretch(&mut picture.pixels, &input.normalisation);
    picture
}

/// The box with these corners (upper left, upper right, lower left) as a picture of its own.
pub(crate) fn upright(sheet: &Sheet<'_>, corners: [Point; 3], width_px: usize, height_px: usize) -> Grey {
    let mut picture = Grey::white(width_px, height_px);
    let height = Quad([corners[0], corners[1], corners[1], corners[2]]).height();
    if let Some((part, corners)) = cut(sheet, corners, height_px as f64 / height.max(1e-3)) {
        sample(&part, corners, &mut picture);
    }
    picture
}

/// The part of the sheet around a box, averaged where the scale makes it much smaller, and the
/// box's corners in it. None where hardly any of it lies on the sheet.
fn cut(sheet: &Sheet<'_>, corners: [Point; 3], scale: f64) -> Option<(Grey, [Point; 3])> {
    let [a, b, c] = corners;
    let opposite = minus(plus(b, c), a);
    let pick = |of: fn(f64, f64) -> f64, i: usize| of(of(a[i], b[i]), of(c[i], opposite[i]));
    let size = sheet.size();
    let limits = |i: usize, most: usize| {
        let low = (pick(f64::min, i) - SPARE_PX).floor().clamp(0.0, most as f64);
        let high = (pick(f64::max, i) + SPARE_PX).ceil().clamp(0.0, most as f64);
        (low as usize, high as usize)
    };
    let ((left, right), (top, bottom)) = (limits(0, size.0), limits(1, size.1));
    if right < left + 2 || bottom < top + 2 {
        return None;
    }
    let part = sheet.part(left, top, right - left, bottom - top);
    let corners = corners.map(|corner| minus(corner, [left as f64, top as f64]));
    let shrink = scale * SAMPLES_TO_SPARE;
    if shrink >= 1.0 {
        return Some((part, corners));
    }
    let side = |px: usize| ((px as f64 * shrink).round_ties_even() as usize).max(1);
    let from = (part.width_px, part.height_px);
    let smaller = resample(
        &mut |y, out| out.copy_from_slice(part.row(y)),
        from,
        (side(from.0), side(from.1)),
        (1.0 / shrink, 1.0 / shrink),
    );
    Some((smaller, corners.map(|corner| times(corner, shrink))))
}
