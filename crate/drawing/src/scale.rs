//! Sheet → the right way up, its skew, and the scale at which the detector sees texts as it was taught.

use crate::decode::Layout;
use crate::detect::detect_all;
use crate::manifest::DetectorManifest;
use crate::order;
use crate::skew::skew_deg;
use crate::text_map::TextMap;
use crate::way_up::{WayUp, way_up};
use crate::{Detection, DrawingError, Event, Nets, QuarterTurns, ScaledSheet, Sheet, Stage};
use draftlens_net::{Cancel, Network};

/// A sheet without text is looked at as if it were of this size.
const SIDE_WITHOUT_TEXT_PX: f64 = 1600.0;
/// Looked at where no larger size shows a text: a cutting with a few large ones.
const SMALL_SIDE_PX: f64 = 600.0;
/// Sizes found with no more certainty than the first do not tell the scale, with the second they fully do.
const TRUSTED_SCORES: (f64, f64) = (0.5, 0.7);
/// Between which shares of what was found, from the lowest line up, the middle of their heights is taken.
const MIDDLE: (f64, f64) = (0.25, 0.75);
/// Less than this is no text that one could go by.
const LEAST_WORTH: f64 = 3.0;
/// A look that asks for a scale so many times its own has not seen the smaller texts.
const LARGEST_STEP: f64 = 1.2;
/// Each larger look may show texts that are smaller still.
const MOST_REFINED: usize = 3;
/// What the net says of a height leans towards the height that it was taught: the scale changes by this power of what it
/// says. On the real sheets it says 0.5 to 0.8 of the difference, as a logarithm.
const LEANING: f64 = 1.3;
/// A look this near to the scale that it asks for need not be repeated there.
const NEAR: f64 = 0.04;
/// Scales go by such a factor. A machine that rounds otherwise sees a height otherwise by a thousandth, and all of a sheet
/// would be looked at in other pixels.
const STEP: f64 = 1.02;

/// How to look at a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// What sets the page upright.
    pub quarter_turns: QuarterTurns,
    /// Pixels of the net for one of the page.
    pub scale: f64,
    /// How far lines on the upright sheet are turned from the level, clockwise.
    pub skew_deg: f64,
}

/// A sheet set upright, how to look at it, and what was seen if it was looked at just so.
pub(crate) struct Estimate<'a> {
    pub(crate) sheet: Sheet<'a>,
    pub(crate) view: View,
    pub(crate) seen: Option<(ScaledSheet, TextMap)>,
}

/// What one look at the whole sheet tells.
struct Look {
    /// How much was found.
    worth: f64,
    /// Times its own: the scale that it asks for.
    step: f64,
    /// In pixels of the sheet.
    founds: Vec<Detection>,
    scaled: ScaledSheet,
    map: TextMap,
}

/// The sheet, set upright, and the scale that brings the lines of dimensions to the height that the net was taught. Fails
/// with [`DrawingError::Cancelled`] or what a net says.
pub(crate) async fn estimate<'a, D: Network, R: Network>(
    nets: &Nets<D, R>,
    sheet: Sheet<'a>,
    cancel: &Cancel,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Estimate<'a>, DrawingError> {
    let (net, manifest) = (&nets.detector, &nets.detector_manifest);
    let sides = &manifest.scale.start_sides_px;
    let mut best = search(net, manifest, &sheet, sides, cancel, listen).await?;
    let mut told = way_up(&nets.reader, &nets.reader_manifest, &sheet, &best.founds, cancel).await?;
    if best.suffices() && !told.is_legible {
        // Columns of small texts on their side pass for sizes, but nobody can read them.
        let larger =
            search(net, manifest, &sheet, sides.get(1..).unwrap_or_default(), cancel, listen).await?;
        if larger.worth > best.worth {
            told = way_up(&nets.reader, &nets.reader_manifest, &sheet, &larger.founds, cancel).await?;
            best = larger;
        }
    }
    let WayUp { quarter_turns, .. } = told;
    let sheet = sheet.turned(quarter_turns);
    // Texts on their heads mislead about their heights.
    let best = if quarter_turns.count() == 0 {
        best
    } else {
        search(net, manifest, &sheet, sides, cancel, listen).await?
    };
    Ok(best.settled(sheet, quarter_turns, manifest))
}

/// The same for a sheet as it lies, which asks no reader: for those who only want to know where texts are.
pub(crate) async fn estimate_as_it_lies<'a, N: Network>(
    net: &N,
    manifest: &DetectorManifest,
    sheet: Sheet<'a>,
    cancel: &Cancel,
) -> Result<Estimate<'a>, DrawingError> {
    let best = search(net, manifest, &sheet, &manifest.scale.start_sides_px, cancel, &mut |_| ()).await?;
    Ok(best.settled(sheet, QuarterTurns::default(), manifest))
}

/// The best of as many looks as it takes, the cheapest first.
async fn search<N: Network>(
    net: &N,
    manifest: &DetectorManifest,
    sheet: &Sheet<'_>,
    sides: &[f64],
    cancel: &Cancel,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Look, DrawingError> {
    let longest = sheet.longest_side_px();
    let mut hear = |done| listen(Event::Progress { stage: Stage::Look, done, total: sides.len() });
    let mut best: Option<Look> = None;
    for (done, side) in sides.iter().enumerate() {
        if best.as_ref().is_some_and(Look::suffices) {
            break;
        }
        hear(done);
        let look = look(net, manifest, sheet, side / longest, cancel).await?;
        best = Some(better(best, look));
    }
    let mut best = match best {
        Some(best) if best.worth > 0.0 => best,
        best => better(best, look(net, manifest, sheet, SMALL_SIDE_PX / longest, cancel).await?),
    };
    hear(sides.len());
    for _ in 0..MOST_REFINED {
        let asked_for = best.asked_for(sheet, manifest);
        if asked_for <= best.scaled.scale * LARGEST_STEP {
            break;
        }
        let refined = look(net, manifest, sheet, asked_for, cancel).await?;
        if refined.worth == 0.0 {
            break;
        }
        best = refined;
    }
    Ok(best)
}

fn better(one: Option<Look>, other: Look) -> Look {
    one.filter(|one| (one.worth, one.founds.len()) >= (other.worth, other.founds.len())).unwrap_or(other)
}

impl Look {
    fn suffices(&self) -> bool {
        self.worth >= LEAST_WORTH && self.step <= LARGEST_STEP
    }

    fn settled<'a>(
        self,
        sheet: Sheet<'a>,
        quarter_turns: QuarterTurns,
        manifest: &DetectorManifest,
    ) -> Estimate<'a> {
        let scale = if self.worth > 0.0 {
            self.asked_for(&sheet, manifest)
        } else {
            SIDE_WITHOUT_TEXT_PX / sheet.longest_side_px()
        };
        let is_near = (scale / self.scaled.scale - 1.0).abs() < NEAR;
        let skew_deg = skew_deg(&self.scaled.grey);
        let view = |scale| View { quarter_turns, scale, skew_deg };
        if is_near {
            Estimate { sheet, view: view(self.scaled.scale), seen: Some((self.scaled, self.map)) }
        } else {
            Estimate { sheet, view: view(scale), seen: None }
        }
    }

    fn asked_for(&self, sheet: &Sheet<'_>, manifest: &DetectorManifest) -> f64 {
        let largest = manifest.scale.largest_side_px / sheet.longest_side_px();
        in_steps(self.scaled.scale * libm::pow(self.step, LEANING)).min(largest)
    }
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
    let found = Layout::of(&map, manifest).decode(None).into_iter();
    let founds: Vec<Detection> = found.map(|(_, found)| found).collect();
    let (worth, height_px) = height_of_sizes(&founds, manifest.scale.sizes_seen_px);
    if std::env::var("DLDBG").is_ok() {
        eprintln!("look {scale} worth {worth} height {height_px:?} n {}", founds.len());
    }
    let step = height_px.map_or(1.0, |height_px| manifest.input.box_px / height_px);
    let founds = founds.iter().map(|found| found.scaled(1.0 / scale)).collect();
    Ok(Look { worth, step, founds, scaled, map })
}

/// How much was found of sizes, and the middle of the heights of their lines.
fn height_of_sizes(founds: &[Detection], (least, most): (f64, f64)) -> (f64, Option<f64>) {
    let mut heights: Vec<(f64, f64)> = founds
        .iter()
        .filter(|found| found.kind.is_measure())
        .filter(|found| least < found.line_height_px && found.line_height_px < most)
        .map(|found| (found.line_height_px, weight(found)))
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    order::by_number(&mut heights, |(height, _)| *height);
    let worth: f64 = heights.iter().map(|(_, weight)| weight).sum();
    (worth, middle(&heights, worth))
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

fn in_steps(scale: f64) -> f64 {
    libm::pow(STEP, (libm::log(scale) / libm::log(STEP)).round())
}

/// Long texts count more: at a scale that is far too large every speckle of a scan passes for a digit, but none for three.
fn weight(found: &Detection) -> f64 {
    let trust = (found.score - TRUSTED_SCORES.0) / (TRUSTED_SCORES.1 - TRUSTED_SCORES.0);
    trust.clamp(0.0, 1.0) * found.score * (found.quad.width() / found.line_height_px - 1.0).clamp(0.05, 4.0)
}
