use crate::pixels::Pixels;

/// Side of a tile in pixels: 1 MB as RGBA, so that a viewer holds a screenful in tens of megabytes.
pub const TILE_PX: u32 = 512;

/// Grey pixels of a part of a zoom level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// One byte a pixel, row by row.
    pub grey: Vec<u8>,
}

/// A page at half the size of the level before, always grey.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    width_px: u32,
    pixels: Vec<u8>,
}

pub(crate) struct TileArea {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
}

impl Level {
    pub(crate) fn row(&self, y: u32) -> &[u8] {
        &self.pixels[y as usize * self.width_px as usize..][..self.width_px as usize]
    }

    pub(crate) fn grey(&self, area: &TileArea) -> Vec<u8> {
        let mut out = Vec::with_capacity(area.width_px as usize * area.height_px as usize);
        for y in area.y..area.y + area.height_px {
            out.extend_from_slice(&self.row(y)[area.x as usize..][..area.width_px as usize]);
        }
        out
    }
}

pub(crate) fn level_sizes(width_px: u32, height_px: u32) -> Vec<(u32, u32)> {
    let mut sizes = vec![(width_px, height_px)];
    let (mut width, mut height) = (width_px, height_px);
    while width > TILE_PX || height > TILE_PX {
        (width, height) = (width.div_ceil(2), height.div_ceil(2));
        sizes.push((width, height));
    }
    sizes
}

pub(crate) fn tile_area(width_px: u32, height_px: u32, column: u32, row: u32) -> Option<TileArea> {
    let (x, y) = (column.checked_mul(TILE_PX)?, row.checked_mul(TILE_PX)?);
    (x < width_px && y < height_px).then(|| TileArea {
        x,
        y,
        width_px: TILE_PX.min(width_px - x),
        height_px: TILE_PX.min(height_px - y),
    })
}

/// Full-size pixels → all smaller levels, each the mean of 2 × 2 of the one before.
pub(crate) fn build(pixels: &Pixels, width_px: u32, height_px: u32) -> Vec<Level> {
    let sizes = level_sizes(width_px, height_px);
    let mut levels: Vec<Level> = Vec::with_capacity(sizes.len() - 1);
    for window in sizes.windows(2) {
        let ((from_width, from_height), (width, height)) = (window[0], window[1]);
        let mut out = Vec::with_capacity(width as usize * height as usize);
        let mut upper = vec![255; from_width as usize];
        let mut lower = upper.clone();
        for y in 0..height {
            let (first, second) = (2 * y, (2 * y + 1).min(from_height - 1));
            match levels.last() {
                None => {
                    pixels.grey_row(from_width, first, 0, &mut upper);
                    pixels.grey_row(from_width, second, 0, &mut lower);
                    halve_rows(&upper, &lower, &mut out);
                }
                Some(level) => {
                    halve_rows(level.row(first), level.row(second), &mut out);
                }
            }
        }
        levels.push(Level { width_px: width, pixels: out });
    }
    levels
}

fn halve_rows(upper: &[u8], lower: &[u8], out: &mut Vec<u8>) {
    let sum = |pair: &[u8]| u16::from(pair[0]) + u16::from(pair[1]);
    let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
    out.extend(pairs.map(|(above, below)| ((sum(above) + sum(below) + 2) / 4) as u8));
    if upper.len() % 2 == 1 {
        let (above, below) = (u16::from(upper[upper.len() - 1]), u16::from(lower[lower.len() - 1]));
        out.push((above + below).div_ceil(2) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_end_with_one_tile_and_keep_the_mean() {
        let (width, height) = (1301_u32, 977_u32);
        let grey: Vec<u8> =
            (0..width * height).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mean = |values: &[u8]| values.iter().map(|&v| f64::from(v)).sum::<f64>() / values.len() as f64;
        let expected = mean(&grey);
        let levels = build(&Pixels::Grey(grey), width, height);
        assert_eq!(level_sizes(width, height), [(1301, 977), (651, 489), (326, 245)]);
        for level in &levels {
            assert!((mean(&level.pixels) - expected).abs() < 1.0);
        }
    }

    #[test]
    fn a_page_of_one_pixel_has_one_level() {
        assert_eq!(level_sizes(1, 1), [(1, 1)]);
        assert!(tile_area(1, 1, 1, 0).is_none());
        assert!(tile_area(1, 1, u32::MAX, u32::MAX).is_none());
    }
}
