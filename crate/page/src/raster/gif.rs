//! GIF: the first picture, in palette indices until each row is pushed.

use super::{Bytes, Header, Raster, cursor};
use crate::canvas::Canvas;
use crate::orientation::Orientation;
use crate::pixels::Depth;
use crate::{Format, Notice, PageError};
use gif::{ColorOutput, DecodeOptions, Decoder, DecodingError, MemoryLimit};
use std::io::Cursor;
use std::num::NonZeroU64;

const PAPER: [u8; 3] = [255; 3];

pub(super) struct Gif {
    bytes: Bytes,
    header: Header,
    has_more_pictures: bool,
}

impl Gif {
    pub(super) fn open(bytes: Bytes) -> Result<Self, PageError> {
        let mut decoder = decoder(&bytes)?;
        let (width_px, height_px) = (u32::from(decoder.width()), u32::from(decoder.height()));
        if decoder.next_frame_info().map_err(broken)?.is_none() {
            return Err(PageError::Damaged { format: Format::Gif, detail: "it holds no picture".into() });
        }
        // What follows the first picture may be broken without harm to it.
        let has_more_pictures = decoder.next_frame_info().is_ok_and(|frame| frame.is_some());
        let header = Header {
            width_px,
            height_px,
            depth: Depth::Grey,
            orientation: Orientation::default(),
            dpi: None,
            beside_bytes: u64::from(width_px) * u64::from(height_px),
        };
        Ok(Self { bytes, header, has_more_pictures })
    }
}

impl Raster for Gif {
    fn header(&self, _: usize) -> Result<Header, PageError> {
        Ok(self.header.clone())
    }

    fn decode(&self, _: usize, canvas: &mut Canvas<'_>) -> Result<(), PageError> {
        let mut decoder = decoder(&self.bytes)?;
        let global = decoder.global_palette().map(<[u8]>::to_vec);
        let Some(frame) = decoder.read_next_frame().map_err(broken)? else { return Ok(()) };
        let palette = frame.palette.as_deref().or(global.as_deref()).unwrap_or_default();
        let (colors, _) = palette.as_chunks::<3>();
        let color = |index: u8| match frame.transparent {
            Some(transparent) if transparent == index => PAPER,
            _ => colors.get(usize::from(index)).copied().unwrap_or(PAPER),
        };
        let (left, top) = (usize::from(frame.left), usize::from(frame.top));
        let mut row = vec![PAPER; canvas.width_px() as usize];
        let mut indices = frame.buffer.chunks_exact(usize::from(frame.width).max(1));
        for y in 0..canvas.height_px() as usize {
            // Around the picture there is paper.
            row.fill(PAPER);
            if y >= top
                && let Some(indices) = indices.next()
            {
                for (pixel, &index) in row[left..].iter_mut().zip(indices) {
                    *pixel = color(index);
                }
            }
            canvas.push_rgb(row.as_flattened())?;
        }
        Ok(())
    }

    fn notices(&self) -> Vec<Notice> {
        let notice =
            || Notice::page("more-pictures", 0, "This GIF is animated: only its first picture is shown.");
        self.has_more_pictures.then(notice).into_iter().collect()
    }
}

fn decoder(bytes: &Bytes) -> Result<Decoder<Cursor<Bytes>>, PageError> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    // A picture that claims to be larger than the page would be allocated beyond what was admitted.
    options.check_frame_consistency(true);
    options.check_lzw_end_code(true);
    if let Some(limit) = NonZeroU64::new(MAX_PICTURE_BYTES) {
        options.set_memory_limit(MemoryLimit::Bytes(limit));
    }
    options.read_info(cursor(bytes)).map_err(broken)
}

/// The budget has decided from the page's size, which bounds the picture's; this stops what both missed.
const MAX_PICTURE_BYTES: u64 = 256 << 20;

fn broken(error: DecodingError) -> PageError {
    let format = Format::Gif;
    match error {
        DecodingError::UnexpectedEof | DecodingError::EndCodeNotFound => {
            PageError::Truncated { format, detail: "it ends in the middle of its picture".into() }
        }
        DecodingError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PageError::Truncated { format, detail: "it ends in the middle of its picture".into() }
        }
        other => PageError::Damaged { format, detail: other.to_string() },
    }
}
