use crate::quad::{minus, plus, times};
use crate::{Grey, Point};

/// Fills the picture from the box with these corners: upper left, upper right, lower left. What lies outside is paper.
pub(crate) fn sample(from: &Grey, [upper_left, upper_right, lower_left]: [Point; 3], picture: &mut Grey) {
    let right = times(minus(upper_right, upper_left), 1.0 / picture.width_px as f64);
    let down = times(minus(lower_left, upper_left), 1.0 / picture.height_px as f64);
    for (y, row) in picture.pixels.chunks_exact_mut(picture.width_px).enumerate() {
        let start = plus(upper_left, times(down, y as f64 + 0.5));
        for (x, pixel) in row.iter_mut().enumerate() {
            let [at_x, at_y] = plus(start, times(right, x as f64 + 0.5));
            *pixel = between(from, at_x - 0.5, at_y - 0.5);
        }
    }
}

fn between(from: &Grey, x: f64, y: f64) -> u8 {
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = ((x - left) as f32, (y - top) as f32);
    let at = |x: f64, y: f64| {
        let is_inside = x >= 0.0 && y >= 0.0 && x < from.width_px as f64 && y < from.height_px as f64;
        if is_inside { f32::from(from.pixels[y as usize * from.width_px + x as usize]) } else { 255.0 }
    };
    let mix = |y: f64| at(left, y) * (1.0 - across) + at(left + 1.0, y) * across;
    (mix(top) * (1.0 - down) + mix(top + 1.0) * down + 0.5) as u8
}
