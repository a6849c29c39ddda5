//! `draftlens eval`: labelled pages → how much is found and right.

mod overlap;
mod text;
mod score;

use crate::Outcome;
use crate::analyze::decode;
use crate::arguments::EvalArguments;
use crate::nets::Reader;
use anyhow::Context;
use score::{Counts, Figures, Labelled, score};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Figures by page and of groups of pages.
#[derive(Serialize)]
struct Report {
    pages: BTreeMap<String, Figures>,
    total: BTreeMap<&'static str, Figures>,
}

pub(crate) fn run(arguments: &EvalArguments) -> Outcome {
    let pages = labelled_pages(&arguments.folder)?;
    let reader = Reader::load(&arguments.nets)?;
    let mut counts: Vec<(String, &'static str, Counts)> = Vec::new();
    for (name, page) in &pages {
        let path = arguments.folder.join(&page.image);
        eprintln!("{} of {}: {}", counts.len() + 1, pages.len(), path.display());
        let began = Instant::now();
        let decoded = decode(&path, &arguments.opening, 0)?;
        let analysis = reader.read(&decoded, began.elapsed().as_secs_f64() * 1000.0, &mut |_| ())?;
        if let Some(folder) = &arguments.out {
            write(folder, name, &analysis)?;
        }
        let group = if page.derived_from.is_some() { "degraded" } else { "clean" };
        counts.push((name.clone(), group, score(page, &analysis.annotations)));
    }
    let total = |is_of: &dyn Fn(&str) -> bool| {
        let some = counts.iter().filter(|(_, group, _)| is_of(group)).map(|(.., counts)| *counts);
        some.sum::<Counts>().figures()
    };
    let mut groups: BTreeMap<&'static str, Figures> =
        counts.iter().map(|(_, group, _)| (*group, total(&|other| other == *group))).collect();
    groups.insert("all", total(&|_| true));
    let report = Report {
        pages: counts.iter().map(|(name, _, counts)| (name.clone(), counts.figures())).collect(),
        total: groups,
    };
    if arguments.json {
        println!("{}", serde_json::to_string(&report).map_err(anyhow::Error::from)?);
    } else {
        print(&report);
    }
    Ok(())
}

/// By name; JSON files without annotations are something else.
fn labelled_pages(folder: &Path) -> anyhow::Result<BTreeMap<String, Labelled>> {
    let cannot = || format!("{} cannot be read", folder.display());
    let mut pages = BTreeMap::new();
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path: PathBuf = entry.with_context(cannot)?.path();
        if path.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let json = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let value: Value =
            serde_json::from_slice(&json).with_context(|| format!("{} is not JSON", path.display()))?;
        if value.get("annotations").is_some() {
            let page = serde_json::from_value(value)
                .with_context(|| format!("{} is not a labelled page", path.display()))?;
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            pages.insert(name, page);
        }
    }
    anyhow::ensure!(
        !pages.is_empty(),
        "{} holds no labelled pages: NAME.json beside its image",
        folder.display()
    );
    Ok(pages)
}

fn write(folder: &Path, name: &str, analysis: &impl Serialize) -> anyhow::Result<()> {
    let path = folder.join(format!("{name}.json"));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, serde_json::to_vec(analysis)?))
        .with_context(|| format!("{} cannot be written", path.display()))
}

fn print(report: &Report) {
    println!(
        "{:<34} {:>4} {:>5} {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6} | {:>3} {:>6}",
        "page", "gt", "pred", "P", "R", "F1", "lenP", "lenR", "lenF1", "e2eF1", "e2eLn", "CER", "gdt", "gdtR"
    );
    for (name, figures) in &report.pages {
        print_row(name, figures);
    }
    for (group, figures) in &report.total {
        print_row(&format!("TOTAL {group}"), figures);
    }
}

fn print_row(name: &str, f: &Figures) {
    let perhaps = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
    println!(
        "{name:<34} {:>4} {:>5} {:>6.3} {:>6.3} {:>6.3} | {:>6.3} {:>6.3} {:>6.3} | {:>6.3} {:>6.3} {:>6} | {:>3} {:>6}",
        f.gt,
        f.pred,
        f.precision,
        f.recall,
        f.f1,
        f.lenient_precision,
        f.lenient_recall,
        f.lenient_f1,
        f.end_to_end_f1,
        f.end_to_end_lenient_f1,
        perhaps(f.character_error),
        f.gdt,
        perhaps(f.frame_recall)
    );
}
