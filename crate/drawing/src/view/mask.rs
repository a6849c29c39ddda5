//! A picture of two colours, sixty-four pixels to a word: what is grown, shrunk and followed there costs next to nothing.

use std::ops::Range;

const BITS: usize = u64::BITS as usize;

/// Which pixels of a picture are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mask {
    pub(crate) width_px: usize,
    pub(crate) height_px: usize,
    words_per_row: usize,
    /// Bits behind the end of a row are never set.
    words: Vec<u64>,
}

impl Mask {
    pub(crate) fn empty(width_px: usize, height_px: usize) -> Self {
        let words_per_row = width_px.div_ceil(BITS);
        Self { width_px, height_px, words_per_row, words: vec![0; words_per_row * height_px] }
    }

    pub(crate) fn of(width_px: usize, height_px: usize, is_set: impl Fn(usize, usize) -> bool) -> Self {
        let mut mask = Self::empty(width_px, height_px);
        for y in 0..height_px {
            for x in 0..width_px {
                let bit = u64::from(is_set(x, y)) << (x % BITS);
                mask.words[y * mask.words_per_row + x / BITS] |= bit;
            }
        }
        mask
    }

    pub(crate) fn get(&self, x: usize, y: usize) -> bool {
        self.words[y * self.words_per_row + x / BITS] >> (x % BITS) & 1 == 1
    }

    pub(crate) fn set(&mut self, y: usize, columns: Range<usize>) {
        for x in columns {
            self.words[y * self.words_per_row + x / BITS] |= 1 << (x % BITS);
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The stretches of set pixels in a row, from left to right.
    pub(crate) fn runs(&self, y: usize) -> impl Iterator<Item = Range<usize>> {
        let (row, width) = (self.row(y), self.width_px);
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = next(row, at, true, width);
            at = next(row, start, false, width);
            (start < width).then_some(start..at)
        })
    }

    /// What is set in both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let words = self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect();
        Self { words, ..*self }
    }

    pub(crate) fn complement(&self) -> Self {
        let mut mask = self.clone();
        mask.words.iter_mut().for_each(|word| *word = !*word);
        mask.clear_behind_rows();
        mask
    }

    /// Every set pixel becomes a rectangle of this (odd) size.
    pub(crate) fn grown(&self, width_px: usize, height_px: usize) -> Self {
        let (beside, above) = (width_px / 2, height_px / 2);
        let mut mask = self.clone();
        if mask.words.is_empty() {
            return mask;
        }
        for row in mask.words.chunks_exact_mut(self.words_per_row) {
            in_steps(beside, |by| or_moved_right(row, by));
        }
        mask.clear_behind_rows();
        for row in mask.words.chunks_exact_mut(self.words_per_row) {
            in_steps(beside, |by| or_moved_left(row, by));
        }
        in_steps(above, |by| mask.or_moved_down(by));
        in_steps(above, |by| mask.or_moved_up(by));
        mask
    }

    /// Only where all of a rectangle of this (odd) size around a pixel is set, as far as it lies within the picture.
    pub(crate) fn shrunk(&self, width_px: usize, height_px: usize) -> Self {
        self.complement().grown(width_px, height_px).complement()
    }

    /// Without what no such rectangle fits into.
    pub(crate) fn opened(&self, width_px: usize, height_px: usize) -> Self {
        self.shrunk(width_px, height_px).grown(width_px, height_px)
    }

    /// Without what holds a square of this (odd) side.
    pub(crate) fn without_solids(&self, side_px: usize) -> Self {
        self.and(&self.opened(side_px, side_px).complement())
    }

    /// With all into which no such rectangle fits.
    pub(crate) fn closed(&self, width_px: usize, height_px: usize) -> Self {
        self.grown(width_px, height_px).shrunk(width_px, height_px)
    }

    fn row(&self, y: usize) -> &[u64] {
        &self.words[y * self.words_per_row..][..self.words_per_row]
    }

    fn clear_behind_rows(&mut self) {
        let used = self.width_px % BITS;
        if used > 0 {
            let last = self.words.iter_mut().skip(self.words_per_row - 1).step_by(self.words_per_row);
            last.for_each(|word| *word &= (1 << used) - 1);
        }
    }

    fn or_moved_down(&mut self, rows: usize) {
        let by = rows * self.words_per_row;
        for at in (by..self.words.len()).rev() {
            self.words[at] |= self.words[at - by];
        }
    }

    fn or_moved_up(&mut self, rows: usize) {
        let by = rows * self.words_per_row;
        for at in by..self.words.len() {
            self.words[at - by] |= self.words[at];
        }
    }
}

/// Moves that together reach `total`, each no longer than what the ones before it cover.
fn in_steps(total: usize, mut step: impl FnMut(usize)) {
    let mut covered = 0;
    while covered < total {
        let by = (covered + 1).min(total - covered);
        step(by);
        covered += by;
    }
}

fn or_moved_right(row: &mut [u64], by: usize) {
    let (words, bits) = (by / BITS, by % BITS);
    for at in (words..row.len()).rev() {
        let carried = if bits > 0 && at > words { row[at - words - 1] >> (BITS - bits) } else { 0 };
        row[at] |= row[at - words] << bits | carried;
    }
}

fn or_moved_left(row: &mut [u64], by: usize) {
    let (words, bits) = (by / BITS, by % BITS);
    for at in words..row.len() {
        let carried = if bits > 0 && at + 1 < row.len() { row[at + 1] << (BITS - bits) } else { 0 };
        row[at - words] |= row[at] >> bits | carried;
    }
}

/// The first pixel from `from` on that is set or not, as wanted; `end` if there is none.
fn next(row: &[u64], from: usize, is_set: bool, end: usize) -> usize {
    let flip = if is_set { 0 } else { u64::MAX };
    let mut seen = u64::MAX << (from % BITS);
    for (index, word) in row.iter().enumerate().skip(from / BITS) {
        let bits = (word ^ flip) & seen;
        if bits != 0 {
            return (index * BITS + bits.trailing_zeros() as usize).min(end);
        }
        seen = u64::MAX;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of sizes that end within a word, at its end and behind it.
    fn pictures() -> impl Iterator<Item = Mask> {
        [(1, 1), (5, 9), (63, 4), (64, 7), (65, 3), (130, 20)].into_iter().flat_map(|(width, height)| {
            [3, 11, 60].map(|share| {
                let noise =
                    |x: usize, y: usize| (y * 1031 + x + share).wrapping_mul(2_654_435_761) % 4093 * 97 % 100;
                Mask::of(width, height, |x, y| noise(x, y) < share)
            })
        })
    }

    /// Pixel by pixel.
    fn grown_slowly(mask: &Mask, width: usize, height: usize) -> Mask {
        Mask::of(mask.width_px, mask.height_px, |x, y| {
            let columns = x.saturating_sub(width / 2)..(x + width / 2 + 1).min(mask.width_px);
            let mut rows = y.saturating_sub(height / 2)..(y + height / 2 + 1).min(mask.height_px);
            rows.any(|y| columns.clone().any(|x| mask.get(x, y)))
        })
    }

    #[test]
    fn growing_and_shrinking_are_those_of_every_rectangle() {
        for mask in pictures() {
            for (width, height) in [(1, 1), (3, 3), (1, 41), (41, 1), (5, 11), (131, 3)] {
                let grown = grown_slowly(&mask, width, height);
                assert_eq!(mask.grown(width, height), grown, "{width} × {height}");
                let shrunk = grown_slowly(&mask.complement(), width, height).complement();
                assert_eq!(mask.shrunk(width, height), shrunk, "{width} × {height}");
            }
        }
    }

    #[test]
    fn runs_are_the_set_pixels_and_nothing_else() {
        for mask in pictures() {
            let mut same = Mask::empty(mask.width_px, mask.height_px);
            for y in 0..mask.height_px {
                let mut last = None;
                for run in mask.runs(y) {
                    assert!(
                        !run.is_empty() && last.is_none_or(|last| last < run.start),
                        "apart and in order"
                    );
                    last = Some(run.end);
                    same.set(y, run);
                }
            }
            assert_eq!(same, mask);
            assert_eq!(mask.count() + mask.complement().count(), mask.width_px * mask.height_px);
        }
    }
}
