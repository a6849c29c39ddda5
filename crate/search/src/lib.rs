//! Drawings like a given one: vectors, facets and one score, linked by browser, command line and server alike.
//!
//! The crate knows neither drawings nor nets: an [`Embedding`] is given to it, with the [`Model`] that made it, and comes
//! back as [`Hit`]s, best first.

mod error;
mod model;
mod facets;
mod filter;
mod embedding;
mod entry;

pub use embedding::{Embedding, View, score};
pub use entry::{Entry, Hit};
pub use error::SearchError;
pub use facets::{Facet, Facets};
pub use filter::{Condition, Filter, Scalar};
pub use model::Model;
