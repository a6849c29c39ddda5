//! Words that stand where nothing was found → sizes that the detector missed.

use super::OwnWords;
use super::lines::Row;
use super::words::OwnWord;
use crate::dimension::looks_like_size;
use crate::{Detection, Kind, Point, Quad, Sheet, order};

/// Words this close, in ems, are one text.
const MOST_GAP_EM: f64 = 0.8;
/// A lone digit may be a zone of the border, a balloon, a mark.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=24;
/// Ems of a size against those of the sizes that were found.
const EM_SHARES: std::ops::Range<f64> = 0.75..1.34;
/// Sizes that must have been found before others are told by theirs.
const LEAST_FOUND: usize = 3;
/// Of the sheet's shorter side: on the border stand the letters of its zones.
const BORDER_SHARE: f64 = 0.03;
/// In ems: what stands so close to a cell of a table or a title block belongs to it.
const BESIDE_CELLS_EM: f64 = 4.0;
/// A text that no net has seen.
const SCORE: f64 = 0.6;

/// Sizes among the words of a layer that is believed, on the sheet: of those words that nothing was read from. `founds` are
/// all texts that were found.
pub(crate) fn missed(
    words: &OwnWords,
    used: &[bool],
    founds: &[&Detection],
    sheet: &Sheet<'_>,
) -> Vec<Detection> {
    let mut ems: Vec<f64> = founds
        .iter()
        .filter(|found| found.kind.is_measure())
        .flat_map(|found| found.lines.iter())
        .filter_map(|line| words.within(*line).map(|word| word.em_px).reduce(f64::max))
        .collect();
    if ems.len() < LEAST_FOUND {
        return Vec::new();
    }
    order::by_number(&mut ems, |em_px| *em_px);
    let em_px = ems[ems.len() / 2];
    let cells: Vec<Quad> = founds
        .iter()
        .filter(|found| matches!(found.kind, Kind::Title | Kind::Table | Kind::Note))
        .map(|found| found.quad.grown(BESIDE_CELLS_EM * em_px))
        .collect();
    let (width, height) = sheet.size();
    let border = BORDER_SHARE * width.min(height) as f64;
    let is_on_ground = |at: Point| {
        (0..2).all(|i| at[i] > border && at[i] < [width, height][i] as f64 - border)
            && !cells.iter().any(|cell| cell.holds(at))
    };
    let is_seen = |word: &&OwnWord| words.seen_within(word.quad.grown(word.em_px), used).contains(word);
    let unused = words.all().iter().filter(|word| !used[word.order]).filter(is_seen);
    Row::all(unused, MOST_GAP_EM)
        .into_iter()
        .filter(|row| EM_SHARES.contains(&(row.em_px() / em_px)))
        .filter(|row| row.words.iter().all(|word| is_on_ground(word.middle)))
        .filter(|row| LETTERS.contains(&row.words.iter().map(|word| word.letters.len()).sum()))
        .filter(|row| looks_like_size(&row.text()))
        .map(|row| detection(&row))
        .collect()
}

fn detection(row: &Row<'_>) -> Detection {
    let place = row.inked();
    let (quad, line_height_px) = (place.quad(&row.axes), place.height());
    Detection { kind: Kind::Dimension, score: SCORE, quad, lines: vec![quad], line_height_px }
}
