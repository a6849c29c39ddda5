//! Where the facets of a block lie, found once, so that a filter looks at nothing of a row but the facets that it names.

use std::sync::OnceLock;

use super::block::Block;
use super::record::{for_facets, is_admitted};
use crate::filter::Condition;
use crate::{Filter, SearchError};

/// Of each of the block's names, the rows that have the facet. Rows without it take no memory, so that all columns together
/// are never larger than the records themselves, whatever is asked.
#[derive(Debug)]
pub(super) struct Columns(Vec<OnceLock<Column>>);

type Column = Vec<Cell>;

#[derive(Debug, Clone, Copy)]
struct Cell {
    row: u32,
    /// Among the bytes of the block's records.
    at: u32,
}

impl Columns {
    pub(super) fn new(n_names: usize) -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(n_names).collect())
    }

    /// Of a name that is one of the block's.
    fn get(&self, name: usize) -> &[Cell] {
        self.0[name].get().map_or(&[], Vec::as_slice)
    }

    /// Finds those that nobody has asked for yet, by one look at all records.
    fn find(&self, names: &[usize], block: &Block, bytes: &[u8]) -> Result<(), SearchError> {
        let mut wanted: Vec<usize> =
            names.iter().copied().filter(|&name| self.0[name].get().is_none()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return Ok(());
        }
        let mut columns = vec![Column::new(); wanted.len()];
        for row in 0..block.n_rows {
            let record = block.record_place(bytes, row);
            for_facets(&block.records(bytes)[record.clone()], &mut |name, at| {
                if let Some(column) = wanted.iter().position(|&wanted| wanted == usize::from(name)) {
                    columns[column].push(Cell { row: row as u32, at: (record.start + at) as u32 });
                }
            })?;
        }
        for (name, mut column) in wanted.into_iter().zip(columns) {
            column.shrink_to_fit();
            // Where somebody else was quicker, theirs is the same.
            let _ = self.0[name].set(column);
        }
        Ok(())
    }
}

/// The rows of a block that a filter with conditions admits, in their order.
pub(crate) fn admitted(block: &Block, filter: &Filter, bytes: &[u8]) -> Result<Vec<u32>, SearchError> {
    let known = block.names(bytes)?;
    let number = |condition: &Condition| known.iter().position(|name| *name == condition.facet);
    let Some(names) = filter.conditions().iter().map(number).collect::<Option<Vec<usize>>>() else {
        // No row has all the facets.
        return Ok(Vec::new());
    };
    let columns = &block.columns;
    columns.find(&names, block, bytes)?;
    let mut rows: Option<Vec<u32>> = None;
    for (condition, name) in filter.conditions().iter().zip(names) {
        let mut earlier = rows.take().map(|rows| rows.into_iter().peekable());
        let mut still = Vec::new();
        for cell in columns.get(name) {
            if let Some(earlier) = &mut earlier {
                while earlier.next_if(|&row| row < cell.row).is_some() {}
                if earlier.peek() != Some(&cell.row) {
                    continue;
                }
            }
            let facet = block.records(bytes).get(cell.at as usize..).unwrap_or_default();
            if is_admitted(facet, condition)? {
                still.push(cell.row);
            }
        }
        rows = Some(still);
    }
    Ok(rows.unwrap_or_default())
}
