//! A size that reads doubtfully → the ways to cut it into a size and what is stacked behind it, or into two limits. Where a
//! copy has run them together no white parts them: each cut is a guess, and the reader says whether one is right.

use crate::manifest::Normalisation;
use crate::part::{Ink, Piece, lines_in, picture, white_runs, with_whole_letters};
use crate::{Detection, Sheet};
use std::cmp::Reverse;
use std::ops::Range;

/// At which a block is looked at.
const HEIGHT_PX: usize = 80;
/// Behind so many of the widest gaps a stack is looked for.
const GAPS: usize = 3;
/// Tenths of its height from which and to which a stack is cut.
const CUT_TENTHS: (usize, usize) = (3, 7);
/// Tenths of a row: so much ink is a line above or below the text.
const LINE_TENTHS: usize = 7;

pub(crate) fn cuts(sheet: &Sheet<'_>, found: &Detection, normalisation: &Normalisation) -> Vec<Detection> {
    let quad = with_whole_letters(sheet, &found.quad, normalisation);
    let picture = picture(sheet, &quad, HEIGHT_PX, normalisation);
    let pieces = Ink(&picture).cuts();
    let lines = pieces.iter().map(|pieces| lines_in(&quad, &picture, pieces));
    lines.map(|lines| Detection { quad, lines, ..found.clone() }).collect()
}

impl Ink<'_> {
    fn cuts(&self) -> Vec<Vec<Piece>> {
        let Some(text) = self.shrunk(&self.between_lines()) else { return Vec::new() };
        let mut gaps = white_runs(text.x.clone(), |x| self.has_ink(x..x + 1, text.y.clone()));
        gaps.sort_by_key(|gap| Reverse(gap.len()));
        gaps.truncate(GAPS);
        let starts = std::iter::once(text.x.start).chain(gaps.into_iter().map(|gap| gap.end));
        starts.filter_map(|start| self.cut(&text, start)).collect()
    }

    /// What stands before `start`, and the rest parted where a row has the least ink.
    fn cut(&self, text: &Piece, start: usize) -> Option<Vec<Piece>> {
        let Piece { x, y } = self.shrunk(&Piece { x: start..text.x.end, y: text.y.clone() })?;
        let at = |tenths| y.start + tenths * y.len() / 10;
        let middle = usize::midpoint(y.start, y.end);
        let row = (at(CUT_TENTHS.0)..at(CUT_TENTHS.1))
            .min_by_key(|&row| (self.ink_in_row(&x, row), row.abs_diff(middle)))?;
        let before = self.shrunk(&Piece { x: text.x.start..start, y: text.y.clone() });
        let stack = [y.start..row, row..y.end].map(|y| self.shrunk(&Piece { x: x.clone(), y }));
        Some(before.into_iter().chain(stack.into_iter().flatten()).collect())
    }

    /// All but lines of the drawing that run along the upper or the lower edge.
    fn between_lines(&self) -> Piece {
        let (x, end) = (0..self.0.width_px, self.0.height_px);
        let is_line = |y: &usize| self.ink_in_row(&x, *y) * 10 > LINE_TENTHS * x.len();
        let top = (0..end * CUT_TENTHS.0 / 10).rev().find(is_line).map_or(0, |y| y + 1);
        let bottom = (end * CUT_TENTHS.1 / 10..end).find(is_line).unwrap_or(end);
        Piece { x, y: top..bottom }
    }

    fn ink_in_row(&self, x: &Range<usize>, y: usize) -> usize {
        x.clone().filter(|&x| self.has_ink(x..x + 1, y..y + 1)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Grey;

    fn cuts(picture: &[&str]) -> Vec<Vec<(Range<usize>, Range<usize>)>> {
        let pixels = picture
            .iter()
            .flat_map(|row| row.bytes().map(|byte| if byte == b'#' { 0 } else { 255 }))
            .collect();
        let grey = Grey { width_px: picture[0].len(), height_px: picture.len(), pixels };
        let cuts = Ink(&grey).cuts();
        cuts.into_iter().map(|pieces| pieces.into_iter().map(|piece| (piece.x, piece.y)).collect()).collect()
    }

    #[test]
    fn a_stack_that_has_run_together_is_cut_where_it_is_thinnest() {
        let picture = [
            "################",
            "................",
            ".........######.",
            "..####...######.",
            "..####...#....#.",
            "..####...######.",
            ".........######.",
            "................",
        ];
        let [whole, behind_the_gap] = cuts(&picture).try_into().unwrap();
        assert_eq!(behind_the_gap, [(2..6, 3..6), (9..15, 2..4), (9..15, 4..7)]);
        assert_eq!(whole, [(2..15, 2..4), (2..15, 4..7)]);
    }

    #[test]
    fn paper_is_not_cut() {
        assert!(cuts(&["....", "...."]).is_empty());
    }
}
