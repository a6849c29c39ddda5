//! All lines that both witnesses tell of → whether the file's words are believed.

use super::{Blend, OwnWords};
use serde::{Deserialize, Serialize};

/// Letters that must have been compared before a layer is believed.
const LEAST_LETTERS: usize = 8;
/// The share of letters in which an honest layer agrees with the pixels, on sheets that can hardly be read.
const LEAST_AGREEMENT: f64 = 0.6;

/// What the file's own words are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerVerdict {
    /// They say what the page shows.
    Believed,
    /// Some program read them off the picture that is the page.
    ReadOffPicture,
    /// They say something else than what the page shows, or say it somewhere else.
    Contradicted,
    /// Too few of them stand where the page shows text.
    TooLittle,
}

/// The file's own words, judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LayerReport {
    /// What they are worth.
    pub verdict: LayerVerdict,
    /// Words of the page.
    pub words: usize,
    /// Letters of theirs that could be compared with the pixels.
    pub compared: usize,
    /// The share of these that the pixels confirm.
    pub agreement: f64,
}

/// What speaks for and against a layer, line by line.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Witness {
    letters: usize,
    /// In hundredths, so that it is the same in whatever order lines are heard.
    cost: u64,
}

impl Witness {
    pub(crate) fn hear(&mut self, blend: &Blend) {
        self.letters += blend.letters;
        // A line that is wrong from end to end speaks no louder than its letters.
        self.cost += (100.0 * blend.cost.min(blend.letters as f64)).round() as u64;
    }

    pub(crate) fn judge(&self, words: &OwnWords) -> Trust {
        let agreement =
            if self.letters == 0 { 0.0 } else { 1.0 - self.cost as f64 / (100.0 * self.letters as f64) };
        let verdict = if words.is_read_off_picture {
            LayerVerdict::ReadOffPicture
        } else if self.letters < LEAST_LETTERS {
            LayerVerdict::TooLittle
        } else if agreement < LEAST_AGREEMENT {
            LayerVerdict::Contradicted
        } else {
            LayerVerdict::Believed
        };
        let agreement = (agreement * 1000.0).round() / 1000.0;
        Trust(LayerReport { verdict, words: words.count, compared: self.letters, agreement })
    }
}

/// A layer, judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trust(pub(crate) LayerReport);

impl Trust {
    pub(crate) fn is_believed(self) -> bool {
        self.0.verdict == LayerVerdict::Believed
    }
}
