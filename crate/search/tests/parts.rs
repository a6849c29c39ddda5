//! Entries that go to a Parquet file and come back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod vectors;

use draftlens_search::{Embedding, Entry, Part, Precision, write_part};
use std::fs;
use vectors::{Chance, header};

/// More than one group of rows; drawings of one to three pages, some without views.
fn entries() -> Vec<Entry> {
    let mut chance = Chance::new(3);
    let mut page = |number: u32| {
        let mut entry = chance.entry(&format!("part {}", number / 3), number % 3);
        if number.is_multiple_of(7) {
            entry.embedding = Embedding { views: Vec::new(), ..entry.embedding };
        }
        entry
    };
    (1..2500).map(&mut page).collect()
}

#[test]
fn what_is_put_into_a_part_comes_out_of_it_drawing_by_drawing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part.parquet");
    let (header, entries) = (header(Precision::Int8), entries());
    write_part(&path, &header, &entries).unwrap();
    let part = Part::open(&path).unwrap();
    assert_eq!(part.header(), &header);
    let drawings: Vec<Vec<Entry>> = part.drawings().map(Result::unwrap).collect();
    assert_eq!(
        drawings.len(),
        2500_usize.div_ceil(3),
        "a drawing is one also where a group of rows ends in it"
    );
    assert!(drawings.iter().all(|pages| pages.iter().all(|page| page.id == pages[0].id)));
    assert_eq!(drawings.concat(), entries);
    let bytes = fs::read(&path).unwrap();
    write_part(&path, &header, &entries).unwrap();
    assert!(bytes == fs::read(&path).unwrap(), "the same entries give the same bytes");
}

#[test]
fn an_entry_that_cannot_be_kept_leaves_the_part_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part.parquet");
    let (header, mut entries) = (header(Precision::Int8), entries());
    entries[2000].id = String::new();
    assert_eq!(write_part(&path, &header, &entries).unwrap_err().code(), "bad-entry");
    assert!(!path.exists());
    write_part(&path, &header, &entries[..1]).unwrap();
    assert!(write_part(&path, &header, &entries).is_err());
    assert_eq!(Part::open(&path).unwrap().drawings().count(), 1);
}

#[test]
fn what_is_no_part_or_not_whole_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part.parquet");
    write_part(&path, &header(Precision::Int8), &entries()).unwrap();
    let whole = fs::read(&path).unwrap();
    for bytes in [&whole[..whole.len() - 100], &whole[..1000], b"no part at all"] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(Part::open(&path).map(drop).unwrap_err().code(), "bad-part");
    }
    // Its end is sound, what it tells of is not.
    let mut spoilt = whole.clone();
    spoilt[4..5000].fill(0xff);
    fs::write(&path, spoilt).unwrap();
    let read = Part::open(&path).and_then(|part| part.drawings().collect::<Result<Vec<_>, _>>().map(drop));
    assert_eq!(read.unwrap_err().code(), "bad-part");
    assert_eq!(Part::open(&folder.path().join("none")).map(drop).unwrap_err().code(), "io");
}
