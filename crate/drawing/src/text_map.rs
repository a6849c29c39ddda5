//! What the detector said of a sheet, kept only where it saw text: so the seams of tiles vanish before anything is made of
//! it, and a sheet of any size costs memory by its texts.

use crate::manifest::{ChannelRange, DetectorManifest};
use crate::order;
use crate::tile::{Area, Tile};

/// Where there is no text.
const NOTHING: u32 = u32::MAX;

/// The cells of a scaled sheet in which the net saw text.
#[derive(Debug, Clone)]
pub(crate) struct TextMap {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    channels: usize,
    /// For each cell of the sheet, its place among those kept.
    places: Vec<u32>,
    /// All channels of each kept cell.
    said: Vec<f32>,
    /// Where each kept cell lies.
    cells: Vec<(u32, u32)>,
    /// What no tile has answered for yet, in cells.
    unseen: Vec<Area>,
}

impl TextMap {
    /// Of a sheet that these tiles will cover.
    pub(crate) fn new(tiles: &[Tile], manifest: &DetectorManifest) -> Self {
        let stride = manifest.output.stride;
        let unseen: Vec<Area> = tiles.iter().map(|tile| own_cells(tile, stride)).collect();
        let columns = unseen.iter().map(|area| area.x.1).max().unwrap_or_default();
        let rows = unseen.iter().map(|area| area.y.1).max().unwrap_or_default();
        Self {
            columns,
            rows,
            channels: manifest.output.channels.count(),
            places: vec![NOTHING; columns * rows],
            said: Vec::new(),
            cells: Vec::new(),
            unseen,
        }
    }

    /// Takes what a tile answers for out of what the net said of all that the tile sees: channels × rows × columns.
    pub(crate) fn add(&mut self, tile: &Tile, said: &[f32], manifest: &DetectorManifest) {
        let stride = manifest.output.stride;
        let (own, seen) = (self.mark_seen(tile, stride), tile.seen);
        let (columns, rows) = ((seen.x.1 - seen.x.0) / stride, (seen.y.1 - seen.y.0) / stride);
        let plane = columns * rows;
        let thresholds = &manifest.thresholds;
        let channels = &manifest.output.channels;
        let (least_core, least_line) = (logit(thresholds.decode), logit(thresholds.line));
        for y in own.y.0..own.y.1 {
            for x in own.x.0..own.x.1 {
                let at = (y - seen.y.0 / stride) * columns + x - seen.x.0 / stride;
                if said[channels.core.0 * plane + at] > least_core
                    || said[channels.line.0 * plane + at] > least_line
                {
                    self.places[y * self.columns + x] = self.cells.len() as u32;
                    self.cells.push((x as u32, y as u32));
                    self.said.extend((0..self.channels).map(|channel| said[channel * plane + at]));
                }
            }
        }
    }

    /// The tile is empty paper: it answers for its area by nothing.
    pub(crate) fn add_empty(&mut self, tile: &Tile, manifest: &DetectorManifest) {
        self.mark_seen(tile, manifest.output.stride);
    }

    fn mark_seen(&mut self, tile: &Tile, stride: usize) -> Area {
        let own = own_cells(tile, stride);
        self.unseen.retain(|area| *area != own);
        own
    }

    /// Whether this tile has.
    pub(crate) fn has_answered(&self, tile: &Tile, manifest: &DetectorManifest) -> bool {
        !self.unseen.contains(&own_cells(tile, manifest.output.stride))
    }

    /// Whether tiles have answered for all of a rectangle of cells, as far as it lies on the sheet.
    pub(crate) fn has_seen(&self, x: (f64, f64), y: (f64, f64)) -> bool {
        self.unseen.iter().all(|area| {
            let apart =
                |own: (usize, usize), (from, to): (f64, f64)| own.0 as f64 > to || (own.1 as f64) < from;
            apart(area.x, x) || apart(area.y, y)
        })
    }

    /// The kept cells, row by row.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = u32> {
        let mut order: Vec<u32> = (0..self.cells.len() as u32).collect();
        order::by_cell(&mut order, |place| self.cell(place));
        order.into_iter()
    }

    /// Column and row of a kept cell.
    pub(crate) fn cell(&self, place: u32) -> (u32, u32) {
        self.cells[place as usize]
    }

    /// What the net said of a kept cell.
    pub(crate) fn said(&self, place: u32, range: ChannelRange) -> &[f32] {
        &self.said[place as usize * self.channels..][range.0..range.1]
    }

    /// The kept cells left, right, above and below of a cell.
    pub(crate) fn neighbours(&self, place: u32) -> impl Iterator<Item = u32> {
        let (x, y) = self.cell(place);
        let (x, y) = (x as usize, y as usize);
        let at = |x: usize, y: usize| self.places[y * self.columns + x];
        [
            if x > 0 { at(x - 1, y) } else { NOTHING },
            if x + 1 < self.columns { at(x + 1, y) } else { NOTHING },
            if y > 0 { at(x, y - 1) } else { NOTHING },
            if y + 1 < self.rows { at(x, y + 1) } else { NOTHING },
        ]
        .into_iter()
        .filter(|&place| place != NOTHING)
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }
}

fn own_cells(tile: &Tile, stride: usize) -> Area {
    let in_cells = |(from, to): (usize, usize)| (from / stride, to / stride);
    Area { x: in_cells(tile.own.x), y: in_cells(tile.own.y) }
}

fn logit(chance: f32) -> f32 {
    let chance = f64::from(chance);
    libm::log(chance / (1.0 - chance)) as f32
}
