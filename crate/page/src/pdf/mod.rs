//! PDF → pages.

use crate::document::{OpenOptions, Source};
use crate::{Format, PageError};
use std::sync::Arc;

pub(crate) fn open(_: Arc<[u8]>, _: &OpenOptions) -> Result<Box<dyn Source>, PageError> {
    Err(PageError::Unsupported { format: Format::Pdf, feature: "PDF".into() })
}
