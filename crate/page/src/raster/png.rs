//! PNG, row by row as it is inflated; 1-bit black and white stays 1 bit.

use super::{Bytes, Header, Raster, cursor};
use crate::canvas::Canvas;
use crate::orientation::Orientation;
use crate::pixels::Depth;
use crate::{Budget, Format, PageError};
use png::{
    BitDepth, ColorType, Decoder, DecodingError, Info, InterlaceInfo, Limits, Reader, Transformations, Unit,
};
use std::io::Cursor;

const INCH_PER_METRE: f32 = 39.370_08;

pub(super) struct Png {
    bytes: Bytes,
    header: Header,
    limits: Limits,
}

impl Png {
    pub(super) fn open(bytes: Bytes, budget: &Budget) -> Result<Self, PageError> {
        let limits = Limits { bytes: usize::try_from(budget.max_working_bytes).unwrap_or(usize::MAX) };
        let reader = reader(&bytes, &limits, Transformations::IDENTITY)?;
        let info = reader.info();
        let row_bytes = info.width as u64 * 4;
        let header = Header {
            width_px: info.width,
            height_px: info.height,
            depth: if bits(info).is_some() { Depth::Bilevel } else { Depth::Grey },
            orientation: info
                .exif_metadata
                .as_deref()
                .and_then(image::metadata::Orientation::from_exif_chunk)
                .map_or_else(Orientation::default, |o| Orientation::from_exif(u32::from(o.to_exif()))),
            dpi: info
                .pixel_dims
                .filter(|dims| dims.unit == Unit::Meter)
                .map(|dims| (dims.xppu as f32 / INCH_PER_METRE, dims.yppu as f32 / INCH_PER_METRE)),
            // Interlaced rows come in no order that could be streamed.
            beside_bytes: if info.interlaced { row_bytes * u64::from(info.height) } else { row_bytes * 4 },
        };
        Ok(Self { bytes, header, limits })
    }
}

impl Raster for Png {
    fn header(&self, _: usize) -> Result<Header, PageError> {
        Ok(self.header.clone())
    }

    fn decode(&self, _: usize, canvas: &mut Canvas<'_>) -> Result<(), PageError> {
        let wanted = match self.header.depth {
            Depth::Bilevel => Transformations::IDENTITY,
            Depth::Grey => Transformations::EXPAND | Transformations::STRIP_16,
        };
        let mut reader = reader(&self.bytes, &self.limits, wanted)?;
        let set_is_white = bits(reader.info()).unwrap_or(true);
        let (color, depth) = reader.output_color_type();
        if reader.info().interlaced {
            let stride = reader.output_line_size(canvas.width_px()).ok_or_else(too_wide)?;
            let pixel_bits = (color.samples() * depth as usize) as u8;
            let mut whole = vec![0; stride * canvas.height_px() as usize];
            while let Some(row) = reader.next_interlaced_row().map_err(broken)? {
                if let InterlaceInfo::Adam7(pass) = row.interlace() {
                    png::expand_interlaced_row(&mut whole, stride, row.data(), pass, pixel_bits);
                }
            }
            for row in whole.chunks_exact(stride) {
                push(canvas, row, color, set_is_white)?;
            }
        } else {
            while let Some(row) = reader.next_row().map_err(broken)? {
                push(canvas, row.data(), color, set_is_white)?;
            }
        }
        Ok(())
    }
}

fn push(canvas: &mut Canvas<'_>, row: &[u8], color: ColorType, set_is_white: bool) -> Result<(), PageError> {
    if canvas.depth() == Depth::Bilevel {
        canvas.push_bits(row, set_is_white)?;
        return Ok(());
    }
    match color {
        ColorType::Grayscale | ColorType::Indexed => canvas.push_grey(row)?,
        ColorType::GrayscaleAlpha => canvas.push_grey_alpha(row)?,
        ColorType::Rgb => canvas.push_rgb(row)?,
        ColorType::Rgba => canvas.push_rgba(row)?,
    }
    Ok(())
}

/// Is this a black-and-white picture of 1 bit, and if so, is a set bit white?
fn bits(info: &Info<'_>) -> Option<bool> {
    if info.bit_depth != BitDepth::One || info.trns.is_some() {
        return None;
    }
    match (info.color_type, info.palette.as_deref()) {
        (ColorType::Grayscale, _) => Some(true),
        (ColorType::Indexed, Some([0, 0, 0, 255, 255, 255])) => Some(true),
        (ColorType::Indexed, Some([255, 255, 255, 0, 0, 0])) => Some(false),
        _ => None,
    }
}

fn reader(
    bytes: &Bytes,
    limits: &Limits,
    wanted: Transformations,
) -> Result<Reader<Cursor<Bytes>>, PageError> {
    let mut decoder = Decoder::new_with_limits(cursor(bytes), *limits);
    decoder.set_transformations(wanted);
    decoder.read_info().map_err(broken)
}

fn too_wide() -> PageError {
    PageError::Damaged { format: Format::Png, detail: "its rows are too long".into() }
}

fn broken(error: DecodingError) -> PageError {
    match error {
        DecodingError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PageError::Truncated { format: Format::Png, detail: "it ends in the middle of its data".into() }
        }
        other => PageError::Damaged { format: Format::Png, detail: other.to_string() },
    }
}
