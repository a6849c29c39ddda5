//! What a picture's samples mean.

use super::compression::Compression;
use super::directory::{damaged, unsupported};
use super::tags::{
    COLOR_MAP, EXTRA_SAMPLES, PHOTOMETRIC, REFERENCE_BLACK_WHITE, SAMPLE_FORMAT, Tags, YCBCR_COEFFICIENTS,
    unreadable,
};
use crate::PageError;

/// More bits than this are measurements, not drawings.
const MAX_BITS: u64 = 16;

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

/// The sample that says how opaque a pixel is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Alpha {
    pub(super) sample: usize,
    /// The colours are already multiplied by it.
    pub(super) is_premultiplied: bool,
}

pub(super) fn check_sample_format(tags: &Tags<'_>, samples: u64, bits: u64) -> Result<(), PageError> {
    match tags.uniform(SAMPLE_FORMAT, 1, samples, "samples of different kinds")? {
        3 => Err(unsupported(format!("decimal numbers of {bits} bits instead of grey or colour"))),
        2 => Err(unsupported("signed numbers instead of grey or colour")),
        5 | 6 => Err(unsupported("complex numbers instead of grey or colour")),
        _ if bits > MAX_BITS => Err(unsupported(format!("samples of {bits} bits"))),
        _ => Ok(()),
    }
}

pub(super) fn color(
    tags: &Tags<'_>,
    compression: Compression,
    samples: u64,
    bits: u64,
) -> Result<Color, PageError> {
    let assumed = match compression {
        Compression::Fax(_) => 0,
        _ if samples >= 3 => 2,
        _ => 1,
    };
    let name = match tags.number(PHOTOMETRIC, assumed)? {
        0 => return Ok(Color::Grey { is_inverted: true }),
        1 => return Ok(Color::Grey { is_inverted: false }),
        2 => return Ok(Color::Rgb),
        3 => return palette(tags, bits),
        5 => return Ok(Color::Cmyk),
        6 if bits == 8 => return Ok(Color::YCbCr(Box::new(ycbcr(tags)))),
        6 => "YCbCr colours of other than 8 bits",
        8..=10 => "CIE L*a*b* colours",
        32_803 | 34_892 => "a camera's raw colours",
        32_844 | 32_845 => "logarithmic brightness",
        other => return Err(unsupported(format!("the unknown kind of colours {other}"))),
    };
    Err(unsupported(name))
}

fn palette(tags: &Tags<'_>, bits: u64) -> Result<Color, PageError> {
    if bits > 8 {
        return Err(unsupported(format!("a palette of {bits} bits")));
    }
    let map = tags.get(COLOR_MAP).ok_or_else(|| damaged("its palette is missing"))?;
    let colors = 1 << bits;
    let channel = |channel: u64, index: u64| {
        tags.file.number(map, channel * colors + index).ok_or_else(|| damaged("its palette is incomplete"))
    };
    let mut wide = Vec::with_capacity(colors as usize);
    for index in 0..colors {
        wide.push([channel(0, index)?, channel(1, index)?, channel(2, index)?]);
    }
    // Palettes have 16 bits a channel; some programs write 8.
    let shift = if wide.iter().flatten().any(|value| *value > 255) { 8 } else { 0 };
    Ok(Color::Palette(wide.into_iter().map(|rgb| rgb.map(|value| (value >> shift) as u8)).collect()))
}

fn ycbcr(tags: &Tags<'_>) -> YCbCr {
    let reals = |tag: u16, default: &[f64]| -> Vec<f64> {
        let from_file = tags.get(tag).and_then(|values| {
            (0..default.len() as u64).map(|index| tags.file.real(values, index)).collect::<Option<Vec<_>>>()
        });
        from_file.unwrap_or_else(|| default.to_vec())
    };
    let luma = reals(YCBCR_COEFFICIENTS, &[0.299, 0.587, 0.114]);
    let range = reals(REFERENCE_BLACK_WHITE, &[0.0, 255.0, 128.0, 255.0, 128.0, 255.0]);
    YCbCr::new(&luma, &range)
}

pub(super) fn alpha(tags: &Tags<'_>, samples: u64, of_color: usize) -> Result<Option<Alpha>, PageError> {
    let Some(kinds) = tags.get(EXTRA_SAMPLES) else { return Ok(None) };
    let extra = samples.saturating_sub(of_color as u64).min(kinds.count);
    for index in 0..extra {
        let is_premultiplied =
            match tags.file.number(kinds, index).ok_or_else(|| unreadable(EXTRA_SAMPLES))? {
                1 => true,
                2 => false,
                _ => continue,
            };
        return Ok(Some(Alpha { sample: of_color + index as usize, is_premultiplied }));
    }
    Ok(None)
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
