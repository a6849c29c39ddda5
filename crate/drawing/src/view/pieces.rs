//! A mask → its connected pieces.

use super::mask::Mask;
use crate::tile::Area;
use std::ops::Range;

/// Which pixels touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touching {
    /// Those that share a side.
    Sides,
    /// Those that share a corner too.
    Corners,
}

/// A stretch of a row that belongs to one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) y: usize,
    pub(crate) x: Range<usize>,
    /// Its number.
    pub(crate) piece: usize,
}

/// Pixels that hang together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) bounds: Area,
    pub(crate) area_px: usize,
}

/// All pieces of a mask, numbered in the order of their first pixels, row by row.
#[derive(Debug)]
pub(crate) struct Pieces {
    pub(crate) all: Vec<Piece>,
    runs: Vec<Run>,
    /// Where each row's runs begin, and behind the last row where they end.
    starts: Vec<usize>,
}

impl Pieces {
    pub(crate) fn of(mask: &Mask, touching: Touching) -> Self {
        let (mut runs, mut starts) = (Vec::new(), vec![0]);
        let mut joined = Joined::default();
        let reach = usize::from(touching == Touching::Corners);
        for y in 0..mask.height_px {
            let mut above = starts[y.saturating_sub(1)]..starts[y];
            for x in mask.runs(y) {
                let own = joined.add();
                // Runs above that end before this one touch none of those that follow it either, but for the last.
                while above.start < above.end {
                    let other: &Run = &runs[above.start];
                    if other.x.end + reach > x.start {
                        break;
                    }
                    above.start += 1;
                }
                for at in above.clone() {
                    if runs[at].x.start >= x.end + reach {
                        break;
                    }
                    joined.join(at, own);
                }
                runs.push(Run { y, x, piece: own });
            }
            starts.push(runs.len());
        }
        let mut pieces = Self { all: Vec::new(), runs, starts };
        pieces.number(&mut joined);
        pieces
    }

    /// Counts pieces instead of runs: a piece's first run has the least number of all that are joined with it.
    fn number(&mut self, joined: &mut Joined) {
        let mut numbers = vec![0; self.runs.len()];
        for at in 0..self.runs.len() {
            let first = joined.first(at);
            let Run { y, x, piece } = &mut self.runs[at];
            if first == at {
                numbers[at] = self.all.len();
                let bounds = Area { x: (x.start, x.end), y: (*y, *y + 1) };
                self.all.push(Piece { bounds, area_px: 0 });
            }
            *piece = numbers[first];
            let Piece { bounds, area_px } = &mut self.all[*piece];
            *area_px += x.len();
            bounds.x = (bounds.x.0.min(x.start), bounds.x.1.max(x.end));
            bounds.y.1 = *y + 1;
        }
    }

    /// Runs of some rows, from the left to the right in each.
    pub(crate) fn runs(&self, rows: Range<usize>) -> &[Run] {
        &self.runs[self.starts[rows.start]..self.starts[rows.end.max(rows.start)]]
    }

    /// Runs of one piece.
    pub(crate) fn runs_of(&self, piece: usize) -> impl Iterator<Item = &Run> {
        let (top, bottom) = self.all[piece].bounds.y;
        self.runs(top..bottom).iter().filter(move |run| run.piece == piece)
    }

    /// The piece at a pixel.
    pub(crate) fn at(&self, x: usize, y: usize) -> Option<usize> {
        let row = self.runs(y..y + 1);
        let run = row.get(row.partition_point(|run| run.x.end <= x))?;
        run.x.contains(&x).then_some(run.piece)
    }
}

/// Which numbers mean the same piece.
#[derive(Debug, Default)]
struct Joined {
    /// An earlier number of the same piece, or itself.
    earlier: Vec<usize>,
}

impl Joined {
    fn add(&mut self) -> usize {
        self.earlier.push(self.earlier.len());
        self.earlier.len() - 1
    }

    fn first(&mut self, mut number: usize) -> usize {
        while self.earlier[number] != number {
            self.earlier[number] = self.earlier[self.earlier[number]];
            number = self.earlier[number];
        }
        number
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.earlier[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(picture: &[&str]) -> Mask {
        Mask::of(picture[0].len(), picture.len(), |x, y| picture[y].as_bytes()[x] == b'#')
    }

    #[test]
    fn pieces_that_meet_only_at_corners_are_one_or_two_as_asked() {
        let picture = mask(&["##...#", "..#..#", "##.#.#", "#....#"]);
        let count = |touching| Pieces::of(&picture, touching).all.len();
        assert_eq!((count(Touching::Corners), count(Touching::Sides)), (2, 5));
    }

    #[test]
    fn arms_that_join_far_below_are_one_piece() {
        let pieces =
            Pieces::of(&mask(&["#.#.#.#", "#.#.#.#", "#.###.#", "#.....#", "#######"]), Touching::Sides);
        assert_eq!(pieces.all.len(), 2);
        assert_eq!(pieces.all[0], Piece { bounds: Area { x: (0, 7), y: (0, 5) }, area_px: 15 });
        assert_eq!(pieces.all[1], Piece { bounds: Area { x: (2, 5), y: (0, 3) }, area_px: 7 });
        assert_eq!((pieces.at(4, 1), pieces.at(6, 3), pieces.at(3, 0)), (Some(1), Some(0), None));
        assert_eq!(pieces.runs_of(1).map(|run| run.x.len()).sum::<usize>(), 7);
    }
}
