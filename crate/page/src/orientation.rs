use crate::pixels::Pixels;

/// How the stored rows must be turned to stand upright; the values of EXIF and TIFF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Orientation {
    /// Mirror left and right, before turning.
    pub(crate) mirror: bool,
    /// Quarter turns clockwise.
    pub(crate) quarter_turns: u8,
}

impl Orientation {
    /// EXIF's or TIFF's number; anything but 1 to 8 means upright.
    pub(crate) fn from_exif(value: u32) -> Self {
        let (mirror, quarter_turns) = match value {
            2 => (true, 0),
            3 => (false, 2),
            4 => (true, 2),
            5 => (true, 3),
            6 => (false, 1),
            7 => (true, 1),
            8 => (false, 3),
            _ => (false, 0),
        };
        Self { mirror, quarter_turns }
    }

    pub(crate) fn swaps_axes(self) -> bool {
        self.quarter_turns % 2 == 1
    }

    /// The page's size as a person sees it.
    pub(crate) fn upright(self, width_px: u32, height_px: u32) -> (u32, u32) {
        if self.swaps_axes() { (height_px, width_px) } else { (width_px, height_px) }
    }

    /// Stored pixels → upright pixels with their size.
    pub(crate) fn apply(self, pixels: Pixels, width_px: u32, height_px: u32) -> (Pixels, u32, u32) {
        if self == Self::default() {
            return (pixels, width_px, height_px);
        }
        let (to_width, to_height) = self.upright(width_px, height_px);
        let (width, height) = (width_px as usize, height_px as usize);
        // Where in the stored rows the upright pixel (x, y) lies.
        let stored = |x: usize, y: usize| {
            let (u, v) = match self.quarter_turns {
                0 => (x, y),
                1 => (y, height - 1 - x),
                2 => (width - 1 - x, height - 1 - y),
                _ => (width - 1 - y, x),
            };
            if self.mirror { (width - 1 - u, v) } else { (u, v) }
        };
        let turned = match pixels {
            Pixels::Grey(from) => {
                let mut to = Vec::with_capacity(from.len());
                for y in 0..to_height as usize {
                    to.extend((0..to_width as usize).map(|x| {
                        let (u, v) = stored(x, y);
                        from[v * width + u]
                    }));
                }
                Pixels::Grey(to)
            }
            Pixels::Bilevel(from) => {
                let from_stride = width.div_ceil(8);
                let to_stride = (to_width as usize).div_ceil(8);
                let mut to = vec![0; to_stride * to_height as usize];
                for y in 0..to_height as usize {
                    for x in 0..to_width as usize {
                        let (u, v) = stored(x, y);
                        if from[v * from_stride + u / 8] & (0x80 >> (u % 8)) != 0 {
                            to[y * to_stride + x / 8] |= 0x80 >> (x % 8);
                        }
                    }
                }
                Pixels::Bilevel(to)
            }
        };
        (turned, to_width, to_height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A 3 × 2 page with every pixel different, as each of the eight ways would store it; upright it reads
    /// `1 2 3 / 4 5 6`.
    #[test]
    fn every_exif_orientation_comes_out_upright() {
        let cases: [(u32, u32, u32, [u8; 6]); 8] = [
            (1, 3, 2, [1, 2, 3, 4, 5, 6]),
            (2, 3, 2, [3, 2, 1, 6, 5, 4]),
            (3, 3, 2, [6, 5, 4, 3, 2, 1]),
            (4, 3, 2, [4, 5, 6, 1, 2, 3]),
            (5, 2, 3, [1, 4, 2, 5, 3, 6]),
            (6, 2, 3, [3, 6, 2, 5, 1, 4]),
            (7, 2, 3, [6, 3, 5, 2, 4, 1]),
            (8, 2, 3, [4, 1, 5, 2, 6, 3]),
        ];
        for (exif, width, height, stored) in cases {
            let (pixels, to_width, to_height) =
                Orientation::from_exif(exif).apply(Pixels::Grey(stored.to_vec()), width, height);
            assert_eq!((to_width, to_height), (3, 2), "orientation {exif}");
            assert_eq!(pixels, Pixels::Grey(vec![1, 2, 3, 4, 5, 6]), "orientation {exif}");
        }
    }

    #[test]
    fn one_bit_pages_turn_like_grey_ones() {
        for exif in 1..=8 {
            let (width, height) = (13_u32, 5_u32);
            let grey: Vec<u8> = (0..width * height).map(|i| if i * i % 7 < 3 { 0 } else { 255 }).collect();
            let mut bits = vec![0_u8; 2 * height as usize];
            for (i, &value) in grey.iter().enumerate() {
                let (x, y) = (i % width as usize, i / width as usize);
                if value != 0 {
                    bits[y * 2 + x / 8] |= 0x80 >> (x % 8);
                }
            }
            let orientation = Orientation::from_exif(exif);
            let (grey, to_width, to_height) = orientation.apply(Pixels::Grey(grey), width, height);
            let (bits, ..) = orientation.apply(Pixels::Bilevel(bits), width, height);
            for y in 0..to_height {
                let mut expected = vec![0; to_width as usize];
                let mut row = expected.clone();
                grey.grey_row(to_width, y, 0, &mut expected);
                bits.grey_row(to_width, y, 0, &mut row);
                assert_eq!(row, expected, "orientation {exif}, row {y}");
            }
        }
    }
}
