//! A list of drawings, of which this machine embeds its share → a Parquet file, for whatever starts many of these.

use super::work::{Done, NamedFile, for_each_file, hash_in, maker, thread_count};
use crate::Outcome;
use crate::arguments::EmbedArguments;
use crate::index::bar;
use crate::nets::Embedder;
use crate::open::Failure;
use anyhow::Context;
use draftlens_search::{Entry, Header, Part, Precision, SearchError, write_part};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// What was not kept is done again by whoever goes on after a kill.
const KEEP_EVERY: Duration = Duration::from_secs(2);
/// Keeping writes all that there is: so many times as long as it took, nothing is kept.
const REST_AFTER_KEEPING: u32 = 30;

/// Which of how many machines this is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shard {
    index: usize,
    count: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(index, count)| Some(Self { index: index.parse().ok()?, count: count.parse().ok()? }));
        let shard = numbers.filter(|shard| shard.index < shard.count);
        shard.ok_or_else(|| format!("{text} is none of 0/N to N-1/N"))
    }
}

impl Shard {
    /// Every so manieth, so that shares are alike whatever the list's order.
    pub(crate) fn of<T>(self, all: Vec<T>) -> Vec<T> {
        all.into_iter().skip(self.index).step_by(self.count).collect()
    }
}

/// The paths that a manifest lists, a line each; one that stands there twice counts once.
pub(crate) fn listed(manifest: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let text = fs::read_to_string(manifest);
    let text = text.with_context(|| format!("{} cannot be read", manifest.display()))?;
    let mut seen = HashSet::new();
    let lines = text.lines().map(str::trim).filter(|&line| !line.is_empty() && seen.insert(line));
    Ok(lines.map(PathBuf::from).collect())
}

/// The pages of each drawing, by its id.
type Drawings = HashMap<String, Vec<Entry>>;

/// Writes the file, which is there when all of its drawings are; prints what was done as JSON. What an earlier run put there,
/// or had kept beside it when it was killed, is taken over where the drawing is still the same.
pub(super) fn write(arguments: &EmbedArguments, files: Vec<PathBuf>, out: &Path) -> Outcome {
    let began = Instant::now();
    let named = |path: PathBuf| NamedFile { id: path.to_string_lossy().replace('\\', "/"), path };
    let files: Vec<NamedFile> = files.into_iter().map(named).collect();
    let header = Embedder::load(&arguments.nets)?.header(Precision::default())?;
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let so_far = PathBuf::from(format!("{}.so-far", out.display()));
    let mut known = drawings_in(out, &header)?;
    known.extend(drawings_in(&so_far, &header)?);
    let is_known = |id: &str, hash: &str| {
        known.get(id).is_some_and(|pages| hash_in(&pages[0].facets, arguments.facets) == Some(hash))
    };
    let (mut made, mut n_unchanged, mut failed) = (Drawings::new(), 0, Vec::new());
    let (mut kept, mut rest) = (Instant::now(), KEEP_EVERY);
    let bar = bar(files.len() as u64);
    let make = maker(&arguments.nets, &arguments.opening, arguments.facets);
    for_each_file(
        &files,
        thread_count(arguments.jobs),
        &make,
        &is_known,
        &mut |NamedFile { id, path }, done| {
            bar.inc(1);
            match done {
                Done::Unchanged => {
                    n_unchanged += 1;
                    made.extend(known.get_key_value(id).map(|(id, pages)| (id.clone(), pages.clone())));
                }
                Done::Embedded(pages) => {
                    made.insert(id.clone(), pages);
                }
                Done::Failed(failure) => {
                    bar.suspend(|| eprintln!("draftlens: {} is left out: {failure}", path.display()));
                    failed.push((id.clone(), json!({ "file": path, "error": failure.as_json() })));
                }
            }
            if kept.elapsed() > rest {
                let began = Instant::now();
                write_part(&so_far, &header, in_order(&files, &made))?;
                (kept, rest) = (Instant::now(), KEEP_EVERY.max(began.elapsed() * REST_AFTER_KEEPING));
            }
            Ok(())
        },
    )?;
    bar.finish_and_clear();
    write_part(out, &header, in_order(&files, &made))?;
    // There is none where all of it was quick.
    let _ = fs::remove_file(&so_far);
    failed.sort_by(|(a, _), (b, _)| a.cmp(b));
    let failed: Vec<_> = failed.into_iter().map(|(_, told)| told).collect();
    let told = json!({
        "part": out, "files": files.len(), "pages": made.values().map(Vec::len).sum::<usize>(),
        "unchanged_files": n_unchanged, "failed": failed, "seconds": began.elapsed().as_secs_f64(),
    });
    println!("{told}");
    Ok(())
}

/// As the list has them, whichever was ready first: the same list gives the same file.
fn in_order<'a>(files: &'a [NamedFile], made: &'a Drawings) -> impl Iterator<Item = &'a Entry> {
    files.iter().filter_map(|file| made.get(&file.id)).flatten()
}

/// None where there is no file, or one of another model. What is no part is not written over.
fn drawings_in(path: &Path, header: &Header) -> Result<Drawings, Failure> {
    if !path.try_exists().with_context(|| format!("{} cannot be read", path.display()))? {
        return Ok(Drawings::new());
    }
    let part = Part::open(path)?;
    if part.header() != header {
        return Ok(Drawings::new());
    }
    let drawings = part.drawings().map(|pages| pages.map(|pages| (pages[0].id.clone(), pages)));
    Ok(drawings.collect::<Result<_, SearchError>>()?)
}
