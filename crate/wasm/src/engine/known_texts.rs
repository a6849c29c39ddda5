//! Where the texts of the latest pages are: finding them takes nearly all of the time that a page's vectors cost, and whoever read
//! the page, or asked for a region of it, has found them. By the package's own detector, which embeds.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use draftlens_drawing::Detection;
use draftlens_page::{Ink, Page, Pixels};

/// Each is some 100 kB at most.
const MOST_PAGES: usize = 16;

type Known = (u64, Rc<[Detection]>);

thread_local! {
    /// The latest first.
    static KNOWN: RefCell<VecDeque<Known>> = const { RefCell::new(VecDeque::new()) };
}

pub(super) fn known_texts(page: &Page) -> Option<Rc<[Detection]>> {
    let hash = hash_of(page);
    KNOWN.with_borrow(|known| {
        known.iter().find(|(other, _)| *other == hash).map(|(_, texts)| Rc::clone(texts))
    })
}

pub(super) fn remember_texts(page: &Page, texts: &[Detection]) -> Rc<[Detection]> {
    let hash = hash_of(page);
    let texts: Rc<[Detection]> = Rc::from(texts);
    KNOWN.with_borrow_mut(|known| {
        known.retain(|(other, _)| *other != hash);
        known.push_front((hash, Rc::clone(&texts)));
        known.truncate(MOST_PAGES);
    });
    texts
}

/// Of its pixels.
fn hash_of(page: &Page) -> u64 {
    let mut hasher = DefaultHasher::new();
    (page.info().width_px, page.ink() == Ink::Light).hash(&mut hasher);
    match page.pixels() {
        Pixels::Grey(bytes) | Pixels::Bilevel(bytes) => bytes.hash(&mut hasher),
    }
    hasher.finish()
}
