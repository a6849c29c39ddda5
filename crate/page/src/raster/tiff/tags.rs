//! The tags that matter here, and what is assumed where a picture lacks them.

use super::directory::{Directory, File, Values, damaged, unsupported};
use crate::PageError;

pub(super) const NEW_SUBFILE_TYPE: u16 = 254;
pub(super) const SUBFILE_TYPE: u16 = 255;
pub(super) const IMAGE_WIDTH: u16 = 256;
pub(super) const IMAGE_LENGTH: u16 = 257;
pub(super) const BITS_PER_SAMPLE: u16 = 258;
pub(super) const COMPRESSION: u16 = 259;
pub(super) const PHOTOMETRIC: u16 = 262;
pub(super) const FILL_ORDER: u16 = 266;
pub(super) const STRIP_OFFSETS: u16 = 273;
pub(super) const ORIENTATION: u16 = 274;
pub(super) const SAMPLES_PER_PIXEL: u16 = 277;
pub(super) const ROWS_PER_STRIP: u16 = 278;
pub(super) const STRIP_BYTE_COUNTS: u16 = 279;
pub(super) const X_RESOLUTION: u16 = 282;
pub(super) const Y_RESOLUTION: u16 = 283;
pub(super) const PLANAR_CONFIGURATION: u16 = 284;
pub(super) const T4_OPTIONS: u16 = 292;
pub(super) const T6_OPTIONS: u16 = 293;
pub(super) const RESOLUTION_UNIT: u16 = 296;
pub(super) const PREDICTOR: u16 = 317;
pub(super) const COLOR_MAP: u16 = 320;
pub(super) const TILE_WIDTH: u16 = 322;
pub(super) const TILE_LENGTH: u16 = 323;
pub(super) const TILE_OFFSETS: u16 = 324;
pub(super) const TILE_BYTE_COUNTS: u16 = 325;
pub(super) const EXTRA_SAMPLES: u16 = 338;
pub(super) const SAMPLE_FORMAT: u16 = 339;
pub(super) const JPEG_TABLES: u16 = 347;
pub(super) const JPEG_STREAM: u16 = 513;
pub(super) const JPEG_STREAM_BYTES: u16 = 514;
pub(super) const YCBCR_COEFFICIENTS: u16 = 529;
pub(super) const YCBCR_SUBSAMPLING: u16 = 530;
pub(super) const REFERENCE_BLACK_WHITE: u16 = 532;

/// A directory with what is assumed for the tags that it lacks.
pub(super) struct Tags<'t> {
    pub(super) file: &'t File,
    pub(super) tags: &'t Directory,
}

impl Tags<'_> {
    pub(super) fn get(&self, tag: u16) -> Option<Values> {
        self.tags.get(tag)
    }

    pub(super) fn number(&self, tag: u16, if_absent: u64) -> Result<u64, PageError> {
        match self.get(tag) {
            None => Ok(if_absent),
            Some(values) => self.file.number(values, 0).ok_or_else(|| unreadable(tag)),
        }
    }

    pub(super) fn side(&self, tag: u16) -> Result<u32, PageError> {
        u32::try_from(self.number(tag, 0)?).map_err(|_| unreadable(tag))
    }

    /// The value that all samples share.
    pub(super) fn uniform(
        &self,
        tag: u16,
        if_absent: u64,
        samples: u64,
        what: &str,
    ) -> Result<u64, PageError> {
        let first = self.number(tag, if_absent)?;
        let Some(values) = self.get(tag) else { return Ok(first) };
        let is_uniform = (1..values.count.min(samples)).all(|i| self.file.number(values, i) == Some(first));
        if is_uniform { Ok(first) } else { Err(unsupported(what)) }
    }
}

pub(super) fn unreadable(tag: u16) -> PageError {
    damaged(format!("its entry {tag} cannot be read"))
}
