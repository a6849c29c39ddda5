//! A page's drawing → grey pixels, in bands: a sheet in colour takes four times the memory of a grey one.

use super::fonts::{self, Complaints};
use super::place::{Place, size_in};
use crate::PageError;
use crate::Watch;
use crate::canvas::{Painted, paint};
use crate::document::DPI_RANGE;
use crate::pixels::Depth;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

/// Every band interprets the page anew, so few large ones; 64 MB of colour fit beside an A0 sheet in grey.
const BAND_PX: u32 = 16 << 20;
/// The renderer counts columns in 16 bits.
pub(super) const MAX_WIDTH_PX: u32 = u16::MAX as u32;
/// Lines, glyphs and coverage that the renderer holds for a band of a dense drawing.
const SCENE_BYTES: u64 = 48 << 20;

/// What a rendering holds beside the page.
pub(super) fn band_bytes(place: &Place) -> u64 {
    let page_px = u64::from(place.width_px) * u64::from(place.height_px);
    page_px.min(u64::from(BAND_PX)) * 4 + SCENE_BYTES
}

/// The page at a resolution that somebody asked for.
pub(super) fn check_width(page: &Page<'_>, dpi: f32) -> Result<Place, PageError> {
    let place = Place::at_dpi(page, dpi);
    if place.width_px > MAX_WIDTH_PX {
        let max = (f64::from(MAX_WIDTH_PX) / size_in(page).0).floor() as f32;
        return Err(PageError::BadDpi { dpi, min: *DPI_RANGE.start(), max });
    }
    Ok(place)
}

pub(super) fn render<'a>(
    page: &'a Page<'a>,
    place: &Place,
    complaints: &Complaints,
    watch: &mut dyn Watch,
) -> Result<Painted, PageError> {
    render_in_bands(page, place, BAND_PX / place.width_px.max(1), complaints, watch)
}

fn render_in_bands<'a>(
    page: &'a Page<'a>,
    place: &Place,
    band_rows: u32,
    complaints: &Complaints,
    watch: &mut dyn Watch,
) -> Result<Painted, PageError> {
    let width = u16::try_from(place.width_px).map_err(|_| PageError::BadDpi {
        dpi: place.dpi,
        min: 1.0,
        max: place.dpi,
    })?;
    let band_rows = band_rows.clamp(1, u32::from(u16::MAX)).min(place.height_px);
    let cache = RenderCache::new();
    let interpreting = fonts::settings(complaints);
    // Hinting moves lines of text by up to half a pixel; the text layer must fit what is seen.
    let rendering = RenderSettings { hinting: false, ..RenderSettings::default() };
    let mut context = RenderContext::new(0, 0);
    let mut pixmap = Pixmap::new(0, 0);
    paint((place.width_px, place.height_px), Depth::Grey, watch, &mut |canvas| {
        while canvas.rows_done() < place.height_px {
            let top = canvas.rows_done();
            let rows = band_rows.min(place.height_px - top) as u16;
            context.reset_and_resize(width, rows);
            pixmap.resize(width, rows);
            let from_content = Affine::translate((0.0, -f64::from(top))) * place.from_content;
            render_into(page, &cache, &interpreting, &rendering, &mut context, from_content);
            context.flush();
            let onto_white =
                RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() };
            context.render_with(&mut pixmap, &mut Resources::default(), onto_white);
            for row in pixmap.data_as_u8_slice().chunks_exact(usize::from(width) * 4) {
                canvas.push_opaque_rgba(row)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unwatched;
    use crate::pixels::Pixels;
    use hayro::hayro_syntax::Pdf;

    /// Lines at every angle, curves, text and a picture over the whole page.
    fn busy_page() -> Vec<u8> {
        let mut content = String::from("0.3 w ");
        for step in 0..60 {
            let x = step * 5;
            content.push_str(&format!("{x} 0 m {} 300 l S 150 150 m {x} 9 {x} 290 300 {x} c S ", 300 - x));
            content.push_str(&format!("BT /F 7.3 Tf 9.7 {}.37 Td (R25 M8 k{x}) Tj ET ", x + 3));
        }
        content.push_str("q 100 30 -30 100 90 90 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x01\x7f\x60\x20 EI Q");
        let length = content.len();
        format!(
            "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 \
             /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources \
             << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> /Contents 4 0 R >>\n\
             endobj\n4 0 obj\n<< /Length {length} >>\nstream\n{content}\nendstream\nendobj\n\
             trailer\n<< /Root 1 0 R >>\n%%EOF"
        )
        .into_bytes()
    }

    #[test]
    fn bands_leave_no_seam() {
        let pdf = Pdf::new(busy_page()).unwrap();
        let page = &pdf.pages()[0];
        let place = Place::at_dpi(page, 144.0);
        let grey = |band_rows| {
            let mut watch = Unwatched;
            let painted =
                render_in_bands(page, &place, band_rows, &Complaints::default(), &mut watch).unwrap();
            match painted.pixels {
                Pixels::Grey(grey) => grey,
                Pixels::Bilevel(_) => panic!("a drawing is grey"),
            }
        };
        let whole = grey(600);
        assert!(whole.iter().filter(|value| **value < 128).count() > 5_000);
        for band_rows in [37, 64, 599] {
            let banded = grey(band_rows);
            let worst = whole.iter().zip(&banded).map(|(a, b)| a.abs_diff(*b)).max();
            // Coordinates are 32-bit floats: the last bit depends on where the band begins.
            assert!(worst <= Some(2), "{band_rows} rows: {worst:?}");
        }
    }
}
