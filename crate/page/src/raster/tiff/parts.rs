//! Strips and tiles → whole rows, one row of parts at a time.

use super::compression::Compression;
use super::directory::{File, damaged};
use super::layout::Layout;
use super::paint::Painter;
use super::unpack::{Fault, Unpacker};
use super::{fax, jpeg};
use crate::PageError;
use crate::canvas::Canvas;
use std::borrow::Cow;

/// Reads the picture and pushes its rows; the budget has been asked.
pub(super) fn decode(file: &File, layout: &Layout, canvas: &mut Canvas<'_>) -> Result<(), PageError> {
    let mut painter = Painter::new(layout, file.is_little_endian());
    if let Compression::Fax(fax) = layout.compression
        && layout.is_streamed_fax()
    {
        for down in 0..layout.parts_down {
            let data = packed(file, layout, u64::from(down))?;
            fax::decode(&data, fax, layout.part_width_px, layout.rows_of_part(down), |row| {
                painter.paint(|_| row, canvas)
            })
            .map_err(|error| in_part(error, layout, u64::from(down)))?;
        }
        return Ok(());
    }

    let mut band = Band::new(file, layout);
    for down in 0..layout.parts_down {
        let rows = layout.rows_of_part(down);
        band.load(down, rows)?;
        let mut row = 0;
        while row < rows {
            band.read_rows()?;
            let together = (layout.rows_together() as u32).min(rows - row);
            for offset in 0..together {
                painter.paint(|plane| band.row(plane, offset as usize), canvas)?;
            }
            row += together;
        }
    }
    Ok(())
}

/// One row of parts, in every plane.
struct Band<'f> {
    file: &'f File,
    layout: &'f Layout,
    parts: Vec<Part<'f>>,
    /// For every plane, the rows that come together.
    rows: Vec<Vec<u8>>,
    /// A row of packed brightness and colour before it is spread to pixels.
    packed_colors: Vec<u8>,
    part_row_bytes: usize,
}

struct Part<'f> {
    index: u64,
    unpacker: Unpacker<'f>,
}

impl<'f> Band<'f> {
    fn new(file: &'f File, layout: &'f Layout) -> Self {
        let across = layout.parts_across as usize;
        let unpacker = || match layout.compression {
            Compression::PackBits => Unpacker::packbits(),
            Compression::Lzw => Unpacker::lzw(),
            Compression::Deflate => Unpacker::deflate(),
            // Fax tiles and JPEG are unpacked whole and then read as they are.
            Compression::None | Compression::Fax(_) | Compression::Jpeg => Unpacker::plain(),
        };
        let part_row_bytes = layout.part_row_bytes() as usize;
        let (block_width, block_height) = layout.subsampling;
        let blocks = layout.part_width_px.div_ceil(block_width) as usize;
        Self {
            file,
            layout,
            parts: (0..across * layout.planes).map(|_| Part { index: 0, unpacker: unpacker() }).collect(),
            rows: vec![vec![0; part_row_bytes * across * layout.rows_together()]; layout.planes],
            packed_colors: vec![0; blocks * (block_width * block_height + 2) as usize],
            part_row_bytes,
        }
    }

    fn load(&mut self, down: u32, rows: u32) -> Result<(), PageError> {
        let across = u64::from(self.layout.parts_across);
        let in_plane = across * u64::from(self.layout.parts_down);
        for (place, part) in self.parts.iter_mut().enumerate() {
            let (plane, column) = (place as u64 / across, place as u64 % across);
            part.index = plane * in_plane + u64::from(down) * across + column;
            let unpacked = match self.layout.compression {
                Compression::Jpeg => Cow::Owned(jpeg::decode(self.file, self.layout, part.index, rows)?),
                Compression::Fax(fax) => {
                    let data = packed(self.file, self.layout, part.index)?;
                    let mut whole = Vec::with_capacity(self.part_row_bytes * rows as usize);
                    fax::decode(&data, fax, self.layout.part_width_px, rows, |row| {
                        whole.extend_from_slice(row);
                        Ok(())
                    })
                    .map_err(|error| in_part(error, self.layout, part.index))?;
                    Cow::Owned(whole)
                }
                _ => packed(self.file, self.layout, part.index)?,
            };
            part.unpacker.load(unpacked);
        }
        Ok(())
    }

    fn read_rows(&mut self) -> Result<(), PageError> {
        let (layout, row_bytes) = (self.layout, self.part_row_bytes);
        let across = layout.parts_across as usize;
        for (place, part) in self.parts.iter_mut().enumerate() {
            let at = place % across * row_bytes;
            let rows = &mut self.rows[place / across];
            if layout.subsampling == (1, 1) {
                let row = &mut rows[at..at + row_bytes];
                part.read(row, layout)?;
                if layout.has_predictor {
                    sum_differences(row, layout.samples_in_part, layout.bits, self.file.is_little_endian());
                }
            } else {
                part.read(&mut self.packed_colors, layout)?;
                spread_colors(
                    &self.packed_colors,
                    layout.subsampling,
                    &mut rows[at..],
                    row_bytes,
                    row_bytes * across,
                );
            }
        }
        Ok(())
    }

    fn row(&self, plane: usize, offset: usize) -> &[u8] {
        let stride = self.part_row_bytes * self.layout.parts_across as usize;
        &self.rows[plane][offset * stride..][..stride]
    }
}

impl Part<'_> {
    fn read(&mut self, out: &mut [u8], layout: &Layout) -> Result<(), PageError> {
        self.unpacker.read(out).map_err(|fault| {
            let (part, count) = (self.index + 1, layout.part_count());
            damaged(match fault {
                Fault::EndsEarly => format!("part {part} of {count} holds fewer rows than it should"),
                Fault::Corrupt => format!("part {part} of {count} cannot be unpacked"),
            })
        })
    }
}

/// A part's bytes with the leftmost pixel in the highest bit.
fn packed<'f>(file: &'f File, layout: &Layout, index: u64) -> Result<Cow<'f, [u8]>, PageError> {
    let bytes = layout.part_bytes(file, index)?;
    if layout.bits_are_reversed {
        Ok(bytes.iter().map(|byte| byte.reverse_bits()).collect())
    } else {
        Ok(Cow::Borrowed(bytes))
    }
}

fn in_part(error: PageError, layout: &Layout, index: u64) -> PageError {
    match error {
        PageError::Damaged { detail, .. } if layout.part_count() > 1 => {
            damaged(format!("in part {} of {}, {detail}", index + 1, layout.part_count()))
        }
        other => other,
    }
}

/// Undoes prediction: every sample but a row's first was stored as its difference from the pixel before.
fn sum_differences(row: &mut [u8], samples: usize, bits: u8, is_little_endian: bool) {
    if bits == 8 {
        for at in samples..row.len() {
            row[at] = row[at].wrapping_add(row[at - samples]);
        }
        return;
    }
    let high = usize::from(is_little_endian);
    let number = |row: &[u8], at: usize| u16::from_be_bytes([row[at + high], row[at + 1 - high]]);
    for at in (samples * 2..row.len().saturating_sub(1)).step_by(2) {
        let sum = number(row, at).wrapping_add(number(row, at - samples * 2));
        [row[at + high], row[at + 1 - high]] = sum.to_be_bytes();
    }
}

/// Blocks of several brightnesses with one pair of colour differences → a brightness and a pair for each pixel.
fn spread_colors(
    packed: &[u8],
    (across, down): (u32, u32),
    rows: &mut [u8],
    row_bytes: usize,
    stride: usize,
) {
    let (across, down) = (across as usize, down as usize);
    for (block, samples) in packed.chunks_exact(across * down + 2).enumerate() {
        let (luma, colors) = samples.split_at(across * down);
        for (y, luma) in luma.chunks_exact(across).enumerate() {
            let row = &mut rows[y * stride..][..row_bytes];
            let pixels = row.chunks_exact_mut(3).skip(block * across);
            for (pixel, luma) in pixels.zip(luma) {
                pixel.copy_from_slice(&[*luma, colors[0], colors[1]]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_summed_sample_by_sample() {
        let mut row = [10, 20, 30, 1, 2, 255, 0, 0, 1];
        sum_differences(&mut row, 3, 8, true);
        assert_eq!(row, [10, 20, 30, 11, 22, 29, 11, 22, 30]);
        let mut row = [0xff, 0x00, 0x01, 0x00];
        sum_differences(&mut row, 1, 16, true);
        assert_eq!(row, [0xff, 0x00, 0x00, 0x01]);
        let mut row = [0x00, 0xff, 0x00, 0x01];
        sum_differences(&mut row, 1, 16, false);
        assert_eq!(row, [0x00, 0xff, 0x01, 0x00]);
    }

    #[test]
    fn a_block_of_colour_covers_its_pixels_and_stops_at_the_edge() {
        let packed = [1, 2, 3, 4, 50, 60, 5, 6, 7, 8, 70, 80];
        let mut rows = [0; 18];
        spread_colors(&packed, (2, 2), &mut rows, 9, 9);
        assert_eq!(rows, [1, 50, 60, 2, 50, 60, 5, 70, 80, 3, 50, 60, 4, 50, 60, 7, 70, 80]);
    }
}
