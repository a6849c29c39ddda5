//! TIFF: replaced by the real reader in the next commit of this branch.

use super::{Bytes, Header, Raster};
use crate::canvas::Canvas;
use crate::{Budget, Format, PageError};

pub(super) struct Tiff;

impl Tiff {
    pub(super) fn open(_: Bytes, _: &Budget) -> Result<Self, PageError> {
        Err(PageError::Unsupported { format: Format::Tiff, feature: "TIFF".into() })
    }
}

impl Raster for Tiff {
    fn header(&self, _: usize) -> Result<Header, PageError> {
        Err(PageError::Unsupported { format: Format::Tiff, feature: "TIFF".into() })
    }
    fn decode(&self, _: usize, _: &mut Canvas<'_>) -> Result<(), PageError> {
        Err(PageError::Unsupported { format: Format::Tiff, feature: "TIFF".into() })
    }
}
