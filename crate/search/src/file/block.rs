use std::ops::Range;

use super::column::Columns;
use super::hash;
use super::record::{Names, Record};
use crate::SearchError;
use crate::cursor::Cursor;
use crate::precision::Form;

pub(super) const BLOCK_MAGIC: &[u8; 4] = b"DLBK";
pub(super) const BLOCK_HEADER_BYTES: usize = 64;
pub(super) const BLOCK_ALIGNMENT: usize = 64;

/// Where the parts of one change lie in the bytes of an index.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) n_rows: usize,
    /// Number of the first of its rows among those of all blocks.
    pub(crate) first_row: usize,
    pub(crate) end: usize,
    sheets: Range<usize>,
    views: Range<usize>,
    bits: Range<usize>,
    sheet_scales: Range<usize>,
    view_scales: Range<usize>,
    view_weights: Range<usize>,
    view_ends: Range<usize>,
    gone: Range<usize>,
    record_ends: Range<usize>,
    names: Range<usize>,
    records: Range<usize>,
    pub(super) columns: Columns,
}

/// Vectors side by side.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    pub(crate) numbers: &'a [u8],
    /// Empty where the precision has none.
    pub(crate) scales: &'a [u8],
}

impl<'a> Matrix<'a> {
    /// Some of the rows.
    pub(crate) fn rows(self, form: Form, rows: Range<usize>) -> Self {
        let part = |bytes: &'a [u8], size: usize| &bytes[size * rows.start..size * rows.end];
        Self { numbers: part(self.numbers, form.row_bytes()), scales: part(self.scales, form.scale_bytes()) }
    }
}

impl Block {
    /// The block that begins `at`, every length and both checksums of it checked. Fails with [`SearchError::Damaged`].
    pub(crate) fn read(bytes: &[u8], at: usize, form: Form, first_row: usize) -> Result<Self, SearchError> {
        let mut head = Cursor::new(bytes.get(at..).unwrap_or_default(), "a block of vectors");
        let whole = head;
        let magic = head.take(BLOCK_MAGIC.len())?;
        let [n_rows, n_views, n_gone, n_names, n_records] =
            [head.u32()?, head.u32()?, head.u32()?, head.u32()?, head.u32()?].map(u64::from);
        let length = head.u64()?;
        let body_hash = head.take(8)?;
        let header_length = whole.left() - head.left();
        if magic != BLOCK_MAGIC || head.take(8)? != hash(&bytes[at..at + header_length]) {
            return Err(head.damaged());
        }
        let length = usize::try_from(length).map_err(|_| head.damaged())?;
        let body = Cursor::new(bytes.get(at..).unwrap_or_default(), "a block of vectors").take(length)?;
        if length < BLOCK_HEADER_BYTES || hash(&body[BLOCK_HEADER_BYTES..]) != body_hash {
            return Err(head.damaged());
        }
        let mut start = (at + BLOCK_HEADER_BYTES) as u64;
        // Counts have 32 bits and sizes few: no product reaches 64.
        let mut part = |count: u64, size: usize| {
            let part = start..start + count * size as u64;
            start = part.end;
            part.start as usize..part.end as usize
        };
        let mut block = Self {
            n_rows: n_rows as usize,
            first_row,
            end: at + length,
            sheets: part(n_rows, form.row_bytes()),
            views: part(n_views, form.row_bytes()),
            bits: part(n_rows, form.bit_bytes()),
            sheet_scales: part(n_rows, form.scale_bytes()),
            view_scales: part(n_views, form.scale_bytes()),
            view_weights: part(n_views, 4),
            view_ends: part(n_rows, 4),
            gone: part(n_gone, 4),
            record_ends: part(n_rows, 4),
            names: part(n_names, 1),
            records: part(n_records, 1),
            columns: Columns::new(0),
        };
        if start > block.end as u64 || !block.ends_are_in_order(bytes) {
            return Err(head.damaged());
        }
        block.columns = Columns::new(block.names(bytes)?.len());
        Ok(block)
    }

    fn ends_are_in_order(&self, bytes: &[u8]) -> bool {
        let fits = |ends: &Range<usize>, count: usize| {
            let ends = numbers(&bytes[ends.clone()]);
            ends.clone().is_sorted() && ends.last().unwrap_or(0) as usize == count
        };
        fits(&self.view_ends, self.view_weights.len() / 4) && fits(&self.record_ends, self.records.len())
    }

    pub(crate) fn sheets<'a>(&self, bytes: &'a [u8]) -> Matrix<'a> {
        Matrix { numbers: &bytes[self.sheets.clone()], scales: &bytes[self.sheet_scales.clone()] }
    }

    pub(crate) fn views<'a>(&self, bytes: &'a [u8]) -> Matrix<'a> {
        Matrix { numbers: &bytes[self.views.clone()], scales: &bytes[self.view_scales.clone()] }
    }

    /// Of the sheets, where the precision has them.
    pub(crate) fn bits<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        &bytes[self.bits.clone()]
    }

    /// Which views are those of a row.
    pub(crate) fn views_of(&self, bytes: &[u8], row: usize) -> Range<usize> {
        part(&bytes[self.view_ends.clone()], row)
    }

    pub(crate) fn weights<'a>(
        &self,
        bytes: &'a [u8],
        views: Range<usize>,
    ) -> impl Iterator<Item = f32> + use<'a> {
        let (weights, _) = bytes[self.view_weights.clone()].as_chunks();
        weights[views].iter().map(|&weight| f32::from_le_bytes(weight))
    }

    /// Numbers of the rows that this change removed.
    pub(crate) fn gone<'a>(&self, bytes: &'a [u8]) -> impl Iterator<Item = u32> + use<'a> {
        numbers(&bytes[self.gone.clone()])
    }

    pub(crate) fn names<'a>(&self, bytes: &'a [u8]) -> Result<Vec<&'a str>, SearchError> {
        Names::read(&bytes[self.names.clone()])
    }

    pub(crate) fn record<'a>(&self, bytes: &'a [u8], row: usize) -> Result<Record<'a>, SearchError> {
        Record::read(&self.records(bytes)[self.record_place(bytes, row)])
    }

    /// Of all rows.
    pub(super) fn records<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        &bytes[self.records.clone()]
    }

    /// Among those of all rows.
    pub(super) fn record_place(&self, bytes: &[u8], row: usize) -> Range<usize> {
        part(&bytes[self.record_ends.clone()], row)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + Clone {
    bytes.as_chunks().0.iter().map(|&number| u32::from_le_bytes(number))
}

/// From the end of the one before to its own.
fn part(ends: &[u8], index: usize) -> Range<usize> {
    let (ends, _) = ends.as_chunks();
    let end = |index: usize| u32::from_le_bytes(ends[index]) as usize;
    index.checked_sub(1).map_or(0, end)..end(index)
}
