//! How far a sheet lies askew, told by its ink: seen along the way that its lines run, ink stands in few rows and columns.
//! Frames, views and lines of text agree on it, and long lines tell a twentieth of a degree, which no text does.

use crate::Grey;

/// A sheet turned further is no sheet that was laid down in a hurry.
const LARGEST_DEG: f64 = 6.0;
const COARSE_STEP_DEG: f64 = 0.2;
const FINE_STEP_DEG: f64 = 0.05;
/// So wide that no line slips between two coarse steps.
const COARSE_ROW_PX: f64 = 4.0;
/// Darker is ink.
const INK: u8 = 128;
/// So much ink is enough.
const MOST_POINTS: usize = 60_000;
/// Times what is seen along any way: less is no way that lines run.
const CLEAR: f64 = 1.3;

/// Clockwise from the level; 0 where the ink does not tell.
pub(crate) fn skew_deg(sheet: &Grey) -> f64 {
    let ink = Ink::of(sheet);
    let coarse: Vec<(f64, f64)> = angles(0.0, LARGEST_DEG, COARSE_STEP_DEG)
        .map(|angle_deg| (ink.gathered(angle_deg, COARSE_ROW_PX), angle_deg))
        .collect();
    let mean = coarse.iter().map(|(gathered, _)| gathered).sum::<f64>() / coarse.len() as f64;
    let (most, angle_deg) = most(&coarse);
    if most < CLEAR * mean {
        return 0.0;
    }
    let fine: Vec<(f64, f64)> = angles(angle_deg, COARSE_STEP_DEG, FINE_STEP_DEG)
        .map(|angle_deg| (ink.gathered(angle_deg, 1.0), angle_deg))
        .collect();
    self::most(&fine).1
}

/// From the middle outward, so that of equals the least is taken.
fn angles(middle_deg: f64, reach_deg: f64, step_deg: f64) -> impl Iterator<Item = f64> {
    let steps = (reach_deg / step_deg).round() as i32;
    (0..=steps).flat_map(move |step| {
        let off = f64::from(step) * step_deg;
        [middle_deg + off, middle_deg - off].into_iter().take(if step == 0 { 1 } else { 2 })
    })
}

fn most(angles: &[(f64, f64)]) -> (f64, f64) {
    angles.iter().copied().fold((0.0, 0.0), |best, at| if at.0 > best.0 { at } else { best })
}

/// Where a sheet is inked, from its middle.
struct Ink {
    points: Vec<(f32, f32)>,
    /// From the middle to a corner.
    reach_px: f64,
}

impl Ink {
    fn of(sheet: &Grey) -> Self {
        let (width, height) = (sheet.width_px, sheet.height_px);
        let is_ink = |pixel: &u8| *pixel < INK;
        let every = sheet.pixels.iter().filter(|pixel| is_ink(pixel)).count().div_ceil(MOST_POINTS).max(1);
        let middle = (width as f32 / 2.0, height as f32 / 2.0);
        let inked = sheet.pixels.iter().enumerate().filter(|(_, pixel)| is_ink(pixel));
        let points = inked.step_by(every).map(|(place, _)| {
            ((place % width) as f32 + 0.5 - middle.0, (place / width) as f32 + 0.5 - middle.1)
        });
        let reach_px = f64::from(middle.0 * middle.0 + middle.1 * middle.1).sqrt() + 1.0;
        Self { points: points.collect(), reach_px }
    }

    /// How much of the ink stands together in rows and in columns of a sheet that lies so: the sum of their squares.
    fn gathered(&self, angle_deg: f64, row_px: f64) -> f64 {
        let angle = angle_deg.to_radians();
        let (sin, cos) = (libm::sin(angle) as f32, libm::cos(angle) as f32);
        let rows = (2.0 * self.reach_px / row_px) as usize + 1;
        let (mut down, mut across) = (vec![0_u32; rows], vec![0_u32; rows]);
        let (start, per_px) = (self.reach_px as f32, 1.0 / row_px as f32);
        for (x, y) in &self.points {
            down[((y * cos - x * sin + start) * per_px) as usize] += 1;
            across[((x * cos + y * sin + start) * per_px) as usize] += 1;
        }
        down.iter().chain(&across).map(|&count| f64::from(count) * f64::from(count)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid of thin lines, askew.
    fn grid(skew_deg: f64) -> Grey {
        let mut sheet = Grey::white(900, 600);
        let (sin, cos) = skew_deg.to_radians().sin_cos();
        for (place, pixel) in sheet.pixels.iter_mut().enumerate() {
            let (x, y) = ((place % 900) as f64 - 450.0, (place / 900) as f64 - 300.0);
            let (along, down) = (x * cos + y * sin, y * cos - x * sin);
            let is_line = |at: f64| at.rem_euclid(130.0) < 1.5;
            let is_on_sheet = along.abs() < 380.0 && down.abs() < 220.0;
            *pixel = if is_on_sheet && (is_line(along) || is_line(down)) { 0 } else { 255 };
        }
        sheet
    }

    #[test]
    fn lines_tell_how_a_sheet_lies() {
        for angle_deg in [0.0, 0.3, -1.3, 3.0, -4.85] {
            let found = skew_deg(&grid(angle_deg));
            assert!((found - angle_deg).abs() <= FINE_STEP_DEG, "{found} for {angle_deg}");
        }
    }

    #[test]
    fn what_has_no_lines_lies_level() {
        let blank = Grey::white(300, 200);
        let mut noise = blank.clone();
        for (place, pixel) in noise.pixels.iter_mut().enumerate() {
            *pixel = ((place as u32).wrapping_mul(2_654_435_761) >> 24) as u8;
        }
        let mut hatched = blank.clone();
        for (place, pixel) in hatched.pixels.iter_mut().enumerate() {
            *pixel = if (place % 300 + place / 300) % 12 < 2 { 0 } else { 255 };
        }
        for (name, sheet) in [("blank", blank), ("noise", noise), ("hatching", hatched)] {
            assert_eq!(skew_deg(&sheet), 0.0, "{name}");
        }
    }
}
