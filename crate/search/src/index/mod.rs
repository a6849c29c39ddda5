mod places;
mod rows;

use std::ops::Range;
use std::sync::OnceLock;

use crate::file::{Block, Draft, HEADER_BYTES, Header, Seal};
use crate::{Embedding, Entry, Facets, Model, SearchError, View};
use places::Places;
use rows::RowSet;

/// Drawings that can be searched, in bytes that lie in memory or are mapped from a file.
///
/// A drawing's page is a row. A row never changes: a change appends rows and says which earlier ones count no more.
pub struct Index<B = Vec<u8>> {
    header: Header,
    seal: Seal,
    /// Behind the first page.
    bytes: B,
    blocks: Vec<Block>,
    gone: RowSet,
    /// Made when a drawing is first asked for by name.
    places: OnceLock<Places>,
}

/// What is to be done at once, or not at all: first drawings go, then pages come, each in the place of the one with its id
/// and number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// Drawings with all their pages; one that is not there is gone already.
    pub remove: Vec<String>,
    /// Pages.
    pub put: Vec<Entry>,
}

/// One page that an index holds, without its vectors.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The drawing's own name.
    pub id: String,
    /// Counted from 0.
    pub page: u32,
    /// What is said of it.
    pub facets: Facets,
}

impl<B> Index<B> {
    /// The model whose vectors it holds.
    pub fn model(&self) -> &Model {
        &self.header.model
    }

    /// What it is.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many pages it holds.
    pub fn len(&self) -> usize {
        self.n_rows() - self.gone.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether so much was changed one by one that it is worth writing it anew.
    pub fn is_scattered(&self) -> bool {
        const LEAST: usize = 1024;
        self.gone.len() > LEAST + self.len() || self.blocks.len() > LEAST + self.len() / 64
    }

    /// Vouches for all that is known.
    pub(crate) fn reseal(&mut self) {
        self.seal = self.seal.next(self.sound_bytes() as u64);
    }

    #[cfg(feature = "file")]
    pub(crate) fn seal(&self) -> Seal {
        self.seal
    }

    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Whether a row counts.
    pub(crate) fn is_live(&self, row: usize) -> bool {
        !self.gone.contains(row)
    }

    /// The block of a row, and the row's number in it.
    pub(crate) fn block_of(&self, row: usize) -> (&Block, usize) {
        let after = self.blocks.partition_point(|block| block.first_row <= row);
        let block = &self.blocks[after - 1];
        (block, row - block.first_row)
    }

    fn n_rows(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.first_row + block.n_rows)
    }

    /// Up to here all blocks are whole.
    pub(crate) fn sound_bytes(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.end)
    }
}

impl<B: AsRef<[u8]>> Index<B> {
    /// Fails with [`SearchError::Damaged`] where not all is whole that the seal vouches for.
    pub(crate) fn read(header: Header, seal: Seal, bytes: B) -> Result<Self, SearchError> {
        let (blocks, gone) = (Vec::new(), RowSet::default());
        let mut index = Self { header, seal, bytes, blocks, gone, places: OnceLock::new() };
        loop {
            let at = index.sound_bytes();
            let is_vouched_for = (at as u64) < seal.sealed_bytes;
            match index.read_block() {
                Ok(()) => {}
                Err(error) if is_vouched_for => return Err(error),
                Err(_) => return Ok(index),
            }
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.as_ref()
    }

    /// The one behind those that are known.
    fn read_block(&mut self) -> Result<(), SearchError> {
        let bytes = self.bytes.as_ref();
        let block = Block::read(bytes, self.sound_bytes(), self.header.form(), self.n_rows())?;
        let n_rows = block.first_row + block.n_rows;
        let knows = |row: u32| (row as usize) < n_rows;
        if u32::try_from(n_rows).is_err() || !block.gone(bytes).all(knows) {
            return Err(SearchError::Damaged { what: "the count of its rows" });
        }
        for row in block.gone(bytes) {
            self.gone.insert(row as usize);
        }
        if let Some(places) = self.places.get_mut() {
            places.add(&block, bytes)?;
        }
        self.blocks.push(block);
        Ok(())
    }

    /// The same bytes and one change more, which is sealed.
    #[cfg(feature = "file")]
    pub(crate) fn extend_to(&mut self, bytes: B) -> Result<(), SearchError> {
        self.bytes = bytes;
        self.read_block()?;
        self.reseal();
        Ok(())
    }

    /// The bytes that a change appends; none where it changes nothing. Fails with [`SearchError::OtherModel`],
    /// [`SearchError::BadVector`], [`SearchError::BadEntry`] or [`SearchError::Damaged`].
    pub(crate) fn plan(&self, model: &Model, change: &Change) -> Result<Option<Vec<u8>>, SearchError> {
        self.model().check(model)?;
        let first_row = self.n_rows() as u32;
        let mut draft = Draft::new(self.header.form());
        let mut gone = RowSet::default();
        let mut new_pages = std::collections::HashMap::new();
        let mut remove = |row: u32, draft: &mut Draft| {
            if gone.insert(row as usize) {
                draft.remove(row);
            }
        };
        for id in &change.remove {
            for row in self.rows_of(id)? {
                remove(row, &mut draft);
            }
        }
        for Entry { id, page, embedding, facets } in &change.put {
            Entry::check_id(id)?;
            let embedding = embedding.normalised(self.model().dim)?;
            if let Some(earlier) = new_pages.insert((id, page), first_row + draft.n_rows()) {
                remove(earlier, &mut draft);
            } else if let Some(earlier) = self.row_of(id, *page)? {
                remove(earlier, &mut draft);
            }
            if draft.is_full() {
                let why = "it holds more than 64 MB: make several changes of it".into();
                return Err(SearchError::BadEntry { what: "the change".into(), why });
            }
            draft.put(id, *page, &embedding, facets);
        }
        Ok((!draft.is_empty()).then(|| draft.write()))
    }

    /// Of all pages that count, as few blocks as can be.
    pub(crate) fn rewritten(
        &self,
        each: &mut dyn FnMut(Vec<u8>) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let form = self.header.form();
        let mut draft = Draft::new(form);
        for block in &self.blocks {
            for row in (0..block.n_rows).filter(|row| self.is_live(block.first_row + row)) {
                if draft.is_full() {
                    each(std::mem::replace(&mut draft, Draft::new(form)).write())?;
                }
                draft.copy(block, self.bytes(), row)?;
            }
        }
        if draft.is_empty() { Ok(()) } else { each(draft.write()) }
    }

    /// All pages, in the order in which they came. Fails with [`SearchError::Damaged`].
    pub fn pages(&self) -> impl Iterator<Item = Result<Listed, SearchError>> {
        self.blocks.iter().flat_map(move |block| {
            let rows = (0..block.n_rows).filter(|row| self.is_live(block.first_row + row));
            rows.map(move |row| self.listed(block, row))
        })
    }

    pub(crate) fn listed(&self, block: &Block, row: usize) -> Result<Listed, SearchError> {
        let record = block.record(self.bytes(), row)?;
        let facets = record.facets(&block.names(self.bytes())?)?;
        Ok(Listed { id: record.id.to_owned(), page: record.page, facets })
    }

    /// A page with its vectors, as exactly as the index keeps them. Fails with [`SearchError::Damaged`].
    pub fn get(&self, id: &str, page: u32) -> Result<Option<Entry>, SearchError> {
        let Some(row) = self.row_of(id, page)? else { return Ok(None) };
        let (block, row) = self.block_of(row as usize);
        let Listed { id, page, facets } = self.listed(block, row)?;
        let bytes = self.bytes();
        let views = block.views_of(bytes, row);
        let vectors = self.vectors(block.views(bytes), views.clone());
        let views = vectors.into_iter().zip(block.weights(bytes, views));
        let embedding = Embedding {
            sheet: self.vectors(block.sheets(bytes), row..row + 1).concat(),
            views: views.map(|(vector, weight)| View { vector, weight }).collect(),
        };
        Ok(Some(Entry { id, page, embedding, facets }))
    }

    fn vectors(&self, matrix: crate::file::Matrix<'_>, rows: Range<usize>) -> Vec<Vec<f32>> {
        let form = self.header.form();
        rows.map(|row| {
            let one = matrix.rows(form, row..row + 1);
            let scale = one.scales.try_into().map_or(1.0, f32::from_le_bytes);
            form.decode(one.numbers, scale)
        })
        .collect()
    }

    fn row_of(&self, id: &str, page: u32) -> Result<Option<u32>, SearchError> {
        for row in self.rows_of(id)? {
            let (block, at) = self.block_of(row as usize);
            if block.record(self.bytes(), at)?.page == page {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Of all pages of a drawing that count.
    fn rows_of(&self, id: &str) -> Result<Vec<u32>, SearchError> {
        let mut rows = Vec::new();
        for row in self.places()?.with_hash_of(id).filter(|&row| self.is_live(row as usize)) {
            let (block, at) = self.block_of(row as usize);
            if block.record(self.bytes(), at)?.id == id {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn places(&self) -> Result<&Places, SearchError> {
        if let Some(places) = self.places.get() {
            return Ok(places);
        }
        let mut places = Places::default();
        for block in &self.blocks {
            places.add(block, self.bytes())?;
        }
        Ok(self.places.get_or_init(|| places))
    }
}

/// In memory.
impl Index {
    /// With nothing in it. Fails with [`SearchError::BadEntry`].
    pub fn new(header: Header) -> Result<Self, SearchError> {
        header.check()?;
        Self::read(header, Seal::default(), Vec::new())
    }

    /// From what [`to_bytes`](Self::to_bytes) gave, or a file's content. Fails with [`SearchError::NotAnIndex`],
    /// [`SearchError::OtherFormat`] or [`SearchError::Damaged`].
    pub fn from_bytes(mut bytes: Vec<u8>) -> Result<Self, SearchError> {
        let page = bytes.get(..HEADER_BYTES).unwrap_or(&bytes);
        let (header, seal) = Header::read(page)?;
        bytes.drain(..HEADER_BYTES);
        let mut index = Self::read(header, seal, bytes)?;
        index.bytes.truncate(index.sound_bytes());
        index.reseal();
        Ok(index)
    }

    /// What a file would hold.
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.header.to_page(self.seal), self.bytes()].concat()
    }

    /// All of it, or nothing where it fails: with [`SearchError::OtherModel`], [`SearchError::BadVector`],
    /// [`SearchError::BadEntry`] or [`SearchError::Damaged`].
    pub fn change(&mut self, model: &Model, change: &Change) -> Result<(), SearchError> {
        let Some(block) = self.plan(model, change)? else { return Ok(()) };
        self.bytes.extend(block);
        self.read_block()?;
        self.reseal();
        Ok(())
    }

    /// Forgets what counts no more. Fails with [`SearchError::Damaged`].
    pub fn compact(&mut self) -> Result<(), SearchError> {
        let mut bytes = Vec::new();
        self.rewritten(&mut |block| {
            bytes.extend(block);
            Ok(())
        })?;
        let seal = self.seal.next(bytes.len() as u64);
        *self = Self::read(self.header.clone(), seal, bytes)?;
        Ok(())
    }
}
