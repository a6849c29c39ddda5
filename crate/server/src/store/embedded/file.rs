//! The file, by redb: transactions that are on the disk once they are committed.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use draftlens_search::Model;
use redb::{
    AccessGuard, Database, ReadableDatabase, ReadableTable, StorageError, TableDefinition, WriteTransaction,
};

use super::kept::{from_bytes, to_bytes};
use crate::Drawing;
use crate::store::{Change, Effect, REMEMBERED_DAYS, Receipt, StoreError, Written};

/// By tenant and id.
const DRAWINGS: TableDefinition<(&str, &str), &[u8]> = TableDefinition::new("drawings");
/// By tenant, as JSON.
const MODELS: TableDefinition<&str, &str> = TableDefinition::new("models");
/// By tenant and idempotency key: the change's hash, what it did, and when, in seconds since 1970.
const RECEIPTS: TableDefinition<(&str, &str), (&[u8], &str, u64)> = TableDefinition::new("receipts");

pub(super) struct File {
    database: Database,
}

impl File {
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let database = Database::create(path).with_context(|| {
            format!("{} cannot be opened: is it a store, and does no other server use it?", path.display())
        })?;
        let file = Self { database };
        let transaction = file.database.begin_write()?;
        // Made if they are not there.
        transaction.open_table(DRAWINGS)?;
        transaction.open_table(MODELS)?;
        transaction.open_table(RECEIPTS)?;
        transaction.commit()?;
        Ok(file)
    }

    pub(super) fn begin(&self) -> anyhow::Result<Transaction> {
        Ok(Transaction(self.database.begin_write()?))
    }

    pub(super) fn check(&self) -> anyhow::Result<()> {
        self.database.begin_read()?.open_table(MODELS)?;
        Ok(())
    }

    pub(super) fn model(&self, tenant: &str) -> anyhow::Result<Option<Model>> {
        model_of(&self.database.begin_read()?.open_table(MODELS)?, tenant)
    }

    pub(super) fn get(&self, tenant: &str, id: &str) -> anyhow::Result<Option<Drawing>> {
        let transaction = self.database.begin_read()?;
        let Some(model) = model_of(&transaction.open_table(MODELS)?, tenant)? else { return Ok(None) };
        let bytes = transaction.open_table(DRAWINGS)?.get((tenant, id))?;
        bytes.map(|bytes| from_bytes(bytes.value(), &model)).transpose()
    }

    pub(super) fn list(
        &self,
        tenant: &str,
        after: Option<&str>,
        most: usize,
    ) -> anyhow::Result<Vec<(String, Drawing)>> {
        let transaction = self.database.begin_read()?;
        let Some(model) = model_of(&transaction.open_table(MODELS)?, tenant)? else { return Ok(Vec::new()) };
        let drawings = transaction.open_table(DRAWINGS)?;
        let mut listed = Vec::new();
        for row in drawings.range((tenant, after.unwrap_or_default())..)? {
            let (key, bytes) = row?;
            let (of, id) = key.value();
            if of != tenant || listed.len() == most {
                break;
            }
            if after != Some(id) {
                listed.push((id.to_owned(), from_bytes(bytes.value(), &model)?));
            }
        }
        Ok(listed)
    }

    /// Of each tenant.
    pub(super) fn models(&self) -> anyhow::Result<Vec<(String, Model)>> {
        let transaction = self.database.begin_read()?;
        let models = transaction.open_table(MODELS)?;
        let model = |row: Result<(AccessGuard<'_, &str>, AccessGuard<'_, &str>), StorageError>| {
            let (tenant, model) = row?;
            Ok((tenant.value().to_owned(), serde_json::from_str(model.value())?))
        };
        models.iter()?.map(model).collect()
    }
}

fn model_of(
    models: &impl ReadableTable<&'static str, &'static str>,
    tenant: &str,
) -> anyhow::Result<Option<Model>> {
    let model = models.get(tenant)?;
    model.map(|json| Ok(serde_json::from_str(json.value())?)).transpose()
}

/// Changes that become true together.
pub(super) struct Transaction(WriteTransaction);

impl Transaction {
    /// Makes a change, unless its receipt says that it was made before. Where this fails with anything but
    /// [`StoreError::Failed`], nothing was changed.
    pub(super) fn apply(
        &self,
        tenant: &str,
        change: &Change,
        receipt: Option<&Receipt>,
    ) -> Result<Written, StoreError> {
        if let Some(effect) = receipt.map(|receipt| self.earlier(tenant, receipt)).transpose()?.flatten() {
            return Ok(Written { effect, is_replayed: true });
        }
        let effect = match change {
            Change::Put { id, drawing } => self.put(tenant, id, drawing)?,
            Change::Delete { id } => self.delete(tenant, id)?,
            Change::Clear => self.clear(tenant)?,
        };
        if let Some(receipt) = receipt {
            self.remember(tenant, receipt, effect)?;
        }
        Ok(Written { effect, is_replayed: false })
    }

    pub(super) fn commit(self) -> anyhow::Result<()> {
        Ok(self.0.commit()?)
    }

    fn put(&self, tenant: &str, id: &str, drawing: &Drawing) -> Result<Effect, StoreError> {
        self.admit(tenant, drawing)?;
        let bytes = to_bytes(drawing)?;
        let put = || -> anyhow::Result<bool> {
            let mut drawings = self.0.open_table(DRAWINGS)?;
            Ok(drawings.insert((tenant, id), bytes.as_slice())?.is_some())
        };
        Ok(if put()? { Effect::Replaced } else { Effect::Created })
    }

    /// The first drawing decides on the model, all others must be of it.
    fn admit(&self, tenant: &str, drawing: &Drawing) -> Result<(), StoreError> {
        let open = || -> anyhow::Result<_> {
            let models = self.0.open_table(MODELS)?;
            let model = model_of(&models, tenant)?;
            Ok((models, model))
        };
        let (mut models, model) = open()?;
        if let Some(model) = model {
            return Ok(model.check(&drawing.model)?);
        }
        let mut decide = || -> anyhow::Result<()> {
            models.insert(tenant, serde_json::to_string(&drawing.model)?.as_str())?;
            Ok(())
        };
        Ok(decide()?)
    }

    fn delete(&self, tenant: &str, id: &str) -> anyhow::Result<Effect> {
        let was_there = self.0.open_table(DRAWINGS)?.remove((tenant, id))?.is_some();
        Ok(if was_there { Effect::Deleted } else { Effect::NothingThere })
    }

    fn clear(&self, tenant: &str) -> anyhow::Result<Effect> {
        self.0.open_table(MODELS)?.remove(tenant)?;
        // The ids of a tenant end where a longer tenant's name begins.
        let behind = format!("{tenant}\0");
        self.0.open_table(DRAWINGS)?.retain_in((tenant, "")..(behind.as_str(), ""), |_, _| false)?;
        Ok(Effect::Cleared)
    }

    fn earlier(&self, tenant: &str, receipt: &Receipt) -> Result<Option<Effect>, StoreError> {
        let look = || -> anyhow::Result<_> {
            let receipts = self.0.open_table(RECEIPTS)?;
            let Some(row) = receipts.get((tenant, receipt.key.as_str()))? else { return Ok(None) };
            let (fingerprint, effect, _) = row.value();
            let effect: Effect = serde_json::from_str(effect)?;
            Ok(Some((fingerprint == receipt.fingerprint, effect)))
        };
        match look()? {
            Some((false, _)) => Err(StoreError::KeyReused(receipt.key.clone())),
            Some((true, effect)) => Ok(Some(effect)),
            None => Ok(None),
        }
    }

    fn remember(&self, tenant: &str, receipt: &Receipt, effect: Effect) -> anyhow::Result<()> {
        let effect = serde_json::to_string(&effect)?;
        let row = (receipt.fingerprint.as_slice(), effect.as_str(), now_secs());
        self.0.open_table(RECEIPTS)?.insert((tenant, receipt.key.as_str()), row)?;
        Ok(())
    }

    /// Forgets receipts that nobody will come back with.
    pub(super) fn forget_old_receipts(&self) -> anyhow::Result<()> {
        let oldest = now_secs().saturating_sub(Duration::from_secs(REMEMBERED_DAYS * 86_400).as_secs());
        self.0.open_table(RECEIPTS)?.retain(|_, (_, _, at_secs)| at_secs >= oldest)?;
        Ok(())
    }
}

fn now_secs() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
