//! Where drawings are kept and found. One face, one test suite, two stores.

mod embedded;
mod postgres;

use async_trait::async_trait;
use draftlens_search::{Embedding, Filter, Hit, Model, SearchError};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use crate::Drawing;
use crate::api::ModelShape;
use crate::problem::{Code, Problem};

pub use embedded::EmbeddedStore;
pub use postgres::{PostgresStore, migrate as migrate_postgres};

/// How long a change is remembered that carried an idempotency key.
pub(crate) const REMEMBERED_DAYS: u64 = 30;
/// As many drawings as a query looks at closely for each that is wanted, and at least this many: the sheets' vectors alone
/// choose them, all vectors order them.
pub(crate) const LEAST_CANDIDATES: usize = 200;
pub(crate) const CANDIDATES_PER_HIT: usize = 4;

/// Keeps the drawings of many tenants apart. Each method sees those of one.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// What there is.
    async fn describe(&self, tenant: &str) -> Result<Found, StoreError>;

    /// Makes a change. Once this returns, it survives a crash. One with a receipt that was made before is not made again.
    async fn write(
        &self,
        tenant: &str,
        change: Change,
        receipt: Option<Receipt>,
    ) -> Result<Written, StoreError>;

    /// Keeps many [checked](Drawing::checked) drawings, each with an id of its own, faster than one by one: those that are
    /// written survive a crash, and putting all of them again is no mistake.
    async fn put_many(&self, tenant: &str, drawings: Vec<(String, Drawing)>) -> Result<(), StoreError>;

    /// A drawing.
    async fn get(&self, tenant: &str, id: &str) -> Result<Option<Drawing>, StoreError>;

    /// Drawings in the order of their ids, from behind one.
    async fn list(
        &self,
        tenant: &str,
        after: Option<&str>,
        most: usize,
    ) -> Result<Vec<(String, Drawing)>, StoreError>;

    /// Those most like a given one, best first.
    async fn search(&self, tenant: &str, query: Query) -> Result<Vec<Hit>, StoreError>;

    /// Whether all of this can be done.
    async fn ready(&self) -> Result<(), StoreError>;
}

/// What an index holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Index)]
pub struct Found {
    /// By which all its vectors were made; none while it is empty.
    #[schema(value_type = Option<ModelShape>)]
    pub model: Option<Model>,
    /// How many pages of drawings there are.
    pub pages: u64,
}

/// What can be done to an index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Change {
    /// Keeps a [checked](Drawing::checked) drawing, in place of what was there.
    Put {
        /// Its name.
        id: String,
        /// What to keep.
        drawing: Drawing,
    },
    /// Forgets a drawing.
    Delete {
        /// Its name.
        id: String,
    },
    /// Forgets all, and the model too.
    Clear,
}

/// What a caller calls a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The caller's word for it.
    pub key: String,
    /// A hash of the change.
    pub fingerprint: [u8; 32],
}

/// What a change did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The drawing is new.
    Created,
    /// It was there before.
    Replaced,
    /// It was there.
    Deleted,
    /// There was none to delete.
    NothingThere,
    /// Nothing is left.
    Cleared,
}

/// The outcome of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// What it did, perhaps earlier.
    pub effect: Effect,
    /// It was made before.
    pub is_replayed: bool,
}

/// What is looked for. All vectors have length 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Which net made the vectors.
    pub model: Model,
    /// What it looks like.
    pub embedding: Embedding,
    /// What must hold of it.
    pub filter: Filter,
    /// How many are wanted.
    pub depth: usize,
}

impl Query {
    fn candidates(&self) -> usize {
        (self.depth * CANDIDATES_PER_HIT).max(LEAST_CANDIDATES)
    }
}

/// Why a store did not do what it was asked for.
#[derive(Debug, Error)]
pub enum StoreError {
    /// What was asked for cannot be.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The store's vectors have a length of their own.
    #[error("the vectors have {given} numbers, those of this store have {kept}")]
    OtherDimension {
        /// Of the request.
        given: usize,
        /// Of the store.
        kept: usize,
    },
    /// The receipt belongs to another change.
    #[error("the idempotency key {0:?} came with another request before")]
    KeyReused(String),
    /// More changes wait than the store takes.
    #[error("too many changes wait to be written")]
    Busy,
    /// The store itself failed.
    #[error("{0:#}")]
    Failed(#[from] anyhow::Error),
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let detail = error.to_string();
        match error {
            StoreError::Search(error) => error.into(),
            StoreError::OtherDimension { .. } => Self::new(Code::OtherDimension, detail),
            StoreError::KeyReused(_) => Self::new(Code::IdempotencyKeyReused, detail),
            StoreError::Busy => Self::later(Code::Overloaded, detail, 1),
            StoreError::Failed(error) => {
                // What a database says of itself is for its operator, not for the caller.
                tracing::error!("the store failed: {error:#}");
                Self::new(Code::StorageFailed, "the store could not do it")
            }
        }
    }
}
