//! What a net expects and produces, as `models/*.json` says it.

use crate::Kind;
use serde::{Deserialize, Serialize};

/// Which net it was: what every result carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelId {
    /// Name and the beginning of the hash.
    pub id: String,
    /// Of the ONNX file, in hex.
    pub sha256: String,
}

/// Manifest of the detector.
#[derive(Debug, Clone, Deserialize)]
pub struct DetectorManifest {
    /// Which net it is.
    #[serde(flatten)]
    pub model: ModelId,
    /// The ONNX file, beside the manifest.
    pub file: String,
    pub(crate) input: DetectorInput,
    pub(crate) output: DetectorOutput,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) kinds_left_out: Vec<Kind>,
    pub(crate) scale: ScaleSearch,
    pub(crate) decode: Decode,
    pub(crate) slanting: SecondLook,
    pub(crate) thresholds: DetectorThresholds,
}

/// Manifest of the reader.
#[derive(Debug, Clone, Deserialize)]
pub struct ReaderManifest {
    /// Which net it is.
    #[serde(flatten)]
    pub model: ModelId,
    /// The ONNX file, beside the manifest.
    pub file: String,
    pub(crate) input: ReaderInput,
    pub(crate) output: ReaderOutput,
    pub(crate) alphabet: String,
    pub(crate) thresholds: ReaderThresholds,
    pub(crate) calibration: Calibration,
}

/// How grey becomes ink.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Normalisation {
    /// The darkest such share of the pixels counts as fully inked.
    pub(crate) ink_share: f64,
    pub(crate) least_contrast: f64,
    /// Greys below the paper's own that still count as paper.
    pub(crate) paper_slack: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct DetectorInput {
    pub(crate) normalisation: Normalisation,
    pub(crate) side_multiple: usize,
    /// The height at which the net sees the line of a dimension.
    pub(crate) box_px: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct DetectorOutput {
    /// Pixels to a cell.
    pub(crate) stride: usize,
    /// Unit of the distances to edges.
    pub(crate) reach_px: f64,
    /// Distances to a text's ends are cut off at so many units.
    pub(crate) end_limit: f64,
    pub(crate) channels: Channels,
}

/// First channel and the one behind the last.
pub(crate) type ChannelRange = (usize, usize);

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Channels {
    pub(crate) core: ChannelRange,
    pub(crate) line: ChannelRange,
    pub(crate) kind: ChannelRange,
    pub(crate) along: ChannelRange,
    pub(crate) block: ChannelRange,
    pub(crate) row: ChannelRange,
}

impl Channels {
    pub(crate) fn count(&self) -> usize {
        let Self { core, line, kind, along, block, row } = self;
        [core, line, kind, along, block, row].iter().map(|range| range.1).max().unwrap_or_default()
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ScaleSearch {
    /// Long sides of the page at which text is looked for first.
    pub(crate) start_sides_px: Vec<f64>,
    pub(crate) largest_side_px: f64,
    /// Heights of a line that the net can be trusted with.
    pub(crate) sizes_seen_px: (f64, f64),
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Decode {
    /// Of the shorter side: how far a core keeps from its box's edge.
    pub(crate) core_shrink: f64,
    pub(crate) least_cells: usize,
    /// Texts take the sheet's own axes within at most so many degrees, long ones within the next.
    pub(crate) snap_deg: f64,
    pub(crate) long_snap_deg: f64,
    /// Between the two: so many degrees over the text's elongation.
    pub(crate) square_snap_deg: f64,
    /// How a line's cells lie tells its angle better than the net does, the more the longer it is: nothing and all at these
    /// elongations.
    pub(crate) lying: (f64, f64),
    /// What lies further off is not turned, but something else.
    pub(crate) most_turn_deg: f64,
}

/// Slanting texts are looked at again, level.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SecondLook {
    /// Off the sheet's axes.
    pub(crate) slant_deg: f64,
    /// Times as long as high; a lone digit says nothing new at a second look.
    pub(crate) long_enough: f64,
    /// Times its height: what of the sheet is shown on each side of a text.
    pub(crate) around: f64,
    pub(crate) looks: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct DetectorThresholds {
    pub(crate) decode: f32,
    pub(crate) line: f32,
    pub(crate) score: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ReaderInput {
    pub(crate) normalisation: Normalisation,
    pub(crate) height_px: usize,
    pub(crate) width_multiple: usize,
    pub(crate) narrowest_px: usize,
    pub(crate) widest_px: usize,
    pub(crate) margin_along: f64,
    pub(crate) margin_across: f64,
    pub(crate) frame_margin_along: f64,
    pub(crate) frame_margin_across: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ReaderOutput {
    pub(crate) px_per_step: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ReaderThresholds {
    pub(crate) unsure_below: f64,
}

/// Turns the reader's score of a text into the chance that it is right.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Calibration {
    pub(crate) slope: f64,
    pub(crate) offset: f64,
}

impl Calibration {
    pub(crate) fn chance(self, score: f64) -> f64 {
        const LEAST: f64 = 1e-6;
        let score = score.clamp(LEAST, 1.0 - LEAST);
        let logit = self.slope * libm::log(score / (1.0 - score)) + self.offset;
        1.0 / (1.0 + libm::exp(-logit.clamp(-30.0, 30.0)))
    }
}
