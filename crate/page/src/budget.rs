use crate::PageError;
use crate::pixels::Depth;
use serde::{Deserialize, Serialize};

const MB: u64 = 1 << 20;

/// What a file may cost, decided from its header before anything is allocated.
///
/// The defaults let an A0 sheet at 300 dpi (139 Mpx) through in grey and at 600 dpi (558 Mpx) in 1 bit, and
/// keep a page with its zoom levels below 400 MB: tablets end a browser tab not far above that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Budget {
    /// Pixels of a page kept in grey.
    pub max_grey_px: u64,
    /// Pixels of a page kept in 1 bit.
    pub max_bilevel_px: u64,
    /// Bytes of the page and of everything its decoder holds beside it.
    pub max_working_bytes: u64,
    /// Bytes of the file.
    pub max_file_bytes: u64,
    /// Pages of the file.
    pub max_pages: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            max_grey_px: 200_000_000,
            max_bilevel_px: 600_000_000,
            max_working_bytes: 352 * MB,
            max_file_bytes: 512 * MB,
            max_pages: 10_000,
        }
    }
}

impl Budget {
    /// Header's claim → leave to allocate; fails with [`PageError::TooManyPixels`] or
    /// [`PageError::TooMuchMemory`]. `beside_bytes` is what the decoder holds beside the page itself.
    pub(crate) fn admit(
        &self,
        width_px: u32,
        height_px: u32,
        depth: Depth,
        beside_bytes: u64,
    ) -> Result<(), PageError> {
        let (width, height) = (u64::from(width_px), u64::from(height_px));
        let px = width * height;
        let limit_px = match depth {
            Depth::Grey => self.max_grey_px,
            Depth::Bilevel => self.max_bilevel_px,
        };
        if px > limit_px {
            return Err(PageError::TooManyPixels {
                width_px: width,
                height_px: height,
                limit_mpx: limit_px / 1_000_000,
            });
        }
        let page_bytes = match depth {
            Depth::Grey => px,
            Depth::Bilevel => width.div_ceil(8) * height,
        };
        let needed = page_bytes.saturating_add(beside_bytes);
        if needed > self.max_working_bytes {
            return Err(PageError::TooMuchMemory {
                needed_mb: needed.div_ceil(MB),
                limit_mb: self.max_working_bytes / MB,
                what: format!("{width_px} × {height_px} pixels"),
            });
        }
        Ok(())
    }

    pub(crate) fn admit_file(&self, bytes: usize) -> Result<(), PageError> {
        let bytes = bytes as u64;
        if bytes > self.max_file_bytes {
            return Err(PageError::FileTooLarge {
                size_mb: bytes.div_ceil(MB),
                limit_mb: self.max_file_bytes / MB,
            });
        }
        Ok(())
    }
}
