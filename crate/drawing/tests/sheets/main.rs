//! Whole sheets. One program: what reads them is compiled into each test's own once more.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod golden;
mod nothing_invented;
#[allow(dead_code, reason = "not every test writes every kind of PDF")]
#[path = "../../../page/tests/pdf_file/mod.rs"]
mod pdf_file;
mod seams;
mod text_layer;
