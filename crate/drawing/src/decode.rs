//! Cells that belong together → the boxes of texts, each with the boxes of its lines.

use crate::blob::{self, Blob};
use crate::manifest::DetectorManifest;
use crate::quad::{Axes, dot};
use crate::text_map::TextMap;
use crate::{Detection, Quad};

/// No text is lower, in pixels of the net.
const LEAST_HEIGHT_PX: f64 = 3.0;
/// So many long texts tell the sheet's skew.
const LEAST_LONG_TEXTS: usize = 5;

/// How far the sheet is turned from the level: what the long texts among these say.
pub(crate) fn skew_deg(map: &TextMap, manifest: &DetectorManifest) -> f64 {
    let decode = &manifest.decode;
    let mut long: Vec<f64> = blob::blocks(map, manifest)
        .iter()
        .map(|blob| (blob, blob.angle_deg(manifest)))
        .filter(|(blob, angle)| blob.elongation(*angle, manifest.output.stride as f64) > decode.long)
        .map(|(_, angle)| off_axis(angle))
        .filter(|off| off.abs() < decode.snap_deg)
        .collect();
    if long.len() < LEAST_LONG_TEXTS {
        return 0.0;
    }
    long.sort_by(f64::total_cmp);
    (long[(long.len() - 1) / 2] + long[long.len() / 2]) / 2.0
}

fn off_axis(angle_deg: f64) -> f64 {
    (angle_deg + 45.0).rem_euclid(90.0) - 45.0
}

/// A text, and what tells it from the others of its map: the place of its first cell.
pub(crate) type Found = (u32, Detection);

/// All texts of the map that no unseen part of the sheet can change, in pixels of the scaled sheet.
pub(crate) fn decode(map: &TextMap, manifest: &DetectorManifest, skew_deg: f64) -> Vec<Found> {
    let stride = manifest.output.stride as f64;
    let (mut founds, mut is_whole) = (Vec::new(), Vec::new());
    for blob in blob::blocks(map, manifest) {
        let angle = settled(&blob, manifest, skew_deg);
        if let (Some(first), Some(found)) = (blob.cells.first(), block(&blob, angle, manifest)) {
            is_whole.push(is_seen_whole(map, &blob, stride) && has_seen(map, &found.quad, stride));
            founds.push((first.place, found));
        }
    }
    let lines = blob::lines(map, manifest);
    give_lines(&mut founds, &lines, manifest);
    let loose: Vec<&Blob<'_>> = lines.iter().filter(|line| !is_seen_whole(map, line, stride)).collect();
    let holds_loose =
        |quad: &Quad| loose.iter().any(|line| line.cells.iter().any(|cell| quad.holds(cell.point)));
    let whole = founds
        .into_iter()
        .zip(is_whole)
        .filter(|((_, found), is_whole)| *is_whole && !holds_loose(&found.quad));
    whole.map(|(found, _)| found).collect()
}

fn has_seen(map: &TextMap, quad: &Quad, stride: f64) -> bool {
    let (low, high) = quad.bounds();
    map.has_seen((low[0] / stride, high[0] / stride), (low[1] / stride, high[1] / stride))
}

/// Whether no neighbour of the blob is still unseen.
fn is_seen_whole(map: &TextMap, blob: &Blob<'_>, stride: f64) -> bool {
    let grown = |(least, most): (f64, f64)| (least / stride - 1.5, most / stride + 1.5);
    map.has_seen(grown(blob.reach([1.0, 0.0])), grown(blob.reach([0.0, 1.0])))
}

/// Turns short texts to the sheet's axes: their own angle is not sure enough.
fn settled(blob: &Blob<'_>, manifest: &DetectorManifest, skew_deg: f64) -> f64 {
    let decode = &manifest.decode;
    let angle = blob.angle_deg(manifest);
    let is_long = blob.elongation(angle, manifest.output.stride as f64) > decode.long;
    let reach = if is_long { decode.long_snap_deg } else { decode.snap_deg };
    let off = off_axis(angle);
    if (off - skew_deg).abs() < reach { angle - off + skew_deg } else { angle }
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

/// Each line goes to the block that holds its middle. A plain text with one line, or a block without, is its own line.
fn give_lines(founds: &mut [Found], lines: &[Blob<'_>], manifest: &DetectorManifest) {
    for blob in lines {
        let middle = [0, 1].map(|i| blob.mean(|cell| cell.point[i]));
        if let Some((_, found)) = founds.iter_mut().find(|(_, found)| found.quad.holds(middle)) {
            found.lines.push(line(blob, &found.quad, manifest));
        }
    }
    for (_, found) in founds {
        if found.lines.len() < 2 && !(found.kind.holds_text() && found.lines.len() == 1) {
            found.lines = vec![found.quad];
        }
    }
}

fn line(blob: &Blob<'_>, block: &Quad, manifest: &DetectorManifest) -> Quad {
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
