use crate::Outcome;
use crate::arguments::PagesArguments;
use crate::open::with_document;
use draftlens_page::{DpiSource, Format, Notice, PageError, PageInfo, TextLayer};
use serde::Serialize;

#[derive(Serialize)]
struct Listing {
    file: String,
    format: Format,
    pages: Vec<Row>,
    notices: Vec<Notice>,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    info: PageInfo,
    /// None where the format has no text.
    text_words: Option<usize>,
    text_chars: Option<usize>,
}

pub(crate) fn run(arguments: &PagesArguments) -> Outcome {
    let file = arguments.file.file.display().to_string();
    let listing = with_document(&arguments.file.file, &arguments.file.opening, move |document, _| {
        let summary = document.summary()?;
        let row = |info: PageInfo| {
            let text = document.text_layer(info.index, info.dpi)?;
            Ok::<Row, PageError>(Row {
                text_words: text.as_ref().map(|layer| layer.words.len()),
                text_chars: text.as_ref().map(TextLayer::char_count),
                info,
            })
        };
        let pages = summary.pages.into_iter().map(row).collect::<Result<_, _>>()?;
        Ok(Listing { file, format: summary.format, pages, notices: summary.notices })
    })?;
    if arguments.json {
        println!("{}", serde_json::to_string(&listing).map_err(anyhow::Error::from)?);
    } else {
        print_table(&listing);
    }
    Ok(())
}

fn print_table(listing: &Listing) {
    let count = listing.pages.len();
    println!("{}: {}, {count} page{}", listing.file, listing.format, if count == 1 { "" } else { "s" });
    println!("{:>5} {:>15} {:>6} {:<10} {:>4} {:>6}", "page", "pixels", "dpi", "known by", "bits", "words");
    for Row { info, text_words, .. } in &listing.pages {
        let known_by = match info.dpi_source {
            DpiSource::File => "file",
            DpiSource::Paper => "paper size",
            DpiSource::Assumed => "assumed",
            DpiSource::Rendered => "drawn so",
        };
        let pixels = format!("{} × {}", info.width_px, info.height_px);
        let words = text_words.map_or_else(|| "–".to_owned(), |words| words.to_string());
        println!(
            "{:>5} {pixels:>15} {:>6.0} {known_by:<10} {:>4} {words:>6}",
            info.index, info.dpi, info.bits
        );
    }
    for notice in &listing.notices {
        let page = notice.page.map_or_else(String::new, |page| format!("page {page}: "));
        println!("note: {page}{}", notice.message);
    }
}
