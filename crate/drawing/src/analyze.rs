//! The whole path, for the hurried: page → annotations, the visible area first.

use crate::assemble::assemble;
use crate::crop::crop;
use crate::decode::{Found, decode};
use crate::detect::detect;
use crate::read::read;
use crate::scale;
use crate::text_map::TextMap;
use crate::tile::tiles;
use crate::understand::kind_of;
use crate::{
    Annotation, Detection, DetectorManifest, DrawingError, Grey, Models, Point, Quad, ReaderManifest,
    Reading, Sheet, Timing,
};
use draftlens_net::{Cancel, Network};
use draftlens_page::Page;
use std::collections::HashMap;
use web_time::Instant;

/// The nets of the path, each with its manifest.
#[derive(Debug)]
pub struct Nets<D, R> {
    /// Finds texts.
    pub detector: D,
    /// What it expects and produces.
    pub detector_manifest: DetectorManifest,
    /// Reads them.
    pub reader: R,
    /// What it expects and produces.
    pub reader_manifest: ReaderManifest,
}

impl<D, R> Nets<D, R> {
    /// Which nets they are.
    #[must_use]
    pub fn models(&self) -> Models {
        Models { detector: self.detector_manifest.model.clone(), reader: self.reader_manifest.model.clone() }
    }
}

/// What a caller hears while a page is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event<'a> {
    /// So much of a stage is done.
    Progress {
        /// Which.
        stage: Stage,
        /// Steps done.
        done: usize,
        /// Steps in all.
        total: usize,
    },
    /// Texts that were read since the last such event. Their ids are provisional: those of the result count from the top
    /// of the page.
    Partial(&'a [Annotation]),
}

/// The two parts of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Finding the scale of the sheet: a step is a look at it.
    Look,
    /// Finding and reading its texts: a step is a tile.
    Read,
}

/// What was read on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// From the top of the page down.
    pub annotations: Vec<Annotation>,
    /// Without the decoding of the file.
    pub timing_ms: Timing,
}

/// Reads a page. `focus_in_page` is what the user looks at: its surroundings come first. Fails with
/// [`DrawingError::Cancelled`] or what a net says.
pub async fn analyze<D: Network, R: Network>(
    nets: &Nets<D, R>,
    page: &Page,
    focus_in_page: Option<Point>,
    cancel: &Cancel,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Findings, DrawingError> {
    let began = Instant::now();
    let manifest = &nets.detector_manifest;
    let sheet = Sheet::of(page);
    let view = scale::estimate(&nets.detector, manifest, &sheet, cancel, listen).await?;
    let scaled = sheet.scaled(view.scale, &manifest.input.normalisation);
    let focus = focus_in_page.map(|point| point.map(|at| at * view.scale));
    let tiles = tiles(scaled.grey.width_px, scaled.grey.height_px, manifest.input.side_multiple, focus);
    let mut map = TextMap::new(&tiles, manifest);
    let mut texts = Texts { nets, sheet: &sheet, scale: view.scale, known: HashMap::new(), read_ms: 0.0 };
    let mut founds = Vec::new();
    for (index, tile) in tiles.iter().enumerate() {
        listen(Event::Progress { stage: Stage::Read, done: index, total: tiles.len() });
        detect(&nets.detector, manifest, &scaled, tile, &mut map, cancel).await?;
        founds = decode(&map, manifest, view.skew_deg);
        founds.retain(|(_, found)| is_wanted(found, manifest));
        let fresh = texts.read(&founds, cancel).await?;
        if !fresh.is_empty() {
            listen(Event::Partial(&fresh));
        }
    }
    listen(Event::Progress { stage: Stage::Read, done: tiles.len(), total: tiles.len() });
    let total = millis_since(began);
    let timing_ms = Timing { decode: 0.0, detect: total - texts.read_ms, read: texts.read_ms, total };
    Ok(Findings { annotations: texts.all(&founds), timing_ms })
}

fn is_wanted(found: &Detection, manifest: &DetectorManifest) -> bool {
    found.score >= manifest.thresholds.score && !manifest.kinds_left_out.contains(&found.kind)
}

/// Texts of the sheet, read as they are found.
struct Texts<'a, D, R> {
    nets: &'a Nets<D, R>,
    sheet: &'a Sheet<'a>,
    scale: f64,
    /// What was read for a detection, by what tells it from the others.
    known: HashMap<u32, (Detection, Option<Annotation>)>,
    read_ms: f64,
}

impl<D, R: Network> Texts<'_, D, R> {
    /// Reads those that are not known yet, and returns what they say.
    async fn read(&mut self, founds: &[Found], cancel: &Cancel) -> Result<Vec<Annotation>, DrawingError> {
        let began = Instant::now();
        let is_new = |(place, found): &&Found| self.known.get(place).is_none_or(|(known, _)| known != found);
        let fresh: Vec<&Found> = founds.iter().filter(is_new).collect();
        let manifest = &self.nets.reader_manifest;
        let to_page = |quad: &Quad| quad.scaled(1.0 / self.scale);
        let lines = fresh.iter().flat_map(|(_, found)| found.lines.iter().map(|line| (line, found.kind)));
        let pictures: Vec<Grey> =
            lines.map(|(line, kind)| crop(self.sheet, &to_page(line), kind, &manifest.input)).collect();
        let mut readings = read(&self.nets.reader, manifest, &pictures, cancel).await?.into_iter();
        let mut annotations = Vec::new();
        for (place, found) in fresh {
            let own: Vec<Reading> = readings.by_ref().take(found.lines.len()).collect();
            let id = format!("p{}", self.known.len() + 1);
            let annotation = annotate(found, &own, self.scale, manifest).map(|mut annotation| {
                annotation.id = id;
                annotation
            });
            annotations.extend(annotation.clone());
            self.known.insert(*place, (found.clone(), annotation));
        }
        self.read_ms += millis_since(began);
        Ok(annotations)
    }

    /// What these say, from the top of the page down.
    fn all(mut self, founds: &[Found]) -> Vec<Annotation> {
        let mut annotations: Vec<Annotation> =
            founds.iter().filter_map(|(place, _)| self.known.remove(place)?.1).collect();
        annotations.sort_by(|a, b| {
            let corner = |annotation: &Annotation| annotation.quad.bounds().0;
            let (a, b) = (corner(a), corner(b));
            a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0]))
        });
        for (index, annotation) in annotations.iter_mut().enumerate() {
            annotation.id = format!("a{}", index + 1);
        }
        annotations
    }
}

/// None where nothing was read.
fn annotate(
    found: &Detection,
    readings: &[Reading],
    scale: f64,
    manifest: &ReaderManifest,
) -> Option<Annotation> {
    let texts = readings.iter().map(|reading| reading.text.as_str());
    let text = assemble(&found.quad, found.lines.iter().zip(texts));
    if text.is_empty() {
        return None;
    }
    let score =
        readings.iter().filter(|reading| !reading.text.is_empty()).map(|reading| reading.score).product();
    let text_score = manifest.calibration.chance(score);
    Some(Annotation {
        id: String::new(),
        kind: kind_of(found.kind, &text),
        quad: Quad(found.quad.scaled(1.0 / scale).0.map(|point| point.map(|at| rounded(at, 100.0)))),
        score: rounded(found.score, 10_000.0),
        text,
        text_score: rounded(text_score, 10_000.0),
        unsure: text_score < manifest.thresholds.unsure_below,
    })
}

fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}

fn millis_since(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0
}
