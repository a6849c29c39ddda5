use crate::guard::guarded;
use crate::{Budget, Format, Notice, Page, PageError, PageInfo, Stroke, TextLayer, Watch};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How to open a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenOptions {
    /// What the file may cost.
    pub budget: Budget,
    /// Opens a protected PDF.
    pub password: Option<String>,
}

/// How to decode a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PageOptions {
    /// Pixels per inch. None takes a raster as it is and a PDF at its scan's own resolution or, drawn, at
    /// 200 dpi, less where the sheet would not fit the budget.
    pub dpi: Option<f32>,
}

/// What is known of a file once its headers are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The kind of file.
    pub format: Format,
    /// Its pages in order.
    pub pages: Vec<PageInfo>,
    /// What a person should know about the file.
    pub notices: Vec<Notice>,
}

/// Rendering below or above these is a typing error, not a wish.
pub(crate) const DPI_RANGE: std::ops::RangeInclusive<f32> = 10.0..=2400.0;

/// A file of one format: implemented once for all rasters and once for PDF.
pub(crate) trait Source {
    fn page_count(&self) -> usize;
    /// Header of one page; nothing is decoded.
    fn info(&self, index: usize) -> Result<PageInfo, PageError>;
    fn page(&self, index: usize, options: &PageOptions, watch: &mut dyn Watch) -> Result<Page, PageError>;
    fn notices(&self) -> Vec<Notice> {
        Vec::new()
    }
    fn text_layer(&self, _index: usize, _dpi: f32) -> Result<Option<TextLayer>, PageError> {
        Ok(None)
    }
    fn strokes(&self, _index: usize, _dpi: f32, _each: &mut dyn FnMut(Stroke)) -> Result<(), PageError> {
        Ok(())
    }
    /// A small picture of a page, cheaper than the page where the format allows; long side `max_px`.
    fn thumbnail(&self, index: usize, max_px: u32, watch: &mut dyn Watch) -> Result<crate::Tile, PageError> {
        Ok(self.page(index, &PageOptions::default(), watch)?.thumbnail(max_px))
    }
}

/// An open file. Its bytes are kept; its pages are decoded one at a time, when asked for.
pub struct Document {
    format: Format,
    source: Box<dyn Source>,
}

impl Document {
    /// Bytes → document, reading headers only; fails with any [`PageError`] but those of a single page.
    pub fn open(bytes: Vec<u8>, options: &OpenOptions) -> Result<Self, PageError> {
        if bytes.is_empty() {
            return Err(PageError::Empty);
        }
        options.budget.admit_file(bytes.len())?;
        let format = Format::sniff(&bytes)
            .ok_or_else(|| PageError::UnknownFormat { starts_with: describe(&bytes) })?;
        let bytes: Arc<[u8]> = bytes.into();
        let source = guarded(format, || open_source(format, bytes, options))?;
        let count = source.page_count();
        if count == 0 {
            return Err(PageError::Damaged { format, detail: "it has no pages".into() });
        }
        if count > options.budget.max_pages {
            return Err(PageError::Unsupported {
                format,
                feature: format!("{count} pages, where at most {} are opened", options.budget.max_pages),
            });
        }
        Ok(Self { format, source })
    }

    /// The kind of file.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Number of pages, at least 1.
    pub fn page_count(&self) -> usize {
        self.source.page_count()
    }

    /// Headers of all pages and what a person should know about the file.
    pub fn summary(&self) -> Result<Summary, PageError> {
        let headers = || (0..self.page_count()).map(|index| self.source.info(index)).collect();
        let pages = guarded(self.format, headers)?;
        Ok(Summary { format: self.format, pages, notices: self.source.notices() })
    }

    /// Header of one page.
    pub fn page_info(&self, index: usize) -> Result<PageInfo, PageError> {
        self.check_index(index)?;
        guarded(self.format, || self.source.info(index))
    }

    /// Decodes a page; fails with [`PageError::NoSuchPage`], the budget's errors, those of a broken file, or
    /// what the watch stopped it with.
    pub fn page(
        &self,
        index: usize,
        options: &PageOptions,
        watch: &mut dyn Watch,
    ) -> Result<Page, PageError> {
        self.check_index(index)?;
        if let Some(dpi) = options.dpi {
            check_dpi(dpi)?;
        }
        guarded(self.format, || self.source.page(index, options, watch))
    }

    /// A small picture of a page, `max_px` on its long side.
    pub fn thumbnail(
        &self,
        index: usize,
        max_px: u32,
        watch: &mut dyn Watch,
    ) -> Result<crate::Tile, PageError> {
        self.check_index(index)?;
        guarded(self.format, || self.source.thumbnail(index, max_px, watch))
    }

    /// The file's own text on a page, in pixels at `dpi`; none for rasters.
    pub fn text_layer(&self, index: usize, dpi: f32) -> Result<Option<TextLayer>, PageError> {
        self.check_index(index)?;
        check_dpi(dpi)?;
        guarded(self.format, || self.source.text_layer(index, dpi))
    }

    /// Hands every line and curve of a page to `each`, in pixels at `dpi`; rasters have none.
    pub fn strokes(&self, index: usize, dpi: f32, each: &mut dyn FnMut(Stroke)) -> Result<(), PageError> {
        self.check_index(index)?;
        check_dpi(dpi)?;
        guarded(self.format, || self.source.strokes(index, dpi, each))
    }

    fn check_index(&self, index: usize) -> Result<(), PageError> {
        let count = self.page_count();
        if index < count { Ok(()) } else { Err(PageError::NoSuchPage { index, count }) }
    }
}

fn check_dpi(dpi: f32) -> Result<(), PageError> {
    if DPI_RANGE.contains(&dpi) {
        Ok(())
    } else {
        Err(PageError::BadDpi { dpi, min: *DPI_RANGE.start(), max: *DPI_RANGE.end() })
    }
}

fn open_source(
    format: Format,
    bytes: Arc<[u8]>,
    options: &OpenOptions,
) -> Result<Box<dyn Source>, PageError> {
    match format {
        #[cfg(feature = "pdf")]
        Format::Pdf => crate::pdf::open(bytes, options),
        #[cfg(feature = "raster")]
        Format::Png | Format::Jpeg | Format::WebP | Format::Bmp | Format::Gif | Format::Tiff => {
            crate::raster::open(format, bytes, options)
        }
        #[allow(unreachable_patterns, reason = "reached when a feature is off")]
        _ => Err(PageError::Unsupported { format, feature: "a reader that this build leaves out".into() }),
    }
}

/// The first bytes in words, with the mistakes that people make most.
fn describe(bytes: &[u8]) -> String {
    let known: [(&[u8], &str); 8] = [
        (b"<!DOCTYPE", "a web page: the download went wrong"),
        (b"<html", "a web page: the download went wrong"),
        (b"<?xml", "XML, perhaps SVG"),
        (b"<svg", "an SVG picture"),
        (b"AC10", "an AutoCAD DWG drawing"),
        (b"PK\x03\x04", "a ZIP archive or Office document"),
        (b"ISO-10303-21", "a STEP model"),
        (b"%!PS", "PostScript"),
    ];
    if let Some((_, words)) = known.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return (*words).to_owned();
    }
    let hex: Vec<String> = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("the bytes {}", hex.join(" "))
}
