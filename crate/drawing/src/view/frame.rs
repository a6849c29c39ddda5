//! A border, and the title block and tables that hang on it, are one piece of ink that runs along most of the page's edges.
//! It goes, and with it all that stands in its smaller fields.

use super::ink::Ink;
use super::mask::Mask;
use super::pieces::{Pieces, Touching};
use crate::embedder_manifest::ViewRules;

/// Of its four edges, a frame runs along so many.
const LEAST_EDGES: usize = 3;

pub(crate) fn erase_frames(ink: &mut Ink, level: u8, rules: &ViewRules) {
    let (width, height) = (ink.width_px, ink.height_px);
    let inked = ink.above(level);
    // A bad copy tears thin lines.
    let whole = inked.closed(rules.gap_px, rules.gap_px);
    let pieces = Pieces::of(&whole, Touching::Corners);
    let mut frame = Mask::empty(width, height);
    for number in (0..pieces.all.len()).filter(|&number| is_frame(&pieces, number, (width, height), rules)) {
        pieces.runs_of(number).for_each(|run| frame.set(run.y, run.x.clone()));
    }
    if frame.count() == 0 {
        return;
    }
    let mut dropped = frame.grown(3, 3);
    let fields = Pieces::of(&dropped.complement(), Touching::Sides);
    let least_px = rules.field_share * (width * height) as f64;
    for run in fields.runs(0..height) {
        if (fields.all[run.piece].area_px as f64) < least_px {
            dropped.set(run.y, run.x.clone());
        }
    }
    let left = inked.and(&dropped.complement()).count();
    // Else they were none.
    if left as f64 >= rules.least_left * inked.count() as f64 {
        ink.erase(&dropped);
    }
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
    [top, bottom, left, right].iter().filter(|edge| is_covered(edge)).count() >= LEAST_EDGES
}
