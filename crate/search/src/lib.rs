//! Drawings like a given one: vectors, facets and one score, linked by browser, command line and server alike.
//!
//! The crate knows neither drawings nor nets: an [`Embedding`] is given to it, with the [`Model`] that made it, and comes
//! back as [`Hit`]s, best first. An [`Index`] lies in memory; natively, with the feature `file`, an [`IndexFile`] is mapped
//! from a disk and survives whatever ends its program; with `parts`, entries come from and go to Parquet files.

mod error;
mod model;
mod facets;
mod filter;
mod embedding;
mod entry;
mod kernel;
mod precision;
mod cursor;
mod file;
mod index;
mod nearest;
mod search;
#[cfg(feature = "file")]
mod index_file;
#[cfg(feature = "parts")]
mod part;

pub use embedding::{Embedding, VIEW_POWER, View, score};
pub use entry::{Entry, Hit};
pub use error::SearchError;
pub use facets::{Facet, Facets};
pub use file::Header;
pub use filter::{Condition, Filter, Scalar};
pub use index::{Change, Index, Listed};
#[cfg(feature = "file")]
pub use index_file::{IndexFile, Map};
pub use model::Model;
#[cfg(feature = "parts")]
pub use part::{Part, write_part};
pub use precision::Precision;
pub use search::{Found, Query};
