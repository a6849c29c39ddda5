//! Bytes → pages: opens any file that holds an engineering drawing and gives its pages as grey or 1-bit
//! pixels with resolution, polarity and, for PDF, the text and strokes that the file itself names.
//!
//! The modules stand in the order of the data. [`Document::open`] reads only headers; [`Document::page`]
//! decodes one page under a [`Budget`], reporting to a [`Watch`] that may stop it; [`Page::tile`] serves a
//! viewer at any zoom.
//!
//! | feature | opens | default |
//! |---|---|---|
//! | `raster` | PNG, JPEG, WebP, BMP, GIF, TIFF | yes |
//! | `pdf` | PDF, with the standard fonts and a CJK fallback inside | yes |

#![forbid(unsafe_code)]
#![cfg_attr(
    not(any(feature = "raster", feature = "pdf")),
    allow(dead_code, unused_variables, reason = "who is only given pages opens no files")
)]

mod error;
mod budget;
mod watch;
mod format;
mod guard;
mod document;
#[cfg(feature = "raster")]
mod raster;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg_attr(not(feature = "raster"), allow(dead_code, reason = "PDF pushes fewer kinds of rows"))]
mod canvas;
#[cfg_attr(not(feature = "raster"), allow(dead_code, reason = "PDF turns pages by its own words"))]
mod orientation;
mod dpi;
mod pixels;
mod pyramid;
mod resize;
mod page;
mod text_layer;

pub use budget::Budget;
pub use document::{Document, OpenOptions, PageOptions, Summary};
pub use dpi::{Dpi, DpiSource};
pub use error::{Notice, PageError};
pub use format::Format;
pub use page::{Ink, Page, PageInfo};
pub use pixels::Pixels;
pub use pyramid::{TILE_PX, Tile};
pub use text_layer::{Stroke, TextLayer, Word};
pub use watch::{Stop, Unwatched, Watch};
