//! A tenant's vectors in memory, as exactly as the file keeps them.

use std::collections::BTreeMap;

use draftlens_search::{Change, Entry, Header, Hit, Index, Model, Precision, SearchError};

use crate::store::Query;
use crate::{Drawing, DrawingPage};

/// An index takes no larger change at once.
const MOST_PAGES_AT_ONCE: usize = 256;

pub(super) struct Shelf {
    index: Index,
}

/// What becomes of drawings: none is to go.
pub(super) type Fates<'a> = BTreeMap<&'a str, Option<&'a Drawing>>;

impl Shelf {
    pub(super) fn new(model: &Model, sheet_share: f32) -> Result<Self, SearchError> {
        let header = Header { model: model.clone(), precision: Precision::F16, sheet_share };
        Ok(Self { index: Index::new(header)? })
    }

    pub(super) fn pages(&self) -> u64 {
        self.index.len() as u64
    }

    pub(super) fn change(&mut self, fates: &Fates<'_>) -> Result<(), SearchError> {
        let model = self.index.model().clone();
        let remove = fates.keys().map(|&id| id.to_owned()).collect();
        self.index.change(&model, &Change { remove, put: Vec::new() })?;
        let entries = fates.iter().filter_map(|(id, drawing)| Some(entries(id, (*drawing)?))).flatten();
        let mut put: Vec<Entry> = Vec::new();
        for entry in entries {
            put.push(entry);
            if put.len() == MOST_PAGES_AT_ONCE {
                self.index.change(&model, &Change { remove: Vec::new(), put: std::mem::take(&mut put) })?;
            }
        }
        self.index.change(&model, &Change { remove: Vec::new(), put })?;
        if self.index.is_scattered() { self.index.compact() } else { Ok(()) }
    }

    pub(super) fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError> {
        let Query { model, embedding, filter, depth } = query;
        let query = draftlens_search::Query {
            filter: filter.clone(),
            limit: *depth,
            ..draftlens_search::Query::new(embedding.clone())
        };
        Ok(self.index.search(model, &query)?.hits)
    }
}

fn entries<'a>(id: &'a str, drawing: &'a Drawing) -> impl Iterator<Item = Entry> + 'a {
    drawing.pages.iter().map(move |DrawingPage { page, embedding, facets }| Entry {
        id: id.to_owned(),
        page: *page,
        embedding: embedding.clone(),
        facets: facets.clone(),
    })
}
