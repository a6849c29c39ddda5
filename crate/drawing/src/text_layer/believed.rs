//! The lines of one text, each by the witness that is believed.

use super::Blend;
use crate::Reading;
use crate::analysis::Source;
use crate::manifest::Calibration;

/// A reader so sure of a text that the file denies has seen something: somebody should look.
const SURE: f64 = 0.9;

/// What a text is read from, line by line.
pub(crate) struct Believed {
    pub(crate) lines: Vec<Reading>,
    pub(crate) source: Source,
    /// That they are right.
    pub(crate) chance: f64,
    /// What the pixels say and the file denies, or the other way round.
    pub(crate) is_disputed: bool,
}

impl Believed {
    /// Of lines as read, with what the file's words say of each where these are believed.
    pub(crate) fn of(seen: &[Reading], own: &[Option<Blend>], calibration: Calibration) -> Self {
        let mut believed =
            Self { lines: Vec::new(), source: Source::TextLayer, chance: 1.0, is_disputed: false };
        let mut seen_score = 1.0;
        let mut has_own = false;
        let nothing = std::iter::repeat(&None);
        for (seen, own) in seen.iter().zip(own.iter().chain(nothing)) {
            let of_seen = calibration.chance(seen.score);
            let own = own.as_ref().filter(|own| own.is_believable());
            if let Some(own) = own {
                has_own = true;
                believed.chance *= own.chance(of_seen);
                believed.is_disputed |= !own.agrees && of_seen >= SURE;
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
        believed
    }
}
