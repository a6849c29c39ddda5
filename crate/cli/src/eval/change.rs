//! What befalls pages on their way to us: a page → the same page turned, askew, at another resolution or scanned, and where
//! its points went.

use clap::ValueEnum;
use draftlens_drawing::{Point, Quad};
use draftlens_page::{Ink, Page, PageInfo};

const SKEW_DEG: f64 = 3.0;
/// A sheet never lies quite straight in a scanner.
const SCAN_SKEW_DEG: f64 = -1.0;
/// Set dark, so that thin grey lines survive: what is lighter becomes paper.
const SCAN_THRESHOLD: u8 = 200;
/// Greys by which a scanner errs at most.
const SCAN_NOISE: u32 = 24;
/// One pixel in so many is dirt.
const SCAN_DIRT_ONE_IN: u32 = 20_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Change {
    /// A quarter turn clockwise
    Rotate90,
    /// On its head
    Rotate180,
    /// A quarter turn back
    Rotate270,
    /// 3 degrees clockwise
    Skew3,
    /// 3 degrees back
    #[value(name = "skew-3")]
    SkewBack3,
    /// Half as many pixels each way
    Half,
    /// Twice as many pixels each way
    Double,
    /// In black and white, a little askew, with noise and dirt
    Scan,
}

/// Where a point of the page went.
#[derive(Clone, Copy)]
pub(super) struct Motion {
    x: [f64; 3],
    y: [f64; 3],
}

impl Change {
    pub(super) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// None for a page too large to be held.
    pub(super) fn of(self, page: &Page) -> Option<(Page, Motion)> {
        match self {
            Self::Rotate90 => turned(page, 90.0),
            Self::Rotate180 => turned(page, 180.0),
            Self::Rotate270 => turned(page, 270.0),
            Self::Skew3 => turned(page, SKEW_DEG),
            Self::SkewBack3 => turned(page, -SKEW_DEG),
            Self::Half => Some(resized(page, 0.5)),
            Self::Double => Some(resized(page, 2.0)),
            Self::Scan => {
                let (askew, motion) = turned(page, SCAN_SKEW_DEG)?;
                Some((scanned(&askew)?, motion))
            }
        }
    }
}

impl Motion {
    pub(super) fn quad(&self, quad: &Quad) -> Quad {
        Quad(quad.0.map(|corner| self.point(corner)))
    }

    fn point(&self, [x, y]: Point) -> Point {
        [self.x, self.y].map(|[by_x, by_y, shift]| by_x * x + by_y * y + shift)
    }

    /// About the middle of one page, which becomes that of the other.
    fn turn(angle_deg: f64, from: (f64, f64), to: (f64, f64)) -> Self {
        let (sin, cos) = match angle_deg {
            // Exact, so that pixels fall on pixels.
            90.0 => (1.0, 0.0),
            180.0 => (0.0, -1.0),
            270.0 => (-1.0, 0.0),
            angle => angle.to_radians().sin_cos(),
        };
        let (x, y) = (from.0 / 2.0, from.1 / 2.0);
        Self { x: [cos, -sin, to.0 / 2.0 - cos * x + sin * y], y: [sin, cos, to.1 / 2.0 - sin * x - cos * y] }
    }
}

/// Clockwise; the page grows so that its corners stay on it.
fn turned(page: &Page, angle_deg: f64) -> Option<(Page, Motion)> {
    let info = page.info();
    let from = (f64::from(info.width_px), f64::from(info.height_px));
    let centred = Motion::turn(angle_deg, (0.0, 0.0), (0.0, 0.0));
    // Half a hundredth of a pixel is no pixel.
    let extent = |[by_x, by_y, _]: [f64; 3]| (by_x.abs() * from.0 + by_y.abs() * from.1 - 0.005).ceil();
    let to = (extent(centred.x), extent(centred.y));
    let back = Motion::turn(360.0 - angle_deg, to, from);
    let grey = page.grey(0, 0, info.width_px, info.height_px);
    let paper = if page.ink() == Ink::Dark { 255 } else { 0 };
    let (width, height) = (info.width_px as usize, info.height_px as usize);
    let at = |x: f64, y: f64| {
        let is_inside = x >= 0.0 && y >= 0.0 && x < width as f64 && y < height as f64;
        f64::from(if is_inside { grey[y as usize * width + x as usize] } else { paper })
    };
    let between = |[x, y]: Point| {
        let (left, top) = ((x - 0.5).floor(), (y - 0.5).floor());
        let (across, down) = (x - 0.5 - left, y - 0.5 - top);
        let mix = |y: f64| at(left, y) * (1.0 - across) + at(left + 1.0, y) * across;
        (mix(top) * (1.0 - down) + mix(top + 1.0) * down).round() as u8
    };
    let (columns, rows) = (to.0 as u32, to.1 as u32);
    let pixels = (0..rows)
        .flat_map(|y| (0..columns).map(move |x| [f64::from(x) + 0.5, f64::from(y) + 0.5]))
        .map(|point| between(back.point(point)))
        .collect();
    let info = PageInfo { width_px: columns, height_px: rows, ..info.clone() };
    Some((Page::of_grey(info, page.ink(), pixels)?, Motion::turn(angle_deg, from, to)))
}

fn resized(page: &Page, factor: f32) -> (Page, Motion) {
    let resized = page.at_dpi(page.info().dpi * factor);
    let ratio = |to: u32, from: u32| f64::from(to) / f64::from(from);
    let motion = Motion {
        x: [ratio(resized.info().width_px, page.info().width_px), 0.0, 0.0],
        y: [0.0, ratio(resized.info().height_px, page.info().height_px), 0.0],
    };
    (resized, motion)
}

fn scanned(page: &Page) -> Option<Page> {
    let info = page.info();
    let bits =
        page.grey(0, 0, info.width_px, info.height_px).into_iter().zip(0_u32..).map(|(grey, place)| {
            let chance = scattered(place);
            if chance.is_multiple_of(SCAN_DIRT_ONE_IN) {
                return 255 - grey;
            }
            let noise = (chance >> 16) % (2 * SCAN_NOISE + 1);
            if u32::from(grey) + noise < u32::from(SCAN_THRESHOLD) + SCAN_NOISE { 0 } else { 255 }
        });
    let bits = bits.map(|grey: u8| if grey < 128 { 0 } else { 255 }).collect();
    Page::of_grey(info.clone(), page.ink(), bits)
}

/// The same for the same place, on every machine.
fn scattered(place: u32) -> u32 {
    let mixed = (place ^ (place >> 16)).wrapping_mul(0x7feb_352d);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b);
    mixed ^ (mixed >> 16)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;
    use draftlens_page::DpiSource;

    /// Paper with a black spot of 3 × 3 about one pixel.
    fn page() -> Page {
        let (width_px, height_px) = (40, 24);
        let mut grey = vec![255; width_px * height_px];
        for row in grey.chunks_exact_mut(width_px).skip(4).take(3) {
            row[29..32].fill(0);
        }
        let (width_px, height_px) = (width_px as u32, height_px as u32);
        let dpi_source = DpiSource::Assumed;
        let info = PageInfo { index: 0, width_px, height_px, dpi: 200.0, dpi_source, bits: 8 };
        Page::of_grey(info, Ink::Dark, grey).unwrap()
    }

    #[test]
    fn labels_go_where_the_ink_goes() {
        for change in Change::value_variants() {
            let (changed, motion) = change.of(&page()).unwrap();
            let [x, y] = motion.point([30.5, 5.5]);
            let info = changed.info();
            assert!(x > 0.0 && y > 0.0 && x < f64::from(info.width_px) && y < f64::from(info.height_px));
            assert!(changed.grey(x as u32, y as u32, 1, 1)[0] < 220, "{change:?}: no ink at {x}, {y}");
        }
    }

    #[test]
    fn a_quarter_turn_keeps_every_pixel() {
        let (changed, motion) = Change::Rotate90.of(&page()).unwrap();
        assert_eq!((changed.info().width_px, changed.info().height_px), (24, 40));
        assert_eq!(motion.point([30.5, 5.5]), [18.5, 30.5]);
        let is_inked = |grey: &u8| *grey == 0;
        assert_eq!(changed.grey(17, 29, 3, 3).iter().filter(|&grey| is_inked(grey)).count(), 9);
        assert_eq!(changed.grey(0, 0, 24, 40).iter().filter(|&grey| is_inked(grey)).count(), 9);
    }
}
