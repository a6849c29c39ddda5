//! Any bytes → everything that a viewer does with a file. `run.sh FORMAT SECONDS` starts it from the
//! fixtures of one format.
#![no_main]

use draftlens_page::{Budget, Document, OpenOptions, PageOptions, Stop};
use libfuzzer_sys::{Corpus, fuzz_target};
use std::time::{Duration, Instant};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let budget = Budget {
        max_grey_px: 1_000_000,
        max_bilevel_px: 4_000_000,
        max_working_bytes: 32 << 20,
        max_pages: 20,
        ..Budget::default()
    };
    let Ok(document) = Document::open(bytes.to_vec(), &OpenOptions { budget, password: None }) else {
        return Corpus::Keep;
    };
    let Ok(summary) = document.summary() else { return Corpus::Keep };
    for info in summary.pages.iter().take(2) {
        let until = Instant::now() + Duration::from_secs(2);
        let mut watch =
            |_: u64, _: u64| if Instant::now() < until { Ok(()) } else { Err(Stop::DeadlineExceeded) };
        if let Ok(page) = document.page(info.index, &PageOptions::default(), &mut watch) {
            assert_eq!(page.info().bits, page.pixels().bits(), "the header promised other pixels");
            page.thumbnail(32);
        }
        let _ = document.text_layer(info.index, info.dpi);
        let _ = document.strokes(info.index, info.dpi, &mut |_| ());
    }
    Corpus::Keep
});
