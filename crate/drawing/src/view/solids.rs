//! The part's ink → what closed outlines enclose.

use super::ink::Ink;
use super::mask::Mask;
use super::pieces::{Pieces, Touching};
use crate::embedder_manifest::ViewRules;

/// What is inked, its gaps closed, with `gap_px` around the page.
pub(crate) fn closed(ink: &Ink, level: u8, rules: &ViewRules) -> Mask {
    let mut inked = ink.above(level);
    close_at_page_edges(&mut inked, rules);
    let (width, height, margin) = (ink.width_px, ink.height_px, rules.gap_px);
    let padded = Mask::of(width + 2 * margin, height + 2 * margin, |x, y| {
        let is_on_page = (margin..margin + width).contains(&x) && (margin..margin + height).contains(&y);
        is_on_page && inked.get(x - margin, y - margin)
    });
    padded.closed(rules.gap_px, rules.gap_px)
}

/// Not what lies outside of closed outlines, nor lines that enclose nothing.
pub(crate) fn solids(closed: &Mask, rules: &ViewRules) -> Mask {
    let (width, height, margin) = (closed.width_px, closed.height_px, rules.gap_px);
    // The first of the free pieces holds the corner, which is beyond the page's edge.
    let free = Pieces::of(&closed.complement(), Touching::Sides);
    let mut outside = Mask::empty(width, height);
    free.runs_of(0).for_each(|run| outside.set(run.y, run.x.clone()));
    let inside =
        Mask::of(width - 2 * margin, height - 2 * margin, |x, y| !outside.get(x + margin, y + margin));
    without_lines(&inside, rules)
}

pub(crate) fn without_lines(inside: &Mask, rules: &ViewRules) -> Mask {
    inside.opened(rules.thin_px, rules.thin_px)
}

/// An outline that the page cuts off meets the page's edge at two places: it is closed between them.
fn close_at_page_edges(inked: &mut Mask, rules: &ViewRules) {
    let pieces = Pieces::of(&inked.closed(rules.gap_px, rules.gap_px), Touching::Corners);
    let (width, height) = (inked.width_px, inked.height_px);
    for (is_level, across) in [(true, 0), (true, height - 1), (false, 0), (false, width - 1)] {
        let length = if is_level { width } else { height };
        let point = |along: usize| if is_level { (along, across) } else { (across, along) };
        let mut ends = vec![(length, 0); pieces.all.len()];
        for along in 0..length {
            let (x, y) = point(along);
            if let Some((first, last)) = pieces.at(x, y).map(|piece| &mut ends[piece]) {
                *first = along.min(*first);
                *last = along;
            }
        }
        let is_cut_off = |&(first, last): &(usize, usize)| {
            first <= last && ((last - first) as f64) < rules.cut_span * length as f64
        };
        for along in ends.into_iter().filter(is_cut_off).flat_map(|(first, last)| first..=last) {
            let (x, y) = point(along);
            inked.set(y, x..x + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parity::manifest;
    use super::*;

    const SIDE: usize = 200;

    /// What the lines of a rectangle enclose that begins within the page and ends at its right edge, or before it.
    fn enclosed(top: usize, bottom: usize, right: usize) -> usize {
        let mut ink = Ink::none(SIDE, SIDE);
        for y in top..bottom {
            let is_side = y == top || y == bottom - 1;
            ink.row_mut(y)[100..if is_side { right } else { 101 }].fill(255);
        }
        solids(&closed(&ink, 128, &manifest().views), &manifest().views).count()
    }

    #[test]
    fn an_outline_that_the_page_cuts_off_encloses_what_is_left_of_it() {
        assert_eq!(enclosed(60, 120, SIDE), 60 * 100);
    }

    #[test]
    fn an_outline_that_is_open_within_the_page_encloses_nothing_nor_one_that_is_open_along_nearly_all_of_an_edge()
     {
        assert_eq!(enclosed(60, 120, SIDE - 6), 0);
        assert_eq!(enclosed(10, 190, SIDE), 0);
    }
}
