//! `draftlens embed`: drawings → the vectors by which similar ones are found.

pub(crate) mod part;
pub(crate) mod work;

use crate::Outcome;
use crate::analyze::{decode, inputs};
use crate::arguments::EmbedArguments;
use crate::nets::Embedder;
use crate::open::Failure;
use draftlens_drawing::{EmbeddedView, EmbedderId, Embedding};
use indicatif::ProgressBar;
use serde::Serialize;
use serde_json::json;
use std::path::Path;

/// One line of what is printed.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    page: usize,
    model: &'a EmbedderId,
    dim: usize,
    /// Of the whole sheet.
    vector: &'a [f32],
    views: &'a [EmbeddedView],
}

pub(crate) fn run(arguments: &EmbedArguments) -> Outcome {
    let all = match &arguments.manifest {
        Some(manifest) => part::listed(manifest)?,
        None => inputs::files(&arguments.files)?,
    };
    let files = match arguments.shard {
        Some(shard) => shard.of(all),
        None => all,
    };
    if let Some(out) = &arguments.out {
        return part::write(arguments, files, out);
    }
    let embedder = Embedder::load_where(arguments.nets.device, arguments.texts_on)?;
    let bar = crate::analyze::bar(files.len() as u64);
    let mut failure = None;
    for path in &files {
        bar.set_message(path.display().to_string());
        if let Err(error) = embed_file(arguments, path, &embedder, &bar) {
            if files.len() == 1 {
                return Err(error);
            }
            bar.suspend(|| println!("{}", json!({ "file": path, "error": error.as_json() })));
            failure = Some(error);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    failure.map_or(Ok(()), |error| {
        Err(Failure::Other(anyhow::anyhow!("not all files were embedded, the last one since: {error}")))
    })
}

fn embed_file(arguments: &EmbedArguments, path: &Path, embedder: &Embedder, bar: &ProgressBar) -> Outcome {
    let id = id_of(path);
    for index in arguments.pages.of(path, &arguments.opening)? {
        let page = decode(path, &arguments.opening, index)?;
        let Embedding { model, dim, sheet, views } = embedder.embed(&page, None)?;
        let line = Line { id: &id, page: index, model: &model, dim, vector: &sheet, views: &views };
        let line = serde_json::to_string(&line).map_err(anyhow::Error::from)?;
        bar.suspend(|| println!("{line}"));
    }
    Ok(())
}

/// The file's name without its folder and its end.
fn id_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
