//! JPEG: baseline and progressive, grey, colour and CMYK.

use super::{Bytes, Header, Raster};
use crate::canvas::Canvas;
use crate::orientation::Orientation;
use crate::pixels::Depth;
use crate::{Budget, Format, Notice, PageError};
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The format's own limit on a side.
const MAX_SIDE_PX: usize = 65_535;
const CM_PER_INCH: f32 = 2.54;

pub(super) struct Jpeg {
    bytes: Bytes,
    header: Header,
    color: ColorSpace,
    /// The sheet is so large that its colours are left out.
    is_too_large_for_color: bool,
}

impl Jpeg {
    pub(super) fn open(bytes: Bytes, budget: &Budget) -> Result<Self, PageError> {
        let mut decoder = decoder(&bytes, ColorSpace::Luma);
        decoder.decode_headers().map_err(broken)?;
        let info = decoder.info().ok_or_else(no_header)?;
        let px = u64::from(info.width) * u64::from(info.height);
        // Progressive files keep every coefficient, 2 bytes each, until the last scan is read.
        let coefficients = if is_progressive(&bytes) { px * 2 * u64::from(info.components) } else { 0 };
        let is_too_large_for_color = info.components > 1 && px * 4 + coefficients > budget.max_working_bytes;
        let color =
            if info.components > 1 && !is_too_large_for_color { ColorSpace::RGB } else { ColorSpace::Luma };
        let header = Header {
            width_px: u32::from(info.width),
            height_px: u32::from(info.height),
            depth: Depth::Grey,
            orientation: decoder
                .exif()
                .and_then(|exif| image::metadata::Orientation::from_exif_chunk(exif))
                .map_or_else(Orientation::default, |o| Orientation::from_exif(u32::from(o.to_exif()))),
            dpi: jfif_dpi(&bytes),
            beside_bytes: px * color.num_components() as u64 + coefficients,
        };
        Ok(Self { bytes, header, color, is_too_large_for_color })
    }
}

impl Raster for Jpeg {
    fn header(&self, _: usize) -> Result<Header, PageError> {
        Ok(self.header.clone())
    }

    fn decode(&self, _: usize, canvas: &mut Canvas<'_>) -> Result<(), PageError> {
        let mut decoder = decoder(&self.bytes, self.color);
        let pixels = decoder.decode().map_err(broken)?;
        if !has_end(&self.bytes) {
            return Err(PageError::Truncated {
                format: Format::Jpeg,
                detail: "its data stop before the picture is complete".into(),
            });
        }
        for row in pixels.chunks_exact(canvas.width_px() as usize * self.color.num_components()) {
            match self.color {
                ColorSpace::RGB => canvas.push_rgb(row)?,
                _ => canvas.push_grey(row)?,
            }
        }
        Ok(())
    }

    fn notices(&self) -> Vec<Notice> {
        let notice = || {
            Notice::page(
                "color-ignored",
                0,
                "This sheet is so large that only its brightness is read: pale coloured lines may be faint.",
            )
        };
        self.is_too_large_for_color.then(notice).into_iter().collect()
    }
}

fn decoder(bytes: &Bytes, out: ColorSpace) -> JpegDecoder<ZCursor<&[u8]>> {
    let options = DecoderOptions::default()
        .set_max_width(MAX_SIDE_PX)
        .set_max_height(MAX_SIDE_PX)
        .jpeg_set_out_colorspace(out);
    JpegDecoder::new_with_options(ZCursor::new(bytes.as_ref()), options)
}

/// The marker segments before the first scan: marker, body, and what follows.
pub(super) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8], &[u8])> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        while let [0xff, 0xff, ..] = rest {
            rest = &rest[1..];
        }
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let end = 2 + usize::from(u16::from_be_bytes([high, low]));
        let body = rest.get(4..end)?;
        rest = &rest[end..];
        let segment = (marker, body, rest);
        if marker == START_OF_SCAN {
            // What follows is not a list of segments any more.
            rest = &[];
        }
        Some(segment)
    })
}

pub(super) const START_OF_SCAN: u8 = 0xda;

/// Does the end-of-image marker follow the scans? It cannot occur within their data.
fn has_end(bytes: &[u8]) -> bool {
    segments(bytes)
        .find(|(marker, ..)| *marker == START_OF_SCAN)
        .is_some_and(|(_, _, data)| data.windows(2).rev().any(|pair| pair == [0xff, 0xd9]))
}

fn is_progressive(bytes: &[u8]) -> bool {
    segments(bytes).any(|(marker, ..)| matches!(marker, 0xc2 | 0xca))
}

fn jfif_dpi(bytes: &[u8]) -> Option<(f32, f32)> {
    let (_, body, _) =
        segments(bytes).find(|(marker, body, _)| *marker == 0xe0 && body.starts_with(b"JFIF\0"))?;
    let &[unit, x_high, x_low, y_high, y_low] = body.get(7..12)? else { return None };
    let per_inch = match unit {
        1 => 1.0,
        2 => CM_PER_INCH,
        _ => return None,
    };
    let density = |high, low| f32::from(u16::from_be_bytes([high, low])) * per_inch;
    Some((density(x_high, x_low), density(y_high, y_low)))
}

fn no_header() -> PageError {
    PageError::Damaged { format: Format::Jpeg, detail: "it has no picture header".into() }
}

fn broken(error: DecodeErrors) -> PageError {
    let format = Format::Jpeg;
    match error {
        DecodeErrors::ExhaustedData => {
            PageError::Truncated { format, detail: "it ends in the middle of its data".into() }
        }
        DecodeErrors::Unsupported(scheme) => {
            PageError::Unsupported { format, feature: format!("a rare kind of JPEG ({scheme:?})") }
        }
        other => PageError::Damaged { format, detail: format!("{other:?}") },
    }
}
