//! What is wrong with a PDF that still opens, or with one that does not.

use crate::{Format, Notice, PageError};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::Dict;

/// The end marker stands last, give or take what mail programs append.
const END_WITHIN: usize = 2048;
/// Two numbers and a word take no more bytes.
const OBJECT_HEAD: usize = 24;

/// A PDF of which nothing can be read.
pub(super) fn unreadable(bytes: &[u8]) -> PageError {
    let format = Format::Pdf;
    if has_end(bytes) {
        PageError::Damaged { format, detail: "its list of pages cannot be read".into() }
    } else {
        PageError::Truncated { format, detail: "it stops before any page is complete".into() }
    }
}

/// A page whose drawing instructions are missing.
pub(super) fn no_content(bytes: &[u8], index: usize) -> PageError {
    let detail = format!("the content of page {} is missing or broken", index + 1);
    let format = Format::Pdf;
    if has_end(bytes) {
        PageError::Damaged { format, detail }
    } else {
        PageError::Truncated { format, detail }
    }
}

/// What a person should know about a file that opened.
pub(super) fn examine(bytes: &[u8], pdf: &Pdf) -> Vec<Notice> {
    let mut notices = Vec::new();
    if !has_end(bytes) {
        notices.push(Notice::file(
            "incomplete",
            "The end of this PDF is missing: what could be recovered is shown, and parts may be absent.",
        ));
    } else if !has_index(bytes) {
        notices.push(Notice::file(
            "repaired",
            "The index of this PDF is damaged: its pages were found by searching the whole file.",
        ));
    }
    let found = pdf.pages().len();
    if let Some(promised) = promised_pages(pdf)
        && promised > found
    {
        let message = format!("Only {found} of the {promised} pages of this PDF could be found.");
        notices.push(Notice::file("incomplete", message));
    }
    notices
}

fn has_end(bytes: &[u8]) -> bool {
    last(bytes, b"%%EOF").is_some()
}

fn last(bytes: &[u8], marker: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(END_WITHIN);
    bytes[from..].windows(marker.len()).rposition(|window| window == marker).map(|at| from + at)
}

/// Does the file's last pointer lead to a cross-reference table or stream?
fn has_index(bytes: &[u8]) -> bool {
    const POINTER: &[u8] = b"startxref";
    let at_table = || {
        let digits = bytes.get(last(bytes, POINTER)? + POINTER.len()..)?.trim_ascii_start();
        let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let offset: usize = str::from_utf8(&digits[..length]).ok()?.parse().ok()?;
        // Junk before the header shifts every offset; readers allow for it.
        let header = bytes.windows(5).take(1024).position(|window| window == b"%PDF-").unwrap_or(0);
        let leads = |offset: usize| {
            let table = bytes.get(offset..).unwrap_or_default().trim_ascii_start();
            // A table, or the number of the object that holds one: `12 0 obj`.
            let head = &table[..table.len().min(OBJECT_HEAD)];
            table.starts_with(b"xref")
                || head.first().is_some_and(u8::is_ascii_digit) && head.windows(3).any(|word| word == b"obj")
        };
        Some(leads(offset) || leads(offset.saturating_add(header)))
    };
    at_table().unwrap_or(false)
}

/// How many pages the root of the page tree says there are.
fn promised_pages(pdf: &Pdf) -> Option<usize> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let count = catalog.get::<Dict<'_>>("Pages")?.get::<u32>("Count")?;
    usize::try_from(count).ok()
}
