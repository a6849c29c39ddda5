//! A scaled sheet → overlapping tiles of one size, and which cells each answers for.

use crate::{Point, order};

/// No tile is larger: what a device must hold of a sheet at once.
const LARGEST_SIDE_PX: usize = 1152;
/// How far a tile sees beyond what it answers for, so that its answer is that of the whole sheet.
const HALO_PX: usize = 64;

/// A rectangle: from its first column and row to those behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: (usize, usize),
    pub(crate) y: (usize, usize),
}

impl Area {
    pub(crate) fn width_px(&self) -> usize {
        self.x.1 - self.x.0
    }

    pub(crate) fn height_px(&self) -> usize {
        self.y.1 - self.y.0
    }

    pub(crate) fn moved(&self, right: usize, down: usize) -> Self {
        Self { x: (self.x.0 + right, self.x.1 + right), y: (self.y.0 + down, self.y.1 + down) }
    }

    /// With every side moved inward. It is large enough.
    pub(crate) fn shrunk(&self, by: usize) -> Self {
        Self { x: (self.x.0 + by, self.x.1 - by), y: (self.y.0 + by, self.y.1 - by) }
    }

    /// Whether they share a pixel.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let overlap = |a: (usize, usize), b: (usize, usize)| a.0 < b.1 && b.0 < a.1;
        overlap(self.x, other.x) && overlap(self.y, other.y)
    }
}

/// A part of the sheet as the net sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// What is seen, in pixels; may reach over the sheet's right and lower edge.
    pub(crate) seen: Area,
    /// What it answers for: these areas meet without a gap.
    pub(crate) own: Area,
}

impl Tile {
    fn distance_to(&self, point: Point) -> f64 {
        let off = |(from, to): (usize, usize), at: f64| (from as f64 - at).max(at - to as f64).max(0.0);
        let (x, y) = (off(self.own.x, point[0]), off(self.own.y, point[1]));
        (x * x + y * y).sqrt()
    }
}

/// Tiles of a sheet of a size, those nearest to `focus` first. `multiple`: of a tile's sides.
pub(crate) fn tiles(width_px: usize, height_px: usize, multiple: usize, focus: Option<Point>) -> Vec<Tile> {
    let spans = |length: usize| spans(length, multiple);
    let mut tiles: Vec<Tile> = spans(height_px)
        .into_iter()
        .flat_map(|y| {
            spans(width_px)
                .into_iter()
                .map(move |x| Tile { seen: Area { x: x.seen, y: y.seen }, own: Area { x: x.own, y: y.own } })
        })
        .collect();
    if let Some(focus) = focus {
        order::by_number(&mut tiles, |tile| tile.distance_to(focus));
    }
    tiles
}

struct Span {
    seen: (usize, usize),
    own: (usize, usize),
}

/// The fewest spans of one length, the first at the start and the last at the end.
fn spans(length: usize, multiple: usize) -> Vec<Span> {
    let length = length.max(1).next_multiple_of(multiple);
    let overlap = (2 * HALO_PX).next_multiple_of(multiple);
    let count = length.saturating_sub(overlap).div_ceil(LARGEST_SIDE_PX - overlap).max(1);
    let side = (length + (count - 1) * overlap).div_ceil(count).next_multiple_of(multiple).min(length);
    let start = |index: usize| (index * side.saturating_sub(overlap)).min(length - side);
    // Half-way between the end of one and the start of the next.
    let seam = |index: usize| (start(index) + start(index - 1) + side) / 2;
    (0..count)
        .map(|index| Span {
            seen: (start(index), start(index) + side),
            own: (
                if index == 0 { 0 } else { seam(index) },
                if index + 1 == count { length } else { seam(index + 1) },
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_answered_for_by_one_tile_that_sees_far_enough() {
        for length in [1, 31, 32, 640, 1150, 1152, 1153, 1200, 2600, 3333, 5600, 20_000] {
            let spans = spans(length, 32);
            let side = spans[0].seen.1 - spans[0].seen.0;
            assert_eq!((spans[0].seen.0, spans[0].own.0), (0, 0));
            let end = length.next_multiple_of(32);
            assert_eq!((spans[spans.len() - 1].seen.1, spans[spans.len() - 1].own.1), (end, end));
            for span in &spans {
                assert_eq!(span.seen.1 - span.seen.0, side, "{length}: one size");
                assert!(side <= LARGEST_SIDE_PX && span.seen.0 % 32 == 0 && span.own.0 % 4 == 0, "{length}");
                assert!(span.own.0 == 0 || span.own.0 - span.seen.0 >= HALO_PX, "{length}");
                assert!(span.own.1 == end || span.seen.1 - span.own.1 >= HALO_PX, "{length}");
            }
            assert!(spans.windows(2).all(|pair| pair[0].own.1 == pair[1].own.0), "{length}");
        }
    }

    #[test]
    fn the_visible_area_comes_first() {
        let tiles = tiles(5000, 5000, 32, Some([4900.0, 4900.0]));
        assert_eq!(tiles[0].own.x.1, 5024);
        assert_eq!(tiles[tiles.len() - 1].own.x.0, 0);
    }
}
