//! What one look at a sheet shows of its sizes: how much, how long, and how high their lines are.

use crate::{Detection, order};

/// Sizes found with no more certainty than the first do not tell the scale, with the second they fully do.
const TRUSTED_SCORES: (f64, f64) = (0.5, 0.7);
/// Between which shares of what was found, from the lowest line up, the middle of their heights is taken.
const MIDDLE: (f64, f64) = (0.4, 0.6);

pub(crate) struct SizesSeen {
    /// How much was found.
    pub(crate) worth: f64,
    /// On the mean, in heights, beyond the first character.
    pub(crate) length: f64,
    /// The middle of the heights of their lines, in pixels of the net.
    pub(crate) height_px: Option<f64>,
}

impl SizesSeen {
    pub(crate) fn among(founds: &[Detection], (least, most): (f64, f64)) -> Self {
        let mut seen: Vec<(&Detection, f64)> = founds
            .iter()
            .filter(|found| found.kind.is_measure())
            .filter(|found| least < found.line_height_px && found.line_height_px < most)
            .map(|found| (found, trust(found)))
            .filter(|(_, trust)| *trust > 0.0)
            .collect();
        order::by_number(&mut seen, |(found, _)| found.line_height_px);
        // Long texts count more: at a scale that is far too large every speckle of a scan passes for a digit, but none for
        // three.
        let heights: Vec<(f64, f64)> =
            seen.iter().map(|(found, trust)| (found.line_height_px, trust * length(found))).collect();
        let worth: f64 = heights.iter().map(|(_, weight)| weight).sum();
        let trusted: f64 = seen.iter().map(|(_, trust)| trust).sum();
        let length = if trusted > 0.0 { worth / trusted } else { 0.0 };
        Self { worth, length, height_px: middle(&heights, worth) }
    }
}

/// The mean of the middle ones by weight. The one in the middle would jump from text to text.
fn middle(heights: &[(f64, f64)], worth: f64) -> Option<f64> {
    let (from, to) = (MIDDLE.0 * worth, MIDDLE.1 * worth);
    let (mut before, mut sum) = (0.0_f64, 0.0);
    for (height, weight) in heights {
        let behind = before + weight;
        sum += height * (behind.min(to) - before.max(from)).max(0.0);
        before = behind;
    }
    (worth > 0.0).then(|| sum / (to - from))
}

fn trust(found: &Detection) -> f64 {
    let trust = (found.score - TRUSTED_SCORES.0) / (TRUSTED_SCORES.1 - TRUSTED_SCORES.0);
    trust.clamp(0.0, 1.0) * found.score
}

/// In heights, beyond the first character.
fn length(found: &Detection) -> f64 {
    (found.quad.width() / found.line_height_px - 1.0).clamp(0.05, 4.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;
    use crate::{Kind, Quad};

    fn found(width_px: f64, height_px: f64, score: f64) -> Detection {
        let quad = Quad([[0.0, 0.0], [width_px, 0.0], [width_px, height_px], [0.0, height_px]]);
        Detection { kind: Kind::Dimension, score, quad, lines: vec![quad], line_height_px: height_px }
    }

    fn among(founds: &[Detection]) -> SizesSeen {
        SizesSeen::among(founds, (12.0, 34.0))
    }

    #[test]
    fn blobs_are_shorter_than_sizes_whatever_their_number() {
        let blobs: Vec<Detection> = (0..40).map(|_| found(20.0, 16.0, 0.8)).collect();
        let sizes: Vec<Detection> = (0..3).map(|_| found(48.0, 16.0, 0.8)).collect();
        assert!(among(&blobs).worth > among(&sizes).worth);
        assert!((among(&blobs).length - 0.25).abs() < 1e-9 && (among(&sizes).length - 2.0).abs() < 1e-9);
        assert!(among(&[]).worth == 0.0 && among(&[]).length == 0.0 && among(&[]).height_px.is_none());
    }

    #[test]
    fn the_height_does_not_jump_when_one_more_is_barely_trusted() {
        let mut founds: Vec<Detection> =
            (0..4).map(|step| found(60.0, 14.0 + f64::from(step), 0.9)).collect();
        let before = among(&founds).height_px.unwrap();
        founds.push(found(60.0, 30.0, 0.501));
        assert!((among(&founds).height_px.unwrap() - before).abs() < 0.05);
    }
}
