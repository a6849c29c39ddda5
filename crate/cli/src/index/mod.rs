//! `draftlens index`: a folder of drawings, or what a cluster made of them → an index file.

mod fill;
mod gather;

use crate::Outcome;
use crate::arguments::{IndexArguments, PrecisionArgument};
use crate::embed::work::{NamedFile, maker, thread_count};
use crate::nets::Embedder;
use draftlens_search::{IndexFile, Precision};
use fill::{Told, fill};
use gather::{gather, parts_in};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::{IsTerminal, stderr};
use std::time::Instant;

pub(crate) fn run(arguments: &IndexArguments) -> Outcome {
    let began = Instant::now();
    let precision = match arguments.precision {
        PrecisionArgument::F16 => Precision::F16,
        PrecisionArgument::Int8 => Precision::Int8,
        PrecisionArgument::Bits => Precision::Bits,
    };
    if arguments.parts {
        let parts = parts_in(&arguments.folder)?;
        let (told, index) = gather(&arguments.out, &parts, precision)?;
        return print(arguments, &told, index.index().len(), began.elapsed().as_secs_f64());
    }
    let files = NamedFile::in_folder(&arguments.folder)?;
    let header = Embedder::load(&arguments.nets)?.header(precision)?;
    let mut index = IndexFile::open(&arguments.out, &header)?;
    let bar = bar(files.len() as u64);
    let make = maker(&arguments.nets, &arguments.opening, arguments.facets);
    let n_threads = thread_count(arguments.jobs);
    let told = fill(&mut index, &files, n_threads, arguments.facets, &make, &mut |path, failure| {
        if let Some(failure) = failure {
            bar.suspend(|| eprintln!("draftlens: {} is left out: {failure}", path.display()));
        }
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    print(arguments, &told, index.index().len(), began.elapsed().as_secs_f64())
}

pub(crate) fn bar(files: u64) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:30} {pos} of {len} files  {per_sec}  {elapsed} (left {eta})");
    ProgressBar::new(files).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print(arguments: &IndexArguments, told: &Told, n_pages: usize, seconds: f64) -> Outcome {
    let Told { indexed, pages, unchanged, removed, failed } = told;
    if arguments.json {
        let json = json!({
            "index": arguments.out, "pages": n_pages, "indexed_files": indexed, "indexed_pages": pages,
            "unchanged_files": unchanged, "removed_files": removed, "failed": failed, "seconds": seconds,
        });
        println!("{json}");
        return Ok(());
    }
    println!(
        "{}: {n_pages} pages; {indexed} files indexed, {unchanged} unchanged, {removed} gone, {} left out; {:.1} pages/s",
        arguments.out.display(),
        failed.len(),
        *pages as f64 / seconds.max(1e-3)
    );
    Ok(())
}
