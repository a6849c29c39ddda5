//! The map of text → cells that belong together.

use crate::Point;
use crate::manifest::DetectorManifest;
use crate::order;
use crate::quad::{Axes, dot};
use crate::text_map::TextMap;

/// The group of what is no symbol in a box of its own.
const PLAIN: u8 = 0;

/// Cells that belong together.
#[derive(Debug)]
pub(crate) struct Blob<'m> {
    pub(crate) cells: Vec<BlobCell<'m>>,
}

/// One of its cells.
#[derive(Debug)]
pub(crate) struct BlobCell<'m> {
    /// Its middle, in pixels of the scaled sheet.
    pub(crate) point: Point,
    /// 0 to 1: that it belongs to a text.
    pub(crate) sure: f64,
    pub(crate) place: u32,
    pub(crate) map: &'m TextMap,
}

impl BlobCell<'_> {
    pub(crate) fn said(&self, range: (usize, usize)) -> &[f32] {
        self.map.said(self.place, range)
    }
}

/// Blobs of text blocks. Symbols are kept apart by kind, since one may touch a size; plain texts never touch end to end, so
/// they are joined first and then vote on their kind.
pub(crate) fn blocks<'m>(map: &'m TextMap, manifest: &DetectorManifest) -> Vec<Blob<'m>> {
    let channels = &manifest.output.channels;
    blobs(map, manifest, channels.core, |place| {
        let sure = sigmoid(map.said(place, channels.core)[0]);
        let kind = *manifest.kinds.get(likeliest(map.said(place, channels.kind)))?;
        (sure > manifest.thresholds.decode).then_some(if kind.is_symbol() { 1 + kind as u8 } else { PLAIN })
    })
}

/// Blobs of single lines.
pub(crate) fn lines<'m>(map: &'m TextMap, manifest: &DetectorManifest) -> Vec<Blob<'m>> {
    let line = manifest.output.channels.line;
    blobs(map, manifest, line, |place| {
        (sigmoid(map.said(place, line)[0]) > manifest.thresholds.line).then_some(PLAIN)
    })
}

/// Joins neighbours of one group: group by group, in the order of their uppermost cells.
fn blobs<'m>(
    map: &'m TextMap,
    manifest: &DetectorManifest,
    sure: (usize, usize),
    group: impl Fn(u32) -> Option<u8>,
) -> Vec<Blob<'m>> {
    let groups: Vec<Option<u8>> = (0..map.len() as u32).map(group).collect();
    let mut is_taken = vec![false; map.len()];
    let stride = manifest.output.stride as f64;
    let mut blobs: Vec<(u8, Blob<'m>)> = Vec::new();
    for first in map.in_order() {
        let Some(group) = groups[first as usize].filter(|_| !is_taken[first as usize]) else { continue };
        is_taken[first as usize] = true;
        let (mut found, mut next) = (vec![first], 0);
        while let Some(&place) = found.get(next) {
            next += 1;
            for near in map.neighbours(place) {
                if !is_taken[near as usize] && groups[near as usize] == Some(group) {
                    is_taken[near as usize] = true;
                    found.push(near);
                }
            }
        }
        if found.len() < manifest.decode.least_cells {
            continue;
        }
        // Sums are the same in whatever order tiles came.
        order::by_cell(&mut found, |place| map.cell(place));
        let cell = |place: u32| {
            let (x, y) = map.cell(place);
            let point = [(f64::from(x) + 0.5) * stride, (f64::from(y) + 0.5) * stride];
            BlobCell { point, sure: f64::from(sigmoid(map.said(place, sure)[0])), place, map }
        };
        blobs.push((group, Blob { cells: found.into_iter().map(cell).collect() }));
    }
    order::by_number(&mut blobs, |(group, _)| f64::from(*group));
    blobs.into_iter().map(|(_, blob)| blob).collect()
}

impl Blob<'_> {
    /// The mean of what each cell says, the surer the weightier.
    pub(crate) fn mean(&self, of: impl Fn(&BlobCell<'_>) -> f64) -> f64 {
        let (sum, weights) = self
            .cells
            .iter()
            .fold((0.0, 0.0), |(sum, weights), cell| (sum + of(cell) * cell.sure, weights + cell.sure));
        sum / weights
    }

    /// The least and the greatest along a direction.
    pub(crate) fn reach(&self, direction: Point) -> (f64, f64) {
        self.cells.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), cell| {
            let at = dot(cell.point, direction);
            (least.min(at), most.max(at))
        })
    }

    /// The middle of its cells.
    pub(crate) fn middle(&self) -> Point {
        [0, 1].map(|i| self.mean(|cell| cell.point[i]))
    }

    /// The reading direction, as the net says.
    pub(crate) fn said_deg(&self, manifest: &DetectorManifest) -> f64 {
        let along = manifest.output.channels.along;
        let [x, y] =
            [0, 1].map(|i| self.cells.iter().map(|cell| f64::from(cell.said(along)[i]) * cell.sure).sum());
        libm::atan2(y, x).to_degrees()
    }

    /// The angle along which its cells lie, and how many times longer than high they do.
    pub(crate) fn lying(&self, manifest: &DetectorManifest) -> (f64, f64) {
        if self.cells.len() < 2 * manifest.decode.least_cells {
            return (0.0, 1.0);
        }
        let count = self.cells.len() as f64;
        let mean =
            |of: &dyn Fn(&Point) -> f64| self.cells.iter().map(|cell| of(&cell.point)).sum::<f64>() / count;
        let (x, y) = (mean(&|point| point[0]), mean(&|point| point[1]));
        let spread = |of: &dyn Fn(&Point) -> f64| mean(of) * count / (count - 1.0);
        let xx = spread(&|point| (point[0] - x) * (point[0] - x));
        let yy = spread(&|point| (point[1] - y) * (point[1] - y));
        let xy = spread(&|point| (point[0] - x) * (point[1] - y));
        let (middle, off) = (f64::midpoint(xx, yy), (xx - yy) / 2.0);
        let radius = (off * off + xy * xy).sqrt();
        let stride = manifest.output.stride as f64;
        let elongation = ((middle + radius) / (middle - radius).max(stride * stride / 12.0)).sqrt();
        (libm::atan2(xy, off).to_degrees() / 2.0, elongation)
    }

    /// How many times as long as high, at an angle.
    pub(crate) fn elongation(&self, angle_deg: f64, stride: f64) -> f64 {
        let axes = Axes::at_angle(angle_deg);
        let extent = |(least, most): (f64, f64)| most - least + stride;
        extent(self.reach(axes.along)) / extent(self.reach(axes.down)).max(stride)
    }
}

pub(crate) fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-logit))
}

/// The first of the greatest.
pub(crate) fn likeliest(values: &[f32]) -> usize {
    values.iter().enumerate().fold(0, |best, (at, value)| if *value > values[best] { at } else { best })
}
