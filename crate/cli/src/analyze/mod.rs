//! `draftlens analyze`: drawings → what stands on them.

pub(crate) mod inputs;
mod print;
mod csv_rows;
mod overlay;
mod overlay_png;
mod overlay_svg;

use crate::Outcome;
use crate::arguments::{AnalyzeArguments, NetArguments, OpeningArguments, PageChoice};
use crate::nets::Reader;
use crate::open::{Failure, with_document};
use csv_rows::CsvRows;
use draftlens_drawing::{Analysis, Event, Stage};
use draftlens_page::{Page, PageOptions};
use indicatif::{ProgressBar, ProgressStyle};
use overlay::Overlay;
use serde_json::json;
use std::io::{IsTerminal, stderr};
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

/// Steps of a progress bar for one page.
const STEPS_PER_PAGE: u64 = 1000;
/// The share of a page's time that passes until its scale is known.
const LOOK_SHARE: f64 = 0.6;

pub(crate) fn run(arguments: &AnalyzeArguments) -> Outcome {
    let files = inputs::files(&arguments.files)?;
    if arguments.overlay.is_some() && (files.len() > 1 || arguments.pages.all_pages) {
        return Err(anyhow::anyhow!("--overlay draws one page: give one file and one page").into());
    }
    if arguments.form.json && (files.len() > 1 || arguments.pages.all_pages) {
        return Err(
            anyhow::anyhow!("--json prints one analysis: use --jsonl for several files or pages").into()
        );
    }
    let overlay = arguments.overlay.as_deref().map(Overlay::to).transpose()?;
    let mut report = Report::new(arguments);
    let reader = Reader::load(&arguments.nets)?;
    let bar = bar(files.len() as u64 * STEPS_PER_PAGE);
    let mut failure = None;
    for (index, path) in files.iter().enumerate() {
        bar.set_position(index as u64 * STEPS_PER_PAGE);
        bar.set_message(path.display().to_string());
        if let Err(error) = read_file(arguments, path, &reader, overlay.as_ref(), &bar, &mut report) {
            if files.len() == 1 {
                return Err(error);
            }
            bar.suspend(|| report.failed(path, &error))?;
            failure = Some(error);
        }
    }
    bar.finish_and_clear();
    failure.map_or(Ok(()), |error| {
        Err(Failure::Other(anyhow::anyhow!("not all files were read, the last one since: {error}")))
    })
}

fn read_file(
    arguments: &AnalyzeArguments,
    path: &Path,
    reader: &Reader,
    overlay: Option<&Overlay<'_>>,
    bar: &ProgressBar,
    report: &mut Report,
) -> Outcome {
    let start = bar.position();
    for index in arguments.pages.of(path, &arguments.opening)? {
        let began = Instant::now();
        let page = decode_with_words(path, &arguments.opening, &arguments.nets, index)?;
        let decode_ms = began.elapsed().as_secs_f64() * 1000.0;
        let analysis = reader.read(&page, decode_ms, &mut |event| {
            if let Event::Progress { stage, done, total } = event {
                bar.set_position(start + (share(stage, done, total) * STEPS_PER_PAGE as f64) as u64);
            }
        })?;
        bar.suspend(|| report.read(path, &analysis))?;
        if let Some(overlay) = overlay {
            overlay.write(&page, &analysis.annotations)?;
        }
    }
    Ok(())
}

impl PageChoice {
    /// Of this file.
    pub(crate) fn of(&self, path: &Path, opening: &OpeningArguments) -> Result<Range<usize>, Failure> {
        if self.all_pages {
            Ok(0..with_document(path, opening, |document, _| Ok(document.page_count()))?)
        } else {
            Ok(self.page..self.page + 1)
        }
    }
}

/// Decodes a page of a file as it is.
pub(crate) fn decode(path: &Path, opening: &OpeningArguments, index: usize) -> Result<Page, Failure> {
    with_document(path, opening, move |document, deadline| {
        document.page(index, &PageOptions::default(), deadline)
    })
}

/// The same with the words that the file has for it unless only pixels are wanted.
pub(crate) fn decode_with_words(
    path: &Path,
    opening: &OpeningArguments,
    nets: &NetArguments,
    index: usize,
) -> Result<Page, Failure> {
    let wants_words = !nets.pixels_only;
    with_document(path, opening, move |document, deadline| {
        let page = document.page(index, &PageOptions::default(), deadline)?;
        let words = if wants_words { document.text_layer(index, page.info().dpi)? } else { None };
        Ok(page.with_text(words))
    })
}

fn share(stage: Stage, done: usize, total: usize) -> f64 {
    let part = done as f64 / total.max(1) as f64;
    match stage {
        Stage::Look => LOOK_SHARE * part,
        Stage::Read => LOOK_SHARE + (1.0 - LOOK_SHARE) * part,
    }
}

/// On a terminal.
pub(crate) fn bar(steps: u64) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {elapsed} (left {eta})  {wide_msg}");
    ProgressBar::new(steps).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// What is said on standard output.
enum Report {
    Table,
    Json,
    Jsonl,
    Csv(Box<CsvRows>),
}

impl Report {
    fn new(arguments: &AnalyzeArguments) -> Self {
        let form = &arguments.form;
        match (form.json, form.jsonl, form.csv) {
            (true, ..) => Self::Json,
            (_, true, _) => Self::Jsonl,
            (.., true) => Self::Csv(Box::new(CsvRows::new())),
            _ => Self::Table,
        }
    }

    fn read(&mut self, path: &Path, analysis: &Analysis) -> anyhow::Result<()> {
        match self {
            Self::Table => print::table(path, analysis),
            Self::Json => println!("{}", serde_json::to_string(analysis)?),
            Self::Jsonl => println!("{}", json!({ "file": path, "analysis": analysis })),
            Self::Csv(rows) => rows.write(path, analysis)?,
        }
        Ok(())
    }

    fn failed(&self, path: &Path, failure: &Failure) -> anyhow::Result<()> {
        match self {
            Self::Jsonl => println!("{}", json!({ "file": path, "error": failure.as_json() })),
            _ => eprintln!("draftlens: {}: {failure}", path.display()),
        }
        Ok(())
    }
}
