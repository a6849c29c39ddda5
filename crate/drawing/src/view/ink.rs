//! A scaled sheet and what detection knows of it → the ink that may be the part's.

use super::fit::Place;
use super::mask::Mask;
use super::pieces::{Pieces, Touching};
use super::polygon::rows_within;
use crate::embedder_manifest::ViewRules;
use crate::quad::{dot, minus, plus, times};
use crate::resample::resample;
use crate::tile::Area;
use crate::{Detection, Grey, Kind, Quad};
use std::collections::BTreeSet;

/// Lines of text within so much of an axis count as level or upright.
const LEVEL: f64 = 0.1;

/// How dark each pixel is: 0 paper, 255 black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ink {
    pub(crate) width_px: usize,
    pub(crate) height_px: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Ink {
    pub(crate) fn none(width_px: usize, height_px: usize) -> Self {
        Self { width_px, height_px, pixels: vec![0; width_px * height_px] }
    }

    pub(crate) fn of(grey: Grey) -> Self {
        let Grey { width_px, height_px, mut pixels } = grey;
        pixels.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
        Self { width_px, height_px, pixels }
    }

    /// What is darker is drawn: half of a page's lines, along their middles, are darker than this follows from. The table around a
    /// photographed sheet is no line.
    pub(crate) fn level(&self, rules: &ViewRules) -> u8 {
        let lines = self.above(rules.line_least - 1).without_solids(rules.solid_px);
        let mut counts = [0_usize; 256];
        for y in 0..self.height_px {
            for x in lines.runs(y).flatten().filter(|&x| self.is_middle(x, y)) {
                counts[usize::from(self.row(y)[x])] += 1;
            }
        }
        let middle = counts.iter().sum::<usize>().div_ceil(2);
        let mut sum = 0;
        let median = counts.iter().position(|count| {
            sum += count;
            sum >= middle.max(1)
        });
        let of_lines = |median: usize| (rules.ink_of_lines * median as f64) as u8;
        median.map_or(rules.ink_level, of_lines).clamp(rules.ink_least, rules.ink_level)
    }

    /// Is no neighbour darker?
    pub(crate) fn is_middle(&self, x: usize, y: usize) -> bool {
        let columns = x.saturating_sub(1)..(x + 2).min(self.width_px);
        let mut rows = y.saturating_sub(1)..(y + 2).min(self.height_px);
        let pixel = self.row(y)[x];
        rows.all(|y| self.row(y)[columns.clone()].iter().all(|&near| near <= pixel))
    }

    /// 0 beyond the page's edges.
    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        let is_on_page = x < self.width_px && y < self.height_px;
        if is_on_page { self.pixels[y * self.width_px + x] } else { 0 }
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width_px..][..self.width_px]
    }

    pub(crate) fn row_mut(&mut self, y: usize) -> &mut [u8] {
        &mut self.pixels[y * self.width_px..][..self.width_px]
    }

    /// Where it is darker than `level`.
    pub(crate) fn above(&self, level: u8) -> Mask {
        Mask::of(self.width_px, self.height_px, |x, y| self.pixels[y * self.width_px + x] > level)
    }

    /// Pixels with any ink.
    pub(crate) fn count(&self) -> usize {
        self.pixels.iter().filter(|&&pixel| pixel > 0).count()
    }

    pub(crate) fn part(&self, area: &Area) -> Self {
        let rows = (area.y.0..area.y.1).flat_map(|y| &self.row(y)[area.x.0..area.x.1]);
        Self { width_px: area.width_px(), height_px: area.height_px(), pixels: rows.copied().collect() }
    }

    /// In another size, a pixel of which covers `step` of these.
    pub(crate) fn resized(&self, to: (usize, usize), step: (f64, f64)) -> Self {
        let from = (self.width_px, self.height_px);
        let Grey { width_px, height_px, pixels } =
            resample(&mut |y, out| out.copy_from_slice(self.row(y)), from, to, step);
        Self { width_px, height_px, pixels }
    }

    /// The least rectangle that holds all ink.
    pub(crate) fn bounds(&self) -> Option<Area> {
        let is_inked = |pixel: &u8| *pixel > 0;
        let inked = (0..self.height_px).filter(|&y| self.row(y).iter().any(is_inked));
        let (top, bottom) = (inked.clone().next()?, inked.clone().next_back()?);
        let left = inked.clone().filter_map(|y| self.row(y).iter().position(is_inked)).min()?;
        let right = inked.filter_map(|y| self.row(y).iter().rposition(is_inked)).max()?;
        Some(Area { x: (left, right + 1), y: (top, bottom + 1) })
    }

    pub(crate) fn erase(&mut self, mask: &Mask) {
        for y in 0..self.height_px {
            for run in mask.runs(y) {
                self.row_mut(y)[run].fill(0);
            }
        }
    }
}

/// What this step needs of a detection, in pixels of the scaled sheet.
pub(crate) struct Text {
    pub(crate) kind: Kind,
    pub(crate) quad: Quad,
    line_height: f64,
}

impl Text {
    pub(crate) fn of(found: &Detection, place: &Place) -> Self {
        let line_height = found.lines.iter().map(Quad::height).fold(f64::INFINITY, f64::min);
        let line_height = if line_height.is_finite() { line_height } else { found.quad.height() };
        let quad = Quad(found.quad.scaled(place.scale).0.map(|corner| minus(corner, place.corner)));
        Self { kind: found.kind, quad, line_height: line_height * place.scale }
    }

    /// Which way it reads, where it reads along an axis.
    fn is_level(&self) -> Option<bool> {
        let [x, y] = minus(self.quad.0[1], self.quad.0[0]).map(f64::abs);
        (x.min(y) < LEVEL * x.max(y)).then_some(x > y)
    }

    /// Down its middle, and a little below it, where the line is that it stands on.
    fn bar(&self, rules: &ViewRules) -> Quad {
        let axes = self.quad.axes();
        let half = (self.quad.width() * rules.cut_share).max(rules.cut_least_px) / 2.0;
        let (above, below) = (self.quad.height() / 2.0, rules.cut_reach * self.line_height);
        let middle = self.quad.middle();
        let (along, down) = (dot(middle, axes.along), dot(middle, axes.down));
        axes.quad(along - half, down - above, along + half, down + above + below)
    }
}

/// Parts the long line that a size stands on or in: else extension lines would enclose a field that is not the part's.
pub(crate) fn cut_dimension_lines(ink: &mut Ink, level: u8, texts: &[Text], rules: &ViewRules) {
    let inked = ink.above(level);
    for is_level in [true, false] {
        let mut bars = Mask::empty(ink.width_px, ink.height_px);
        let sizes = texts.iter().filter(|text| rules.on_lines.contains(&text.kind));
        for text in sizes.filter(|text| text.is_level() == Some(is_level)) {
            for (y, columns) in rows_within(&text.bar(rules), ink.width_px, ink.height_px) {
                bars.set(y, columns);
            }
        }
        let (width, height) = if is_level { (rules.long_line_px, 1) } else { (1, rules.long_line_px) };
        ink.erase(&inked.opened(width, height).grown(3, 3).and(&bars));
    }
}

/// Takes out what a text's box holds, but not the lines that only pass through it: outlines stay whole.
pub(crate) fn erase_letters(ink: &mut Ink, level: u8, texts: &[Text], rules: &ViewRules) {
    let pieces = Pieces::of(&ink.above(level), Touching::Corners);
    let (width, height) = (ink.width_px, ink.height_px);
    for text in texts {
        let quad = text.quad.grown(rules.text_margin * text.line_height);
        let reach = if rules.framed.contains(&text.kind) {
            f64::INFINITY
        } else {
            rules.letter_reach * text.line_height
        };
        let rows = rows_within(&quad, width, height);
        let held = |y: usize, columns: &std::ops::Range<usize>| {
            let (from, to) = (columns.start, columns.end);
            pieces.runs(y..y + 1).iter().filter(move |run| run.x.start < to && run.x.end > from)
        };
        let near = Near::of(&quad, reach, (width, height));
        let lines: BTreeSet<usize> = rows
            .iter()
            .flat_map(|(y, columns)| held(*y, columns))
            .map(|run| run.piece)
            .filter(|&piece| !near.holds(&pieces.all[piece].bounds))
            .collect();
        for (y, columns) in &rows {
            let kept = held(*y, columns).filter(|run| lines.contains(&run.piece));
            let mut from = columns.start;
            for run in kept {
                ink.row_mut(*y)[from..run.x.start.max(from)].fill(0);
                from = run.x.end.min(columns.end);
            }
            ink.row_mut(*y)[from..columns.end].fill(0);
        }
    }
}

/// The pixels around a text beyond which no letter reaches.
struct Near {
    low: [f64; 2],
    high: [f64; 2],
}

impl Near {
    fn of(quad: &Quad, reach: f64, (width, height): (usize, usize)) -> Self {
        let (low, high) = quad.bounds();
        let low = low.map(|at| at.floor().max(0.0));
        let high = [(high[0].ceil() + 1.0).min(width as f64), (high[1].ceil() + 1.0).min(height as f64)];
        Self { low: minus(low, [reach; 2]), high: plus(high, times([1.0; 2], reach)) }
    }

    fn holds(&self, bounds: &Area) -> bool {
        let within =
            |i: usize, (from, to): (usize, usize)| self.low[i] <= from as f64 && to as f64 <= self.high[i];
        within(0, bounds.x) && within(1, bounds.y)
    }
}
