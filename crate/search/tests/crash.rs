//! A program that changes an index is ended by force, again and again: what it was told to be kept is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod vectors;

use draftlens_search::{Change, Index, IndexFile, Precision};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use vectors::{Chance, header, model};

const FILE: &str = "DRAFTLENS_TEST_INDEX";
const START: &str = "DRAFTLENS_TEST_START";

/// Each change puts two pages and, from time to time, takes a drawing away: all of it counts, or nothing.
fn change(number: u64) -> Change {
    let mut chance = Chance::new(number);
    let id = format!("part {}", number % 40);
    let remove =
        if number.is_multiple_of(7) { vec![format!("part {}", (number + 11) % 40)] } else { Vec::new() };
    Change { remove, put: (0..2).map(|page| chance.entry(&id, page)).collect() }
}

fn expected(n_changes: u64) -> BTreeMap<(String, u32), draftlens_search::Facets> {
    let mut pages = BTreeMap::new();
    for number in 0..n_changes {
        let Change { remove, put } = change(number);
        pages.retain(|(id, _), _| !remove.contains(id));
        pages.extend(put.into_iter().map(|entry| ((entry.id, entry.page), entry.facets)));
    }
    pages
}

fn held<B: AsRef<[u8]>>(index: &Index<B>) -> BTreeMap<(String, u32), draftlens_search::Facets> {
    index.pages().map(Result::unwrap).map(|page| ((page.id, page.page), page.facets)).collect()
}

/// Not a test: what the other one starts as a program of its own.
#[test]
fn writer() {
    let (Ok(path), Ok(start)) = (std::env::var(FILE), std::env::var(START)) else { return };
    let mut file = IndexFile::open(Path::new(&path), &header(Precision::Int8)).unwrap();
    for number in start.parse().unwrap().. {
        file.change(&model(), &change(number)).unwrap();
        // In one write: the test's own printing is buffered, and a line in two could be cut by the end.
        std::io::stderr().write_all(format!("kept {number}\n").as_bytes()).unwrap();
        if number % 16 == 15 {
            file.compact().unwrap();
        }
    }
}

fn start_writer(path: &Path, start: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writer", "--nocapture"])
        .env(FILE, path)
        .env(START, start.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_program_that_is_killed_loses_nothing_that_it_was_told_to_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawings.index");
    let mut chance = Chance::new(10);
    let mut n_done = 0;
    for round in 0..25 {
        let mut child = start_writer(&path, n_done);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        // Not always at the beginning of a change.
        let first = lines.next().expect("the writer writes").unwrap();
        std::thread::sleep(Duration::from_micros(chance.below(30_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let last =
            lines.map_while(Result::ok).filter(|line| line.starts_with("kept")).last().unwrap_or(first);
        let n_told =
            last.strip_prefix("kept ").unwrap_or_else(|| panic!("{last}")).parse::<u64>().unwrap() + 1;
        let pages = held(&IndexFile::search_only(&path).unwrap());
        // One change more may have been kept just before its program could say so.
        n_done = (n_told..=n_told + 1).find(|&n_changes| expected(n_changes) == pages).unwrap_or_else(|| {
            panic!("round {round}: {n_told} changes were kept, and the index holds something else")
        });
    }
    assert!(n_done > 25, "{n_done}");
}

#[test]
fn one_program_changes_a_file_while_others_search_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawings.index");
    let mut writer = IndexFile::open(&path, &header(Precision::F16)).unwrap();
    writer.change(&model(), &change(1)).unwrap();
    let refused = IndexFile::open(&path, &header(Precision::F16)).map(|_| ()).unwrap_err();
    assert_eq!(refused.code(), "index-in-use");
    let before = IndexFile::search_only(&path).unwrap();
    writer.change(&model(), &change(2)).unwrap();
    writer.compact().unwrap();
    writer.change(&model(), &change(3)).unwrap();
    assert_eq!((before.len(), writer.index().len()), (2, 6));
    assert_eq!(held(&IndexFile::search_only(&path).unwrap()), held(writer.index()));
    assert_eq!(held(&Index::from_bytes(std::fs::read(&path).unwrap()).unwrap()), held(writer.index()));
    drop(writer);
    // The other test starts programs, which share this one's locks for the moment before they are themselves.
    let opens = |_| {
        std::thread::sleep(Duration::from_millis(20));
        IndexFile::open(&path, &header(Precision::F16)).is_ok()
    };
    assert!((0..100).any(opens));
}

#[test]
fn a_file_that_is_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawings.index");
    std::fs::write(&path, "%PDF-1.7 and so on").unwrap();
    assert_eq!(
        IndexFile::open(&path, &header(Precision::Int8)).map(|_| ()).unwrap_err().code(),
        "not-an-index"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "%PDF-1.7 and so on");
    assert_eq!(IndexFile::search_only(&folder.path().join("none")).map(|_| ()).unwrap_err().code(), "io");
}
