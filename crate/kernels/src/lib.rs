//! The loops of the CPU executor: numbers in, numbers out, in SIMD. What calls them knows plans and models; they know
//! windows, functions and how numbers lie.
//!
//! A crate of its own because a browser's module is built for size but for these loops, and cargo tells crates apart, not
//! functions. What is generic is therefore made whole here: a function that another crate instantiates is built as that crate is.
//!
//! Loops over numbers are functions of their own, `#[inline(never)]`: a browser first runs each function in slow code, and
//! optimises it as a whole, beside that; what is small is fast soon.
//!
//! Code is safe but for `simd`, which says why.

pub mod activate;
mod band;
pub mod blocks;
pub mod convolve;
pub mod depthwise;
pub mod grouped;
pub mod pack;
mod panel;
pub mod parallel;
pub mod pool;
pub mod resize;
pub mod rows;
mod sampling;
mod scratch;
mod simd;
mod terms;
pub mod transposed;
pub mod winograd;

pub use sampling::{LinearSource, linear_sources, nearest_sources};
pub use scratch::Scratch;
pub use simd::Isa;
pub use terms::{
    Activation, BinaryKind, BufferId, Coordinates, Form, Layout, NearestRounding, PoolKind, ReduceKind,
    ResizeMode, View, Window,
};
