//! The grammar of dimensions: texts → values.
#![allow(clippy::unwrap_used, clippy::panic, reason = "that is how a test fails")]

mod forms;
mod iso286;
mod iso2768;
mod kinds;
mod doubts;
mod round_trip;
mod settle;
mod summary;
mod table;
