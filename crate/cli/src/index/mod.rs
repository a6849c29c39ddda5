//! `draftlens index`: a folder of drawings → an index file.

mod fill;

use crate::Outcome;
use crate::analyze::{decode, inputs};
use crate::arguments::{IndexArguments, OpeningArguments, PrecisionArgument};
use crate::nets::{Embedder, Reader};
use crate::open::{Failure, with_document};
use draftlens_search::{Facets, IndexFile, Precision};
use fill::{EmbeddedPage, Told, fill};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::time::Instant;

pub(crate) fn run(arguments: &IndexArguments) -> Outcome {
    let began = Instant::now();
    let files = inputs::files(std::slice::from_ref(&arguments.folder))?;
    let precision = match arguments.precision {
        PrecisionArgument::F16 => Precision::F16,
        PrecisionArgument::Int8 => Precision::Int8,
        PrecisionArgument::Bits => Precision::Bits,
    };
    let header = Embedder::load(&arguments.nets)?.header(precision)?;
    let mut index = IndexFile::open(&arguments.out, &header)?;
    let bar = bar(files.len() as u64);
    let n_cores = || std::thread::available_parallelism().map_or(1, Into::into);
    let n_jobs = arguments.jobs.map_or_else(n_cores, Into::into);
    let make = || {
        let embedder = Embedder::load(&arguments.nets)?;
        let reader = arguments.facets.then(|| Reader::load(&arguments.nets)).transpose()?;
        Ok(move |path: &Path| pages(path, &arguments.opening, &embedder, reader.as_ref()))
    };
    let told = fill(&mut index, &arguments.folder, &files, n_jobs, &make, &mut |path, failure| {
        if let Some(failure) = failure {
            bar.suspend(|| eprintln!("draftlens: {} is left out: {failure}", path.display()));
        }
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    print(arguments, &told, index.index().len(), began.elapsed().as_secs_f64())
}

/// All pages of a file; facets only where there is somebody who reads.
fn pages(
    path: &Path,
    opening: &OpeningArguments,
    embedder: &Embedder,
    reader: Option<&Reader>,
) -> Result<Vec<EmbeddedPage>, Failure> {
    let n_pages = with_document(path, opening, |document, _| Ok(document.page_count()))?;
    let embed = |number: usize| {
        let page = decode(path, opening, number)?;
        let facets = match reader {
            None => Facets::default(),
            Some(reader) => {
                facets_of(&draftlens_drawing::Facets::of(&reader.read(&page, 0.0, &mut |_| ())?))?
            }
        };
        Ok(EmbeddedPage { number: number as u32, embedding: embedder.vectors(&page)?, facets })
    };
    (0..n_pages).map(embed).collect()
}

fn facets_of(facets: &draftlens_drawing::Facets) -> anyhow::Result<Facets> {
    Ok(serde_json::from_value(serde_json::to_value(facets)?)?)
}

fn bar(files: u64) -> ProgressBar {
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
