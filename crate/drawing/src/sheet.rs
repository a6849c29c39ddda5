use crate::manifest::Normalisation;
use crate::paper::Paper;
use crate::resample::resample;
use crate::stretch::stretch;
use crate::{Grey, Point, Quad, QuarterTurns};
use draftlens_page::{Ink, Page, TextLayer};

/// Rows that are read from a page at a time.
const BAND_ROWS: usize = 32;

/// A page as the nets want it: dark lines on even paper, the right way up. Evened and turned where it is looked at, so
/// that no second page lies in memory.
#[derive(Debug)]
pub struct Sheet<'a> {
    page: &'a Page,
    paper: Option<Paper>,
    quarter_turns: QuarterTurns,
}

/// A sheet at the scale of a net, its ink stretched.
#[derive(Debug, Clone)]
pub struct ScaledSheet {
    /// Pixels of this for one of the page.
    pub scale: f64,
    /// The pixels.
    pub grey: Grey,
}

impl<'a> Sheet<'a> {
    /// Looks at the paper once.
    #[must_use]
    pub fn of(page: &'a Page) -> Self {
        let mut sheet = Self { page, paper: None, quarter_turns: QuarterTurns::default() };
        sheet.paper = Paper::of(Rows::of(&sheet).reader(), sheet.size());
        sheet
    }

    /// The page turned so, whatever the sheet was before.
    #[must_use]
    pub fn turned(self, quarter_turns: QuarterTurns) -> Self {
        Self { quarter_turns, ..self }
    }

    /// The file's own words, where it has any.
    pub(crate) fn text(&self) -> Option<&'a TextLayer> {
        self.page.text().filter(|text| !text.words.is_empty())
    }

    pub(crate) fn size(&self) -> (usize, usize) {
        self.quarter_turns.size(self.page_size())
    }

    fn page_size(&self) -> (usize, usize) {
        (self.page.info().width_px as usize, self.page.info().height_px as usize)
    }

    fn page_size_f64(&self) -> (f64, f64) {
        (f64::from(self.page.info().width_px), f64::from(self.page.info().height_px))
    }

    pub(crate) fn point_from_page(&self, point: Point) -> Point {
        self.quarter_turns.sheet_from_page(point, self.page_size_f64())
    }

    pub(crate) fn quad_in_page(&self, quad: &Quad) -> Quad {
        Quad(quad.0.map(|corner| self.quarter_turns.page_from_sheet(corner, self.page_size_f64())))
    }

    pub(crate) fn longest_side_px(&self) -> f64 {
        self.size().0.max(self.size().1) as f64
    }

    /// The whole sheet at another size.
    pub(crate) fn scaled(&self, scale: f64, normalisation: &Normalisation) -> ScaledSheet {
        let size = self.size();
        let side = |px: usize| ((px as f64 * scale).round_ties_even() as usize).max(1);
        let to = (side(size.0), side(size.1));
        let mut grey = resample(&mut Rows::of(self).reader(), size, to, (1.0 / scale, 1.0 / scale));
        stretch(&mut grey.pixels, normalisation);
        ScaledSheet { scale, grey }
    }

    /// A rectangle within the sheet.
    pub(crate) fn part(&self, x: usize, y: usize, width_px: usize, height_px: usize) -> Grey {
        let rectangle = (x, y, width_px, height_px);
        let (x, y, width_px, height_px) = self.quarter_turns.rectangle_in_page(rectangle, self.page_size());
        let mut pixels = self.page.grey(x as u32, y as u32, width_px as u32, height_px as u32);
        if self.page.ink() == Ink::Light {
            pixels.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
        }
        if let Some(paper) = &self.paper {
            for (y, row) in (y..).zip(pixels.chunks_exact_mut(width_px.max(1))) {
                paper.divide(x, y, row);
            }
        }
        self.quarter_turns.turned(Grey { width_px, height_px, pixels })
    }
}

/// Rows of a sheet, read band by band.
struct Rows<'s, 'a> {
    sheet: &'s Sheet<'a>,
    first: usize,
    band: Option<Grey>,
}

impl<'s, 'a> Rows<'s, 'a> {
    fn of(sheet: &'s Sheet<'a>) -> Self {
        Self { sheet, first: 0, band: None }
    }

    fn reader(mut self) -> impl FnMut(usize, &mut [u8]) {
        move |y, out| {
            let (width, height) = self.sheet.size();
            let first = y - y % BAND_ROWS;
            if self.band.is_none() || self.first != first {
                self.band = Some(self.sheet.part(0, first, width, BAND_ROWS.min(height - first)));
                self.first = first;
            }
            if let Some(band) = &self.band {
                out.copy_from_slice(band.row(y - first));
            }
        }
    }
}
