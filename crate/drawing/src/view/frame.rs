//! A border, and the title block and tables that hang on it, are one piece of ink that runs along most of the page's edges.

use super::ink::Ink;
use super::mask::Mask;
use super::pieces::{Piece, Pieces, Touching};
use crate::embedder_manifest::ViewRules;

/// Of its four edges, a frame runs along so many, and along so many that the page does not cut off.
const LEAST_EDGES: usize = 3;
const LEAST_COVERED: usize = 2;

/// They go, and with them all that stands in their smaller fields, as long as lines enough are left; the table around a photographed
/// sheet is no line. A bad copy tears thin lines, so gaps are closed; but where the part hangs on its border by such a gap, it is the
/// lines as they are that tell one from the other. A border has so many small fields at least.
pub(crate) fn erase_frames(ink: &mut Ink, level: u8, least_fields: usize, rules: &ViewRules) {
    let inked = ink.above(level);
    let lines = inked.without_solids(rules.solid_px);
    for gap_px in [rules.gap_px, 1] {
        let frames = frames(&inked.closed(gap_px, gap_px), least_fields, rules);
        let left = lines.and(&frames.complement()).count();
        // Else they were none.
        if left as f64 >= rules.least_left * lines.count() as f64 {
            return ink.erase(&frames);
        }
    }
}

/// Borders, and their smaller fields.
fn frames(whole: &Mask, least_fields: usize, rules: &ViewRules) -> Mask {
    let (width, height) = (whole.width_px, whole.height_px);
    let pieces = Pieces::of(whole, Touching::Corners);
    let mut frame = Mask::empty(width, height);
    for number in (0..pieces.all.len()).filter(|&number| is_frame(&pieces, number, (width, height), rules)) {
        pieces.runs_of(number).for_each(|run| frame.set(run.y, run.x.clone()));
    }
    if frame.count() == 0 {
        return frame;
    }
    let mut dropped = frame.grown(3, 3);
    let fields = Pieces::of(&dropped.complement(), Touching::Sides);
    let least_px = rules.field_share * (width * height) as f64;
    let is_small = |piece: &Piece| (piece.area_px as f64) < least_px;
    let is_field = |piece: &&Piece| is_small(piece) && piece.area_px >= rules.field_least_px;
    if fields.all.iter().filter(is_field).count() < least_fields {
        return Mask::empty(width, height);
    }
    for run in fields.runs(0..height).iter().filter(|run| is_small(&fields.all[run.piece])) {
        dropped.set(run.y, run.x.clone());
    }
    dropped
}

fn is_frame(pieces: &Pieces, number: usize, page: (usize, usize), rules: &ViewRules) -> bool {
    let bounds = pieces.all[number].bounds;
    let (width, height) = (bounds.width_px(), bounds.height_px());
    if (width as f64) < rules.frame_span * page.0 as f64 || (height as f64) < rules.frame_span * page.1 as f64
    {
        return false;
    }
    let band = |side: usize| ((rules.frame_band * side as f64).round_ties_even() as usize).max(2);
    let (wide, deep) = (band(width), band(height));
    let (mut top, mut bottom) = (vec![false; width], vec![false; width]);
    let (mut left, mut right) = (vec![false; height], vec![false; height]);
    for run in pieces.runs_of(number) {
        let (from, to) = (run.x.start - bounds.x.0, run.x.end - bounds.x.0);
        let y = run.y - bounds.y.0;
        if y < deep {
            top[from..to].fill(true);
        }
        if y + deep >= height {
            bottom[from..to].fill(true);
        }
        left[y] |= from < wide;
        right[y] |= to + wide > width;
    }
    let is_covered = |edge: &Vec<bool>| {
        edge.iter().filter(|&&is_inked| is_inked).count() as f64 >= rules.frame_cover * edge.len() as f64
    };
    let covered = [top, bottom, left, right].each_ref().map(is_covered);
    let cut = [bounds.y.0 == 0, bounds.y.1 == page.1, bounds.x.0 == 0, bounds.x.1 == page.0];
    let count = |edges: [bool; 4]| edges.into_iter().filter(|&edge| edge).count();
    count(covered) >= LEAST_COVERED && count(std::array::from_fn(|i| covered[i] || cut[i])) >= LEAST_EDGES
}

#[cfg(test)]
mod tests {
    use super::super::parity::manifest;
    use super::*;
    use crate::tile::Area;

    const PAGE: (usize, usize) = (400, 300);
    const PALE: u8 = 40;

    /// A border, and a comb from which a line goes on until so near to the border.
    fn sheet(gap_px: usize) -> (Ink, usize) {
        let mut ink = Ink::none(PAGE.0, PAGE.1);
        let mut draw = |x: std::ops::Range<usize>, y: usize| ink.row_mut(y)[x].fill(255);
        for y in 10..290 {
            let is_end = y == 10 || y == 289;
            draw(10..if is_end { 390 } else { 11 }, y);
            draw(389..390, y);
        }
        for y in (100..200).step_by(9) {
            draw(150..250, y);
        }
        (100..200).for_each(|y| draw(249..250, y));
        draw(250..389 - gap_px, 150);
        let of_part = 12 * 100 + 88 + 389 - gap_px - 250;
        (ink, of_part)
    }

    #[test]
    fn a_part_that_hangs_on_its_border_by_a_closed_gap_stays_and_the_border_goes() {
        let rules = manifest().views;
        for gap_px in [20, 3] {
            let (mut ink, of_part) = sheet(gap_px);
            erase_frames(&mut ink, 128, 0, &rules);
            assert_eq!(ink.count(), of_part, "a gap of {gap_px} px");
        }
    }

    #[test]
    fn the_dark_table_around_a_sheet_goes_however_little_of_the_ink_is_the_part_s() {
        let rules = manifest().views;
        let (edge, mut ink) = (60, Ink::none(PAGE.0, PAGE.1));
        for y in 0..PAGE.1 {
            let is_table = |x: &usize| y.min(PAGE.1 - 1 - y).min(*x).min(PAGE.0 - 1 - *x) < edge;
            (0..PAGE.0).filter(is_table).for_each(|x| ink.row_mut(y)[x] = 255);
        }
        for y in 120..180 {
            ink.row_mut(y)[150..250].fill(if y == 120 || y == 179 { PALE } else { 0 });
            ink.row_mut(y)[150] = PALE;
            ink.row_mut(y)[249] = PALE;
        }
        let level = ink.level(&rules);
        assert!(level < PALE, "the table tells nothing of lines: {level}");
        erase_frames(&mut ink, level, 0, &rules);
        assert_eq!(ink.count(), 2 * 100 + 2 * 58);
    }

    #[test]
    fn what_has_no_fields_is_no_border_where_fields_are_asked_for() {
        let rules = manifest().views;
        let (mut ink, of_part) = sheet(20);
        let whole = ink.count();
        erase_frames(&mut ink, 128, 3, &rules);
        assert_eq!(ink.count(), whole);
        for y in [220, 240, 260] {
            ink.row_mut(y)[340..389].fill(255);
        }
        (220..289).for_each(|y| ink.row_mut(y)[340] = 255);
        erase_frames(&mut ink, 128, 3, &rules);
        assert_eq!(ink.count(), of_part);
    }

    #[test]
    fn a_border_of_which_the_page_cuts_off_two_edges_goes() {
        let rules = manifest().views;
        let (ink, of_part) = sheet(20);
        for (x, y) in [(0, 0), (60, 0), (0, 60), (60, 60)] {
            let mut cut = ink.part(&Area { x: (x, x + 340), y: (y, y + 240) });
            erase_frames(&mut cut, 128, 0, &rules);
            assert_eq!(cut.count(), if x == 0 { of_part - 29 } else { of_part }, "{x} {y}");
        }
    }

    #[test]
    fn a_border_torn_by_less_than_a_gap_goes() {
        let rules = manifest().views;
        let (mut ink, of_part) = sheet(20);
        for y in [80, 150, 220] {
            ink.row_mut(y)[10] = 0;
            ink.row_mut(y)[389] = 0;
        }
        for x in [90, 200, 310] {
            ink.row_mut(10)[x] = 0;
            ink.row_mut(289)[x] = 0;
        }
        erase_frames(&mut ink, 128, 0, &rules);
        assert_eq!(ink.count(), of_part);
    }
}
