//! A size on the sheet → its lines, by the white between them. A size and the tolerances stacked behind it stand so close
//! that the net, a cell to four pixels, often runs them together.

use crate::crop::upright;
use crate::manifest::Normalisation;
use crate::quad::{Axes, Extent, minus, plus, times};
use crate::stretch::stretch;
use crate::{Grey, Quad, Sheet};
use std::ops::Range;

/// Of their height: lines so near to each other touch, and on one level.
const TOUCHING: f64 = 0.1;
const LEVEL: f64 = 0.25;
/// At which a block is looked at.
const HEIGHT_PX: usize = 40;
const LEAST_WIDTH_PX: usize = 8;
/// Of its height: how far beyond a block the rest of its letters may stand; and in pixels.
const BEYOND: f64 = 0.5;
const BEYOND_PX: usize = 20;
/// Below the paper: what counts as ink.
const INK: u8 = 96;
/// As wide must the white be that parts two pieces.
const CLEAR_PX: usize = 2;
/// Around the ink of a line, in its height, as everywhere.
const MARGIN: f64 = 0.1;
/// Of a piece's height: how far from its ends lines of the drawing may run.
const LINE_SHARE: f64 = 0.15;
/// Of a piece's height: what stands above or below the white is a row and no speck.
const LEAST_SHARE: f64 = 0.25;

/// The block with all of the letters that its upper or lower edge cuts: up to the white beyond them. What has no white
/// near it is crossed by something else, and stays as it is.
pub(crate) fn with_whole_letters(sheet: &Sheet<'_>, block: &Quad, normalisation: &Normalisation) -> Quad {
    let Axes { down, .. } = block.axes();
    let moved = |top: f64, bottom: f64| {
        let Quad([a, b, c, d]) = *block;
        let (up, down) = (times(down, top * block.height()), times(down, bottom * block.height()));
        Quad([minus(a, up), minus(b, up), plus(c, down), plus(d, down)])
    };
    let picture = picture(sheet, &moved(BEYOND, BEYOND), HEIGHT_PX + 2 * BEYOND_PX, normalisation);
    let ink = Ink(&picture);
    let is_inked = |y: usize| ink.has_ink(0..picture.width_px, y..y + 1);
    let cut = |beyond: &mut dyn Iterator<Item = usize>| -> f64 {
        let rows: Vec<bool> = beyond.map(is_inked).collect();
        let white = rows.windows(CLEAR_PX).position(|rows| rows.iter().all(|inked| !inked));
        white.unwrap_or_default() as f64 / HEIGHT_PX as f64
    };
    let (top, bottom) = (BEYOND_PX, BEYOND_PX + HEIGHT_PX);
    moved(cut(&mut (0..=top).rev()), cut(&mut (bottom - 1..bottom + BEYOND_PX)))
}

/// Lines of one row that touch are one: the map of lines broke between two letters.
pub(crate) fn joined(lines: &[Quad], axes: &Axes) -> Vec<Quad> {
    let mut whole: Vec<Extent> = Vec::new();
    for line in lines {
        let mut line = line.extent(axes);
        while let Some(at) = whole.iter().position(|other| is_one_line(*other, line)) {
            line = line.union(whole.swap_remove(at));
        }
        whole.push(line);
    }
    whole.into_iter().map(|line| line.quad(axes)).collect()
}

fn is_one_line(one: Extent, other: Extent) -> bool {
    let height = one.height().min(other.height());
    let apart = one.left.max(other.left) - one.right.min(other.right);
    let off = (one.top - other.top).abs().max((one.bottom - other.bottom).abs());
    apart < TOUCHING * height && off < LEVEL * height
}

pub(crate) fn picture(
    sheet: &Sheet<'_>,
    block: &Quad,
    height_px: usize,
    normalisation: &Normalisation,
) -> Grey {
    let width = block.width() * height_px as f64 / block.height().max(1e-3);
    let width_px = (width.round_ties_even() as usize).max(LEAST_WIDTH_PX);
    let Quad([upper_left, upper_right, _, lower_left]) = *block;
    let mut picture = upright(sheet, [upper_left, upper_right, lower_left], width_px, height_px);
    stretch(&mut picture.pixels, normalisation);
    picture
}

/// The block's lines: itself, where there is nothing to part.
pub(crate) fn lines_of(sheet: &Sheet<'_>, block: &Quad, normalisation: &Normalisation) -> Vec<Quad> {
    let picture = picture(sheet, block, HEIGHT_PX, normalisation);
    let pieces = Ink(&picture).lines();
    if pieces.len() < 2 { vec![*block] } else { lines_in(block, &picture, &pieces) }
}

/// Pieces of a block's picture, on the sheet.
pub(crate) fn lines_in(block: &Quad, picture: &Grey, pieces: &[Piece]) -> Vec<Quad> {
    let Quad([upper_left, upper_right, _, lower_left]) = *block;
    let along = times(minus(upper_right, upper_left), 1.0 / picture.width_px as f64);
    let down = times(minus(lower_left, upper_left), 1.0 / picture.height_px as f64);
    let at = |x: usize, y: usize| plus(upper_left, plus(times(along, x as f64), times(down, y as f64)));
    let quad = |Piece { x, y }: &Piece| {
        Quad([at(x.start, y.start), at(x.end, y.start), at(x.end, y.end), at(x.start, y.end)])
    };
    pieces.iter().map(quad).map(|line| line.grown(MARGIN * line.height())).collect()
}

/// A rectangle of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) x: Range<usize>,
    pub(crate) y: Range<usize>,
}

/// A picture of which only dark and light count.
pub(crate) struct Ink<'a>(pub(crate) &'a Grey);

impl Ink<'_> {
    fn lines(&self) -> Vec<Piece> {
        let whole = Piece { x: 0..self.0.width_px, y: 0..self.0.height_px };
        self.parted(&self.without_lines_beside(&whole))
    }

    /// The lines in a piece: its rows, and in a row what stands before two that are stacked, and these.
    fn parted(&self, piece: &Piece) -> Vec<Piece> {
        let Some(piece) = self.shrunk(piece) else { return Vec::new() };
        // A stack may begin at the left edge, and behind every white column.
        let behind_white = white_runs(piece.x.clone(), |x| self.has_ink(x..x + 1, piece.y.clone()));
        for start in std::iter::once(piece.x.start).chain(behind_white.into_iter().map(|run| run.end)) {
            let stack = Piece { x: start..piece.x.end, y: piece.y.clone() };
            if let Some(white) = self.white_row(&stack) {
                let before = self.shrunk(&Piece { x: piece.x.start..start, y: piece.y.clone() });
                let above = self.parted(&Piece { y: piece.y.start..white, ..stack.clone() });
                let below = self.parted(&Piece { y: white..piece.y.end, ..stack });
                return before.into_iter().chain(above).chain(below).collect();
            }
        }
        vec![piece]
    }

    /// Without a line of the drawing that runs along an end and bridges the white between rows.
    fn without_lines_beside(&self, piece: &Piece) -> Piece {
        let is_line = |x: &usize| piece.y.clone().all(|y| self.has_ink(*x..*x + 1, y..y + 1));
        let (start, end) = (piece.x.start, piece.x.end);
        let middle = usize::midpoint(start, end);
        let near = (LINE_SHARE * piece.y.len() as f64) as usize;
        let left = (start..(start + near).min(middle)).rev().find(is_line).map_or(start, |x| x + 1);
        let right = (end.saturating_sub(near).max(middle)..end).find(is_line).unwrap_or(end);
        Piece { x: left..right, y: piece.y.clone() }
    }

    /// Without the white around its ink; none where there is no ink.
    pub(crate) fn shrunk(&self, piece: &Piece) -> Option<Piece> {
        let is_inked_row = |y: &usize| self.has_ink(piece.x.clone(), *y..*y + 1);
        let is_inked_column = |x: &usize| self.has_ink(*x..*x + 1, piece.y.clone());
        let first_row = piece.y.clone().find(is_inked_row)?;
        let last_row = piece.y.clone().rev().find(is_inked_row)?;
        let first_column = piece.x.clone().find(is_inked_column)?;
        let last_column = piece.x.clone().rev().find(is_inked_column)?;
        Some(Piece { x: first_column..last_column + 1, y: first_row..last_row + 1 })
    }

    /// The middle of the widest white band that has a row's worth of ink on either side.
    fn white_row(&self, piece: &Piece) -> Option<usize> {
        let Piece { x, y } = self.shrunk(piece)?;
        let least = LEAST_SHARE * y.len() as f64;
        white_runs(y.clone(), |at| self.has_ink(x.clone(), at..at + 1))
            .into_iter()
            .filter(|run| (run.start - y.start) as f64 >= least && (y.end - run.end) as f64 >= least)
            .map(|run| (run.len(), usize::midpoint(run.start, run.end)))
            .max()
            .map(|(_, middle)| middle)
    }

    pub(crate) fn has_ink(&self, x: Range<usize>, mut y: Range<usize>) -> bool {
        y.any(|y| self.0.row(y)[x.clone()].iter().any(|&pixel| pixel < 255 - INK))
    }
}

/// The stretches without ink that are wide enough to part something.
pub(crate) fn white_runs(places: Range<usize>, has_ink: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for place in places {
        if !has_ink(place) {
            match runs.last_mut() {
                Some(run) if run.end == place => run.end = place + 1,
                _ => runs.push(place..place + 1),
            }
        }
    }
    runs.retain(|run| run.len() >= CLEAR_PX);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(picture: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
        let pixels = picture
            .iter()
            .flat_map(|row| row.bytes().map(|byte| if byte == b'#' { 0 } else { 255 }))
            .collect();
        let grey = Grey { width_px: picture[0].len(), height_px: picture.len(), pixels };
        Ink(&grey).lines().into_iter().map(|piece| (piece.x, piece.y)).collect()
    }

    #[test]
    fn a_size_and_the_tolerances_stacked_behind_it_are_three() {
        let picture = [
            "..........###.",
            "..........###.",
            ".####.........",
            ".####.........",
            ".####.....###.",
            "..........###.",
        ];
        assert_eq!(pieces(&picture), [(1..5, 2..5), (10..13, 0..2), (10..13, 4..6)]);
    }

    #[test]
    fn rows_are_parted_and_one_line_is_not() {
        assert_eq!(pieces(&["####", "####", "....", "....", "##.#", "####"]), [(0..4, 0..2), (0..4, 4..6)]);
        assert_eq!(pieces(&["#..#..##", "#..#..##", "#..#..##"]), [(0..8, 0..3)]);
        assert_eq!(pieces(&["....", "...."]), []);
    }

    #[test]
    fn limits_beside_an_extension_line_are_two_lines_and_not_their_ends() {
        let (row, white) = ("##########", "#.........");
        let picture: Vec<&str> = [row; 8].into_iter().chain([white; 4]).chain([row; 8]).collect();
        assert_eq!(pieces(&picture), [(1..10, 0..8), (1..10, 12..20)]);
    }

    #[test]
    fn lines_of_one_row_that_touch_are_one() {
        let axes = Axes::at_angle(0.0);
        let line = |left: f64, top: f64, right: f64, bottom: f64| axes.quad(left, top, right, bottom);
        let upper = line(0.0, 0.0, 60.0, 18.0);
        let [start, end] = [line(0.0, 22.0, 30.0, 40.0), line(28.0, 23.0, 60.0, 41.0)];
        assert_eq!(joined(&[start, upper, end], &axes), [upper, line(0.0, 22.0, 60.0, 41.0)]);
        let stacked =
            [line(0.0, 10.0, 40.0, 30.0), line(40.0, 0.0, 70.0, 18.0), line(40.0, 22.0, 70.0, 40.0)];
        assert_eq!(joined(&stacked, &axes), stacked);
    }

    #[test]
    fn a_speck_is_no_row() {
        let picture =
            ["##......", "........", "........", "########", "########", "########", "########", "########"];
        assert_eq!(pieces(&picture), [(0..8, 0..8)]);
    }
}
