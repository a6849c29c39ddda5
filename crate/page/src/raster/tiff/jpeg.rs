//! JPEG parts: each a stream of its own, its tables perhaps kept once for all parts.

use super::color::Color;
use super::directory::{File, damaged, unsupported};
use super::layout::Layout;
use crate::PageError;
use crate::raster::jpeg::{START_OF_SCAN, segments};
use std::borrow::Cow;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

const START_OF_IMAGE: [u8; 2] = [0xff, 0xd8];
const END_OF_IMAGE: [u8; 2] = [0xff, 0xd9];
/// The format's own limit on a side.
const MAX_SIDE_PX: usize = 65_535;

/// What a JPEG stream's header says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    width_px: u16,
    height_px: u16,
    samples: u8,
    /// Some samples are stored at a lower resolution than others.
    is_subsampled: bool,
    /// Its pixels are only known once all of it is read.
    pub(super) is_buffered_whole: bool,
}

impl Frame {
    /// None where the stream has no header and data.
    pub(super) fn find(stream: &[u8]) -> Option<Self> {
        if !stream.starts_with(&START_OF_IMAGE) {
            return None;
        }
        let mut frame: Option<Self> = None;
        for (marker, body, _) in segments(stream) {
            match (marker, &mut frame) {
                (START_OF_SCAN, Some(frame)) => {
                    frame.is_buffered_whole |= body.first().is_some_and(|in_scan| *in_scan < frame.samples);
                    return Some(*frame);
                }
                // All kinds of frames, less three markers of the same range.
                (0xc0..=0xcf, None) if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                    let &[_, y1, y0, x1, x0, samples, ..] = body else { return None };
                    let mut sampling = body.get(6..)?.chunks_exact(3).map(|sample| sample[1]);
                    let first = sampling.next();
                    frame = Some(Self {
                        width_px: u16::from_be_bytes([x1, x0]),
                        height_px: u16::from_be_bytes([y1, y0]),
                        samples,
                        is_subsampled: sampling.any(|other| Some(other) != first),
                        is_buffered_whole: !matches!(marker, 0xc0 | 0xc1),
                    });
                }
                _ => {}
            }
        }
        None
    }

    fn is_within(&self, layout: &Layout) -> bool {
        let pad = |px: u32| px.div_ceil(32) * 32;
        u32::from(self.height_px) <= pad(layout.part_height_px)
            && layout.jpeg_bytes >= layout.jpeg_part_bytes(self.is_buffered_whole)
    }
}

/// One part → its rows of 8-bit samples, as many as the page needs or more.
pub(super) fn decode(file: &File, layout: &Layout, index: u64, rows: u32) -> Result<Vec<u8>, PageError> {
    let part = format!("part {} of {}", index + 1, layout.part_count());
    let stream = layout.part_bytes(file, index)?;
    let frame = Frame::find(stream).ok_or_else(|| damaged(format!("{part} is not a JPEG")))?;
    if u32::from(frame.width_px) != layout.part_width_px
        || usize::from(frame.samples) != layout.samples_in_part
        || u32::from(frame.height_px) < rows
        || !frame.is_within(layout)
    {
        return Err(damaged(format!("the JPEG in {part} does not fit its place in the page")));
    }
    let stream = with_tables(file, layout, stream)?;
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(MAX_SIDE_PX)
        .set_max_height(MAX_SIDE_PX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(stream.as_ref()), options);
    decoder.decode_headers().map_err(|error| broken(&part, error))?;
    // The budget was asked for the frame found above: the decoder must have found the same one.
    let size = decoder.info().map(|info| (info.width, info.height, info.components));
    if size != Some((frame.width_px, frame.height_px, frame.samples)) {
        return Err(damaged(format!("the JPEG in {part} has two headers")));
    }
    let out = stored_colors(&decoder, layout, frame)?;
    let options = decoder.options().jpeg_set_out_colorspace(out);
    decoder.set_options(options);
    decoder.decode().map_err(|error| broken(&part, error))
}

/// The colours to ask for so that samples come out as they are stored: what they mean, the TIFF says.
fn stored_colors(
    decoder: &JpegDecoder<ZCursor<&[u8]>>,
    layout: &Layout,
    frame: Frame,
) -> Result<ColorSpace, PageError> {
    let is_named_rgb = matches!(layout.color, Color::Rgb);
    match (frame.samples, decoder.input_colorspace()) {
        (1, _) => Ok(ColorSpace::Luma),
        // Some scanners name brightness and colour differences RGB; only those are ever subsampled.
        (3, Some(ColorSpace::YCbCr)) if is_named_rgb && frame.is_subsampled => Ok(ColorSpace::RGB),
        (3, Some(ColorSpace::YCbCr | ColorSpace::YCCK)) => Ok(ColorSpace::YCbCr),
        (3, _) => Ok(ColorSpace::RGB),
        (4, Some(ColorSpace::YCCK)) => Ok(ColorSpace::YCCK),
        (4, _) => Ok(ColorSpace::CMYK),
        (other, _) => Err(unsupported(format!("JPEG with {other} samples a pixel"))),
    }
}

fn with_tables<'f>(file: &File, layout: &Layout, stream: &'f [u8]) -> Result<Cow<'f, [u8]>, PageError> {
    let Some(tables) = layout.jpeg_tables else { return Ok(Cow::Borrowed(stream)) };
    let tables = file.raw(tables).and_then(|tables| tables.strip_prefix(&START_OF_IMAGE));
    let tables = tables.ok_or_else(|| damaged("its JPEG tables cannot be read"))?;
    let tables = tables.strip_suffix(&END_OF_IMAGE).unwrap_or(tables);
    Ok([&START_OF_IMAGE, tables, &stream[START_OF_IMAGE.len()..]].concat().into())
}

fn broken(part: &str, error: DecodeErrors) -> PageError {
    match error {
        DecodeErrors::Unsupported(scheme) => unsupported(format!("a rare kind of JPEG ({scheme:?})")),
        other => damaged(format!("the JPEG in {part} cannot be read ({other:?})")),
    }
}
