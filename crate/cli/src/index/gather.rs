//! Parts that many machines made → one index.

use super::fill::{Pending, Told, known};
use crate::embed::work::hash_in;
use crate::open::Failure;
use anyhow::Context;
use draftlens_search::{Header, IndexFile, Part, Precision};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The Parquet files of a folder.
pub(super) fn parts_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || format!("{} cannot be read", folder.display());
    let entries = std::fs::read_dir(folder).with_context(cannot)?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>();
    let mut parts = paths.with_context(cannot)?;
    parts.retain(|path| path.extension().is_some_and(|end| end == "parquet"));
    parts.sort();
    anyhow::ensure!(
        !parts.is_empty(),
        "{} holds no .parquet file of `draftlens embed --out`",
        folder.display()
    );
    Ok(parts)
}

/// Makes the index say what the parts do; all of them must be of one model. Drawings that no part has are forgotten.
pub(super) fn gather(
    out: &Path,
    paths: &[PathBuf],
    precision: Precision,
) -> Result<(Told, IndexFile), Failure> {
    let parts = paths.iter().map(|path| Part::open(path)).collect::<Result<Vec<_>, _>>()?;
    let header = parts.first().context("there is no part")?.header();
    for part in &parts {
        header.model.check(&part.header().model)?;
    }
    let mut index = IndexFile::open(out, &Header { precision, ..header.clone() })?;
    let known = known(&index, false)?;
    let mut told = Told::default();
    let mut pending = Pending::new(&mut index);
    let mut here = HashSet::new();
    for part in &parts {
        for pages in part.drawings() {
            let pages = pages?;
            let id = pages[0].id.clone();
            let hash = hash_in(&pages[0].facets, false);
            if hash.is_some() && known.get(&id).is_some_and(|of_index| of_index.as_deref() == hash) {
                told.unchanged += 1;
            } else {
                told.indexed += 1;
                told.pages += pages.len();
                pending.replace(id.clone(), pages)?;
            }
            here.insert(id);
        }
    }
    told.removed = pending.keep_only(&known, |id| here.contains(id))?;
    Ok((told, index))
}
