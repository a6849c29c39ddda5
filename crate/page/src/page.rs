use crate::dpi::DpiSource;
use crate::pixels::Pixels;
use crate::pyramid::{Level, Tile};
use crate::{Dpi, TextLayer, pyramid, resize};
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;

/// Which of the two, dark or light, is the drawing and not the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ink {
    /// Dark lines on light paper.
    Dark,
    /// Light lines on a dark ground: a CAD program's screen, a blueprint, a negative.
    Light,
}

/// What is known of a page from the file's headers, before anything is decoded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageInfo {
    /// Counted from 0.
    pub index: usize,
    /// Width as a person sees the page, in pixels.
    pub width_px: u32,
    /// Height as a person sees the page, in pixels.
    pub height_px: u32,
    /// Pixels per inch of paper.
    pub dpi: f32,
    /// How the resolution is known.
    pub dpi_source: DpiSource,
    /// Bits a pixel when decoded: 8 or 1.
    pub bits: u8,
}

impl PageInfo {
    pub(crate) fn new(index: usize, (width_px, height_px): (u32, u32), dpi: Dpi, bits: u8) -> Self {
        Self { index, width_px, height_px, dpi: dpi.value, dpi_source: dpi.source, bits }
    }
}

/// A decoded page, upright.
#[derive(Debug, Clone)]
pub struct Page {
    info: PageInfo,
    ink: Ink,
    pixels: Pixels,
    levels: OnceCell<Vec<Level>>,
    text: Option<TextLayer>,
}

impl Page {
    pub(crate) fn new(info: PageInfo, ink: Ink, pixels: Pixels) -> Self {
        Self { info, ink, pixels, levels: OnceCell::new(), text: None }
    }

    /// With the file's own words, in the pixels of this page: [`Document::text_layer`](crate::Document::text_layer) at its
    /// resolution. They are not looked for where nobody asks, since that means to go through the page once more.
    #[must_use]
    pub fn with_text(self, text: Option<TextLayer>) -> Self {
        Self { text, ..self }
    }

    /// The file's own words, where they were given.
    pub fn text(&self) -> Option<&TextLayer> {
        self.text.as_ref()
    }

    /// A page that was decoded elsewhere, one byte a pixel; none where `grey` does not fill it.
    pub fn of_grey(info: PageInfo, ink: Ink, grey: Vec<u8>) -> Option<Self> {
        let area = info.width_px as usize * info.height_px as usize;
        (grey.len() == area && area > 0)
            .then(|| Self::new(PageInfo { bits: 8, ..info }, ink, Pixels::Grey(grey)))
    }

    /// Size, resolution and place in the file.
    pub fn info(&self) -> &PageInfo {
        &self.info
    }

    /// Dark on light, or light on dark.
    pub fn ink(&self) -> Ink {
        self.ink
    }

    /// The pixels themselves, at full resolution.
    pub fn pixels(&self) -> &Pixels {
        &self.pixels
    }

    /// A rectangle of the page as grey bytes, row by row; what lies outside the page is white.
    pub fn grey(&self, x: u32, y: u32, width_px: u32, height_px: u32) -> Vec<u8> {
        let mut out = vec![255; width_px as usize * height_px as usize];
        let inside = width_px.min(self.info.width_px.saturating_sub(x)) as usize;
        if inside > 0 {
            let rows = height_px.min(self.info.height_px.saturating_sub(y));
            for (row, to) in (y..y + rows).zip(out.chunks_exact_mut(width_px as usize)) {
                self.pixels.grey_row(self.info.width_px, row, x, &mut to[..inside]);
            }
        }
        out
    }

    /// Zoom levels: level 0 is the page, each next one half as large, the last fits one tile.
    pub fn level_sizes(&self) -> Vec<(u32, u32)> {
        pyramid::level_sizes(self.info.width_px, self.info.height_px)
    }

    /// One tile of a zoom level, smaller at the right and lower edges; none outside the page.
    /// The first tile of a level above 0 computes all levels.
    pub fn tile(&self, level: usize, column: u32, row: u32) -> Option<Tile> {
        let &(width_px, height_px) = self.level_sizes().get(level)?;
        let area = pyramid::tile_area(width_px, height_px, column, row)?;
        let grey = match level.checked_sub(1) {
            None => self.grey(area.x, area.y, area.width_px, area.height_px),
            Some(above) => self.levels().get(above)?.grey(&area),
        };
        Some(Tile { width_px: area.width_px, height_px: area.height_px, grey })
    }

    /// The whole page as grey, no larger than `max_px` on its long side.
    pub fn thumbnail(&self, max_px: u32) -> Tile {
        let (width, height) = (self.info.width_px, self.info.height_px);
        let scale = f64::from(max_px.max(1)) / f64::from(width.max(height));
        let side = |px: u32| ((f64::from(px) * scale).round() as u32).clamp(1, px);
        self.resized(side(width), side(height))
    }

    /// The page at another resolution.
    pub fn at_dpi(&self, dpi: f32) -> Self {
        let scale = dpi / self.info.dpi;
        let side = |px: u32| ((px as f32 * scale).round() as u32).max(1);
        self.resampled(side(self.info.width_px), side(self.info.height_px), dpi)
    }

    /// The page at another size, which is that of `dpi`.
    pub(crate) fn resampled(&self, width_px: u32, height_px: u32, dpi: f32) -> Self {
        let pixels = Pixels::Grey(self.resized(width_px, height_px).grey);
        let dpi = Dpi { value: dpi, source: DpiSource::Rendered };
        Self::new(PageInfo::new(self.info.index, (width_px, height_px), dpi, 8), self.ink, pixels)
    }

    fn resized(&self, width_px: u32, height_px: u32) -> Tile {
        // The smallest level that is still at least as large as what is asked for.
        let sizes = self.level_sizes();
        let level = sizes.iter().rposition(|&(w, h)| w >= width_px && h >= height_px).unwrap_or(0);
        let above = level.checked_sub(1).and_then(|above| self.levels().get(above));
        let row = |y: u32, out: &mut [u8]| match above {
            None => self.pixels.grey_row(self.info.width_px, y, 0, out),
            Some(above) => out.copy_from_slice(above.row(y)),
        };
        let grey = resize::resize(row, sizes[level], (width_px, height_px));
        Tile { width_px, height_px, grey }
    }

    fn levels(&self) -> &[Level] {
        self.levels.get_or_init(|| pyramid::build(&self.pixels, self.info.width_px, self.info.height_px))
    }
}
