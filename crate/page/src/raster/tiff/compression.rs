//! How a picture is packed.

use super::directory::{Values, unsupported};
use super::fax::Fax;
use super::jpeg::Frame;
use super::tags::{JPEG_STREAM, JPEG_STREAM_BYTES, T4_OPTIONS, T6_OPTIONS, Tags};
use crate::PageError;

/// The number of the JPEG compression that was replaced by 7 soon after.
pub(super) const OLD_JPEG: u64 = 6;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Compression {
    None,
    PackBits,
    Lzw,
    Deflate,
    Fax(Fax),
    Jpeg,
}

impl Compression {
    /// Fails with the name of what cannot be opened.
    pub(super) fn read(tags: &Tags<'_>, method: u64) -> Result<Self, PageError> {
        /// Both fax options' bit for stretches stored without codes, which no fax machine ever sent.
        const UNCODED: u64 = 2;
        let fax_options = match method {
            3 => tags.number(T4_OPTIONS, 0)?,
            4 => tags.number(T6_OPTIONS, 0)?,
            _ => 0,
        };
        if fax_options & UNCODED != 0 {
            return Err(unsupported("fax compression with uncompressed stretches"));
        }
        let name = match method {
            1 => return Ok(Self::None),
            2 => return Ok(Self::Fax(Fax::ModifiedHuffman)),
            3 if fax_options & 1 != 0 => return Ok(Self::Fax(Fax::Group3In2D)),
            3 => return Ok(Self::Fax(Fax::Group3In1D)),
            4 => return Ok(Self::Fax(Fax::Group4)),
            5 => return Ok(Self::Lzw),
            OLD_JPEG | 7 => return Ok(Self::Jpeg),
            8 | 32_946 => return Ok(Self::Deflate),
            32_773 => return Ok(Self::PackBits),
            9 | 10 | 34_661 | 34_715 => "JBIG",
            32_766 => "NeXT",
            32_771 => "word-aligned fax",
            32_809 => "ThunderScan",
            33_003 | 33_005 | 34_712 => "JPEG 2000",
            34_676 | 34_677 => "SGI Log",
            34_887 => "LERC",
            34_925 => "LZMA",
            50_000 => "Zstandard",
            50_001 => "WebP",
            50_002 | 52_546 => "JPEG XL",
            other => return Err(unsupported(format!("the unknown compression {other} in TIFF"))),
        };
        Err(unsupported(format!("{name} compression in TIFF")))
    }
}

/// Old-style JPEG was written in many ways; the one that can be read names a stream from its start to its end,
/// or to where the only strip ends.
pub(super) fn old_jpeg_stream(
    tags: &Tags<'_>,
    offsets: Option<Values>,
    byte_counts: Option<Values>,
) -> Option<(u64, u64)> {
    let at = tags.number(JPEG_STREAM, 0).ok().filter(|at| *at > 0)?;
    let named_end = tags.number(JPEG_STREAM_BYTES, 0).ok().map(|len| at.saturating_add(len));
    let strip_end = match (offsets, byte_counts) {
        (Some(offsets), Some(counts)) if offsets.count == 1 => {
            let strip_at = tags.file.number(offsets, 0)?;
            Some(strip_at.saturating_add(tags.file.number(counts, 0)?)).filter(|_| strip_at >= at)
        }
        _ => None,
    };
    let end = named_end.max(strip_end).filter(|end| *end > at).unwrap_or(tags.file.byte_len());
    Frame::find(tags.file.slice(at, end.checked_sub(at)?)?)?;
    Some((at, end - at))
}
