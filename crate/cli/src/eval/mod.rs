//! `draftlens eval`: labelled pages → how much is found and right, as they are and with something done to them.

mod change;
mod labelled;
mod overlap;
mod text;
mod score;
mod report;

use crate::Outcome;
use crate::analyze::decode_with_words;
use crate::arguments::EvalArguments;
use crate::nets::Reader;
use anyhow::Context;
pub(crate) use change::Change;
use labelled::labelled_pages;
use report::{Counted, Report};
use score::score;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

pub(crate) fn run(arguments: &EvalArguments) -> Outcome {
    let pages = labelled_pages(&arguments.folder)?;
    let reader = match &arguments.models {
        Some(folder) => Reader::load_from(folder, &arguments.nets)?,
        None => Reader::load(&arguments.nets)?,
    };
    let mut as_they_are = Counted::new();
    let mut under: BTreeMap<Change, Counted> = BTreeMap::new();
    for (index, (name, labels)) in pages.iter().enumerate() {
        let path = arguments.folder.join(&labels.image);
        eprintln!("{} of {}: {}", index + 1, pages.len(), path.display());
        let group = if labels.derived_from.is_some() { "degraded" } else { "clean" };
        let began = Instant::now();
        let page = decode_with_words(&path, &arguments.opening, &arguments.nets, 0)?;
        let analysis = reader.read(&page, began.elapsed().as_secs_f64() * 1000.0, &mut |_| ())?;
        if let Some(folder) = &arguments.out {
            write(folder, name, &analysis)?;
        }
        as_they_are.push((name.clone(), group, score(labels, &analysis.annotations)));
        for &change in &arguments.under {
            let (page, motion) =
                change.of(&page).with_context(|| format!("{} is too large to be changed", path.display()))?;
            let analysis = reader.read(&page, 0.0, &mut |_| ())?;
            if let Some(folder) = &arguments.out {
                write(&folder.join(change.name()), name, &analysis)?;
            }
            let counts = score(&labels.moved(|quad| motion.quad(quad)), &analysis.annotations);
            under.entry(change).or_default().push((name.clone(), group, counts));
        }
    }
    let mut report = Report::of(&as_they_are);
    for (change, counted) in &under {
        report.add(*change, counted);
    }
    if arguments.json {
        println!("{}", serde_json::to_string(&report).map_err(anyhow::Error::from)?);
    } else {
        report.print();
    }
    Ok(())
}

fn write(folder: &Path, name: &str, analysis: &impl Serialize) -> anyhow::Result<()> {
    let path = folder.join(format!("{name}.json"));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, serde_json::to_vec(analysis)?))
        .with_context(|| format!("{} cannot be written", path.display()))
}
