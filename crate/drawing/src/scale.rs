//! Sheet → the scale at which the detector sees texts as it was taught, and how far the sheet is turned.

use crate::decode::Layout;
use crate::detect::detect_all;
use crate::manifest::DetectorManifest;
use crate::{Detection, DrawingError, Event, Sheet, Stage};
use draftlens_net::{Cancel, Network};

/// A sheet without text is looked at as if it were of this size.
const SIDE_WITHOUT_TEXT_PX: f64 = 1600.0;
/// Sizes found with less certainty do not tell the scale.
const TRUSTED_SCORE: f64 = 0.6;

/// How to look at a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Pixels of the net for one of the page.
    pub scale: f64,
    /// How far lines of text are turned from the level, clockwise.
    pub skew_deg: f64,
}

/// What one look at the whole sheet tells.
struct Look {
    /// How much was found.
    worth: f64,
    /// The scale that it asks for.
    scale: f64,
    skew_deg: f64,
}

/// The scale that brings the lines of dimensions to the height that the net was taught: that of the best of a few looks,
/// then refined once. Fails with [`DrawingError::Cancelled`] or what the net says.
pub(crate) async fn estimate<N: Network>(
    net: &N,
    manifest: &DetectorManifest,
    sheet: &Sheet<'_>,
    cancel: &Cancel,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<View, DrawingError> {
    let longest = sheet.longest_side_px();
    let largest = manifest.scale.largest_side_px / longest;
    let mut best = Look { worth: 0.0, scale: 0.0, skew_deg: 0.0 };
    let total = manifest.scale.start_sides_px.len() + 1;
    for (done, side) in manifest.scale.start_sides_px.iter().enumerate() {
        listen(Event::Progress { stage: Stage::Look, done, total });
        let look = look(net, manifest, sheet, side / longest, cancel).await?;
        if (look.worth, look.scale) > (best.worth, best.scale) {
            best = look;
        }
    }
    if best.worth == 0.0 {
        return Ok(View { scale: SIDE_WITHOUT_TEXT_PX / longest, skew_deg: 0.0 });
    }
    let scale = best.scale.min(largest);
    listen(Event::Progress { stage: Stage::Look, done: total - 1, total });
    let refined = look(net, manifest, sheet, scale, cancel).await?;
    let scale = if refined.worth > 0.0 { refined.scale } else { scale };
    Ok(View { scale: scale.min(largest), skew_deg: refined.skew_deg })
}

async fn look<N: Network>(
    net: &N,
    manifest: &DetectorManifest,
    sheet: &Sheet<'_>,
    scale: f64,
    cancel: &Cancel,
) -> Result<Look, DrawingError> {
    let scaled = sheet.scaled(scale, &manifest.input.normalisation);
    let map = detect_all(net, manifest, &scaled, cancel).await?;
    let layout = Layout::of(&map, manifest);
    let skew_deg = layout.skew_deg();
    let founds: Vec<Detection> = layout.decode(Some(skew_deg)).into_iter().map(|(_, found)| found).collect();
    let (least, most) = manifest.scale.sizes_seen_px;
    let mut heights: Vec<(f64, f64)> = founds
        .iter()
        .filter(|found| found.kind.is_measure() && found.score > TRUSTED_SCORE)
        .filter(|found| least < found.line_height_px && found.line_height_px < most)
        .map(|found| (found.line_height_px, weight(found)))
        .collect();
    heights.sort_by(|a, b| a.0.total_cmp(&b.0));
    let worth: f64 = heights.iter().map(|(_, weight)| weight).sum();
    let mut sum = 0.0;
    let middle = heights.iter().find(|(_, weight)| {
        sum += weight;
        sum >= worth / 2.0
    });
    let scale = middle.map_or(scale, |(height, _)| scale * manifest.input.box_px / height);
    Ok(Look { worth, scale, skew_deg })
}

/// Long texts count more: at a scale that is far too large every speckle of a scan passes for a digit, but none for three.
fn weight(found: &Detection) -> f64 {
    found.score * (found.quad.width() / found.line_height_px - 1.0).clamp(0.05, 4.0)
}
