//! Raster files → pages. A format gives a [`Header`] and pushes its rows; budget, colour, pixel shape,
//! orientation and resolution are settled here, once for all formats.

mod resolution;
mod png;
mod jpeg;
mod gif;
mod still;
mod tiff;

use crate::canvas::{Canvas, Painted, paint};
use crate::document::{OpenOptions, PageOptions, Source};
use crate::orientation::Orientation;
use crate::page::{Page, PageInfo};
use crate::pixels::{Depth, Pixels};
use crate::{Budget, Format, Notice, PageError, Watch, resize};
use std::io::Cursor;
use std::sync::Arc;

/// The file's bytes, shared by its decoders.
pub(crate) type Bytes = Arc<[u8]>;

fn cursor(bytes: &Bytes) -> Cursor<Bytes> {
    Cursor::new(Arc::clone(bytes))
}

/// What a raster's header says, before anything is allocated.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Header {
    /// Width of the stored rows.
    pub(crate) width_px: u32,
    /// Number of stored rows.
    pub(crate) height_px: u32,
    pub(crate) depth: Depth,
    pub(crate) orientation: Orientation,
    /// Along the stored rows and across them, where the file says so.
    pub(crate) dpi: Option<(f32, f32)>,
    /// What the decoder will hold beside the page.
    pub(crate) beside_bytes: u64,
}

/// A raster format: headers, and rows into a canvas.
pub(crate) trait Raster {
    fn page_count(&self) -> usize {
        1
    }
    fn header(&self, index: usize) -> Result<Header, PageError>;
    /// Pushes the stored rows; fewer rows than the header promised is an incomplete file.
    fn decode(&self, index: usize, canvas: &mut Canvas<'_>) -> Result<(), PageError>;
    fn notices(&self) -> Vec<Notice> {
        Vec::new()
    }
}

pub(crate) fn open(
    format: Format,
    bytes: Bytes,
    options: &OpenOptions,
) -> Result<Box<dyn Source>, PageError> {
    let budget = options.budget;
    let raster: Box<dyn Raster> = match format {
        Format::Png => Box::new(png::Png::open(bytes, &budget)?),
        Format::Jpeg => Box::new(jpeg::Jpeg::open(bytes, &budget)?),
        Format::Gif => Box::new(gif::Gif::open(bytes)?),
        Format::Tiff => Box::new(tiff::Tiff::open(bytes, &budget)?),
        _ => Box::new(still::Still::open(format, bytes)?),
    };
    Ok(Box::new(RasterSource { format, raster, budget }))
}

struct RasterSource {
    format: Format,
    raster: Box<dyn Raster>,
    budget: Budget,
}

/// Pixels whose sides differ by more than this are not square: a fax has twice as many across as down.
const SQUARE_TOLERANCE: f32 = 0.05;

impl Header {
    /// Size of the page with square pixels, upright.
    fn upright(&self) -> (u32, u32) {
        let (width, height) = self.square();
        self.orientation.upright(width, height)
    }

    /// Size of the stored rows once the coarser side is stretched to the finer one's density.
    fn square(&self) -> (u32, u32) {
        let stretched = |px: u32, by: f32| (px as f32 * by).round() as u32;
        match self.dpi {
            Some((x, y)) if self.is_stretched() && x > y => (self.width_px, stretched(self.height_px, x / y)),
            Some((x, y)) if self.is_stretched() => (stretched(self.width_px, y / x), self.height_px),
            _ => (self.width_px, self.height_px),
        }
    }

    /// Only ratios that faxes and scanners have: anything else is a mistake in the header.
    fn is_stretched(&self) -> bool {
        self.dpi.is_some_and(|(x, y)| {
            let ratio = x.max(y) / x.min(y);
            ratio > 1.0 + SQUARE_TOLERANCE && ratio < 4.5
        })
    }

    fn depth_of_page(&self) -> Depth {
        if self.is_stretched() { Depth::Grey } else { self.depth }
    }

    fn page_info(&self, index: usize) -> PageInfo {
        let (width_px, height_px) = self.upright();
        let dpi = resolution::settle(self.dpi.map(|(x, y)| x.max(y)), width_px, height_px);
        let bits = match self.depth_of_page() {
            Depth::Grey => 8,
            Depth::Bilevel => 1,
        };
        PageInfo::new(index, (width_px, height_px), dpi, bits)
    }

    fn admit(&self, format: Format, budget: &Budget) -> Result<(), PageError> {
        if self.width_px == 0 || self.height_px == 0 {
            return Err(PageError::Damaged {
                format,
                detail: format!("it claims {} × {} pixels", self.width_px, self.height_px),
            });
        }
        let stored = match self.depth {
            Depth::Grey => u64::from(self.width_px) * u64::from(self.height_px),
            Depth::Bilevel => u64::from(self.width_px).div_ceil(8) * u64::from(self.height_px),
        };
        // Turning and stretching hold the stored rows beside the upright page.
        let turned = self.orientation != Orientation::default() || self.is_stretched();
        let beside = self.beside_bytes.saturating_add(if turned { stored } else { 0 });
        let (width, height) = self.upright();
        budget.admit(width, height, self.depth_of_page(), beside)?;
        budget.admit(self.width_px, self.height_px, self.depth, self.beside_bytes)
    }
}

impl RasterSource {
    fn decode(&self, index: usize, header: &Header, watch: &mut dyn Watch) -> Result<Painted, PageError> {
        let size_px = (header.width_px, header.height_px);
        paint(size_px, header.depth, watch, &mut |canvas| {
            self.raster.decode(index, canvas)?;
            if canvas.rows_done() < header.height_px {
                return Err(PageError::Truncated {
                    format: self.format,
                    detail: format!("it ends after row {} of {}", canvas.rows_done(), header.height_px),
                });
            }
            Ok(())
        })
    }
}

impl Source for RasterSource {
    fn page_count(&self) -> usize {
        self.raster.page_count()
    }

    fn info(&self, index: usize) -> Result<PageInfo, PageError> {
        let header = self.raster.header(index)?;
        Ok(header.page_info(index))
    }

    fn notices(&self) -> Vec<Notice> {
        self.raster.notices()
    }

    fn page(&self, index: usize, options: &PageOptions, watch: &mut dyn Watch) -> Result<Page, PageError> {
        let header = self.raster.header(index)?;
        header.admit(self.format, &self.budget)?;
        let decoded = self.decode(index, &header, watch)?;
        let info = header.page_info(index);
        let (width, height) = header.square();
        let pixels = square_pixels(decoded.pixels, &header, (width, height));
        let (pixels, ..) = header.orientation.apply(pixels, width, height);
        let page = Page::new(info, decoded.ink, pixels);
        Ok(match options.dpi {
            Some(dpi) => {
                let scale = f64::from(dpi / page.info().dpi);
                let side = |px: u32| (f64::from(px) * scale).round().min(f64::from(u32::MAX)) as u32;
                let (width, height) = (side(page.info().width_px), side(page.info().height_px));
                self.budget.admit(width, height, Depth::Grey, page.pixels().byte_len() as u64)?;
                page.at_dpi(dpi)
            }
            None => page,
        })
    }
}

fn square_pixels(pixels: Pixels, header: &Header, to: (u32, u32)) -> Pixels {
    let from = (header.width_px, header.height_px);
    if from == to {
        return pixels;
    }
    Pixels::Grey(resize::resize(|y, row| pixels.grey_row(from.0, y, 0, row), from, to))
}
