//! A view's ink → the small picture that the net sees: as large as fits, lying on its longer side, its heavier end to the
//! left and above.

use super::ink::Ink;
use crate::Grey;
use crate::embedder_manifest::EmbedderInput;
use crate::paper::percentile;

/// What is paler is not made blacker.
const LEAST_PEAK: f64 = 40.0;

/// `strong`: the share of a view's inked pixels that stay paler than black.
pub(crate) fn picture(ink: &Ink, input: &EmbedderInput, strong: f64) -> Grey {
    let ink = upright(ink);
    let (width, height) = (ink.width_px, ink.height_px);
    let scale = (input.side_px - 2 * input.margin_px) as f64 / width.max(height) as f64;
    let side = |px: usize| ((px as f64 * scale).round_ties_even() as usize).max(1);
    let to = (side(width), side(height));
    let step = (width as f64 / to.0 as f64, height as f64 / to.1 as f64);
    let mut small = ink.resized(to, step);
    strengthen(&mut small.pixels, strong);
    let mut shown = Grey::white(input.side_px, input.side_px);
    let (left, top) = ((input.side_px - to.0) / 2, (input.side_px - to.1) / 2);
    for y in 0..to.1 {
        let row = &mut shown.pixels[(top + y) * input.side_px + left..][..to.0];
        for (shown, ink) in row.iter_mut().zip(small.row(y)) {
            *shown = 255 - ink;
        }
    }
    shown
}

/// One of the eight ways to lay a view down, so that turned and mirrored drawings mostly look the same.
fn upright(ink: &Ink) -> Ink {
    let mut ink = if ink.height_px > ink.width_px { turned(ink) } else { ink.clone() };
    let (mut columns, mut rows) = (vec![0_u64; ink.width_px], vec![0_u64; ink.height_px]);
    for (y, sum) in rows.iter_mut().enumerate() {
        for (column, &pixel) in columns.iter_mut().zip(ink.row(y)) {
            *column += u64::from(pixel);
            *sum += u64::from(pixel);
        }
    }
    if leans_back(&columns) {
        (0..ink.height_px).for_each(|y| ink.row_mut(y).reverse());
    }
    if leans_back(&rows) {
        ink.pixels = (0..ink.height_px).rev().flat_map(|y| ink.row(y)).copied().collect();
    }
    ink
}

/// By a quarter, anticlockwise.
fn turned(ink: &Ink) -> Ink {
    let columns = (0..ink.width_px).rev();
    let pixels = columns.flat_map(|x| ink.pixels.iter().skip(x).step_by(ink.width_px)).copied().collect();
    Ink { width_px: ink.height_px, height_px: ink.width_px, pixels }
}

/// Does the longer tail point towards the beginning?
fn leans_back(weights: &[u64]) -> bool {
    // A little everywhere, so that nothing at all has a middle too.
    const LEAST: f64 = 1e-9;
    let total: f64 = weights.iter().map(|&weight| weight as f64 + LEAST).sum();
    let moment: f64 =
        weights.iter().enumerate().map(|(at, &weight)| at as f64 * (weight as f64 + LEAST)).sum();
    let middle = moment / total;
    let cubes = weights.iter().enumerate().map(|(at, &weight)| {
        let off = at as f64 - middle;
        weight as f64 * off * off * off
    });
    cubes.sum::<f64>() < 0.0
}

/// Lines that a reduction made pale are dark again: so dark that few pixels are darker is black.
fn strengthen(pixels: &mut [u8], strong: f64) {
    let inked: Vec<u8> = pixels.iter().copied().filter(|&pixel| pixel > 0).collect();
    if inked.is_empty() {
        return;
    }
    let peak = percentile(&inked, strong).max(LEAST_PEAK);
    for pixel in pixels {
        *pixel = (f64::from(*pixel) * (255.0 / peak)).min(255.0) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Normalisation;

    const INPUT: EmbedderInput = EmbedderInput {
        normalisation: Normalisation { ink_share: 0.004, least_contrast: 60.0, paper_slack: 6.0 },
        side_px: 32,
        margin_px: 2,
    };

    /// A ragged L with a dot.
    fn shape(x: usize, y: usize) -> u8 {
        let is_inked = (x < 4 || y > 18 && x < 33) || (x, y) == (20, 5);
        if is_inked { 200 } else { 0 }
    }

    #[test]
    fn however_a_view_lies_its_picture_is_the_same() {
        let (width, height) = (40, 24);
        let of = |width: usize, height: usize, at: &dyn Fn(usize, usize) -> u8| {
            let pixels = (0..height).flat_map(|y| (0..width).map(move |x| at(x, y))).collect();
            picture(&Ink { width_px: width, height_px: height, pixels }, &INPUT, 0.97)
        };
        let first = of(width, height, &shape);
        assert!(first.pixels.iter().any(|&pixel| pixel < 5), "its lines are black");
        for mirrored in [false, true] {
            for upside_down in [false, true] {
                let at = |x: usize, y: usize| {
                    shape(
                        if mirrored { width - 1 - x } else { x },
                        if upside_down { height - 1 - y } else { y },
                    )
                };
                assert_eq!(of(width, height, &at), first, "{mirrored} {upside_down}");
                assert_eq!(of(height, width, &|x, y| at(y, x)), first, "{mirrored} {upside_down}, turned");
            }
        }
    }

    #[test]
    fn nothing_gives_a_white_picture() {
        assert_eq!(picture(&Ink::none(7, 3), &INPUT, 0.97), Grey::white(32, 32));
    }
}
