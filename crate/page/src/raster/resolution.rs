//! The resolution of a raster: what its file says, if that can be believed, else what its paper tells.

use crate::{Dpi, DpiSource};

/// Densities outside this range are typing errors of firmware, not resolutions.
const CREDIBLE_DPI: std::ops::RangeInclusive<f32> = 50.0..=2400.0;
/// Written by programs that know nothing about the paper: the screen's, and JFIF's default.
const SCREEN_DPI: [f32; 2] = [72.0, 96.0];
/// Tried in this order: an A4 at 300 dpi has the pixels of an A2 at 150, and is far more common.
const USUAL_DPI: [f32; 9] = [300.0, 200.0, 150.0, 400.0, 600.0, 240.0, 100.0, 96.0, 72.0];
/// ISO 216 A0 to A5, then ANSI A to E and ARCH A to E, in millimetres.
const PAPERS_MM: [(f32, f32); 16] = [
    (210.0, 297.0),
    (297.0, 420.0),
    (420.0, 594.0),
    (594.0, 841.0),
    (841.0, 1189.0),
    (148.0, 210.0),
    (215.9, 279.4),
    (279.4, 431.8),
    (431.8, 558.8),
    (558.8, 863.6),
    (863.6, 1117.6),
    (228.6, 304.8),
    (304.8, 457.2),
    (457.2, 609.6),
    (609.6, 914.4),
    (914.4, 1219.2),
];
/// Scanners and renderers round and trim by a few pixels.
const PAPER_TOLERANCE: f32 = 0.006;
const ASSUMED_DPI: f32 = 200.0;
const MM_PER_INCH: f32 = 25.4;

/// What the file says and how large the page is → the resolution to believe.
pub(super) fn settle(from_file: Option<f32>, width_px: u32, height_px: u32) -> Dpi {
    let paper = paper_dpi(width_px, height_px);
    let credible = from_file.filter(|dpi| CREDIBLE_DPI.contains(dpi));
    match (credible, paper) {
        (Some(dpi), Some(paper)) if SCREEN_DPI.contains(&dpi) => {
            Dpi { value: paper, source: DpiSource::Paper }
        }
        (Some(dpi), _) => Dpi { value: dpi, source: DpiSource::File },
        (None, Some(paper)) => Dpi { value: paper, source: DpiSource::Paper },
        (None, None) => Dpi { value: ASSUMED_DPI, source: DpiSource::Assumed },
    }
}

fn paper_dpi(width_px: u32, height_px: u32) -> Option<f32> {
    let (short, long) = (width_px.min(height_px) as f32, width_px.max(height_px) as f32);
    let near = |px: f32, mm: f32, dpi: f32| {
        let expected = mm / MM_PER_INCH * dpi;
        (px - expected).abs() <= expected * PAPER_TOLERANCE
    };
    USUAL_DPI.into_iter().find(|&dpi| {
        PAPERS_MM.iter().any(|&(short_mm, long_mm)| near(short, short_mm, dpi) && near(long, long_mm, dpi))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_density_takes_that_of_its_paper() {
        for (width, height, expected) in [
            (1653, 2339, 200.0),
            (3508, 2481, 300.0),
            (9933, 14043, 300.0),
            (2550, 3300, 300.0),
            (1700, 1100, 100.0),
        ] {
            let dpi = settle(None, width, height);
            assert_eq!((dpi.value, dpi.source), (expected, DpiSource::Paper), "{width} × {height}");
        }
    }

    #[test]
    fn the_screen_density_that_programs_write_by_default_yields_to_the_paper() {
        assert_eq!(settle(Some(72.0), 2480, 3508), Dpi { value: 300.0, source: DpiSource::Paper });
        assert_eq!(settle(Some(72.0), 1000, 1000), Dpi { value: 72.0, source: DpiSource::File });
    }

    #[test]
    fn an_impossible_density_is_not_believed() {
        assert_eq!(settle(Some(1.0), 777, 999).source, DpiSource::Assumed);
        assert_eq!(settle(Some(f32::NAN), 777, 999).source, DpiSource::Assumed);
    }
}
