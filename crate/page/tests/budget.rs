//! A header that claims too much is refused before anything is allocated, and a decode can be stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![cfg(feature = "raster")]

use draftlens_page::{Budget, Document, OpenOptions, PageError, PageOptions, Stop, Unwatched};

/// A PNG whose header claims any size, with hardly any data behind it.
fn png_claiming(width_px: u32, height_px: u32, one_bit: bool) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let named = [kind, body].concat();
        [&(body.len() as u32).to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat()
    };
    let depth = [if one_bit { 1 } else { 8 }, 0, 0, 0, 0];
    let header = [&width_px.to_be_bytes()[..], &height_px.to_be_bytes(), &depth].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", b"\x78\x9c\x03\0\0\0\0\x01")]
        .concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(
            crc ^ u32::from(byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

fn decode(bytes: Vec<u8>) -> PageError {
    let document = Document::open(bytes, &OpenOptions::default()).unwrap();
    document.page(0, &PageOptions::default(), &mut Unwatched).unwrap_err()
}

#[test]
fn a_page_over_the_pixel_budget_is_refused_with_its_size_and_the_limit() {
    let error = decode(png_claiming(60_000, 60_000, false));
    assert_eq!(error, PageError::TooManyPixels { width_px: 60_000, height_px: 60_000, limit_mpx: 200 });
    let words = error.to_string();
    assert!(words.contains("60000 × 60000") && words.contains("200 megapixels"), "{words}");
}

#[test]
fn an_a0_sheet_at_300_dpi_and_a_one_bit_one_at_600_are_within_the_budget() {
    for (bytes, what) in
        [(png_claiming(9_933, 14_043, false), "grey"), (png_claiming(19_866, 28_086, true), "1 bit")]
    {
        let error = decode(bytes);
        assert!(matches!(error.code(), "truncated" | "damaged"), "{what}: {error}");
    }
}

#[test]
fn a_file_over_the_byte_budget_is_refused_unread() {
    let budget = Budget { max_file_bytes: 1 << 20, ..Budget::default() };
    let error = Document::open(vec![0; 3 << 20], &OpenOptions { budget, password: None }).err().unwrap();
    assert_eq!(error, PageError::FileTooLarge { size_mb: 3, limit_mb: 1 });
}

#[test]
fn a_watch_stops_a_decode_within_its_next_rows() {
    let tall = image::GrayImage::new(64, 4_000);
    let mut png = Vec::new();
    tall.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let document = Document::open(png, &OpenOptions::default()).unwrap();
    for (stop, code) in [(Stop::Cancelled, "cancelled"), (Stop::DeadlineExceeded, "deadline-exceeded")] {
        let mut seen = 0;
        let mut watch = |done: u64, total: u64| {
            assert_eq!(total, 4_000);
            seen = done;
            if done > 1_000 { Err(stop) } else { Ok(()) }
        };
        let error = document.page(0, &PageOptions::default(), &mut watch).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(seen < 1_100, "stopped only after {seen} rows");
    }
}

#[test]
fn what_is_no_drawing_is_named() {
    for (bytes, expected) in [
        (&b"<!DOCTYPE html><html>"[..], "a web page"),
        (b"AC1032\0\0", "DWG"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x01\x02\x03", "01 02 03"),
    ] {
        let error = Document::open(bytes.to_vec(), &OpenOptions::default()).err().unwrap();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.code(), "unknown-format");
    }
    assert_eq!(Document::open(Vec::new(), &OpenOptions::default()).err(), Some(PageError::Empty));
}

#[test]
fn a_page_that_does_not_exist_is_an_error() {
    let document = Document::open(png_claiming(10, 10, false), &OpenOptions::default()).unwrap();
    let error = document.page(1, &PageOptions::default(), &mut Unwatched).unwrap_err();
    assert_eq!(error, PageError::NoSuchPage { index: 1, count: 1 });
    let error = document.page(0, &PageOptions { dpi: Some(1.0) }, &mut Unwatched).unwrap_err();
    assert_eq!(error.code(), "bad-dpi");
}

#[test]
fn a_gif_picture_larger_than_its_page_is_refused_before_it_is_allocated() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile");
    let bytes = std::fs::read(folder.join("picture-larger-than-its-page.gif")).unwrap();
    let error = Document::open(bytes, &OpenOptions::default()).err().unwrap();
    assert_eq!(error.code(), "damaged");
}
