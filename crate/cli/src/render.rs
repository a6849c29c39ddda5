use crate::Outcome;
use crate::arguments::RenderArguments;
use crate::open::with_document;
use crate::picture::write_png;
use anyhow::Context;
use draftlens_page::{Page, PageOptions};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

pub(crate) fn run(arguments: &RenderArguments) -> Outcome {
    let (index, options) = (arguments.page, PageOptions { dpi: arguments.dpi });
    let page = with_document(&arguments.file.file, &arguments.file.opening, move |document, deadline| {
        document.page(index, &options, deadline)
    })?;
    let out = &arguments.out;
    write_page(&page, out).with_context(|| format!("{} cannot be written", out.display()))?;
    let info = page.info();
    eprintln!(
        "{}: {} × {} pixels, {:.0} dpi, {} bit",
        out.display(),
        info.width_px,
        info.height_px,
        info.dpi,
        info.bits
    );
    Ok(())
}

fn write_page(page: &Page, path: &Path) -> anyhow::Result<()> {
    write_png(page, BufWriter::new(File::create(path)?))
}
