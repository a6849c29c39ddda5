//! The lines of one text, each by the witness that is believed. Words win where the reader is in doubt; where it is sure of
//! something else, the file may hold an old value: what is seen stays, and somebody should look.

use super::Blend;
use crate::Reading;
use crate::analysis::Source;
use crate::manifest::Calibration;

/// That the pixels' text is right: a reader so sure is not overruled.
const SURE: f64 = 0.9;

/// What a text is read from, line by line.
pub(crate) struct Believed {
    pub(crate) lines: Vec<Reading>,
    pub(crate) source: Source,
    /// That they are right.
    pub(crate) chance: f64,
    /// The same lines as the file has them, where the pixels surely say otherwise.
    pub(crate) denied: Option<Vec<String>>,
}

impl Believed {
    /// Of lines as read, with what the file's words say of each where these are believed.
    pub(crate) fn of(seen: &[Reading], own: &[Option<Blend>], calibration: Calibration) -> Self {
        let mut believed = Self { lines: Vec::new(), source: Source::TextLayer, chance: 1.0, denied: None };
        let mut seen_score = 1.0;
        let (mut has_own, mut is_denied) = (false, false);
        let mut as_file_has = Vec::new();
        let nothing = std::iter::repeat(&None);
        for (seen, own) in seen.iter().zip(own.iter().chain(nothing)) {
            let of_seen = calibration.chance(seen.score);
            let own = own.as_ref().filter(|own| own.is_believable());
            as_file_has.push(own.map_or(&seen.text, |own| &own.reading.text).clone());
            is_denied |= own.is_some_and(|own| !own.agrees && of_seen >= SURE);
            if let Some(own) = own.filter(|own| own.agrees || of_seen < SURE) {
                has_own = true;
                believed.chance *= own.chance(of_seen);
                believed.lines.push(own.reading.clone());
                continue;
            }
            if !seen.text.is_empty() {
                believed.source = Source::Pixels;
                seen_score *= seen.score;
            }
            believed.lines.push(seen.clone());
        }
        if believed.source == Source::Pixels {
            believed.chance *= calibration.chance(seen_score);
        }
        if !has_own {
            believed.source = Source::Pixels;
        }
        believed.denied = is_denied.then_some(as_file_has);
        believed
    }

    /// Does the file say all of it as it is seen?
    pub(crate) fn is_of_words(&self) -> bool {
        self.source == Source::TextLayer && self.denied.is_none()
    }
}
