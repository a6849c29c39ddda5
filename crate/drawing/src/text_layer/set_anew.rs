//! A text whose lines or direction were not found as the file's words have them → the same text as these have it.

use super::OwnWords;
use super::lines::Row;
use super::words::OwnWord;
use crate::Detection;
use crate::quad::{Extent, dot};

/// Words this close, in ems, are one line of a block.
const MOST_GAP_EM: f64 = 1.2;
/// The cosine between two directions that are one.
const SAME: f64 = 0.94;
/// Around the ink of a block, in heights of a line.
const MARGIN: f64 = 0.1;

impl OwnWords {
    /// None where no word stands in it.
    pub(crate) fn set_anew(&self, found: &Detection, used: &[bool]) -> Option<Detection> {
        let words = self.seen_within(found.quad, used);
        let longest = words.iter().max_by_key(|word| word.letters.len())?;
        let axes = longest.axes;
        let along = |word: &&OwnWord| dot(word.axes.along, axes.along) > SAME;
        let rows = Row::all(words.iter().copied().filter(along), MOST_GAP_EM);
        let inked = rows.iter().map(Row::inked);
        let of_words = inked.clone().reduce(Extent::union)?;
        let own = found.quad.axes();
        let stands_across = [dot(own.along, axes.along).abs(), dot(own.down, axes.along).abs()];
        // A block that slants otherwise than its words is not worth keeping.
        let block = if stands_across.iter().any(|cosine| *cosine > SAME) {
            found.quad.extent(&axes).union(of_words)
        } else {
            of_words
        };
        let line_height = inked.clone().map(Extent::height).fold(f64::INFINITY, f64::min);
        let places: Vec<Extent> = inked.collect();
        let lines = places.iter().map(|place| {
            let (left, right) = reach(place, &places, block);
            axes.quad(left, place.top, right, place.bottom).grown(MARGIN * line_height)
        });
        let lines = lines.collect();
        Some(Detection { quad: block.quad(&axes), lines, ..found.clone() })
    }
}

/// A line may go on to the block's ends, with symbols that are no words, where nothing else stands.
fn reach(place: &Extent, all: &[Extent], block: Extent) -> (f64, f64) {
    let beside =
        all.iter().filter(|other| *other != place && other.top < place.bottom && place.top < other.bottom);
    beside.fold((block.left, block.right), |(left, right), other| {
        if other.right < place.left + (place.right - place.left) / 2.0 {
            (left.max(other.right.min(place.left)), right)
        } else {
            (left, right.min(other.left.max(place.right)))
        }
    })
}
