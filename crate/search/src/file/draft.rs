use super::block::{BLOCK_ALIGNMENT, BLOCK_HEADER_BYTES, BLOCK_MAGIC, Block, Matrix};
use super::hash;
use super::record::{self, Names};
use crate::precision::{Form, signs_of};
use crate::{Embedding, Facets, Precision, SearchError};

/// A block that is being filled.
pub(crate) struct Draft {
    form: Form,
    sheets: Rows,
    views: Rows,
    view_weights: Vec<u8>,
    view_ends: Vec<u8>,
    n_views: u32,
    names: Names,
    records: Vec<u8>,
    record_ends: Vec<u8>,
    n_rows: u32,
    gone: Vec<u8>,
    n_gone: u32,
}

#[derive(Default)]
struct Rows {
    numbers: Vec<u8>,
    scales: Vec<u8>,
}

impl Rows {
    fn put(&mut self, form: Form, vector: &[f32]) {
        form.encode(vector, &mut self.numbers, &mut self.scales);
    }

    fn copy(&mut self, rows: Matrix<'_>) {
        self.numbers.extend(rows.numbers);
        self.scales.extend(rows.scales);
    }
}

impl Draft {
    /// A block holds no more than this many bytes of vectors and records, so that lengths within it fit 32 bits and
    /// rewriting an index takes little memory.
    const FULL_BYTES: usize = 64 << 20;

    pub(crate) fn new(form: Form) -> Self {
        Self {
            form,
            sheets: Rows::default(),
            views: Rows::default(),
            view_weights: Vec::new(),
            view_ends: Vec::new(),
            n_views: 0,
            names: Names::default(),
            records: Vec::new(),
            record_ends: Vec::new(),
            n_rows: 0,
            gone: Vec::new(),
            n_gone: 0,
        }
    }

    pub(crate) fn n_rows(&self) -> u32 {
        self.n_rows
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.n_rows == 0 && self.n_gone == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        let bytes = self.sheets.numbers.len() + self.views.numbers.len() + self.records.len();
        bytes > Self::FULL_BYTES || self.names.are_full()
    }

    /// The embedding is normalised.
    pub(crate) fn put(&mut self, id: &str, page: u32, embedding: &Embedding, facets: &Facets) {
        self.sheets.put(self.form, &embedding.sheet);
        for view in &embedding.views {
            self.views.put(self.form, &view.vector);
            self.view_weights.extend(view.weight.to_le_bytes());
        }
        self.end_row(embedding.views.len(), id, page, facets);
    }

    /// A row of another block as it is, so that no number is rounded twice.
    pub(crate) fn copy(&mut self, block: &Block, bytes: &[u8], row: usize) -> Result<(), SearchError> {
        let record = block.record(bytes, row)?;
        let facets = record.facets(&block.names(bytes)?)?;
        let views = block.views_of(bytes, row);
        self.sheets.copy(block.sheets(bytes).rows(self.form, row..row + 1));
        self.views.copy(block.views(bytes).rows(self.form, views.clone()));
        self.view_weights.extend(block.weights(bytes, views.clone()).flat_map(f32::to_le_bytes));
        self.end_row(views.len(), record.id, record.page, &facets);
        Ok(())
    }

    fn end_row(&mut self, n_views: usize, id: &str, page: u32, facets: &Facets) {
        self.n_rows += 1;
        self.n_views += n_views as u32;
        self.view_ends.extend(self.n_views.to_le_bytes());
        record::write(id, page, facets, &mut self.names, &mut self.records);
        self.record_ends.extend((self.records.len() as u32).to_le_bytes());
    }

    /// A row of any block, of this one too, counts no more.
    pub(crate) fn remove(&mut self, row: u32) {
        self.n_gone += 1;
        self.gone.extend(row.to_le_bytes());
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut names = Vec::new();
        self.names.write(&mut names);
        let mut bits = Vec::new();
        if self.form.precision == Precision::Bits {
            for row in self.sheets.numbers.chunks_exact(self.form.row_bytes()) {
                signs_of(row, &mut bits);
            }
        }
        // In the order of `Block::read`; rows of vectors come first and so begin at multiples of 64 bytes.
        let parts: [&[u8]; 11] = [
            &self.sheets.numbers,
            &self.views.numbers,
            &bits,
            &self.sheets.scales,
            &self.views.scales,
            &self.view_weights,
            &self.view_ends,
            &self.gone,
            &self.record_ends,
            &names,
            &self.records,
        ];
        let mut bytes = vec![0; BLOCK_HEADER_BYTES];
        for part in parts {
            bytes.extend(part);
        }
        bytes.resize(bytes.len().next_multiple_of(BLOCK_ALIGNMENT), 0);
        let mut header = BLOCK_MAGIC.to_vec();
        for count in [self.n_rows, self.n_views, self.n_gone, names.len() as u32, self.records.len() as u32] {
            header.extend(count.to_le_bytes());
        }
        header.extend((bytes.len() as u64).to_le_bytes());
        header.extend(hash(&bytes[BLOCK_HEADER_BYTES..]));
        header.extend(hash(&header));
        bytes[..header.len()].copy_from_slice(&header);
        bytes
    }
}
