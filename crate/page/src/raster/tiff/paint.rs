//! Rows of packed samples → rows of grey, bits or RGB on the canvas.

use super::color::{Alpha, Color, rgb_from_cmyk};
use super::layout::Layout;
use crate::PageError;
use crate::canvas::Canvas;

/// Turns one row after another into pixels; keeps its buffers between rows.
pub(super) struct Painter<'l> {
    layout: &'l Layout,
    is_little_endian: bool,
    /// 8 bits a sample, the samples of a pixel together.
    samples: Vec<u8>,
    pixels: Vec<u8>,
}

impl<'l> Painter<'l> {
    pub(super) fn new(layout: &'l Layout, is_little_endian: bool) -> Self {
        Self { layout, is_little_endian, samples: Vec::new(), pixels: Vec::new() }
    }

    /// Paints the next row from its packed planes: one, or as many as there are samples.
    pub(super) fn paint<'r>(
        &mut self,
        plane: impl Fn(usize) -> &'r [u8],
        canvas: &mut Canvas<'_>,
    ) -> Result<(), PageError> {
        let layout = self.layout;
        let width = layout.width_px as usize;
        if let Some(set_is_white) = layout.set_is_white() {
            return Ok(canvas.push_bits(plane(0), set_is_white)?);
        }
        let is_plain = layout.bits == 8 && layout.planes == 1 && layout.alpha.is_none();
        match (&layout.color, layout.samples_in_part) {
            (Color::Grey { is_inverted: false }, 1) if is_plain => return Ok(canvas.push_grey(plane(0))?),
            (Color::Rgb, 3) if is_plain => return Ok(canvas.push_rgb(plane(0))?),
            _ => {}
        }
        let samples_of_pixel = layout.samples_in_part.max(layout.planes);
        let row_samples = width * samples_of_pixel;
        let samples = if layout.bits == 8 && layout.planes == 1 {
            &plane(0)[..row_samples]
        } else {
            let is_index = matches!(layout.color, Color::Palette(_));
            self.samples.resize(row_samples, 0);
            for index in 0..layout.planes {
                let samples = self.samples[index..].iter_mut().step_by(layout.planes);
                widen(plane(index), layout.bits, self.is_little_endian, is_index, samples);
            }
            &self.samples
        };
        let stored = samples.chunks_exact(samples_of_pixel);
        let (alpha, to) = (layout.alpha, &mut self.pixels);
        // Room for four channels; the canvas takes as many as the row has.
        to.resize(width * 4, 0);
        match &layout.color {
            Color::Grey { is_inverted } => {
                let flip = if *is_inverted { 0xff } else { 0 };
                put(stored, alpha, to, |pixel| [pixel[0] ^ flip]);
            }
            // Samples have no more bits than the palette has colours.
            Color::Palette(colors) => put(stored, alpha, to, |pixel| colors[usize::from(pixel[0])]),
            Color::Rgb => put(stored, alpha, to, |pixel| [pixel[0], pixel[1], pixel[2]]),
            Color::Cmyk => {
                put(stored, alpha, to, |pixel| rgb_from_cmyk([pixel[0], pixel[1], pixel[2], pixel[3]]));
            }
            Color::YCbCr(ycbcr) => put(stored, alpha, to, |pixel| ycbcr.rgb([pixel[0], pixel[1], pixel[2]])),
        }
        let is_grey = matches!(self.layout.color, Color::Grey { .. });
        let has_alpha = alpha.is_some_and(|alpha| !alpha.is_premultiplied);
        match (is_grey, has_alpha) {
            (true, false) => canvas.push_grey(to)?,
            (true, true) => canvas.push_grey_alpha(to)?,
            (false, false) => canvas.push_rgb(to)?,
            (false, true) => canvas.push_rgba(to)?,
        }
        Ok(())
    }
}

/// Writes every pixel's colours, followed by its alpha unless the colours are already multiplied by it: those
/// are laid on white paper at once.
fn put<'s, const CHANNELS: usize>(
    stored: impl Iterator<Item = &'s [u8]>,
    alpha: Option<Alpha>,
    to: &mut [u8],
    color: impl Fn(&[u8]) -> [u8; CHANNELS],
) {
    match alpha {
        None => {
            for (to, pixel) in to.chunks_exact_mut(CHANNELS).zip(stored) {
                to.copy_from_slice(&color(pixel));
            }
        }
        Some(alpha) if alpha.is_premultiplied => {
            for (to, pixel) in to.chunks_exact_mut(CHANNELS).zip(stored) {
                let paper = 255 - pixel[alpha.sample];
                to.copy_from_slice(&color(pixel).map(|channel| channel.saturating_add(paper)));
            }
        }
        Some(alpha) => {
            for (to, pixel) in to.chunks_exact_mut(CHANNELS + 1).zip(stored) {
                to[..CHANNELS].copy_from_slice(&color(pixel));
                to[CHANNELS] = pixel[alpha.sample];
            }
        }
    }
}

/// Packed samples of 1 to 16 bits → 8 bits each; an index into a palette keeps its value.
fn widen<'s>(
    packed: &[u8],
    bits: u8,
    is_little_endian: bool,
    is_index: bool,
    to: impl Iterator<Item = &'s mut u8>,
) {
    match bits {
        8 => to.zip(packed).for_each(|(to, from)| *to = *from),
        16 => {
            let high = usize::from(is_little_endian);
            to.zip(packed.chunks_exact(2)).for_each(|(to, from)| *to = from[high]);
        }
        _ => {
            let bits = u32::from(bits);
            let largest = (1_u32 << bits) - 1;
            let mut bytes = packed.iter();
            let (mut held, mut held_bits) = (0_u32, 0);
            for to in to {
                while held_bits < bits {
                    held = held << 8 | u32::from(bytes.next().copied().unwrap_or(0));
                    held_bits += 8;
                }
                held_bits -= bits;
                let value = held >> held_bits & largest;
                *to = match bits {
                    _ if is_index => value as u8,
                    ..8 => (value * 255 / largest) as u8,
                    _ => (value >> (bits - 8)) as u8,
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widened(packed: &[u8], bits: u8, is_index: bool, count: usize) -> Vec<u8> {
        let mut to = vec![0; count];
        widen(packed, bits, true, is_index, to.iter_mut());
        to
    }

    #[test]
    fn samples_of_every_width_span_black_to_white() {
        assert_eq!(widened(&[0b1010_0000], 1, false, 3), [255, 0, 255]);
        assert_eq!(widened(&[0b0001_1011], 2, false, 4), [0, 85, 170, 255]);
        assert_eq!(widened(&[0x0f, 0x80], 4, false, 3), [0, 255, 136]);
        assert_eq!(widened(&[0xff, 0xf0, 0x00, 0x80, 0x00], 12, false, 3), [255, 0, 128]);
        assert_eq!(widened(&[0x34, 0x12], 16, false, 1), [0x12]);
        for bits in 1..=15 {
            assert_eq!(widened(&[0xff; 4], bits, false, 2), [255, 255], "{bits} bits");
        }
    }

    #[test]
    fn palette_indices_are_not_widened() {
        assert_eq!(widened(&[0b0001_1011], 2, true, 4), [0, 1, 2, 3]);
    }
}
