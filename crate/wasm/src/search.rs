//! Index → hits. Its bytes lie in the module's memory.

use draftlens_search::{
    Change, Condition, Embedding, Entry, Facets, Filter, Header, Index, Model, Query, SearchError,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::convert::{given, to_js};

/// An index of drawings.
#[wasm_bindgen]
pub struct WasmIndex(Index);

#[derive(Serialize)]
struct Facts<'a> {
    #[serde(flatten)]
    header: &'a Header,
    n_pages: usize,
    is_scattered: bool,
}

/// A query whose filter is not checked yet, so that its faults keep their code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    embedding: Embedding,
    filter: Vec<Condition>,
    offset: usize,
    limit: usize,
    thorough: bool,
}

/// One page of a drawing that is put.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PutPage {
    #[serde(default)]
    page: u32,
    embedding: Embedding,
    #[serde(default)]
    facets: Facets,
}

#[wasm_bindgen]
impl WasmIndex {
    /// Bytes of a file → index. Throws `{code, message, hint}`.
    pub fn open(bytes: Vec<u8>) -> Result<Self, JsValue> {
        Index::from_bytes(bytes).map(Self).map_err(thrown)
    }

    /// With nothing in it, of `{model, precision, sheet_share}`. Throws `{code, message, hint}`.
    pub fn create(header: JsValue) -> Result<Self, JsValue> {
        Index::new(given(header)?).map(Self).map_err(thrown)
    }

    /// `{model, precision, sheet_share, n_pages, is_scattered}`.
    pub fn facts(&self) -> Result<JsValue, JsValue> {
        let Self(index) = self;
        to_js(&Facts { header: index.header(), n_pages: index.len(), is_scattered: index.is_scattered() })
    }

    /// `{hits, n_admitted}`. Throws `{code, message, hint}`.
    pub fn search(&self, model: JsValue, query: JsValue) -> Result<JsValue, JsValue> {
        let (model, asked): (Model, Asked) = (given(model)?, given(query)?);
        let Asked { embedding, filter, offset, limit, thorough } = asked;
        let filter = Filter::new(filter).map_err(thrown)?;
        let query = Query { embedding, filter, offset, limit, thorough };
        to_js(&self.0.search(&model, &query).map_err(thrown)?)
    }

    /// A drawing's pages, in place of all that it had. Throws `{code, message, hint}`.
    pub fn put(&mut self, model: JsValue, id: String, pages: JsValue) -> Result<(), JsValue> {
        let (model, pages): (Model, Vec<PutPage>) = (given(model)?, given(pages)?);
        let put = pages
            .into_iter()
            .map(|PutPage { page, embedding, facets }| Entry { id: id.clone(), page, embedding, facets })
            .collect();
        self.0.change(&model, &Change { remove: vec![id], put }).map_err(thrown)
    }

    /// Forgets a drawing; one that is not there is forgotten already. Throws `{code, message, hint}`.
    pub fn remove(&mut self, id: String) -> Result<(), JsValue> {
        let model = self.0.model().clone();
        self.0.change(&model, &Change { remove: vec![id], put: Vec::new() }).map_err(thrown)
    }

    /// What a file would hold, without what counts no more. Throws `{code, message, hint}`.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&mut self) -> Result<Vec<u8>, JsValue> {
        if self.0.is_scattered() {
            self.0.compact().map_err(thrown)?;
        }
        Ok(self.0.to_bytes())
    }
}

fn thrown(error: SearchError) -> JsValue {
    crate::convert::thrown(error.code(), &error, error.hint())
}
