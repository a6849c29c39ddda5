//! The file's own words → readings that beat those of the pixels, where the words are honest.
//!
//! What a file says of its page is often better than what can be read off it, and sometimes a lie: glyphs with the codes of
//! others, letters that stand somewhere else than what is seen, the guesses of a scanner's program, old values under new ones.
//! So each text is read off the pixels all the same. The words are laid beside it ([`lines`], [`blend`]); what all of them
//! together are worth tells whether the layer is believed ([`trust`]). Symbols that are drawn as strokes stand in no layer:
//! they are the pixels' own where the words leave room for them.

mod words;
mod lines;
mod blend;
mod trust;
mod believed;
mod missed;
mod set_anew;

pub(crate) use believed::Believed;
pub(crate) use blend::Blend;
pub(crate) use missed::missed;
pub use trust::{LayerReport, LayerVerdict};
pub(crate) use trust::{Trust, Witness};
pub(crate) use words::OwnWords;

use crate::{Quad, Reading};

impl OwnWords {
    /// What the file's words say of a line that was read; none where it has no words there.
    pub(crate) fn beside(&self, line: &Quad, reading: &Reading, alphabet: &[char]) -> Option<Blend> {
        self.lines_at(line)
            .into_iter()
            .map(|own| Blend::of(&own, reading, alphabet))
            .min_by(|a, b| a.cost.total_cmp(&b.cost))
    }
}
