//! A file of its own, and all vectors in memory: no set-up, one machine.

mod kept;
mod file;
mod writer;
mod shelf;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use async_trait::async_trait;
use draftlens_drawing::shipped_sheet_share;
use draftlens_search::Hit;

use super::{Change, Found, Query, Receipt, Store, StoreError, Written};
use crate::Drawing;
use file::File;
use shelf::Shelf;
use writer::Writer;

/// Drawings in one file, found in memory.
#[derive(Clone)]
pub struct EmbeddedStore {
    file: Arc<File>,
    shelves: Arc<Shelves>,
    writer: Arc<Writer>,
}

const LOADED_AT_ONCE: usize = 1000;

/// The vectors of each tenant.
struct Shelves {
    of_tenants: RwLock<HashMap<String, Shelf>>,
    sheet_share: f32,
}

impl Shelves {
    fn read(&self) -> RwLockReadGuard<'_, HashMap<String, Shelf>> {
        self.of_tenants.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<String, Shelf>> {
        self.of_tenants.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EmbeddedStore {
    /// Opens the file, or makes it, and loads its vectors.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let file = Arc::new(File::open(path)?);
        let sheet_share = shipped_sheet_share()?;
        let of_tenants = RwLock::new(load(&file, sheet_share)?);
        let shelves = Arc::new(Shelves { of_tenants, sheet_share });
        let writer = Arc::new(Writer::start(Arc::clone(&file), Arc::clone(&shelves))?);
        Ok(Self { file, shelves, writer })
    }

    /// Runs what takes a while apart from the requests.
    async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&store)).await;
        done.map_err(|error| StoreError::Failed(error.into()))?
    }
}

fn load(file: &File, sheet_share: f32) -> anyhow::Result<HashMap<String, Shelf>> {
    let mut shelves = HashMap::new();
    for (tenant, model) in file.models()? {
        let mut shelf = Shelf::new(&model, sheet_share)?;
        let mut after: Option<String> = None;
        loop {
            let some = file.list(&tenant, after.as_deref(), LOADED_AT_ONCE)?;
            shelf.change(&some.iter().map(|(id, drawing)| (id.as_str(), Some(drawing))).collect())?;
            match some.into_iter().next_back() {
                Some((last, _)) => after = Some(last),
                None => break,
            }
        }
        shelves.insert(tenant, shelf);
    }
    Ok(shelves)
}

#[async_trait]
impl Store for EmbeddedStore {
    async fn describe(&self, tenant: &str) -> Result<Found, StoreError> {
        let tenant = tenant.to_owned();
        self.beside(move |store| {
            let shelves = store.shelves.read();
            let pages = shelves.get(&tenant).map_or(0, Shelf::pages);
            Ok(Found { model: store.file.model(&tenant)?, pages })
        })
        .await
    }

    async fn write(
        &self,
        tenant: &str,
        change: Change,
        receipt: Option<Receipt>,
    ) -> Result<Written, StoreError> {
        self.writer.write(tenant, change, receipt).await
    }

    async fn put_many(&self, tenant: &str, drawings: Vec<(String, Drawing)>) -> Result<(), StoreError> {
        let put = |(id, drawing)| Change::Put { id, drawing };
        self.writer.write_all(tenant, drawings.into_iter().map(put)).await
    }

    async fn get(&self, tenant: &str, id: &str) -> Result<Option<Drawing>, StoreError> {
        let (tenant, id) = (tenant.to_owned(), id.to_owned());
        self.beside(move |store| Ok(store.file.get(&tenant, &id)?)).await
    }

    async fn list(
        &self,
        tenant: &str,
        after: Option<&str>,
        most: usize,
    ) -> Result<Vec<(String, Drawing)>, StoreError> {
        let (tenant, after) = (tenant.to_owned(), after.map(str::to_owned));
        self.beside(move |store| Ok(store.file.list(&tenant, after.as_deref(), most)?)).await
    }

    async fn search(&self, tenant: &str, query: Query) -> Result<Vec<Hit>, StoreError> {
        let tenant = tenant.to_owned();
        self.beside(move |store| {
            let shelves = store.shelves.read();
            shelves.get(&tenant).map_or(Ok(Vec::new()), |shelf| Ok(shelf.search(&query)?))
        })
        .await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.beside(|store| {
            store.writer.check()?;
            Ok(store.file.check()?)
        })
        .await
    }
}
