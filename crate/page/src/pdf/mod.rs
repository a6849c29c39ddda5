//! PDF → pages. A page is first surveyed: what does it draw, and is it a single scan? A scan gives its own
//! pixels; a drawing is rendered in bands, so that a sheet in colour never lies in memory whole.

mod packed;
mod cmaps;
mod cjk_font;
mod fonts;
mod listen;
mod place;
mod health;
mod image;
mod survey;
mod scan;
mod render;
mod words;
mod text;
mod strokes;

use crate::document::{OpenOptions, PageOptions, Source};
use crate::page::{Page, PageInfo};
use crate::pixels::Depth;
use crate::{Budget, Dpi, DpiSource, Format, Notice, PageError, Stroke, TextLayer, Tile, Watch};
use fonts::Complaints;
use hayro::hayro_syntax;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use place::Place;
use std::cell::{OnceCell, RefCell};
use std::sync::Arc;
use survey::Survey;

/// Fine enough for the small print of most drawings, and the resolution that the detector is trained on.
const DEFAULT_DPI: u16 = 200;
/// Below this the text of a drawing cannot be read: a sheet that fits no better is refused.
const LEAST_DEFAULT_DPI: u16 = 72;

/// A line is drawn at least a pixel wide: straight at the size of a thumbnail, hatching and text become black.
const THUMBNAIL_OVERSAMPLING: u32 = 4;

pub(crate) fn open(bytes: Arc<[u8]>, options: &OpenOptions) -> Result<Box<dyn Source>, PageError> {
    let password = options.password.as_deref().unwrap_or_default();
    let pdf = Pdf::new_with_password(Arc::new(Arc::clone(&bytes)), password)
        .map_err(|error| refusal(error, options, &bytes))?;
    let page_count = pdf.pages().len();
    if page_count == 0 {
        return Err(health::unreadable(&bytes));
    }
    let notices = RefCell::new(health::examine(&bytes, &pdf));
    let surveys = (0..page_count).map(|_| OnceCell::new()).collect();
    let source: Box<dyn Source> = Box::new(PdfSource { pdf, budget: options.budget, notices, surveys });
    Ok(source)
}

fn refusal(error: LoadPdfError, options: &OpenOptions, bytes: &[u8]) -> PageError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) if options.password.is_some() => {
            PageError::PasswordWrong
        }
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PageError::PasswordNeeded,
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => PageError::Unsupported {
            format: Format::Pdf,
            feature: "a rare kind of protection (certificates or rights management)".into(),
        },
        LoadPdfError::Decryption(_) => {
            PageError::Damaged { format: Format::Pdf, detail: "its protection cannot be read".into() }
        }
        LoadPdfError::Invalid => health::unreadable(bytes),
    }
}

struct PdfSource {
    pdf: Pdf,
    budget: Budget,
    /// Grows as pages are decoded: a missing font shows only then.
    notices: RefCell<Vec<Notice>>,
    surveys: Vec<OnceCell<Survey>>,
}

impl PdfSource {
    fn page_of(&self, index: usize) -> Result<&hayro_syntax::page::Page<'_>, PageError> {
        let pages = self.pdf.pages();
        pages.get(index).ok_or(PageError::NoSuchPage { index, count: pages.len() })
    }

    fn survey(&self, index: usize) -> Result<&Survey, PageError> {
        let page = self.page_of(index)?;
        Ok(self.surveys[index].get_or_init(|| Survey::of(page)))
    }

    /// Where the page's points lie among the pixels of a rendering; without a wish, of the one that suits it.
    fn place(&self, index: usize, dpi: Option<f32>) -> Result<Place, PageError> {
        let page = self.page_of(index)?;
        // Most pages cannot be scans: that is told without interpreting them.
        let scan = if survey::may_be_scan(page) { self.survey(index)?.scan.as_ref() } else { None };
        if let Some(scan) = scan
            && dpi.is_none_or(|dpi| (dpi / scan.dpi - 1.0).abs() < 1e-3)
        {
            return Ok(Place::on_pixels(page, scan.dpi, scan.upright_px()));
        }
        match dpi {
            Some(dpi) => render::check_width(page, dpi),
            None => {
                let usable = |dpi: &f32| self.admits(&Place::at_dpi(page, *dpi));
                let best = (LEAST_DEFAULT_DPI..=DEFAULT_DPI).rev().map(f32::from).find(usable);
                Ok(Place::at_dpi(page, best.unwrap_or(f32::from(LEAST_DEFAULT_DPI))))
            }
        }
    }

    fn admits(&self, place: &Place) -> bool {
        self.admit_rendering(place, 0).is_ok() && place.width_px <= render::MAX_WIDTH_PX
    }

    fn admit_rendering(&self, place: &Place, images_bytes: u64) -> Result<(), PageError> {
        let beside = render::band_bytes(place).saturating_add(images_bytes);
        self.budget.admit(place.width_px, place.height_px, Depth::Grey, beside)
    }

    fn render(&self, index: usize, place: &Place, watch: &mut dyn Watch) -> Result<Page, PageError> {
        let page = self.page_of(index)?;
        // Told from the page's own size, before its content costs anything.
        self.admit_rendering(place, 0)?;
        if page.page_stream().is_none() && page.raw().contains_key("Contents") {
            return Err(health::no_content(self.pdf.data().as_ref(), index));
        }
        let survey = self.survey(index)?;
        survey.admit_images(&self.budget)?;
        self.admit_rendering(place, survey.images_bytes(place.dpi))?;
        let complaints = Complaints::default();
        let painted = render::render(page, place, &complaints, watch)?;
        if survey.scan.is_some() && complaints.has_image() {
            let detail = format!("the scan that is page {} cannot be decoded", index + 1);
            return Err(PageError::Damaged { format: Format::Pdf, detail });
        }
        self.note(complaints.notices(index));
        let dpi = Dpi { value: place.dpi, source: DpiSource::Rendered };
        let info = PageInfo::new(index, (place.width_px, place.height_px), dpi, 8);
        Ok(Page::new(info, painted.ink, painted.pixels))
    }

    fn note(&self, found: Vec<Notice>) {
        let mut notices = self.notices.borrow_mut();
        for notice in found {
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        }
    }

    /// The page as scanned, when it is a scan.
    fn scanned(&self, index: usize, watch: &mut dyn Watch) -> Result<Option<Page>, PageError> {
        let page = self.page_of(index)?;
        if !survey::may_be_scan(page) {
            return Ok(None);
        }
        let Some(scan) = &self.survey(index)?.scan else { return Ok(None) };
        let Some(painted) = scan::read(page, scan, &self.budget, watch)? else { return Ok(None) };
        let (pixels, width_px, height_px) =
            scan.orientation.apply(painted.pixels, scan.width_px, scan.height_px);
        let dpi = Dpi { value: scan.dpi, source: DpiSource::File };
        let info = PageInfo::new(index, (width_px, height_px), dpi, pixels.bits());
        Ok(Some(Page::new(info, painted.ink, pixels)))
    }
}

impl Source for PdfSource {
    fn page_count(&self) -> usize {
        self.pdf.pages().len()
    }

    fn info(&self, index: usize) -> Result<PageInfo, PageError> {
        let place = self.place(index, None)?;
        let scan = self.surveys[index].get().and_then(|survey| survey.scan.as_ref());
        let (source, bits) = match scan {
            Some(scan) => (DpiSource::File, scan.bits()),
            None => (DpiSource::Rendered, 8),
        };
        let dpi = Dpi { value: place.dpi, source };
        Ok(PageInfo::new(index, (place.width_px, place.height_px), dpi, bits))
    }

    fn notices(&self) -> Vec<Notice> {
        self.notices.borrow().clone()
    }

    fn page(&self, index: usize, options: &PageOptions, watch: &mut dyn Watch) -> Result<Page, PageError> {
        let place = self.place(index, options.dpi)?;
        watch.at(0, u64::from(place.height_px))?;
        match self.scanned(index, watch)? {
            Some(page) if options.dpi.is_none() => Ok(page),
            Some(page) if page.info().width_px == place.width_px => Ok(page),
            Some(page) => {
                let beside = page.pixels().byte_len() as u64;
                self.budget.admit(place.width_px, place.height_px, Depth::Grey, beside)?;
                Ok(page.resampled(place.width_px, place.height_px, place.dpi))
            }
            None => self.render(index, &place, watch),
        }
    }

    fn text_layer(&self, index: usize, dpi: f32) -> Result<Option<TextLayer>, PageError> {
        Ok(Some(text::read(self.page_of(index)?, &self.place(index, Some(dpi))?)))
    }

    fn strokes(&self, index: usize, dpi: f32, each: &mut dyn FnMut(Stroke)) -> Result<(), PageError> {
        strokes::read(self.page_of(index)?, &self.place(index, Some(dpi))?, each);
        Ok(())
    }

    fn thumbnail(&self, index: usize, max_px: u32, watch: &mut dyn Watch) -> Result<Tile, PageError> {
        if let Some(page) = self.scanned(index, watch)? {
            return Ok(page.thumbnail(max_px));
        }
        let place = Place::within(self.page_of(index)?, max_px.saturating_mul(THUMBNAIL_OVERSAMPLING));
        watch.at(0, u64::from(place.height_px))?;
        Ok(self.render(index, &place, watch)?.thumbnail(max_px))
    }
}
