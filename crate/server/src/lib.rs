//! The reference server: keeps what drawings look like, finds those that are like a given one, and reads texts again that
//! the browser was unsure of.
//!
//! The modules stand in the order of a request: [`Limits`] and [`Tenants`] let it in, `api` understands it, a [`Store`]
//! keeps and finds drawings, [`HeavyReader`] reads crops. Whatever fails is told as a [`Problem`]. The contract is
//! `openapi.json`, which a test compares with the running code.

#![forbid(unsafe_code)]
#![allow(clippy::result_large_err, reason = "a problem ends its request: it is moved once or twice")]

mod problem;
mod limits;
mod metrics;
mod tenants;
mod drawing;
mod store;
mod reader;
mod api;
mod service;
mod bulk;
pub mod commands;

pub use api::openapi;
pub use drawing::{Drawing, DrawingPage};
pub use limits::Limits;
pub use problem::{Code, Problem};
pub use reader::HeavyReader;
pub use service::{App, router, serve};
pub use store::{
    Change, Effect, EmbeddedStore, Found, PostgresStore, Query, Receipt, Store, StoreError, Written,
    migrate_postgres,
};
pub use tenants::{Tenant, Tenants};
