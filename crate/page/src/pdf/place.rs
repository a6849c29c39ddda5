//! The page's own space → page pixels.

use hayro::hayro_interpret::TransformExt;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Rect};

const POINTS_PER_INCH: f64 = 72.0;

/// Where a page's content lies among the pixels of one rendering.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) dpi: f32,
    /// The space of the page's content → page pixels, upright, y down.
    pub(super) from_content: Affine,
}

/// Width and height in inches as a person sees the page: cropped, turned and in its own unit.
pub(super) fn size_in(page: &Page<'_>) -> (f64, f64) {
    let (width, height) = page.render_dimensions();
    let unit = unit(page) / POINTS_PER_INCH;
    (f64::from(width) * unit, f64::from(height) * unit)
}

/// How many points the page's unit is: more than 1 on sheets above 5 m.
fn unit(page: &Page<'_>) -> f64 {
    let unit = page.raw().get::<f32>("UserUnit").filter(|unit| unit.is_finite() && *unit > 0.0);
    f64::from(unit.unwrap_or(1.0))
}

impl Place {
    pub(super) fn at_dpi(page: &Page<'_>, dpi: f32) -> Self {
        let (width_in, height_in) = size_in(page);
        let side = |inches: f64| (inches * f64::from(dpi)).round().clamp(1.0, f64::from(u32::MAX)) as u32;
        let scale = unit(page) * f64::from(dpi) / POINTS_PER_INCH;
        Self {
            width_px: side(width_in),
            height_px: side(height_in),
            dpi,
            from_content: Affine::scale(scale) * page.initial_transform(true).to_kurbo(),
        }
    }

    /// The page stretched over a scan's own pixels: paper sizes are rounded, pixels are not.
    pub(super) fn on_pixels(page: &Page<'_>, dpi: f32, (width_px, height_px): (u32, u32)) -> Self {
        let (width, height) = page.render_dimensions();
        let (x, y) = (f64::from(width_px) / f64::from(width), f64::from(height_px) / f64::from(height));
        let from_content = Affine::scale_non_uniform(x, y) * page.initial_transform(true).to_kurbo();
        Self { width_px, height_px, dpi, from_content }
    }

    /// The page with `max_px` on its long side.
    pub(super) fn within(page: &Page<'_>, max_px: u32) -> Self {
        let (width_in, height_in) = size_in(page);
        Self::at_dpi(page, (f64::from(max_px.max(1)) / width_in.max(height_in)) as f32)
    }

    pub(super) fn area(&self) -> Rect {
        Rect::new(0.0, 0.0, f64::from(self.width_px), f64::from(self.height_px))
    }
}
