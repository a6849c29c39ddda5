//! `draftlens search`: a drawing → those of an index that are like it.

use crate::Outcome;
use crate::analyze::decode;
use crate::arguments::SearchArguments;
use crate::nets::Embedder;
use anyhow::Context;
use draftlens_search::{Found, IndexFile, Query};
use serde_json::json;

pub(crate) fn run(arguments: &SearchArguments) -> Outcome {
    let index = IndexFile::search_only(&arguments.index)?;
    let embedder = Embedder::load(&arguments.nets)?;
    // Before the drawing is decoded: that takes longer.
    let model = embedder.header(index.header().precision)?.model;
    index.model().check(&model)?;
    let filter = arguments.filter.as_deref().map(serde_json::from_str).transpose();
    let filter = filter.context("--filter is not a list of conditions")?.unwrap_or_default();
    let page = decode(&arguments.file, &arguments.opening, arguments.page)?;
    let query = Query {
        filter,
        limit: arguments.top,
        thorough: arguments.thorough,
        ..Query::new(embedder.vectors(&page, None)?)
    };
    let Found { hits, n_admitted } = index.search(&model, &query)?;
    if arguments.json {
        let asked = json!({ "file": arguments.file, "page": arguments.page, "model": model });
        println!("{}", json!({ "query": asked, "hits": hits, "n_admitted": n_admitted }));
        return Ok(());
    }
    println!("the {} most alike of {n_admitted} pages", hits.len());
    for hit in hits {
        println!(
            "{:6.3}  {}{}",
            hit.score,
            hit.id,
            if hit.page > 0 { format!("  page {}", hit.page) } else { String::new() }
        );
    }
    Ok(())
}
