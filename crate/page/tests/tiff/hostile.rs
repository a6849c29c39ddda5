//! Damaged, cut and hostile files: an error that says what is wrong, never a panic, never much memory.

use crate::writer::*;
use crate::{bytes_of, first_page, fixtures, grey_of, open, page_of};
use draftlens_page::{Budget, Document, OpenOptions, PageOptions, Stop, Unwatched};

/// Decodes whatever opens; the result does not matter.
fn survive(bytes: Vec<u8>) {
    let Ok(document) = open(bytes) else { return };
    for index in 0..document.page_count().min(4) {
        let _ = document.page(index, &PageOptions::default(), &mut Unwatched);
    }
}

#[test]
fn a_cut_file_is_an_error_and_never_half_a_page() {
    for name in fixtures() {
        let whole = bytes_of(&name);
        let page = grey_of(&page_of(&name));
        for len in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            if let Ok(got) = first_page(whole[..len].to_vec()) {
                assert_eq!(grey_of(&got), page, "{name} cut to {len} bytes");
            }
        }
    }
}

#[test]
fn a_file_without_its_end_is_called_incomplete() {
    let whole = bytes_of("bits-g4.tif");
    let half = whole[..whole.len() / 2].to_vec();
    assert_eq!(first_page(half).unwrap_err().code(), "truncated");
    let directory_first = grey(100, 100, &[], &[7; 10_000]).file();
    let error = first_page(directory_first[..5000].to_vec()).unwrap_err();
    assert_eq!(error.code(), "truncated", "{error}");
}

#[test]
fn flipped_bits_never_panic() {
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random as usize
    };
    for name in fixtures() {
        let whole = bytes_of(&name);
        for _ in 0..60 {
            let mut bytes = whole.clone();
            for _ in 0..1 + next() % 3 {
                // Half of the flips go into the directory, which lies at the end.
                let tail = 400.min(bytes.len());
                let at = if next() % 2 == 0 { bytes.len() - 1 - next() % tail } else { next() % bytes.len() };
                bytes[at] ^= 1 << (next() % 8);
            }
            survive(bytes);
        }
    }
}

#[test]
fn extreme_values_in_any_tag_are_errors_or_pages_but_never_panics() {
    let extremes = [0, 1, 2, 3, 6, 7, 8, 16, 255, 4096, 65_535, 65_536, 0x7fff_ffff, u32::MAX];
    let tags = (254..=345).chain(JPEG_STREAM..=532);
    for tag in tags {
        for value in extremes {
            for compression in [1, 2, 3, 4, 5, 7, 8, 32_773] {
                let more = [(COMPRESSION, compression), (tag, value)];
                survive(grey(9, 7, &more, &[0x35; 63]).file());
                let tiled = [(TILE_WIDTH, 16), (TILE_HEIGHT, 16), (COMPRESSION, compression), (tag, value)];
                survive(grey(9, 7, &tiled, &[0x35; 300]).file());
            }
        }
    }
}

#[test]
fn extreme_64_bit_values_in_any_tag_are_errors_or_pages_but_never_panics() {
    const LONG8: u8 = 16;
    let extremes = [0, 1, 0x1_0000, 0xffff_ffff, 0x1_0000_0000, u64::MAX / 2, u64::MAX - 7, u64::MAX];
    for name in ["grey-zip-bigtiff.tif", "bits-g4-big-endian-bigtiff.tif"] {
        let whole = bytes_of(name);
        let is_little = whole.starts_with(b"II");
        let number = |field: &[u8]| {
            let eight: [u8; 8] = field.try_into().unwrap();
            if is_little { u64::from_le_bytes(eight) } else { u64::from_be_bytes(eight) }
        };
        let stored = |value: u64| if is_little { value.to_le_bytes() } else { value.to_be_bytes() };
        let directory = number(&whole[8..16]) as usize;
        let count = number(&whole[directory..directory + 8]) as usize;
        for entry in (0..count).map(|index| directory + 8 + index * 20) {
            for value in extremes {
                let mut bytes = whole.clone();
                bytes[entry + 2..entry + 4].copy_from_slice(if is_little {
                    &[LONG8, 0]
                } else {
                    &[0, LONG8]
                });
                bytes[entry + 4..entry + 12].copy_from_slice(&stored(1));
                bytes[entry + 12..entry + 20].copy_from_slice(&stored(value));
                survive(bytes.clone());
                bytes[entry + 4..entry + 12].copy_from_slice(&stored(value));
                survive(bytes);
            }
        }
    }
}

#[test]
fn sizes_that_do_not_fit_the_budget_are_refused_before_anything_is_allocated() {
    let cases: [&[(u16, u32)]; 7] = [
        &[(WIDTH, u32::MAX), (HEIGHT, u32::MAX)],
        &[(TILE_WIDTH, u32::MAX - 15), (TILE_HEIGHT, 16)],
        &[(TILE_WIDTH, u32::MAX), (TILE_HEIGHT, u32::MAX), (COMPRESSION, 4), (BITS, 1)],
        &[(TILE_WIDTH, 60_000), (TILE_HEIGHT, 60_000), (COMPRESSION, 7)],
        &[(WIDTH, 100_000), (HEIGHT, 1), (SAMPLES, 65_535), (BITS, 16)],
        &[(WIDTH, 1 << 20), (HEIGHT, 4), (TILE_WIDTH, 1), (TILE_HEIGHT, 4), (COMPRESSION, 5)],
        &[(WIDTH, 4 << 20), (HEIGHT, 4), (TILE_WIDTH, 1), (TILE_HEIGHT, 4), (COMPRESSION, 1)],
    ];
    for tags in cases {
        let mut picture = grey(64, 64, tags, &[0; 64]);
        // Enough parts, so that only the sizes are wrong.
        picture.parts = vec![vec![0; 4]; if tags.len() == 5 { 4 << 20 } else { 4 }];
        let error = first_page(picture.file()).unwrap_err();
        assert!(matches!(error.code(), "too-many-pixels" | "too-much-memory"), "{tags:?}: {error}");
    }
}

#[test]
fn lists_of_pages_that_never_end_are_left() {
    let two_in_a_ring = file(vec![grey(1, 1, &[], &[1]), grey(1, 1, &[], &[2])], 1);
    assert_eq!(open(two_in_a_ring).unwrap().page_count(), 2);
    let pages = (0..12).map(|_| grey(1, 1, &[], &[1])).collect();
    let budget = Budget { max_pages: 10, ..Budget::default() };
    let error =
        Document::open(file(pages, 0), &OpenOptions { budget, ..OpenOptions::default() }).err().unwrap();
    assert!(error.to_string().contains("more than 10 pages"), "{error}");
}

#[test]
fn a_strip_is_never_held_unpacked() {
    // 2000 × 2000 pixels of three colours in one strip, under a budget of the page and 1 MB.
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0xee; 2000 * 2000 * 3], 1);
    let tags = [(COMPRESSION, 8), (PHOTOMETRIC, 2), (SAMPLES, 3)];
    let budget = Budget { max_working_bytes: 5_000_000, ..Budget::default() };
    let options = OpenOptions { budget, ..OpenOptions::default() };
    let document = Document::open(grey(2000, 2000, &tags, &packed).file(), &options).unwrap();
    let page = document.page(0, &PageOptions::default(), &mut Unwatched).unwrap();
    assert_eq!(page.grey(1999, 1999, 1, 1), [0xee]);
}

#[test]
fn a_damaged_row_of_a_fax_is_named() {
    let mut bytes = bytes_of("bits-gs-tiffg4.tif");
    let middle = 600;
    bytes[middle..middle + 8].fill(0);
    let error = first_page(bytes).unwrap_err();
    assert_eq!(error.code(), "damaged");
    assert!(error.to_string().contains("row "), "{error}");
}

#[test]
fn a_row_lost_on_the_line_costs_a_group_3_fax_only_that_row() {
    let wanted = grey_of(&page_of("bits.png"));
    let mut bytes = bytes_of("bits-gs-tiffg3.tif");
    bytes[900] ^= 0xff;
    let got = grey_of(&first_page(bytes).unwrap());
    let rows = got.chunks(203).zip(wanted.chunks(203)).filter(|(got, wanted)| got != wanted).count();
    assert!((1..=2).contains(&rows), "{rows} rows differ");
}

#[test]
fn decoding_stops_when_it_is_told_to() {
    let document = open(bytes_of("rgb-lzw.tif")).unwrap();
    let mut watch = |_: u64, _: u64| Err(Stop::Cancelled);
    let error = document.page(0, &PageOptions::default(), &mut watch).unwrap_err();
    assert_eq!(error.code(), "cancelled");
}
