//! The lines of a page → where the part is: the fields that they enclose, but for those that only light lines part from the
//! outside.
//!
//! Offices draw a part's outline heavier than dimension, extension and leader lines (ISO 128-2: twice as heavy).

use super::ink::Ink;
use super::mask::Mask;
use super::pieces::{Pieces, Touching};

/// So far a line is looked across.
const ACROSS_PX: usize = 9;
/// Of 128: the pixels of a diagonal lie farther apart.
const SLANTED: i32 = 181;
/// Such shares of the middles of a page's lines are lighter than its light ones, and than its heavy ones.
const LIGHT: f64 = 0.1;
const HEAVY: f64 = 0.9;
/// 1.2 px of black; the weight of finer lines says little.
const LIGHT_LEAST: i32 = 306;
/// Of the heavy ones' weight: what is lighter is no outline.
const OUTLINE: f64 = 0.6;
const ROUNDS: usize = 50;

/// What a page's heavy lines weigh. Nothing where its lines are too fine to tell by their weight what they are.
pub(crate) fn heavy_lines(ink: &Ink, level: u8) -> Option<i32> {
    let mut counts = vec![0_usize; ACROSS_PX * 256];
    for y in 0..ink.height_px {
        for x in (0..ink.width_px).filter(|&x| ink.row(y)[x] > level && ink.is_middle(x, y)) {
            counts[weight(ink, x, y) as usize] += 1;
        }
    }
    let last = counts.iter().sum::<usize>().checked_sub(1)? as f64;
    let (mut lighter, mut light, mut heavy) = (0, 0, 0);
    for (weight, count) in (0..).zip(counts) {
        if lighter <= (LIGHT * last) as usize {
            light = weight;
        }
        if lighter <= (HEAVY * last) as usize {
            heavy = weight;
        }
        lighter += count;
    }
    (light >= LIGHT_LEAST).then_some(heavy)
}

/// Where lines enclose the part, but for its holes and the outer half of its outline. `closed` is what is inked, its gaps closed,
/// with a margin around the page.
pub(crate) fn part_fields(ink: &Ink, closed: &Mask, heavy: i32, margin: usize) -> Mask {
    let outline = (OUTLINE * f64::from(heavy)) as i32;
    let width = closed.width_px;
    let heaviness = |x: usize, y: usize| {
        let (x, y) = (x.wrapping_sub(margin), y.wrapping_sub(margin));
        let is_on_page = x < ink.width_px && y < ink.height_px;
        let weight = if is_on_page { weight(ink, x, y) } else { 0 };
        weight.min(heavy) - outline
    };
    let (field_of, count) = fields(closed);
    let is_part = chosen(&beside(&field_of, count, width, heaviness));
    Mask::of(ink.width_px, ink.height_px, |x, y| is_part[field_of[(y + margin) * width + x + margin]])
}

/// How much ink lies across the line at a pixel, the least of four ways to cross it.
fn weight(ink: &Ink, x: usize, y: usize) -> i32 {
    let reach = ACROSS_PX.cast_signed() / 2;
    let across = |(right, down): (isize, isize)| {
        let at = |step| ink.at(x.wrapping_add_signed(right * step), y.wrapping_add_signed(down * step));
        (-reach..=reach).map(|step| i32::from(at(step))).sum::<i32>()
    };
    let [level, upright, down, up] = [(1, 0), (0, 1), (1, 1), (1, -1)].map(across);
    level.min(upright).min(down.min(up) * SLANTED / 128)
}

/// To which field each pixel belongs, and how many they are; the first lies around the page. Lines are shared out to the fields
/// beside them: step by step, a pixel to that of the first neighbour above, to the left, to the right or below that belongs to one.
fn fields(closed: &Mask) -> (Vec<usize>, usize) {
    const NONE: usize = usize::MAX;
    let width = closed.width_px;
    let pieces = Pieces::of(&closed.complement(), Touching::Sides);
    let mut field_of = vec![NONE; width * closed.height_px];
    for run in pieces.runs(0..closed.height_px) {
        field_of[run.y * width..][run.x.clone()].fill(run.piece);
    }
    let mut left: Vec<usize> = (0..field_of.len()).filter(|&at| field_of[at] == NONE).collect();
    while !left.is_empty() {
        let near = |at: &usize| {
            let around = [at - width, at - 1, at + 1, at + width].map(|near| field_of[near]);
            around.into_iter().find(|&field| field != NONE).unwrap_or(NONE)
        };
        let near: Vec<usize> = left.iter().map(near).collect();
        left.iter().zip(near).for_each(|(&at, field)| field_of[at] = field);
        left.retain(|&at| field_of[at] == NONE);
    }
    (field_of, pieces.all.len())
}

/// Beside which others each field lies, and the heaviness of the line between them, summed along it. Not for the first.
fn beside(
    field_of: &[usize],
    count: usize,
    width: usize,
    heaviness: impl Fn(usize, usize) -> i32,
) -> Vec<Vec<(usize, i32)>> {
    let mut beside: Vec<Vec<(usize, i32)>> = (0..count).map(|_| Vec::new()).collect();
    for at in 0..field_of.len() - width {
        for next in &[at + 1, at + width] {
            let (one, other) = (field_of[at], field_of[*next]);
            if one == other {
                continue;
            }
            let here = heaviness(at % width, at / width);
            for &(own, other) in &[(one, other), (other, one)] {
                if own > 0 {
                    // The one met last stands last, or a plate with thousands of holes is searched through for each pixel.
                    let beside = &mut beside[own];
                    let met = beside.iter().rposition(|(near, _)| *near == other).unwrap_or(beside.len());
                    if met == beside.len() {
                        beside.push((other, 0));
                    }
                    beside[met].1 += here;
                    let last = beside.len() - 1;
                    beside.swap(met, last);
                }
            }
        }
    }
    beside
}

/// Which fields are the part's. A heavy line wants the part on one of its sides at least, a light one the same on both; a
/// field that wins nothing is a hole. At first all fields are the part's; then each in turn becomes what suits its lines better,
/// until all do.
fn chosen(beside: &[Vec<(usize, i32)>]) -> Vec<bool> {
    let mut is_part = vec![true; beside.len()];
    is_part[0] = false;
    for _ in 0..ROUNDS {
        let mut is_settled = true;
        for field in 1..beside.len() {
            let gain = |&(other, heaviness): &(usize, i32)| {
                if is_part[other] { (-heaviness).max(0) } else { heaviness }
            };
            let suits = beside[field].iter().map(gain).sum::<i32>() > 0;
            is_settled &= is_part[field] == suits;
            is_part[field] = suits;
        }
        if is_settled {
            break;
        }
    }
    is_part
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::super::{parity::manifest, solids::closed};
    use super::*;

    /// Darker than paper by so much is ink.
    const LEVEL: u8 = 60;

    /// A frame around 60 × 40 whose lines are so wide, and beside it one that shares its right side.
    fn fields_of(wide: usize, beside: usize) -> Option<Mask> {
        let rules = manifest().views;
        let mut ink = Ink::none(200, 100);
        let mut bar = |x: (usize, usize), y: (usize, usize)| {
            (y.0..y.1).for_each(|y| ink.row_mut(y)[x.0..x.1].fill(255));
        };
        for (left, right, wide) in [(20, 80, wide), (80, 160, beside)] {
            bar((left, right), (30, 30 + wide));
            bar((left, right), (70 - wide, 70));
            bar((right - wide, right), (30, 70));
        }
        bar((20, 20 + wide), (30, 70));
        let heavy = heavy_lines(&ink, LEVEL)?;
        Some(part_fields(&ink, &closed(&ink, LEVEL, &rules), heavy, rules.gap_px))
    }

    #[test]
    fn a_field_that_only_light_lines_part_from_the_outside_is_not_the_parts() {
        let light = fields_of(6, 2).unwrap();
        assert_eq!((light.get(50, 50), light.get(120, 50), light.get(5, 5)), (true, false, false));
        let heavy = fields_of(6, 6).unwrap();
        assert_eq!((heavy.get(50, 50), heavy.get(120, 50)), (true, true));
    }

    #[test]
    fn lines_that_are_too_fine_tell_nothing() {
        assert_eq!(fields_of(1, 1), None);
    }
}
