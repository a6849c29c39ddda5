//! The slowly changing background of photos and bad scans: what a page is divided by.

use crate::Grey;
use crate::resample::resample;
use crate::stretch::paper_of;

/// The background is found at this fraction of the page.
const REDUCTION: usize = 8;
/// What is narrower on the reduced page is a line.
const LINE_REACH: usize = 3;
/// A page whose paper differs less than this between its light and dark parts is even.
const LEAST_UNEVENNESS: f64 = 25.0;
/// Paper cannot be darker: what seems so is a drawing.
const DARKEST: f32 = 30.0;
/// What even paper becomes.
const EVEN: f32 = 250.0;

/// The background of a page that is not even.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    small: Grey,
    /// A sheet darker than its lines is turned round before it is divided, else they would pass for the paper.
    is_turned: bool,
    page_width_px: usize,
    page_height_px: usize,
}

impl Paper {
    /// `row(y, out)` writes a row of the page. None where the paper is even.
    pub(crate) fn of(
        mut row: impl FnMut(usize, &mut [u8]),
        (page_width_px, page_height_px): (usize, usize),
    ) -> Option<Self> {
        let side = |px: usize| (px / REDUCTION).max(8);
        let (width, height) = (side(page_width_px), side(page_height_px));
        if page_width_px < width || page_height_px < height {
            return None;
        }
        let step = (page_width_px as f64 / width as f64, page_height_px as f64 / height as f64);
        let mut small = resample(&mut row, (page_width_px, page_height_px), (width, height), step);
        let is_turned = paper_of(&small.pixels) < 128 && has_light_lines(&small);
        if is_turned {
            small.pixels.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
        }
        let reach = (width.min(height) / 12).max(3) | 1;
        let mut small = without(small, reach, [u8::max, u8::min]);
        let weights = bell(reach);
        along_both(&mut small, |line| blurred(line, &weights));
        let is_uneven = percentile(&small.pixels, 0.95) - percentile(&small.pixels, 0.05) >= LEAST_UNEVENNESS;
        (is_turned || is_uneven).then_some(Self { small, is_turned, page_width_px, page_height_px })
    }

    /// Divides pixels of row `y`, from `x` on, by the paper beneath them.
    pub(crate) fn divide(&self, x: usize, y: usize, pixels: &mut [u8]) {
        let place = |at: usize, page: usize, small: usize| {
            let centre = (at as f32 + 0.5) * small as f32 / page as f32 - 0.5;
            let centre = centre.clamp(0.0, small as f32 - 1.0);
            let first = (centre as usize).min(small.saturating_sub(2));
            (first, centre - first as f32)
        };
        let (row, down) = place(y, self.page_height_px, self.small.height_px);
        let (upper, lower) = (self.small.row(row), self.small.row((row + 1).min(self.small.height_px - 1)));
        for (x, pixel) in (x..).zip(pixels) {
            let (column, across) = place(x, self.page_width_px, self.small.width_px);
            let next = (column + 1).min(self.small.width_px - 1);
            let mix = |row: &[u8]| f32::from(row[column]) * (1.0 - across) + f32::from(row[next]) * across;
            let paper = mix(upper) * (1.0 - down) + mix(lower) * down;
            let grey = if self.is_turned { 255 - *pixel } else { *pixel };
            *pixel = (f32::from(grey) / paper.max(DARKEST) * EVEN).clamp(0.0, 255.0) as u8;
        }
    }
}

/// Is what is thin lighter than what is around it?
fn has_light_lines(small: &Grey) -> bool {
    let change = |extremes: [fn(u8, u8) -> u8; 2]| -> u64 {
        let filled = without(small.clone(), LINE_REACH, extremes);
        small
            .pixels
            .iter()
            .zip(&filled.pixels)
            .map(|(before, after)| u64::from(before.abs_diff(*after)))
            .sum()
    };
    change([u8::min, u8::max]) > change([u8::max, u8::min])
}

/// What is narrower than `reach` taken away: dark by the lightest and then the darkest around, light the other way round.
fn without(mut image: Grey, reach: usize, extremes: [fn(u8, u8) -> u8; 2]) -> Grey {
    for extreme in extremes {
        along_both(&mut image, |line| running(line, reach, extreme));
    }
    image
}

/// Applies a filter to every row, then to every column.
fn along_both(image: &mut Grey, filter: impl Fn(&[u8]) -> Vec<u8>) {
    for row in image.pixels.chunks_exact_mut(image.width_px) {
        row.copy_from_slice(&filter(row));
    }
    for x in 0..image.width_px {
        let column: Vec<u8> = image.pixels.iter().skip(x).step_by(image.width_px).copied().collect();
        for (pixel, filtered) in image.pixels.iter_mut().skip(x).step_by(image.width_px).zip(filter(&column))
        {
            *pixel = filtered;
        }
    }
}

/// The most extreme pixel within `reach` (odd) around each, in three steps a pixel whatever the reach: a window is the
/// end of one block and the start of the next.
fn running(line: &[u8], reach: usize, extreme: fn(u8, u8) -> u8) -> Vec<u8> {
    let scan = |block: &mut dyn Iterator<Item = (usize, u8)>, out: &mut [u8]| {
        let mut so_far = None;
        for (at, pixel) in block {
            let value = so_far.map_or(pixel, |so_far| extreme(so_far, pixel));
            so_far = Some(value);
            out[at] = value;
        }
    };
    let (mut forward, mut backward) = (line.to_vec(), line.to_vec());
    for start in (0..line.len()).step_by(reach) {
        let end = (start + reach).min(line.len());
        scan(&mut (start..end).map(|at| (at, line[at])), &mut forward);
        scan(&mut (start..end).rev().map(|at| (at, line[at])), &mut backward);
    }
    let half = reach / 2;
    (0..line.len())
        .map(|at| {
            let (first, last) = (at.saturating_sub(half), (at + half).min(line.len() - 1));
            if first / reach == last / reach {
                // Cut off by an edge, the window lies within one block: what it leaves out is outside the line.
                if first == 0 { forward[last] } else { backward[first] }
            } else {
                extreme(backward[first], forward[last])
            }
        })
        .collect()
}

/// Weights of a normal curve with a third of the reach as its deviation.
fn bell(reach: usize) -> Vec<f32> {
    let power = |at: usize| {
        let deviations = 3.0 * (at as f64 - reach as f64) / reach as f64;
        libm::exp(-0.5 * deviations * deviations)
    };
    let total: f64 = (0..=2 * reach).map(power).sum();
    (0..=2 * reach).map(|at| (power(at) / total) as f32).collect()
}

fn blurred(line: &[u8], weights: &[f32]) -> Vec<u8> {
    let half = weights.len() / 2;
    // Mirrored at its ends, as often as the weights reach over them.
    let period = (2 * line.len()).saturating_sub(2).max(1);
    let mirrored = |at: usize| {
        let at = (at + period * half.div_ceil(period) - half) % period;
        f32::from(line[if at < line.len() { at } else { period - at }])
    };
    let long: Vec<f32> = (0..line.len() + 2 * half).map(mirrored).collect();
    let mut sums = vec![0.0_f32; line.len()];
    for (offset, weight) in weights.iter().enumerate() {
        for (sum, pixel) in sums.iter_mut().zip(&long[offset..]) {
            *sum += weight * pixel;
        }
    }
    sums.into_iter().map(|sum| (sum + 0.5) as u8).collect()
}

pub(crate) fn percentile(pixels: &[u8], share: f64) -> f64 {
    let mut sorted = pixels.to_vec();
    sorted.sort_unstable();
    let place = share * (sorted.len() - 1) as f64;
    let (low, part) = (place as usize, place - place.floor());
    let high = (low + 1).min(sorted.len() - 1);
    f64::from(sorted[low]) * (1.0 - part) + f64::from(sorted[high]) * part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_extremes_are_those_of_every_window() {
        let line: Vec<u8> = (0..97_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for reach in [1, 3, 7, 31, 97, 151] {
            for extreme in [u8::max as fn(u8, u8) -> u8, u8::min] {
                let expected: Vec<u8> = (0..line.len())
                    .map(|at| {
                        let window = at.saturating_sub(reach / 2)..(at + reach / 2 + 1).min(line.len());
                        line[window].iter().copied().reduce(extreme).unwrap()
                    })
                    .collect();
                assert_eq!(running(&line, reach, extreme), expected, "reach {reach}");
            }
        }
    }

    #[test]
    fn even_paper_needs_nothing() {
        assert!(Paper::of(|_, out| out.fill(240), (400, 300)).is_none());
    }

    #[test]
    fn light_lines_on_dark_are_turned_round() {
        // Most of the sheet is darker than the grey that is most frequent: a histogram alone does not tell.
        let shade = |x: usize| 100.0 - 0.16 * x.saturating_sub(150) as f32;
        let grey = |x: usize, y: usize| if y % 40 == 20 || x == 200 { 240 } else { shade(x) as u8 };
        let paper = Paper::of(
            |y, out| out.iter_mut().enumerate().for_each(|(x, pixel)| *pixel = grey(x, y)),
            (400, 300),
        )
        .unwrap();
        let mut row: Vec<u8> = (0..400).map(|x| grey(x, 7)).collect();
        paper.divide(0, 7, &mut row);
        assert!(row[20..180].iter().chain(&row[220..380]).all(|&grey| grey > 225), "{row:?}");
        assert!(row[200] < 60, "{}", row[200]);
    }

    #[test]
    fn a_shadow_is_divided_away_and_a_line_stays() {
        let shade = |x: usize| 255.0 - 120.0 * x as f32 / 400.0;
        let paper = Paper::of(
            |y, out| {
                for (x, pixel) in out.iter_mut().enumerate() {
                    *pixel = if y % 40 == 20 { 10 } else { shade(x) as u8 };
                }
            },
            (400, 300),
        )
        .unwrap();
        let mut row: Vec<u8> = (0..400).map(|x| if x == 200 { 10 } else { shade(x) as u8 }).collect();
        paper.divide(0, 7, &mut row);
        let (lightest, darkest) =
            (row[20..380].iter().max().unwrap(), row[20..380].iter().filter(|&&grey| grey > 100).min());
        assert!(lightest - darkest.unwrap() < 25, "{row:?}");
        assert!(row[200] < 20, "{}", row[200]);
    }
}
