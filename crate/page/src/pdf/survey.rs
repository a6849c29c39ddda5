//! What a page draws, found out without drawing: is it one scan, and what will its images cost?

use super::image::{Claim, area, is_opaque, set_bit_is_white, with_stream};
use super::listen::{Listener, listen};
use super::place::{Place, size_in};
use super::scan::Scan;
use crate::orientation::Orientation;
use crate::{Budget, PageError};
use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{DrawMode, DrawProps, Image};
use hayro::hayro_syntax::object::{Dict, Name, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Rect};

/// The survey measures in points.
const SURVEY_DPI: f32 = 72.0;
/// Paper sizes are rounded to whole points.
const EDGE_TOLERANCE_POINTS: f64 = 1.0;
const SCAN_DPI: std::ops::RangeInclusive<f64> = 72.0..=1200.0;
const AXES_AGREE_WITHIN: f64 = 0.02;
/// Forms within forms, as producers of scans nest them.
const FORMS_DEEP: usize = 3;

pub(super) struct Survey {
    pub(super) scan: Option<Scan>,
    images: Vec<Seen>,
}

/// An image that will be decoded to draw the page.
struct Seen {
    claim: Claim,
    /// What it covers, in square points.
    area_points: f64,
}

impl Survey {
    pub(super) fn of<'a>(page: &'a Page<'a>) -> Self {
        let place = Place::at_dpi(page, SURVEY_DPI);
        let (width_in, height_in) = size_in(page);
        let page_area =
            Rect::new(0.0, 0.0, width_in * f64::from(SURVEY_DPI), height_in * f64::from(SURVEY_DPI));
        let mut surveyor =
            Surveyor { page_area, scan: None, images: Vec::new(), veils: Vec::new(), clips: Vec::new() };
        listen(page, &place, &mut surveyor);
        Self { scan: surveyor.scan, images: surveyor.images }
    }

    /// Refuses images that claim more pixels than any page may have.
    pub(super) fn admit_images(&self, budget: &Budget) -> Result<(), PageError> {
        match self.images.iter().map(|image| image.claim).find(|claim| claim.px() > budget.max_bilevel_px) {
            Some(claim) => Err(PageError::TooManyPixels {
                width_px: u64::from(claim.width_px),
                height_px: u64::from(claim.height_px),
                limit_mpx: budget.max_bilevel_px / 1_000_000,
            }),
            None => Ok(()),
        }
    }

    /// What drawing the images takes: each is decoded whole, one after another, and kept at the size drawn.
    pub(super) fn images_bytes(&self, dpi: f32) -> u64 {
        let px_per_point = f64::from(dpi / SURVEY_DPI);
        let decoded =
            self.images.iter().map(|image| image.claim.px().saturating_mul(image.claim.pixel_bytes));
        let kept = self.images.iter().map(|image| {
            let drawn_px = (image.area_points * px_per_point * px_per_point).ceil() as u64;
            image.claim.px().min(drawn_px).saturating_mul(4)
        });
        decoded.max().unwrap_or(0).saturating_add(kept.fold(0, u64::saturating_add))
    }
}

/// Does the page hold an image with the pixels of a scan of it? Told from dictionaries alone.
pub(super) fn may_be_scan(page: &Page<'_>) -> bool {
    holds_scan(&page.resources().x_objects, size_in(page), FORMS_DEEP)
}

fn holds_scan(x_objects: &Dict<'_>, size_in: (f64, f64), forms_deep: usize) -> bool {
    x_objects.keys().any(|key| {
        let Some(stream) = x_objects.get::<Stream<'_>>(&*key) else { return false };
        let dict = stream.dict();
        match dict.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => {
                let claim = Claim::of(&stream);
                let (width_px, height_px) = (claim.width_px, claim.height_px);
                scan_dpi((width_px, height_px), size_in).is_some()
                    || scan_dpi((height_px, width_px), size_in).is_some()
            }
            Some(b"Form") if forms_deep > 0 => dict
                .get::<Dict<'_>>("Resources")
                .and_then(|resources| resources.get::<Dict<'_>>("XObject"))
                .is_some_and(|inner| holds_scan(&inner, size_in, forms_deep - 1)),
            _ => false,
        }
    })
}

/// The resolution at which these pixels fill the page; none where that is no scanner's.
fn scan_dpi((width_px, height_px): (u32, u32), (width_in, height_in): (f64, f64)) -> Option<f32> {
    let (x, y) = (f64::from(width_px) / width_in, f64::from(height_px) / height_in);
    let agree = (x / y - 1.0).abs() <= AXES_AGREE_WITHIN;
    // The paper's rounding shows as fractions: nobody scans at 299.8 dpi.
    let dpi = ((x + y) / 2.0).round();
    (agree && SCAN_DPI.contains(&dpi)).then_some(dpi as f32)
}

struct Surveyor {
    page_area: Rect,
    /// The last image that covered the page, as long as nothing visible is laid upon it.
    scan: Option<Scan>,
    images: Vec<Seen>,
    /// For each open group: is it anything but laid plainly on the page?
    veils: Vec<bool>,
    clips: Vec<Rect>,
}

impl Surveyor {
    fn see(&mut self, image: &Image<'_, '_>, transform: Affine) {
        let area_points = area(image, transform).intersect(self.page_area).area();
        self.images.extend(Claim::all(image).into_iter().map(|claim| Seen { claim, area_points }));
    }

    /// Does the rectangle end where the page ends, or beyond?
    fn reaches_edges(&self, rect: Rect) -> bool {
        let inner = self.page_area.inflate(-EDGE_TOLERANCE_POINTS, -EDGE_TOLERANCE_POINTS);
        rect.contains_rect(inner)
    }

    fn as_scan(&self, image: &Image<'_, '_>, transform: Affine) -> Option<Scan> {
        let lies = area(image, transform);
        let outer = self.page_area.inflate(EDGE_TOLERANCE_POINTS, EDGE_TOLERANCE_POINTS);
        let fills_page = self.reaches_edges(lies) && outer.contains_rect(lies);
        let is_plain = is_opaque(image)
            && !self.veils.contains(&true)
            && self.clips.iter().all(|clip| self.reaches_edges(*clip));
        if !fills_page || !is_plain {
            return None;
        }
        let orientation = orientation(transform)?;
        let (width_px, height_px) = (image.width(), image.height());
        let size_in =
            (self.page_area.width() / f64::from(SURVEY_DPI), self.page_area.height() / f64::from(SURVEY_DPI));
        let dpi = scan_dpi(orientation.upright(width_px, height_px), size_in)?;
        let set_bit_is_white = with_stream(image, set_bit_is_white);
        let claim = with_stream(image, Claim::of);
        Some(Scan { width_px, height_px, orientation, dpi, set_bit_is_white, pixel_bytes: claim.pixel_bytes })
    }
}

impl<'a> Listener<'a> for Surveyor {
    fn path(&mut self, _: &BezPath, _: &DrawProps<'a>, mode: &DrawMode) {
        if !matches!(mode, DrawMode::Invisible) {
            self.scan = None;
        }
    }

    fn glyphs(&mut self, _: &GlyphRun<'_, 'a>, _: &DrawProps<'a>, mode: &DrawMode) {
        if !matches!(mode, DrawMode::Invisible) {
            self.scan = None;
        }
    }

    fn image(&mut self, image: &Image<'a, '_>, transform: Affine) {
        self.see(image, transform);
        self.scan = self.as_scan(image, transform);
    }

    fn group(&mut self, is_plain: bool) {
        self.veils.push(!is_plain);
    }

    fn group_end(&mut self) {
        self.veils.pop();
    }

    fn clip(&mut self, bounds: Rect) {
        self.clips.push(bounds);
    }

    fn clip_end(&mut self) {
        self.clips.pop();
    }

    fn hidden_image(&mut self, image: &Image<'a, '_>, transform: Affine) {
        self.see(image, transform);
    }

    fn wants_hidden_images(&self) -> bool {
        true
    }
}

/// How the image's rows must be turned to lie as they do on the page; none where they lie askew.
fn orientation(transform: Affine) -> Option<Orientation> {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let small = |x: f64, of: f64| x.abs() < of.abs() * 1e-3;
    let is_straight = (small(b, a) && small(c, d)) || (small(a, b) && small(d, c));
    if !is_straight {
        return None;
    }
    let mirror = a * d - b * c < 0.0;
    // Mirrored rows run backwards before they are turned.
    let (right, down) = if mirror { (-a, -b) } else { (a, b) };
    let quarter_turns = match (right, down) {
        (x, y) if x.abs() > y.abs() => {
            if x > 0.0 {
                0
            } else {
                2
            }
        }
        (_, y) => {
            if y > 0.0 {
                1
            } else {
                3
            }
        }
    };
    Some(Orientation { mirror, quarter_turns })
}
