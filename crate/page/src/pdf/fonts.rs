//! Fonts that a PDF names and does not hold: the 14 standard ones come with the reader, East Asian ones and
//! their encodings from here.

use super::cjk_font::cjk_font;
use super::cmaps;
use crate::Notice;
use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Parts of the names of the fonts that East Asian systems come with.
const CJK_NAMES: [&str; 30] = [
    "Gothic",
    "Mincho",
    "Meiryo",
    "Kozuka",
    "KozMin",
    "KozGo",
    "Ryumin",
    "Heisei",
    "Hiragino",
    "YuGo",
    "YuMin",
    "SimSun",
    "SimHei",
    "FangSong",
    "KaiTi",
    "YaHei",
    "STSong",
    "STHei",
    "MingLiU",
    "JhengHei",
    "MSung",
    "MHei",
    "DFKai",
    "Batang",
    "Gulim",
    "Dotum",
    "Malgun",
    "Nanum",
    "SourceHan",
    "CJK",
];

/// What the interpreter complained of while it drew a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Complaints(Arc<Flags>);

#[derive(Debug, Default)]
struct Flags {
    font: AtomicBool,
    image: AtomicBool,
}

impl Complaints {
    pub(super) fn has_image(&self) -> bool {
        self.0.image.load(Ordering::Relaxed)
    }

    /// The complaints in words.
    pub(super) fn notices(&self, page: usize) -> Vec<Notice> {
        let mut notices = Vec::new();
        if self.0.font.load(Ordering::Relaxed) {
            let message = "A font of this page cannot be read: some of its text is missing.";
            notices.push(Notice::page("font-unreadable", page, message));
        }
        if self.has_image() {
            let message = "A picture on this page is damaged and left out.";
            notices.push(Notice::page("image-damaged", page, message));
        }
        notices
    }
}

pub(super) fn settings(complaints: &Complaints) -> InterpreterSettings {
    let flags = Arc::clone(&complaints.0);
    InterpreterSettings {
        font_resolver: Arc::new(resolve),
        cmap_resolver: Arc::new(cmaps::resolve),
        warning_sink: Arc::new(move |warning| match warning {
            InterpreterWarning::UnsupportedFont => flags.font.store(true, Ordering::Relaxed),
            InterpreterWarning::ImageDecodeFailure => flags.image.store(true, Ordering::Relaxed),
            _ => {}
        }),
        ..InterpreterSettings::default()
    }
}

fn resolve(query: &FontQuery) -> Option<(FontData, u32)> {
    match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(query) if is_cjk(query) => Some((cjk_font()?, 0)),
        FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
    }
}

fn is_cjk(query: &FallbackFontQuery) -> bool {
    use CidFamily::{AdobeCNS1, AdobeGB1, AdobeJapan1, AdobeKorea1};
    match &query.character_collection {
        Some(collection) if matches!(collection.family, AdobeJapan1 | AdobeGB1 | AdobeCNS1 | AdobeKorea1) => {
            true
        }
        // A collection without meaning: a composite font all the same, so the name decides.
        Some(_) => query
            .post_script_name
            .as_deref()
            .is_some_and(|name| CJK_NAMES.iter().any(|part| name.contains(part)) || name.starts_with("MS-")),
        None => false,
    }
}
