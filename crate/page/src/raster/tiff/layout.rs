//! How a picture lies in the file: which parts it is cut into, how they are packed and what their samples
//! mean. Everything is checked here, before any part is read.

use super::color::{Alpha, Color, alpha, check_sample_format, color};
use super::compression::{Compression, OLD_JPEG, old_jpeg_stream};
use super::directory::{Directory, File, Values, damaged, truncated, unsupported};
use super::jpeg::Frame;
use super::tags::{
    BITS_PER_SAMPLE, COMPRESSION, FILL_ORDER, JPEG_TABLES, PLANAR_CONFIGURATION, PREDICTOR, ROWS_PER_STRIP,
    SAMPLES_PER_PIXEL, STRIP_BYTE_COUNTS, STRIP_OFFSETS, TILE_BYTE_COUNTS, TILE_LENGTH, TILE_OFFSETS,
    TILE_WIDTH, Tags, YCBCR_SUBSAMPLING,
};
use crate::PageError;
use crate::pixels::Depth;

/// The tag's own size; also keeps the arithmetic below within 64 bits.
const MAX_SAMPLES: u64 = u16::MAX as u64;
/// What following a part takes, whatever packs it.
const PART_BYTES: u64 = 128;
/// A decompressor's window and tables.
const UNPACKER_BYTES: u64 = 64 << 10;
/// What fax codes may take, compared with the bits they stand for: no other compression grows as much.
const MAX_GROWTH: u64 = 6;

/// A picture, cut into strips or tiles ("parts"), each of one plane or of all samples together.
pub(super) struct Layout {
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) color: Color,
    pub(super) alpha: Option<Alpha>,
    pub(super) bits: u8,
    /// Samples that lie together in a part.
    pub(super) samples_in_part: usize,
    /// Planes to be read: 1, or one for each sample that is shown.
    pub(super) planes: usize,
    pub(super) compression: Compression,
    pub(super) has_predictor: bool,
    pub(super) bits_are_reversed: bool,
    /// Pixels that share one pair of colour samples, across and down; 1 × 1 unless stored packed.
    pub(super) subsampling: (u32, u32),
    pub(super) part_width_px: u32,
    pub(super) part_height_px: u32,
    pub(super) parts_across: u32,
    pub(super) parts_down: u32,
    pub(super) jpeg_tables: Option<Values>,
    /// What decoding one JPEG part may take.
    pub(super) jpeg_bytes: u64,
    place: Place,
}

/// Where the parts' bytes lie.
enum Place {
    Parts {
        offsets: Values,
        byte_counts: Option<Values>,
    },
    /// One JPEG stream holds the whole picture.
    Whole {
        at: u64,
        len: u64,
    },
}

impl Layout {
    pub(super) fn read(
        file: &File,
        tags: &Directory,
        width_px: u32,
        height_px: u32,
    ) -> Result<Self, PageError> {
        let tags = Tags { file, tags };
        let samples = tags.number(SAMPLES_PER_PIXEL, 1)?;
        let bits = tags.uniform(BITS_PER_SAMPLE, 1, samples, "colours with different numbers of bits")?;
        if samples == 0 || samples > MAX_SAMPLES || bits == 0 {
            return Err(damaged(format!("its pixels have {samples} samples of {bits} bits")));
        }
        check_sample_format(&tags, samples, bits)?;
        let method = tags.number(COMPRESSION, 1)?;
        let compression = Compression::read(&tags, method)?;
        let color = color(&tags, compression, samples, bits)?;
        let alpha = alpha(&tags, samples, color.samples())?;
        if samples < color.samples() as u64 {
            return Err(damaged(format!("its colours need {} samples and have {samples}", color.samples())));
        }

        let is_planar = samples > 1 && tags.number(PLANAR_CONFIGURATION, 1)? == 2;
        let used = alpha.map_or(color.samples(), |alpha| alpha.sample + 1);
        let samples = usize::try_from(samples).unwrap_or(usize::MAX);
        let (samples_in_part, planes) = if is_planar { (1, used) } else { (samples, 1) };
        let is_tiled = tags.get(TILE_WIDTH).is_some();
        let (part_width_px, part_height_px) = if is_tiled {
            (tags.side(TILE_WIDTH)?, tags.side(TILE_LENGTH)?)
        } else {
            // A strip of more rows than the picture has stands for one strip.
            let rows = tags.number(ROWS_PER_STRIP, u64::from(height_px))?.min(u64::from(height_px));
            (width_px, u32::try_from(rows).unwrap_or(height_px))
        };
        if part_width_px == 0 || part_height_px == 0 {
            return Err(damaged(format!("its parts have {part_width_px} × {part_height_px} pixels")));
        }
        let mut layout = Self {
            width_px,
            height_px,
            alpha,
            bits: bits as u8,
            samples_in_part,
            planes,
            compression,
            has_predictor: false,
            bits_are_reversed: compression != Compression::Jpeg && tags.number(FILL_ORDER, 1)? == 2,
            subsampling: (1, 1),
            part_width_px,
            part_height_px,
            parts_across: width_px.div_ceil(part_width_px),
            parts_down: height_px.div_ceil(part_height_px),
            jpeg_tables: tags.get(JPEG_TABLES).filter(|_| compression == Compression::Jpeg),
            jpeg_bytes: 0,
            place: Place::Whole { at: 0, len: 0 },
            color,
        };
        layout.has_predictor = layout.predictor(&tags)?;
        layout.subsampling = layout.subsampling(&tags)?;
        layout.place_parts(&tags, method)?;
        layout.check_shape()?;
        if compression == Compression::Jpeg {
            // The first part tells what the others will take; a part that needs more is refused.
            let frame = layout.part_bytes(file, 0).ok().and_then(Frame::find);
            layout.jpeg_bytes = layout.jpeg_part_bytes(frame.is_some_and(|frame| frame.is_buffered_whole));
        }
        Ok(layout)
    }

    pub(super) fn depth(&self) -> Depth {
        if self.set_is_white().is_some() { Depth::Bilevel } else { Depth::Grey }
    }

    /// Is this a black-and-white picture of 1 bit, and if so, is a set bit white?
    pub(super) fn set_is_white(&self) -> Option<bool> {
        let is_one_bit = self.bits == 1 && self.samples_in_part == 1 && self.planes == 1;
        self.color.set_is_white().filter(|_| is_one_bit)
    }

    /// Rows that come out of a part together.
    pub(super) fn rows_together(&self) -> usize {
        self.subsampling.1 as usize
    }

    /// Bytes of one row of one part, once unpacked.
    pub(super) fn part_row_bytes(&self) -> u64 {
        let bits = self.samples_in_part as u64 * u64::from(self.bits);
        u64::from(self.part_width_px).saturating_mul(bits).div_ceil(8)
    }

    /// Rows that part row `down` adds to the page.
    pub(super) fn rows_of_part(&self, down: u32) -> u32 {
        self.part_height_px.min(self.height_px.saturating_sub(down.saturating_mul(self.part_height_px)))
    }

    pub(super) fn part_count(&self) -> u64 {
        (u64::from(self.parts_across) * u64::from(self.parts_down)).saturating_mul(self.planes as u64)
    }

    /// The bytes of a part as they lie in the file.
    pub(super) fn part_bytes<'f>(&self, file: &'f File, index: u64) -> Result<&'f [u8], PageError> {
        let (at, len) = match &self.place {
            Place::Whole { at, len } => (*at, *len),
            Place::Parts { offsets, byte_counts } => {
                let lists_end = || truncated("the list of its parts lies past its end");
                let at = file.number(*offsets, index).ok_or_else(lists_end)?;
                let len = match byte_counts {
                    Some(counts) => file.number(*counts, index).ok_or_else(lists_end)?,
                    // Without sizes, a part ends where the file does at the latest.
                    None => file.byte_len().saturating_sub(at),
                };
                (at, len)
            }
        };
        if len == 0 {
            return Err(damaged(format!("part {} of {} is empty", index + 1, self.part_count())));
        }
        // No part needs more than the longest codes that its pixels could have; this bounds what is copied.
        file.slice(at, len)
            .map(|part| &part[..part.len().min(self.packed_limit_bytes() as usize)])
            .ok_or_else(|| {
                truncated(format!(
                    "its part {} of {} should reach byte {}, and the file ends at byte {}",
                    index + 1,
                    self.part_count(),
                    at.saturating_add(len),
                    file.byte_len()
                ))
            })
    }

    fn packed_limit_bytes(&self) -> u64 {
        let raw = self.part_row_bytes().saturating_mul(u64::from(self.part_height_px));
        raw.saturating_mul(MAX_GROWTH).saturating_add(UNPACKER_BYTES).min(u64::from(u32::MAX))
    }

    /// What decoding holds beside the page.
    pub(super) fn beside_bytes(&self, file: &File) -> u64 {
        let parts = u64::from(self.parts_across).saturating_mul(self.planes as u64);
        let rows = u64::from(self.part_height_px.min(self.height_px));
        let per_part = match self.compression {
            Compression::None | Compression::PackBits => 0,
            Compression::Lzw | Compression::Deflate => UNPACKER_BYTES,
            Compression::Fax(_) if self.is_streamed_fax() => 0,
            Compression::Fax(_) => self.part_row_bytes().saturating_mul(rows),
            Compression::Jpeg => self.jpeg_bytes,
        };
        let is_copied = self.bits_are_reversed || self.jpeg_tables.is_some();
        let copy = if is_copied { self.packed_limit_bytes().min(file.byte_len()) } else { 0 };
        // Rows of all parts as they come, and once more before their colours are spread.
        let row_bytes = self.part_row_bytes().saturating_mul(parts);
        let rows_bytes = row_bytes.saturating_mul(u64::from(self.subsampling.1) + 1);
        // Samples and pixels while a row is painted; the runs of two rows while a fax is read.
        let samples = self.samples_in_part.max(self.planes) as u64;
        let width = u64::from(self.width_px.max(self.part_width_px));
        let row_work = width.saturating_mul(samples + 16);
        per_part
            .saturating_add(copy + PART_BYTES)
            .saturating_mul(parts)
            .saturating_add(rows_bytes)
            .saturating_add(row_work)
    }

    /// Fax strips hand out rows as they are read; fax tiles are kept until their row is whole.
    pub(super) fn is_streamed_fax(&self) -> bool {
        matches!(self.compression, Compression::Fax(_)) && self.parts_across == 1
    }

    pub(super) fn jpeg_part_bytes(&self, is_buffered_whole: bool) -> u64 {
        // JPEG pads to whole blocks, of up to 32 pixels with reduced colours.
        let pad = |px: u32| u64::from(px).div_ceil(32) * 32;
        let samples = self.samples_in_part as u64;
        let pixels = pad(self.part_width_px).saturating_mul(pad(self.part_height_px)).saturating_mul(samples);
        // A buffered picture keeps a coefficient of 2 bytes for every sample; else a row of blocks does.
        let coefficients = if is_buffered_whole {
            pixels.saturating_mul(2)
        } else {
            pad(self.part_width_px).saturating_mul(samples * 128)
        };
        pixels.saturating_add(coefficients)
    }

    fn predictor(&self, tags: &Tags<'_>) -> Result<bool, PageError> {
        if !matches!(self.compression, Compression::Lzw | Compression::Deflate) {
            return Ok(false);
        }
        match tags.number(PREDICTOR, 1)? {
            2 if matches!(self.bits, 8 | 16) => Ok(true),
            2 => Err(unsupported(format!("prediction between samples of {} bits", self.bits))),
            3 => Err(unsupported("prediction between decimal numbers")),
            _ => Ok(false),
        }
    }

    fn subsampling(&self, tags: &Tags<'_>) -> Result<(u32, u32), PageError> {
        if !matches!(self.color, Color::YCbCr(_)) || self.compression == Compression::Jpeg {
            return Ok((1, 1));
        }
        let factors = match tags.get(YCBCR_SUBSAMPLING) {
            Some(values) => (tags.file.number(values, 0), tags.file.number(values, 1)),
            None => (Some(2), Some(2)),
        };
        match factors {
            (Some(1), Some(1)) => Ok((1, 1)),
            (Some(across @ (1 | 2 | 4)), Some(down @ (1 | 2 | 4)))
                if self.planes == 1 && self.samples_in_part == 3 && !self.has_predictor =>
            {
                Ok((across as u32, down as u32))
            }
            _ => Err(unsupported("colours at a reduced resolution in an unusual order")),
        }
    }

    fn place_parts(&mut self, tags: &Tags<'_>, method: u64) -> Result<(), PageError> {
        let offsets = tags.get(TILE_OFFSETS).or_else(|| tags.get(STRIP_OFFSETS));
        let byte_counts = tags.get(TILE_BYTE_COUNTS).or_else(|| tags.get(STRIP_BYTE_COUNTS));
        if method == OLD_JPEG
            && let Some((at, len)) = old_jpeg_stream(tags, offsets, byte_counts)
        {
            self.part_width_px = self.width_px;
            self.part_height_px = self.height_px;
            (self.parts_across, self.parts_down) = (1, 1);
            self.place = Place::Whole { at, len };
            return Ok(());
        }
        let offsets = offsets.ok_or_else(|| damaged("it does not say where its picture lies"))?;
        let needed = self.part_count();
        let listed = byte_counts.map_or(offsets.count, |counts| counts.count.min(offsets.count));
        if listed < needed {
            return Err(damaged(format!("it lists {listed} parts of its picture where {needed} are needed")));
        }
        self.place = Place::Parts { offsets, byte_counts };
        let first = self.part_bytes(tags.file, 0).unwrap_or_default();
        if method == OLD_JPEG && !first.starts_with(&[0xff, 0xd8]) {
            return Err(unsupported(
                "old-style JPEG compression in TIFF (compression 6) without a whole JPEG",
            ));
        }
        Ok(())
    }

    fn check_shape(&self) -> Result<(), PageError> {
        let row_bits = u64::from(self.part_width_px) * (self.samples_in_part as u64) * u64::from(self.bits);
        if self.parts_across > 1 && !row_bits.is_multiple_of(8) {
            return Err(unsupported(format!("tiles of {} pixels", self.part_width_px)));
        }
        let is_one_bit = self.bits == 1 && self.samples_in_part == 1 && self.planes == 1;
        match self.compression {
            Compression::Fax(_) if !is_one_bit => Err(unsupported("fax compression of grey or colour")),
            Compression::Jpeg if self.bits != 8 => Err(unsupported(format!("JPEG of {} bits", self.bits))),
            _ => Ok(()),
        }
    }
}
