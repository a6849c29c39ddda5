//! The server as its callers see it, on both stores.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod postgres;
mod site;
mod samples;
mod contract;
mod requests;
mod stores;
mod tenants;
mod crash;
mod read;
mod backup;
mod guide;
