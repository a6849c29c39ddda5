//! The domain: a page becomes an analysis of structured dimensions, the same natively and in the browser.
//!
//! The modules stand in the order of the data. A net is seen only as [`Network`](draftlens_net::Network), so that the
//! same path runs on a GPU, on a CPU, or on a fake in a test.
//!
//! The feature `shipped` puts the nets of `models/` into the program; a browser fetches them instead.

#![forbid(unsafe_code)]

mod error;
mod kind;
mod quad;
mod manifest;
mod embedder_manifest;
mod detection;
mod reading;
mod analysis;
mod grey;
mod order;
mod resample;
mod paper;
mod stretch;
mod quarter_turns;
mod sheet;
mod tile;
mod detect;
mod text_map;
mod blob;
mod decode;
mod sample;
mod slanting;
mod border;
mod crop;
mod part;
mod framed;
mod turn;
mod read;
mod cut;
mod otherwise;
mod way_up;
mod skew;
mod sizes_seen;
mod scale;
mod sureness;
mod spell;
mod stack;
mod assemble;
mod figures;
mod text_layer;
pub mod dimension;
mod small_letters;
mod fields;
mod caption;
mod ordinate;
mod counting;
mod doubled;
mod texts;
mod read_again;
mod by_words;
mod analyze;
mod find;
mod view;
mod embedding;
mod embed;
mod facets;
#[cfg(feature = "shipped")]
mod shipped;

pub use analysis::{AnalysedPage, Analysis, Annotation, Backend, Models, OtherText, SCHEMA, Source, Timing};
pub use analyze::{Event, Findings, Nets, Stage, analyze};
pub use detection::Detection;
pub use embed::{EmbeddingNets, embed, embed_page, embed_sheet};
pub use embedder_manifest::EmbedderManifest;
pub use embedding::{EmbeddedView, EmbedderId, Embedding, PageArea};
pub use error::DrawingError;
pub use facets::Facets;
pub use fields::{Cell, Field, Placed, Projection, SheetFields, SheetNumber, Table, TableKind, tables};
pub use find::find;
pub use grey::Grey;
pub use kind::Kind;
pub use manifest::{DetectorManifest, ModelId, ReaderManifest};
pub use quad::{Point, Quad};
pub use quarter_turns::QuarterTurns;
pub use read_again::{SecondReading, Vote, read_again};
pub use reading::{Alternative, Reading, Spot};
pub use scale::View;
pub use sheet::{ScaledSheet, Sheet};
#[cfg(feature = "shipped")]
pub use shipped::{
    SHIPPED_DETECTOR, SHIPPED_EMBEDDER, SHIPPED_MODELS, SHIPPED_READER, ShippedModel,
    shipped_detector_manifest, shipped_embedder_manifest, shipped_reader_manifest, shipped_sheet_share,
};
pub use text_layer::{LayerReport, LayerVerdict};
pub use tile::Tile;
pub use view::{PartView, views};
