use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::SearchError;
use crate::file::Block;

/// Ids of drawings → their rows, by hashes: a million of them take 30 MB, the ids themselves would take several times that.
#[derive(Default)]
pub(super) struct Places {
    /// The latest row with a hash.
    latest: HashMap<u64, u32>,
    /// Of each row, the one before it with the same hash.
    earlier: Vec<Option<u32>>,
}

impl Places {
    /// Those of the block behind the last one.
    pub(super) fn add(&mut self, block: &Block, bytes: &[u8]) -> Result<(), SearchError> {
        for row in 0..block.n_rows {
            let hash = xxh3_64(block.record(bytes, row)?.id.as_bytes());
            let earlier = self.latest.insert(hash, (block.first_row + row) as u32);
            self.earlier.push(earlier);
        }
        Ok(())
    }

    /// Rows that may be of a drawing, the latest first.
    pub(super) fn with_hash_of(&self, id: &str) -> impl Iterator<Item = u32> {
        let latest = self.latest.get(&xxh3_64(id.as_bytes())).copied();
        std::iter::successors(latest, |&row| self.earlier[row as usize])
    }
}
