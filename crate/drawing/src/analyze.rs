//! The whole path, for the hurried: page → annotations, the visible area first.

use crate::border::Border;
use crate::decode::Layout;
use crate::detect::detect;
use crate::find::sure_in_page;
use crate::scale::{Estimate, estimate};
use crate::slanting::Slanting;
use crate::text_map::TextMap;
use crate::texts::{Said, Texts};
use crate::tile::tiles;
use crate::{
    Annotation, Detection, DetectorManifest, DrawingError, LayerReport, Models, Point, ReaderManifest, Sheet,
    SheetFields, Table, Timing, View,
};
use draftlens_net::{Cancel, Network};
use draftlens_page::Page;
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
    /// of the sheet.
    Partial(&'a [Annotation]),
    /// All texts, just as [`find`](crate::find()) would find them: who embeds the page need not look for them again. Not told of
    /// a sheet that does not lie as it reads, for its texts are found better than without a reader.
    Texts(&'a [Detection]),
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
    /// From the top of the sheet down, as it reads.
    pub annotations: Vec<Annotation>,
    /// What the title block says.
    pub fields: SheetFields,
    /// Parts lists, revisions and other tables.
    pub tables: Vec<Table>,
    /// What the file's own words are worth, where it has any.
    pub text_layer: Option<LayerReport>,
    /// How the sheet was looked at.
    pub view: View,
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
    let Estimate { sheet, view, seen, is_as_it_lies } =
        estimate(nets, Sheet::of(page), cancel, listen).await?;
    let focus = focus_in_page.map(|point| sheet.point_from_page(point).map(|at| at * view.scale));
    let (scaled, seen) = match seen {
        Some((scaled, map)) => (scaled, Some(map)),
        None => (sheet.scaled(view.scale, &manifest.input.normalisation), None),
    };
    let tiles = tiles(scaled.grey.width_px, scaled.grey.height_px, manifest.input.side_multiple, focus);
    let mut map = seen.unwrap_or_else(|| TextMap::new(&tiles, manifest));
    let mut texts = Texts::new(&nets.reader, &nets.reader_manifest, &sheet, view.scale);
    let mut read_ms = 0.0;
    let mut slanting = Slanting::default();
    let mut founds = Vec::new();
    for (index, tile) in tiles.iter().enumerate() {
        listen(Event::Progress { stage: Stage::Read, done: index, total: tiles.len() });
        if !map.has_answered(tile, manifest) {
            detect(&nets.detector, manifest, &scaled, tile, &mut map, cancel).await?;
        }
        let whole = Layout::of(&map, manifest).decode(Some(view.skew_deg));
        founds = slanting.again(&nets.detector, manifest, &scaled, whole, cancel).await?;
        if is_as_it_lies && index + 1 == tiles.len() {
            listen(Event::Texts(&sure_in_page(&founds, manifest, view.scale)));
        }
        let border = Border::of(&founds, (scaled.grey.width_px, scaled.grey.height_px));
        founds.retain(|(_, found)| is_wanted(found, manifest) && !border.holds(found));
        let began_to_read = Instant::now();
        let fresh = texts.read(&founds, cancel).await?;
        read_ms += millis_since(began_to_read);
        if !fresh.is_empty() {
            listen(Event::Partial(&fresh));
        }
    }
    let by_words = texts.read_by_words(&mut founds, cancel).await?;
    if !by_words.is_empty() {
        listen(Event::Partial(&by_words));
    }
    listen(Event::Progress { stage: Stage::Read, done: tiles.len(), total: tiles.len() });
    let Said { annotations, fields, tables, text_layer } = texts.of(&founds);
    let total = millis_since(began);
    let timing_ms = Timing { decode: 0.0, detect: total - read_ms, read: read_ms, total };
    Ok(Findings { annotations, fields, tables, text_layer, view, timing_ms })
}

fn is_wanted(found: &Detection, manifest: &DetectorManifest) -> bool {
    found.score >= manifest.thresholds.score && !manifest.kinds_left_out.contains(&found.kind)
}

fn millis_since(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0
}
