//! Sheet → the right way up, its skew, and the scale at which the detector sees texts as it was taught.

use crate::decode::Layout;
use crate::detect::detect_all;
use crate::manifest::DetectorManifest;
use crate::sizes_seen::SizesSeen;
use crate::skew::skew_deg;
use crate::text_map::TextMap;
use crate::way_up::{WayUp, way_up};
use crate::{Detection, DrawingError, Event, Nets, QuarterTurns, ScaledSheet, Sheet, Stage};
use draftlens_net::{Cancel, Network};

/// A sheet without text is looked at as if it were of this size.
const SIDE_WITHOUT_TEXT_PX: f64 = 1600.0;
/// Looked at where no larger size shows a text: a cutting with a few large ones.
const SMALL_SIDE_PX: f64 = 600.0;
/// Less than this is no text that one could go by.
const LEAST_WORTH: f64 = 3.0;
/// Nor is less than this for each text of any kind: where sizes are too small for a look, it sees words and a few large sizes. On
/// sheets that are seen well it is 0.21 and more, on those taken for sheets of larger texts it was up to 0.15.
const LEAST_WORTH_A_TEXT: f64 = 0.18;
/// A larger look is better where what it sees is worth so many times as much: a few specks more are no reason.
const CLEARLY: f64 = 1.2;
/// A look that asks for a scale so many times its own has not seen the smaller texts.
const LARGEST_STEP: f64 = 1.2;
/// Each larger look may show texts that are smaller still.
const MOST_REFINED: usize = 4;
/// From look to look what sizes are worth grows by this power of the scale and more as long as most are still too small to be
/// seen; where hardly any is, by a power of 1.5 and less.
const GROWTH: f64 = 2.2;
/// As long as it does, the next look is so many times larger.
const GROWING_STEP: f64 = 1.25;
/// Sizes are on the mean so much longer than high, beyond their first character. On real sheets it is 0.8 to 2.6; where all
/// texts are far too small, what passes for sizes are blobs of 0.4 to 0.6.
const LEAST_LENGTH: f64 = 0.65;
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
    /// It is what [`estimate_as_it_lies`] gives too.
    pub(crate) is_as_it_lies: bool,
}

/// What one look at the whole sheet tells.
struct Look {
    /// How much was found.
    worth: f64,
    /// Of the sizes on the mean, in heights, beyond their first character.
    length: f64,
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
    let mut is_as_it_lies = true;
    if best.suffices() && !told.is_legible {
        // Columns of small texts on their side pass for sizes, but nobody can read them.
        let larger =
            search(net, manifest, &sheet, sides.get(1..).unwrap_or_default(), cancel, listen).await?;
        if larger.worth > best.worth {
            told = way_up(&nets.reader, &nets.reader_manifest, &sheet, &larger.founds, cancel).await?;
            best = larger;
            is_as_it_lies = false;
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
    is_as_it_lies &= quarter_turns.count() == 0;
    Ok(Estimate { is_as_it_lies, ..best.settled(sheet, quarter_turns, manifest) })
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
    let mut next = best.asked_for(sheet, manifest);
    for _ in 0..MOST_REFINED {
        if next <= best.scaled.scale * LARGEST_STEP {
            break;
        }
        let refined = look(net, manifest, sheet, next, cancel).await?;
        if refined.worth == 0.0 {
            break;
        }
        let is_growing = refined.worth > best.worth * libm::pow(next / best.scaled.scale, GROWTH);
        let grown = if is_growing { in_steps(next * GROWING_STEP) } else { 0.0 };
        next = refined.asked_for(sheet, manifest).max(grown).min(largest_scale(sheet, manifest));
        best = refined;
    }
    Ok(best)
}

fn better(one: Option<Look>, other: Look) -> Look {
    one.filter(|one| (one.worth * CLEARLY, one.founds.len()) >= (other.worth, other.founds.len()))
        .unwrap_or(other)
}

impl Look {
    fn suffices(&self) -> bool {
        let least_worth = LEAST_WORTH.max(LEAST_WORTH_A_TEXT * self.founds.len() as f64);
        self.worth >= least_worth && self.step <= LARGEST_STEP && self.length >= LEAST_LENGTH
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
            let view = view(self.scaled.scale);
            Estimate { sheet, view, seen: Some((self.scaled, self.map)), is_as_it_lies: true }
        } else {
            Estimate { sheet, view: view(scale), seen: None, is_as_it_lies: true }
        }
    }

    fn asked_for(&self, sheet: &Sheet<'_>, manifest: &DetectorManifest) -> f64 {
        in_steps(self.scaled.scale * libm::pow(self.step, LEANING)).min(largest_scale(sheet, manifest))
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
    let SizesSeen { worth, length, height_px } = SizesSeen::among(&founds, manifest.scale.sizes_seen_px);
    let step = height_px.map_or(1.0, |height_px| manifest.input.box_px / height_px);
    let founds = founds.iter().map(|found| found.scaled(1.0 / scale)).collect();
    Ok(Look { worth, length, step, founds, scaled, map })
}

fn largest_scale(sheet: &Sheet<'_>, manifest: &DetectorManifest) -> f64 {
    manifest.scale.largest_side_px / sheet.longest_side_px()
}

fn in_steps(scale: f64) -> f64 {
    libm::pow(STEP, (libm::log(scale) / libm::log(STEP)).round())
}
