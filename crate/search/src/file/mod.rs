//! Index → bytes → index. The bytes are the same on disk, in a browser's storage and in memory:
//!
//! ```text
//! page 0 of 4096 bytes   what the index is (written once), two seals
//! blocks                 one for each change: vectors, names and facets of what came, numbers of the rows that went
//! ```
//!
//! A change is appended, then sealed: the newer of the two seals says up to where the blocks are vouched for. What is within
//! and damaged is an error. Behind it may lie changes that were not sealed any more; those that are whole count, since
//! either somebody was told so or nobody was told otherwise, and a torn one does not.

mod header;
mod record;
mod draft;
mod block;
mod column;

pub(crate) use block::{Block, Matrix};
pub(crate) use column::admitted;
pub(crate) use draft::Draft;
pub use header::Header;
pub(crate) use header::Seal;

use xxhash_rust::xxh3::xxh3_64;

/// The bytes before the first block. A memory map begins at a multiple of this.
pub(crate) const HEADER_BYTES: usize = 4096;

fn hash(bytes: &[u8]) -> [u8; 8] {
    xxh3_64(bytes).to_le_bytes()
}
