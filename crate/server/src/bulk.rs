//! Many drawings at once: a tenant's out of a store, others' into it.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use draftlens_search::{Entry, Model, Part};
use serde::{Deserialize, Serialize};

use crate::drawing::check_id;
use crate::{Drawing, DrawingPage, Store};

const LISTED_AT_ONCE: usize = 200;
/// So many share the wait for the disk.
const PUT_AT_ONCE: usize = 1000;

/// A line of an export.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    drawing: Drawing,
}

/// Writes a tenant's drawings, a line of JSON each, to standard output.
pub(crate) async fn export(store: &dyn Store, tenant: &str) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout());
    let mut after: Option<String> = None;
    let mut count = 0;
    loop {
        let some = store.list(tenant, after.as_deref(), LISTED_AT_ONCE).await?;
        let Some((last, _)) = some.last() else { break };
        after = Some(last.clone());
        count += some.len();
        for (id, drawing) in some {
            serde_json::to_writer(&mut out, &Line { id, drawing })?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    eprintln!("{count} drawings of {tenant}");
    Ok(())
}

/// Puts drawings, as [`export`] writes them, from standard input.
pub(crate) async fn import(store: &dyn Store, tenant: &str) -> anyhow::Result<()> {
    let lines = BufReader::new(std::io::stdin()).lines().enumerate();
    let drawings = lines.map(|(number, line)| {
        let Line { id, drawing } =
            serde_json::from_str(&line?).with_context(|| format!("line {} is no drawing", number + 1))?;
        checked(id, drawing)
    });
    put_all(store, tenant, drawings).await
}

/// Puts drawings from Parquet files, as `draftlens embed --out` writes them.
pub(crate) async fn load(store: &dyn Store, tenant: &str, paths: &[PathBuf]) -> anyhow::Result<()> {
    let parts = paths.iter().map(|path| Part::open(path)).collect::<Result<Vec<_>, _>>()?;
    let drawings = parts.iter().flat_map(|part| {
        part.drawings().map(move |pages| {
            let (id, drawing) = drawing_of(&part.header().model, pages?);
            checked(id, drawing)
        })
    });
    put_all(store, tenant, drawings).await
}

fn drawing_of(model: &Model, pages: Vec<Entry>) -> (String, Drawing) {
    let id = pages.first().map(|page| page.id.clone()).unwrap_or_default();
    let page = |Entry { page, embedding, facets, .. }| DrawingPage { page, embedding, facets };
    (id, Drawing { model: model.clone(), pages: pages.into_iter().map(page).collect() })
}

fn checked(id: String, drawing: Drawing) -> anyhow::Result<(String, Drawing)> {
    check_id(&id).with_context(|| format!("the drawing {id:?} cannot be kept"))?;
    let drawing = drawing.checked().with_context(|| format!("the drawing {id:?} cannot be kept"))?;
    Ok((id, drawing))
}

async fn put_all(
    store: &dyn Store,
    tenant: &str,
    drawings: impl Iterator<Item = anyhow::Result<(String, Drawing)>>,
) -> anyhow::Result<()> {
    let mut count = 0;
    let mut waiting: Vec<(String, Drawing)> = Vec::new();
    let mut ids = HashSet::new();
    for drawing in drawings {
        let (id, drawing) = drawing?;
        // Of two with one id, the later one is to stay.
        if waiting.len() == PUT_AT_ONCE || !ids.insert(id.clone()) {
            count += waiting.len();
            store.put_many(tenant, std::mem::take(&mut waiting)).await?;
            ids = HashSet::from([id.clone()]);
        }
        waiting.push((id, drawing));
    }
    count += waiting.len();
    store.put_many(tenant, waiting).await?;
    eprintln!("{count} drawings of {tenant}");
    Ok(())
}
