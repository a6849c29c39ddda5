//! What a picture's samples mean.

/// The kinds of colour that drawings are stored in.
pub(super) enum Color {
    Grey { is_inverted: bool },
    Palette(Vec<[u8; 3]>),
    Rgb,
    Cmyk,
    YCbCr(Box<YCbCr>),
}

impl Color {
    pub(super) fn samples(&self) -> usize {
        match self {
            Self::Grey { .. } | Self::Palette(_) => 1,
            Self::Rgb | Self::YCbCr(_) => 3,
            Self::Cmyk => 4,
        }
    }

    /// If 1-bit samples of this colour are black and white: is a set bit white?
    pub(super) fn set_is_white(&self) -> Option<bool> {
        match self {
            Self::Grey { is_inverted } => Some(!is_inverted),
            Self::Palette(colors) => match colors.as_slice() {
                [[0, 0, 0], [255, 255, 255]] => Some(true),
                [[255, 255, 255], [0, 0, 0]] => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

pub(super) fn rgb_from_cmyk(cmyk: [u8; 4]) -> [u8; 3] {
    let [c, m, y, k] = cmyk.map(|ink| u32::from(255 - ink));
    [c, m, y].map(|light| ((light * k + 127) / 255) as u8)
}

/// Brightness and two colour differences → RGB, by tables.
pub(super) struct YCbCr {
    luma: [i32; 256],
    red_of_cr: [i32; 256],
    green_of_cb: [i32; 256],
    green_of_cr: [i32; 256],
    blue_of_cb: [i32; 256],
}

const FRACTION_BITS: u32 = 16;

impl YCbCr {
    /// `weights` of red, green and blue in the brightness; `range` as black and white of each sample.
    pub(super) fn new(weights: &[f64], range: &[f64]) -> Self {
        let (&[red, green, blue], &[y_black, y_white, cb_zero, cb_full, cr_zero, cr_full]) = (weights, range)
        else {
            return Self::new(&[0.299, 0.587, 0.114], &[0.0, 255.0, 128.0, 255.0, 128.0, 255.0]);
        };
        let table = |zero: f64, full: f64, full_value: f64, by: f64| {
            let scale = full_value / if full > zero { full - zero } else { full_value };
            std::array::from_fn(|code| {
                let value = (code as f64 - zero) * scale * by;
                // A hostile weight must not overflow when tables are added.
                (value.clamp(-1024.0, 1024.0) * f64::from(1 << FRACTION_BITS)) as i32
            })
        };
        let green = if green > 0.0 { green } else { 1.0 };
        Self {
            luma: table(y_black, y_white, 255.0, 1.0),
            red_of_cr: table(cr_zero, cr_full, 127.0, 2.0 - 2.0 * red),
            green_of_cb: table(cb_zero, cb_full, 127.0, -blue * (2.0 - 2.0 * blue) / green),
            green_of_cr: table(cr_zero, cr_full, 127.0, -red * (2.0 - 2.0 * red) / green),
            blue_of_cb: table(cb_zero, cb_full, 127.0, 2.0 - 2.0 * blue),
        }
    }

    pub(super) fn rgb(&self, [y, cb, cr]: [u8; 3]) -> [u8; 3] {
        let (y, cb, cr) = (self.luma[usize::from(y)], usize::from(cb), usize::from(cr));
        [y + self.red_of_cr[cr], y + self.green_of_cb[cb] + self.green_of_cr[cr], y + self.blue_of_cb[cb]]
            .map(|value| ((value + (1 << (FRACTION_BITS - 1))) >> FRACTION_BITS).clamp(0, 255) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ycbcr_greys_stay_grey_and_primaries_come_back() {
        let ycbcr = YCbCr::new(&[0.299, 0.587, 0.114], &[0.0, 255.0, 128.0, 255.0, 128.0, 255.0]);
        for grey in [0, 1, 127, 254, 255] {
            assert_eq!(ycbcr.rgb([grey, 128, 128]), [grey; 3]);
        }
        let near = |got: [u8; 3], want: [u8; 3]| got.iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 2);
        assert!(near(ycbcr.rgb([76, 85, 255]), [255, 0, 0]));
        assert!(near(ycbcr.rgb([29, 255, 107]), [0, 0, 255]));
    }

    #[test]
    fn hostile_weights_and_ranges_do_not_overflow() {
        for extreme in [0.0, 1e-300, 1e300] {
            let ycbcr = YCbCr::new(&[extreme; 3], &[extreme; 6]);
            for code in 0..=255 {
                ycbcr.rgb([code; 3]);
            }
        }
    }
}
