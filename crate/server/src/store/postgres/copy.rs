//! Many drawings at once, by COPY.

use std::pin::pin;

use anyhow::Context;
use deadpool_postgres::Transaction;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;

use super::row::StoredPage;
use super::{admit, lock_all, rows};
use crate::Drawing;
use crate::store::StoreError;

/// Row-level security forbids COPY into the table itself, and pages that were there before must go: the rows come into a table
/// of the connection's own, which is empty again when the transaction ends.
const COMING: &str = "create temp table if not exists coming on commit delete rows as
     select drawing, page, sheet, views, weights, facets, texts from draftlens.page with no data";
const MOVE: &str = "insert into draftlens.page (drawing, page, sheet, views, weights, facets, texts)
     select drawing, page, sheet, views, weights, facets, texts from coming";

/// Puts drawings of ids of their own, all or none.
pub(super) async fn put_many(
    transaction: &Transaction<'_>,
    drawings: &[(String, Drawing)],
) -> Result<(), StoreError> {
    let Some((_, first)) = drawings.first() else { return Ok(()) };
    for (_, drawing) in drawings {
        first.model.check(&drawing.model)?;
    }
    admit(transaction, first).await?;
    copy(transaction, drawings).await?;
    lock_all(transaction).await?;
    rows(transaction, "delete from draftlens.page where drawing in (select drawing from coming)", &[])
        .await?;
    rows(transaction, MOVE, &[]).await?;
    Ok(())
}

async fn copy(transaction: &Transaction<'_>, drawings: &[(String, Drawing)]) -> anyhow::Result<()> {
    transaction.batch_execute(COMING).await.context("no table of the connection's own can be made")?;
    let statement = transaction.prepare("select * from coming").await?;
    let types: Vec<Type> = statement.columns().iter().map(|column| column.type_().clone()).collect();
    let sink = transaction.copy_in("copy coming from stdin binary").await?;
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
    for (id, drawing) in drawings {
        for page in &drawing.pages {
            let StoredPage { page, sheet, views, weights, facets, texts } = StoredPage::of(page)?;
            writer.as_mut().write(&[id, &page, &sheet, &views, &weights, &facets, &texts]).await?;
        }
    }
    writer.finish().await?;
    Ok(())
}
