//! The lines of a block, read → its text: rows from the top down, stacked tolerances behind their size.

use crate::quad::{dot, minus};
use crate::stack::{is_limit, is_stackable, with_lower};
use crate::{Quad, order};

/// A line of text in its block's frame: x along the reading direction, y down.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Piece {
    fn of(block: &Quad, line: &Quad, text: &str) -> Self {
        let axes = block.axes();
        let place = |direction| {
            let places = line.0.map(|corner| dot(minus(corner, block.0[0]), direction));
            (
                places.into_iter().fold(f64::INFINITY, f64::min),
                places.into_iter().fold(f64::NEG_INFINITY, f64::max),
            )
        };
        let ((left, right), (top, bottom)) = (place(axes.along), place(axes.down));
        Self { text: text.to_owned(), left, right, top, bottom }
    }

    fn width(&self) -> f64 {
        self.right - self.left
    }

    fn height(&self) -> f64 {
        self.bottom - self.top
    }

    fn middle(&self) -> f64 {
        f64::midpoint(self.top, self.bottom)
    }

    /// Whether this stands over another as the upper deviation over the lower.
    fn is_stacked_on(&self, lower: &Self) -> bool {
        let beside = self.right.min(lower.right) - self.left.max(lower.left);
        self.middle() < lower.middle() - 0.4 * self.height().min(lower.height())
            && lower.top - self.bottom < self.height().max(lower.height())
            && beside > 0.4 * self.width().min(lower.width())
            && is_stackable(&self.text)
            && is_stackable(&lower.text)
    }

    /// Whether this stands over the end of a size that holds its lower deviation.
    fn hangs_over(&self, size: &Self) -> bool {
        self.middle() < size.top + 0.2 * size.height()
            && self.left > size.left + 0.35 * size.width()
            && size.top - self.bottom < 0.8 * size.height()
    }

    fn take_up(&mut self, text: String, parts: &[Self]) {
        self.text = text;
        self.right = parts.iter().map(|part| part.right).fold(self.right, f64::max);
    }
}

/// Lines and their texts, of which some may be empty → the text of the block.
pub(crate) fn assemble<'t>(block: &Quad, lines: impl IntoIterator<Item = (&'t Quad, &'t str)>) -> String {
    let mut pieces: Vec<Piece> = lines
        .into_iter()
        .map(|(line, text)| Piece::of(block, line, text.trim()))
        .filter(|piece| !piece.text.is_empty())
        .collect();
    order::by_number(&mut pieces, |piece| piece.left);
    order::by_number(&mut pieces, Piece::middle);
    while join_a_stack(&mut pieces) || join_an_overhang(&mut pieces) {}
    let rows = rows(pieces);
    let joint = if rows.len() == 2 && rows.iter().all(|row| is_limit(row)) { "/" } else { "\n" };
    rows.join(joint)
}

/// Puts one `+0.1` over `-0.2` behind the size to their left.
fn join_a_stack(pieces: &mut Vec<Piece>) -> bool {
    for upper in 0..pieces.len() {
        for lower in (0..pieces.len()).filter(|&lower| lower != upper) {
            if pieces[upper].is_stacked_on(&pieces[lower])
                && let Some(size) = size_before(pieces, upper, lower)
            {
                let parts = [pieces[upper].clone(), pieces[lower].clone()];
                let text = format!("{} {}/{}", pieces[size].text, parts[0].text, parts[1].text);
                pieces[size].take_up(text, &parts);
                pieces.remove(upper.max(lower));
                pieces.remove(upper.min(lower));
                return true;
            }
        }
    }
    false
}

/// The rightmost piece whose middle lies before two stacked ones, on their level.
fn size_before(pieces: &[Piece], upper: usize, lower: usize) -> Option<usize> {
    let (above, below) = (&pieces[upper], &pieces[lower]);
    let start = above.left.min(below.left);
    let is_before = |piece: &Piece| {
        let spare = 0.3 * piece.height();
        f64::midpoint(piece.left, piece.right) < start
            && above.top - spare < piece.middle()
            && piece.middle() < below.bottom + spare
    };
    (0..pieces.len())
        .filter(|&index| index != upper && index != lower && is_before(&pieces[index]))
        .max_by(|&a, &b| pieces[a].right.total_cmp(&pieces[b].right))
}

/// Puts an upper deviation between the size beneath it and the lower deviation that was read with the size.
fn join_an_overhang(pieces: &mut Vec<Piece>) -> bool {
    for upper in (0..pieces.len()).filter(|&upper| is_stackable(&pieces[upper].text)) {
        for size in (0..pieces.len()).filter(|&size| size != upper) {
            if !pieces[upper].hangs_over(&pieces[size]) {
                continue;
            }
            if let Some((nominal, lower)) = with_lower(&pieces[size].text) {
                let part = pieces[upper].clone();
                let text = format!("{nominal} {}/{lower}", part.text);
                pieces[size].take_up(text, &[part]);
                pieces.remove(upper);
                return true;
            }
        }
    }
    false
}

/// Pieces on one level, from left to right.
fn rows(mut pieces: Vec<Piece>) -> Vec<String> {
    order::by_number(&mut pieces, Piece::middle);
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let is_level = |last: &Piece| {
            let shared = last.bottom.min(piece.bottom) - last.top.max(piece.top);
            shared > 0.5 * last.height().min(piece.height())
        };
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(is_level) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    let text = |mut row: Vec<Piece>| {
        order::by_number(&mut row, |piece| piece.left);
        row.into_iter().map(|piece| piece.text).collect::<Vec<_>>().join(" ")
    };
    rows.into_iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &[(&str, [f64; 4])]) -> String {
        let quads: Vec<Quad> = lines
            .iter()
            .map(|(_, [left, top, right, bottom])| {
                Quad([[*left, *top], [*right, *top], [*right, *bottom], [*left, *bottom]])
            })
            .collect();
        let block = Quad([[0.0, 0.0], [100.0, 0.0], [100.0, 40.0], [0.0, 40.0]]);
        assemble(&block, quads.iter().zip(lines.iter().map(|(text, _)| *text)))
    }

    #[test]
    fn rows_stand_from_the_top_down() {
        let lines = [("↧ 12", [0.0, 22.0, 40.0, 40.0]), ("4x Ø6", [0.0, 0.0, 60.0, 18.0])];
        assert_eq!(text(&lines), "4x Ø6\n↧ 12");
    }

    #[test]
    fn stacked_tolerances_follow_their_size() {
        let size = ("35", [0.0, 10.0, 40.0, 30.0]);
        let stack = [("-0.2", [44.0, 21.0, 80.0, 39.0]), ("+0.1", [44.0, 1.0, 80.0, 19.0]), size];
        assert_eq!(text(&stack), "35 +0.1/-0.2");
    }

    #[test]
    fn an_upper_deviation_over_a_size_read_with_its_lower_one_goes_between_them() {
        let lines = [("0", [60.0, 0.0, 70.0, 14.0]), ("Ø 3,99 -0,02", [0.0, 16.0, 100.0, 36.0])];
        assert_eq!(text(&lines), "Ø 3,99 0/-0,02");
    }

    #[test]
    fn two_sizes_one_above_the_other_are_limits() {
        assert_eq!(text(&[("6.00", [0.0, 20.0, 40.0, 38.0]), ("6.15", [0.0, 0.0, 40.0, 18.0])]), "6.15/6.00");
    }

    #[test]
    fn pieces_on_one_level_are_one_row_and_empty_lines_nothing() {
        let lines =
            [("B", [50.0, 1.0, 60.0, 19.0]), ("A", [0.0, 0.0, 40.0, 18.0]), ("", [0.0, 20.0, 9.0, 38.0])];
        assert_eq!(text(&lines), "A B");
    }
}
