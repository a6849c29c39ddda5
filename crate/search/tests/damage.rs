//! Bytes that are not those that were written: an error, never a panic and never another answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod vectors;

use draftlens_search::{Change, Index, Precision, Query};
use proptest::prelude::*;
use vectors::{Chance, DIM, header, model};

const PAGE: usize = 4096;

/// Of three changes, the last of which replaces and removes.
fn index(precision: Precision) -> Index {
    let mut index = Index::new(header(precision)).unwrap();
    let mut chance = Chance::new(5);
    for ids in [vec!["a", "b"], vec!["c"], vec!["a"]] {
        let remove = if index.len() == 3 { vec!["b".to_owned()] } else { Vec::new() };
        let put = ids.into_iter().map(|id| chance.entry(id, 0)).collect();
        index.change(&model(), &Change { remove, put }).unwrap();
    }
    index
}

/// All that can be asked of an index.
fn answers(index: &Index) -> (Vec<draftlens_search::Listed>, Vec<draftlens_search::Hit>) {
    let query = Query { thorough: true, ..Query::new(Chance::new(6).embedding(DIM)) };
    let listed = index.pages().map(Result::unwrap).collect();
    (listed, index.search(&model(), &query).unwrap().hits)
}

#[test]
fn every_bit_that_matters_is_watched() {
    for precision in [Precision::F16, Precision::Bits] {
        let index = index(precision);
        let (bytes, expected) = (index.to_bytes(), answers(&index));
        let mut n_refused = 0;
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            match Index::from_bytes(flipped) {
                Err(error) => {
                    let codes = ["not-an-index", "index-format", "index-damaged"];
                    assert!(codes.contains(&error.code()), "byte {at}: {error}");
                    n_refused += 1;
                }
                Ok(index) => assert_eq!(answers(&index), expected, "byte {at}"),
            }
        }
        // Nearly all but the empty part of the first page.
        assert!(n_refused > (bytes.len() - PAGE) * 9 / 10, "{n_refused} of {}", bytes.len());
    }
}

#[test]
fn an_index_cut_short_is_refused_wherever_it_is_cut() {
    let bytes = index(Precision::Int8).to_bytes();
    for length in 0..bytes.len() {
        assert!(Index::from_bytes(bytes[..length].to_vec()).is_err(), "{length}");
    }
}

#[test]
fn what_was_not_finished_is_left_out_and_what_was_whole_counts() {
    let old = index(Precision::Int8);
    let mut new = index(Precision::Int8);
    let change = Change { put: vec![Chance::new(7).entry("d", 0)], ..Change::default() };
    new.change(&model(), &change).unwrap();
    let (old_bytes, new_bytes) = (old.to_bytes(), new.to_bytes());
    // The seal of before, for a program that was ended while it appended.
    let torn = |length: usize| [&old_bytes[..PAGE], &new_bytes[PAGE..length]].concat();
    for length in old_bytes.len()..new_bytes.len() {
        let index = Index::from_bytes(torn(length)).unwrap();
        assert_eq!(index.len(), old.len(), "{length}");
    }
    assert_eq!(answers(&Index::from_bytes(torn(new_bytes.len())).unwrap()), answers(&new));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_place_are_an_error_or_an_index(at in 0_usize..9000, junk in prop::collection::vec(any::<u8>(), 1..64)) {
        let mut bytes = index(Precision::Int8).to_bytes();
        let at = at % bytes.len();
        let end = bytes.len().min(at + junk.len());
        bytes[at..end].copy_from_slice(&junk[..end - at]);
        if let Ok(index) = Index::from_bytes(bytes) {
            answers(&index);
        }
    }
}

/// Whoever makes an index to harm also makes its checksums: the parts behind them are checked too.
#[test]
fn a_forged_block_with_right_checksums_is_an_error_or_an_index() {
    let bytes = index(Precision::Int8).to_bytes();
    let hash = |bytes: &[u8]| xxhash_rust::xxh3::xxh3_64(bytes).to_le_bytes();
    let length = u64::from_le_bytes(bytes[PAGE + 24..PAGE + 32].try_into().unwrap()) as usize;
    let mut chance = Chance::new(8);
    let mut n_opened = 0;
    for round in 0..20_000 {
        let mut forged = bytes.clone();
        let block = &mut forged[PAGE..PAGE + length];
        for _ in 0..=round % 3 {
            // Counts, or the part behind the vectors, where names and lengths lie.
            let at = if round % 2 == 0 {
                4 + chance.below(28)
            } else {
                length - 1 - chance.below(400.min(length - 64))
            };
            block[at] = chance.bits() as u8;
        }
        let body = hash(&block[64..]);
        block[32..40].copy_from_slice(&body);
        let head = hash(&block[..40]);
        block[40..48].copy_from_slice(&head);
        if let Ok(index) = Index::from_bytes(forged) {
            n_opened += 1;
            // Each drawing may be an error, none a panic.
            let _ = index.pages().collect::<Vec<_>>();
            let _ = index.get("a", 0);
            let _ = index.search(&model(), &Query::new(Chance::new(9).embedding(DIM)));
        }
    }
    assert!(n_opened > 100, "{n_opened}");
}
