//! PostgreSQL with pgvector, when one machine is outgrown. Row-level security keeps tenants apart, whatever this code asks.

mod schema;
mod condition;
mod copy;
mod row;

use std::ops::RangeInclusive;
use std::str::FromStr;

use anyhow::{Context, ensure};
use async_trait::async_trait;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Transaction};
use draftlens_drawing::shipped_sheet_share;
use draftlens_search::{Hit, Model};
use pgvector::HalfVector;
use tokio_postgres::types::{Json, ToSql};
use tokio_postgres::{Config, NoTls, Row};

use super::{
    Change, Effect, Found, LEAST_CANDIDATES, Query, REMEMBERED_DAYS, Receipt, Store, StoreError, Written,
};
use crate::Drawing;
use row::{StoredPage, hit};
pub use schema::migrate;

/// What the schema's vectors have.
const DIM: usize = 256;
/// Fewer would be found than a query looks at closely; pgvector's scan keeps no more in sight.
const EF_SEARCH: RangeInclusive<usize> = LEAST_CANDIDATES..=1000;

/// Drawings in a PostgreSQL database that was [migrated](migrate).
pub struct PostgresStore {
    pool: Pool,
    ef_search: usize,
    sheet_share: f32,
}

impl PostgresStore {
    /// Connects as a role that row-level security binds, and refuses any other. `url` is as `psql` takes it; `ef_search`, 200 to
    /// 1000, is how many vectors of the index a search keeps in sight.
    pub async fn open(url: &str, most_connections: usize, ef_search: usize) -> anyhow::Result<Self> {
        let (least, most) = EF_SEARCH.into_inner();
        ensure!(
            EF_SEARCH.contains(&ef_search),
            "an ef_search of {ef_search} cannot be: give {least} to {most}, of which more find more and take longer"
        );
        let config = Config::from_str(url).context("the database's URL cannot be understood")?;
        let manager =
            Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager).max_size(most_connections).build()?;
        let store = Self { pool, ef_search, sheet_share: shipped_sheet_share()? };
        let client = store.pool.get().await.context("the database cannot be reached")?;
        schema::check(&**client).await?;
        drop(client);
        Ok(store)
    }

    /// Works in a transaction that sees one tenant.
    async fn with<T>(
        &self,
        tenant: &str,
        work: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut client = self.pool.get().await.map_err(anyhow::Error::from)?;
        let transaction = client.transaction().await.map_err(anyhow::Error::from)?;
        let name = transaction
            .prepare_cached("select set_config('draftlens.tenant', $1, true)")
            .await
            .map_err(anyhow::Error::from)?;
        transaction.execute(&name, &[&tenant]).await.map_err(anyhow::Error::from)?;
        let done = work(&transaction).await?;
        transaction.commit().await.map_err(anyhow::Error::from)?;
        Ok(done)
    }
}

async fn rows(
    transaction: &Transaction<'_>,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
) -> anyhow::Result<Vec<Row>> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.query(&statement, values).await?)
}

/// As a database takes it.
fn at_most(rows: usize) -> anyhow::Result<i64> {
    Ok(i64::try_from(rows)?)
}

async fn model(transaction: &Transaction<'_>) -> anyhow::Result<Option<Model>> {
    let rows = rows(transaction, "select model from draftlens.model", &[]).await?;
    Ok(rows.first().map(|row| row.try_get::<_, Json<Model>>(0)).transpose()?.map(|Json(model)| model))
}

#[async_trait]
impl Store for PostgresStore {
    async fn describe(&self, tenant: &str) -> Result<Found, StoreError> {
        self.with(tenant, async |transaction| {
            let counted = rows(transaction, "select count(*) from draftlens.page", &[]).await?;
            let pages: i64 = counted[0].try_get(0).map_err(anyhow::Error::from)?;
            Ok(Found { model: model(transaction).await?, pages: pages.cast_unsigned() })
        })
        .await
    }

    async fn write(
        &self,
        tenant: &str,
        change: Change,
        receipt: Option<Receipt>,
    ) -> Result<Written, StoreError> {
        self.with(tenant, async |transaction| {
            if let Some(receipt) = &receipt
                && let Some(effect) = take_up(transaction, receipt).await?
            {
                return Ok(Written { effect, is_replayed: true });
            }
            let effect = match &change {
                Change::Put { id, drawing } => put(transaction, id, drawing).await?,
                Change::Delete { id } => match delete(transaction, id).await? {
                    0 => Effect::NothingThere,
                    _ => Effect::Deleted,
                },
                Change::Clear => {
                    // First what every put waits for.
                    rows(transaction, "delete from draftlens.model", &[]).await?;
                    rows(transaction, "delete from draftlens.page", &[]).await?;
                    Effect::Cleared
                }
            };
            if let Some(receipt) = &receipt {
                let sql = "update draftlens.receipt set effect = $2 where key = $1";
                rows(transaction, sql, &[&receipt.key, &name_of(effect)?]).await?;
            }
            Ok(Written { effect, is_replayed: false })
        })
        .await
    }

    async fn put_many(&self, tenant: &str, drawings: Vec<(String, Drawing)>) -> Result<(), StoreError> {
        self.with(tenant, async |transaction| copy::put_many(transaction, &drawings).await).await
    }

    async fn get(&self, tenant: &str, id: &str) -> Result<Option<Drawing>, StoreError> {
        self.with(tenant, async |transaction| {
            let sql = "select drawing, page, facets, sheet, views, weights from draftlens.page
                       where drawing = $1 order by page";
            let rows = rows(transaction, sql, &[&id]).await?;
            let Some(model) = model(transaction).await?.filter(|_| !rows.is_empty()) else { return Ok(None) };
            let pages = rows.iter().map(row::page).collect::<anyhow::Result<_>>()?;
            Ok(Some(Drawing { model, pages }))
        })
        .await
    }

    async fn list(
        &self,
        tenant: &str,
        after: Option<&str>,
        most: usize,
    ) -> Result<Vec<(String, Drawing)>, StoreError> {
        self.with(tenant, async |transaction| {
            let sql = "select drawing, page, facets, sheet, views, weights from draftlens.page
                       where drawing in (select distinct drawing from draftlens.page where drawing > $1
                                         order by drawing limit $2)
                       order by drawing, page";
            let rows = rows(transaction, sql, &[&after.unwrap_or_default(), &at_most(most)?]).await?;
            let Some(model) = model(transaction).await? else { return Ok(Vec::new()) };
            let mut drawings: Vec<(String, Drawing)> = Vec::new();
            for row in &rows {
                let id: &str = row.try_get(0).map_err(anyhow::Error::from)?;
                let page = row::page(row)?;
                match drawings.last_mut() {
                    Some((last, drawing)) if last == id => drawing.pages.push(page),
                    _ => drawings.push((id.to_owned(), Drawing { model: model.clone(), pages: vec![page] })),
                }
            }
            Ok(drawings)
        })
        .await
    }

    async fn search(&self, tenant: &str, query: Query) -> Result<Vec<Hit>, StoreError> {
        let candidates = query.candidates();
        self.with(tenant, async |transaction| {
            let Some(model) = model(transaction).await? else { return Ok(Vec::new()) };
            model.check(&query.model)?;
            // The scan goes on where a filter or another tenant's drawings leave too few; compiling a plan takes longer than
            // it runs.
            let sql = "select set_config('hnsw.ef_search', $1, true), set_config('jit', 'off', true),
                              set_config('hnsw.iterative_scan', 'strict_order', true)";
            let ef_search = self.ef_search.max(candidates).min(*EF_SEARCH.end());
            rows(transaction, sql, &[&ef_search.to_string()]).await?;
            let sheet = HalfVector::from_f32_slice(&query.embedding.sheet);
            let most = at_most(candidates)?;
            let conditions = condition::sql(&query.filter, 3);
            let views = if query.embedding.views.is_empty() { "null::halfvec[]" } else { "views" };
            let sql = format!(
                "select drawing, page, facets, -(sheet <#> $1), {views} from draftlens.page
                 where {} order by sheet <#> $1 limit $2",
                conditions.sql
            );
            let mut values: Vec<&(dyn ToSql + Sync)> = vec![&sheet, &most];
            values.extend(conditions.values.iter().map(|value| &**value as &(dyn ToSql + Sync)));
            let rows = rows(transaction, &sql, &values).await?;
            let mut hits: Vec<Hit> = rows
                .iter()
                .map(|row| hit(row, &query.embedding, self.sheet_share))
                .collect::<anyhow::Result<_>>()?;
            hits.sort_by(|a, b| {
                b.score.total_cmp(&a.score).then_with(|| (&a.id, a.page).cmp(&(&b.id, b.page)))
            });
            hits.truncate(query.depth);
            Ok(hits)
        })
        .await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        let client = self.pool.get().await.map_err(anyhow::Error::from)?;
        Ok(schema::check(&**client).await?)
    }
}

/// What the change with this receipt did earlier; else the receipt is kept, and others with the same key wait for what
/// becomes of this transaction.
async fn take_up(transaction: &Transaction<'_>, receipt: &Receipt) -> Result<Option<Effect>, StoreError> {
    let sql =
        "insert into draftlens.receipt (key, fingerprint, effect) values ($1, $2, '') on conflict do nothing";
    let statement = transaction.prepare_cached(sql).await.map_err(anyhow::Error::from)?;
    let fingerprint = receipt.fingerprint.as_slice();
    let is_new =
        transaction.execute(&statement, &[&receipt.key, &fingerprint]).await.map_err(anyhow::Error::from)?;
    if is_new == 1 {
        let sql = "delete from draftlens.receipt where at < now() - make_interval(days => $1)";
        rows(transaction, sql, &[&(REMEMBERED_DAYS as i32)]).await?;
        return Ok(None);
    }
    let sql = "select fingerprint, effect from draftlens.receipt where key = $1";
    let rows = rows(transaction, sql, &[&receipt.key]).await?;
    let row = rows.first().context("a receipt has gone")?;
    let read = || -> anyhow::Result<(&[u8], &str)> { Ok((row.try_get(0)?, row.try_get(1)?)) };
    let (earlier, effect) = read()?;
    if earlier != fingerprint {
        return Err(StoreError::KeyReused(receipt.key.clone()));
    }
    let effect: Effect = serde_json::from_str(effect).map_err(anyhow::Error::from)?;
    Ok(Some(effect))
}

fn name_of(effect: Effect) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&effect)?)
}

/// The first drawing decides on the model, all others must be of it.
async fn admit(transaction: &Transaction<'_>, drawing: &Drawing) -> Result<(), StoreError> {
    if drawing.model.dim != DIM {
        return Err(StoreError::OtherDimension { given: drawing.model.dim, kept: DIM });
    }
    let sql = "insert into draftlens.model (model) values ($1) on conflict do nothing";
    rows(transaction, sql, &[&Json(&drawing.model)]).await?;
    // Kept from being cleared until this transaction ends.
    let decided = rows(transaction, "select model from draftlens.model for share", &[]).await?;
    // Cleared in between.
    let decided = decided.first().ok_or(StoreError::Busy)?;
    let Json(decided): Json<Model> = decided.try_get(0).map_err(anyhow::Error::from)?;
    Ok(decided.check(&drawing.model)?)
}

async fn put(transaction: &Transaction<'_>, id: &str, drawing: &Drawing) -> Result<Effect, StoreError> {
    admit(transaction, drawing).await?;
    let before = delete(transaction, id).await?;
    for page in &drawing.pages {
        let StoredPage { page, sheet, views, weights, facets, texts } = StoredPage::of(page)?;
        let sql = "insert into draftlens.page (drawing, page, sheet, views, weights, facets, texts)
                   values ($1, $2, $3, $4, $5, $6, $7)";
        rows(transaction, sql, &[&id, &page, &sheet, &views, &weights, &facets, &texts]).await?;
    }
    Ok(if before > 0 { Effect::Replaced } else { Effect::Created })
}

/// Others who want to change this drawing wait for the end of this transaction, and so does whoever wants [all](lock_all).
async fn lock(transaction: &Transaction<'_>, id: &str) -> anyhow::Result<()> {
    let sql = "select pg_advisory_xact_lock_shared(hashtextextended(current_setting('draftlens.tenant'), 1)),
                      pg_advisory_xact_lock(hashtextextended(current_setting('draftlens.tenant') || ' ' || $1, 0))";
    rows(transaction, sql, &[&id]).await.map(drop)
}

/// Others who want to change a drawing of the tenant wait for the end of this transaction. A lock for each of thousands would be
/// more than a database has room for.
async fn lock_all(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    let sql = "select pg_advisory_xact_lock(hashtextextended(current_setting('draftlens.tenant'), 1))";
    rows(transaction, sql, &[]).await.map(drop)
}

/// How many pages it had.
async fn delete(transaction: &Transaction<'_>, id: &str) -> anyhow::Result<u64> {
    lock(transaction, id).await?;
    let statement = transaction.prepare_cached("delete from draftlens.page where drawing = $1").await?;
    Ok(transaction.execute(&statement, &[&id]).await?)
}
