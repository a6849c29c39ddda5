//! Cells that belong together → the boxes of texts, each with the boxes of its lines.

use crate::blob::{self, Blob};
use crate::manifest::DetectorManifest;
use crate::quad::{Axes, dot};
use crate::text_map::TextMap;
use crate::{Detection, Point, Quad};

/// No text is lower, in pixels of the net.
const LEAST_HEIGHT_PX: f64 = 3.0;

/// A text, and what tells it from the others of its map: the place of its first cell.
pub(crate) type Found = (u32, Detection);

/// The texts and the lines of a map, and which way they read.
pub(crate) struct Layout<'m> {
    map: &'m TextMap,
    manifest: &'m DetectorManifest,
    /// Each with its angle.
    blocks: Vec<(Blob<'m>, f64)>,
    lines: Vec<Line<'m>>,
}

struct Line<'m> {
    blob: Blob<'m>,
    middle: Point,
    lies_deg: f64,
    elongation: f64,
}

impl<'m> Layout<'m> {
    pub(crate) fn of(map: &'m TextMap, manifest: &'m DetectorManifest) -> Self {
        let line = |blob: Blob<'m>| {
            let (lies_deg, elongation) = blob.lying(manifest);
            Line { middle: blob.middle(), lies_deg, elongation, blob }
        };
        let lines: Vec<Line<'m>> = blob::lines(map, manifest).into_iter().map(line).collect();
        let angled = |blob: Blob<'m>| {
            let angle = angle_deg(&blob, &lines, manifest);
            (blob, angle)
        };
        let blocks = blob::blocks(map, manifest).into_iter().map(angled).collect();
        Self { map, manifest, blocks, lines }
    }

    /// All texts that no unseen part of the sheet can change, in pixels of the scaled sheet. They are turned to the axes of
    /// a sheet whose skew is known.
    pub(crate) fn decode(&self, skew_deg: Option<f64>) -> Vec<Found> {
        let (mut founds, mut is_whole) = (Vec::new(), Vec::new());
        for (blob, angle) in &self.blocks {
            let angle = skew_deg.map_or(*angle, |skew| self.settled(blob, *angle, skew));
            if let (Some(first), Some(found)) = (blob.cells.first(), block(blob, angle, self.manifest)) {
                is_whole.push(self.has_seen_around(blob) && self.has_seen(&found.quad));
                founds.push((first.place, found));
            }
        }
        self.give_lines(&mut founds);
        let loose: Vec<&Line<'_>> =
            self.lines.iter().filter(|line| !self.has_seen_around(&line.blob)).collect();
        let is_loose =
            |quad: &Quad| loose.iter().any(|line| line.blob.cells.iter().any(|cell| quad.holds(cell.point)));
        let whole = founds.into_iter().zip(is_whole);
        whole
            .filter(|((_, found), is_whole)| *is_whole && !is_loose(&found.quad))
            .map(|(found, _)| found)
            .collect()
    }

    /// Turns a text to the sheet's axes where its own angle is not sure enough.
    fn settled(&self, blob: &Blob<'_>, angle_deg: f64, skew_deg: f64) -> f64 {
        let decode = &self.manifest.decode;
        let elongation = blob.elongation(angle_deg, self.stride());
        let reach = (decode.square_snap_deg / elongation).clamp(decode.long_snap_deg, decode.snap_deg);
        let off = off_axis(angle_deg);
        if (off - skew_deg).abs() < reach { angle_deg - off + skew_deg } else { angle_deg }
    }

    /// Each line goes to the block that holds its middle. A plain text with one line, or a block without, is its own line.
    fn give_lines(&self, founds: &mut [Found]) {
        for line in &self.lines {
            if let Some((_, found)) = founds.iter_mut().find(|(_, found)| found.quad.holds(line.middle)) {
                found.lines.push(line_quad(&line.blob, &found.quad, self.manifest));
            }
        }
        for (_, found) in founds {
            if found.lines.len() < 2 && !(found.kind.holds_text() && found.lines.len() == 1) {
                found.lines = vec![found.quad];
            }
        }
    }

    /// Whether tiles have answered for all of a box.
    fn has_seen(&self, quad: &Quad) -> bool {
        let (low, high) = quad.bounds();
        let in_cells = |i: usize| (low[i] / self.stride(), high[i] / self.stride());
        self.map.has_seen(in_cells(0), in_cells(1))
    }

    /// Whether no neighbour of a blob is still unseen.
    fn has_seen_around(&self, blob: &Blob<'_>) -> bool {
        let grown = |(least, most): (f64, f64)| (least / self.stride() - 1.5, most / self.stride() + 1.5);
        self.map.has_seen(grown(blob.reach([1.0, 0.0])), grown(blob.reach([0.0, 1.0])))
    }

    fn stride(&self) -> f64 {
        self.manifest.output.stride as f64
    }
}

/// As the net says, or as the longest line within lies.
fn angle_deg(blob: &Blob<'_>, lines: &[Line<'_>], manifest: &DetectorManifest) -> f64 {
    let said = blob.said_deg(manifest);
    let Some(block) = block(blob, said, manifest) else { return said };
    let mut longest: Option<&Line<'_>> = None;
    for line in lines.iter().filter(|line| block.quad.holds(line.middle)) {
        if longest.is_none_or(|longest| line.elongation > longest.elongation) {
            longest = Some(line);
        }
    }
    let Some(line) = longest else { return said };
    let turn = (line.lies_deg - said + 90.0).rem_euclid(180.0) - 90.0;
    let (none, all) = manifest.decode.lying;
    let share = ((line.elongation - none) / (all - none)).clamp(0.0, 1.0);
    if turn.abs() < manifest.decode.most_turn_deg { said + share * turn } else { said }
}

/// How far an angle is from the nearest axis.
pub(crate) fn off_axis(angle_deg: f64) -> f64 {
    (angle_deg + 45.0).rem_euclid(90.0) - 45.0
}

fn block(blob: &Blob<'_>, angle_deg: f64, manifest: &DetectorManifest) -> Option<Detection> {
    let (output, channels) = (&manifest.output, &manifest.output.channels);
    let axes = Axes::at_angle(angle_deg);
    let said =
        |cell: &blob::BlobCell<'_>, i: usize| f64::from(cell.said(channels.block)[i]) * output.reach_px;
    let top = blob.mean(|cell| dot(cell.point, axes.down) - said(cell, 0));
    let bottom = blob.mean(|cell| dot(cell.point, axes.down) + said(cell, 1));
    let spare = manifest.decode.core_shrink * (bottom - top).max(LEAST_HEIGHT_PX);
    let (least, most) = blob.reach(axes.along);
    // By the cells near enough to know; else where the core ends.
    let limit = (output.end_limit - 0.5) * output.reach_px;
    let end = |i: usize, sign: f64, otherwise: f64| {
        let near: Vec<_> = blob.cells.iter().filter(|cell| said(cell, i) < limit).collect();
        if near.len() < 2 {
            return otherwise;
        }
        let place = |cell: &blob::BlobCell<'_>| dot(cell.point, axes.along) + sign * said(cell, i);
        near.iter().map(|cell| place(cell) * cell.sure).sum::<f64>()
            / near.iter().map(|cell| cell.sure).sum::<f64>()
    };
    let (left, right) = (end(2, -1.0, least - spare), end(3, 1.0, most + spare));
    if right - left < 2.0 {
        return None;
    }
    let row =
        |cell: &blob::BlobCell<'_>| cell.said(channels.row).iter().map(|&side| f64::from(side)).sum::<f64>();
    Some(Detection {
        kind: manifest.kinds[blob::likeliest(&votes(blob, manifest))],
        score: blob.mean(|cell| cell.sure),
        quad: axes.quad(left, top, right, bottom),
        lines: Vec::new(),
        line_height_px: blob.mean(row) * output.reach_px,
    })
}

fn votes(blob: &Blob<'_>, manifest: &DetectorManifest) -> Vec<f32> {
    let mut votes = vec![0.0_f32; manifest.kinds.len()];
    for cell in &blob.cells {
        let logits = cell.said(manifest.output.channels.kind);
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = logits.iter().map(|logit| libm::expf(logit - most)).sum();
        for (vote, logit) in votes.iter_mut().zip(logits) {
            *vote += libm::expf(logit - most) / total * cell.sure as f32;
        }
    }
    votes
}

fn line_quad(blob: &Blob<'_>, block: &Quad, manifest: &DetectorManifest) -> Quad {
    let (output, axes) = (&manifest.output, block.axes());
    let said =
        |cell: &blob::BlobCell<'_>, i: usize| f64::from(cell.said(output.channels.row)[i]) * output.reach_px;
    let top = blob.mean(|cell| dot(cell.point, axes.down) - said(cell, 0));
    let bottom = blob.mean(|cell| dot(cell.point, axes.down) + said(cell, 1));
    let spare = manifest.decode.core_shrink * (bottom - top) + output.stride as f64 / 2.0;
    let (least, most) = blob.reach(axes.along);
    let left = (least - spare).max(dot(block.0[0], axes.along));
    let right = (most + spare).min(dot(block.0[1], axes.along));
    axes.quad(left, top, right, bottom)
}
