//! Files that programs write seldom, or against the rules, and that people open all the same.

use crate::writer::*;
use crate::{bytes_of, difference, first_page, grey_of, open, page_of};
use draftlens_page::{PageOptions, Unwatched};

#[test]
fn old_style_jpeg_opens_where_it_holds_a_whole_stream() {
    let jpeg = bytes_of("rgb-near.jpg");
    let colors = [(COMPRESSION, 6), (PHOTOMETRIC, 6), (SAMPLES, 3), (JPEG_STREAM, u32::MAX)];
    let named = [&colors[..], &[(JPEG_STREAM_BYTES, jpeg.len() as u32)]].concat();
    for tags in [&named, &colors.to_vec()] {
        let page = first_page(grey(203, 150, tags, &jpeg).file()).unwrap();
        assert!(difference(&page, &page_of("rgb.png")).0 < 4.0);
    }
    let colors = [(COMPRESSION, 6), (PHOTOMETRIC, 6), (SAMPLES, 3)];
    assert!(first_page(grey(203, 150, &colors, &jpeg).file()).is_ok(), "a strip that is a whole stream");
    let error = first_page(grey(203, 150, &colors, &jpeg[600..]).file()).unwrap_err();
    assert_eq!(error.code(), "unsupported");
    assert!(error.to_string().contains("old-style JPEG"), "{error}");
}

#[test]
fn brightness_and_colour_at_a_reduced_resolution_are_spread() {
    // 3 × 3 pixels in blocks of 2 × 2: grey brightness 10 to 90, no colour.
    let packed = [
        [10, 20, 40, 50, 128, 128],
        [30, 0, 60, 0, 128, 128],
        [70, 80, 0, 0, 128, 128],
        [90, 0, 0, 0, 128, 128],
    ]
    .concat();
    let tags = [(PHOTOMETRIC, 6), (SAMPLES, 3)];
    let page = first_page(grey(3, 3, &tags, &packed).file()).unwrap();
    assert_eq!(grey_of(&page), [10, 20, 30, 40, 50, 60, 70, 80, 90]);
}

#[test]
fn twelve_bits_and_unspecified_extra_samples_open() {
    let page = first_page(grey(2, 1, &[(BITS, 12)], &[0xff, 0xf8, 0x00]).file()).unwrap();
    assert_eq!(grey_of(&page), [255, 128]);
    let tags = [(SAMPLES, 2), (EXTRA_SAMPLES, 0)];
    let page = first_page(grey(2, 1, &tags, &[7, 200, 9, 200]).file()).unwrap();
    assert_eq!(grey_of(&page), [7, 9]);
}

#[test]
fn a_fax_tile_wider_than_the_page_opens() {
    // 16 white pixels a row, of which the page shows 9: each row is one code "vertical 0".
    let tags = [(BITS, 1), (COMPRESSION, 4), (PHOTOMETRIC, 0), (TILE_WIDTH, 16), (TILE_HEIGHT, 16)];
    let page = first_page(grey(9, 7, &tags, &[0xff; 2]).file()).unwrap();
    assert_eq!(grey_of(&page), [255; 63]);
    // A row of 12 white, 4 black in horizontal mode: a page of 9 pixels is white, one of 14 is not.
    let row = [0b0010_0100, 0b0011_0000];
    let page = first_page(grey(14, 1, &tags, &row).file()).unwrap();
    assert_eq!(grey_of(&page)[10..], [255, 255, 0, 0]);
}

#[test]
fn transparent_parts_are_paper() {
    let straight = [(SAMPLES, 2), (EXTRA_SAMPLES, 2)];
    let page = first_page(grey(3, 1, &straight, &[0, 0, 0, 255, 100, 255]).file()).unwrap();
    assert_eq!(grey_of(&page), [255, 0, 100]);
    let planar = [(SAMPLES, 2), (EXTRA_SAMPLES, 2), (PLANAR, 2)];
    let mut picture = grey(3, 1, &planar, &[0, 0, 100]);
    picture.parts.push(vec![0, 255, 255]);
    assert_eq!(grey_of(&first_page(picture.file()).unwrap()), [255, 0, 100]);
}

#[test]
fn tags_that_writers_forget_are_assumed() {
    let plain = grey(2, 2, &[], &[1, 2, 3, 4]).without(BYTE_COUNTS).without(COMPRESSION).without(PHOTOMETRIC);
    assert_eq!(grey_of(&first_page(plain.file()).unwrap()), [1, 2, 3, 4]);
    let endless = grey(2, 2, &[(ROWS_PER_STRIP, u32::MAX)], &[1, 2, 3, 4]);
    assert_eq!(grey_of(&first_page(endless.file()).unwrap()), [1, 2, 3, 4]);
}

#[test]
fn a_page_that_cannot_be_opened_does_not_hide_the_others() {
    let strange = grey(1, 1, &[(COMPRESSION, 34_712)], &[1]);
    let document = open(file(vec![grey(1, 1, &[], &[1]), strange, grey(1, 1, &[], &[3])], 0)).unwrap();
    assert_eq!(document.summary().unwrap().pages.len(), 3);
    let page = |index| document.page(index, &PageOptions::default(), &mut Unwatched);
    assert_eq!(page(0).unwrap().grey(0, 0, 1, 1), [1]);
    assert!(page(1).unwrap_err().to_string().contains("JPEG 2000 compression in TIFF"));
    assert_eq!(page(2).unwrap().grey(0, 0, 1, 1), [3]);
}

#[test]
fn what_is_not_opened_is_named() {
    let cases = [
        ((SAMPLE_FORMAT, 3), "decimal numbers"),
        ((BITS, 32), "samples of 32 bits"),
        ((PHOTOMETRIC, 8), "L*a*b*"),
        ((COMPRESSION, 34_925), "LZMA compression"),
        ((COMPRESSION, 50_000), "Zstandard compression"),
        ((COMPRESSION, 4242), "unknown compression 4242"),
    ];
    for (tag, words) in cases {
        let error = first_page(grey(1, 1, &[tag], &[1]).file()).unwrap_err();
        assert_eq!(error.code(), "unsupported", "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn a_directory_without_a_picture_is_left_out_and_said() {
    let empty = grey(1, 1, &[], &[0]).without(WIDTH);
    let document = open(file(vec![empty, grey(1, 1, &[], &[9])], 0)).unwrap();
    assert_eq!(document.page_count(), 1);
    assert_eq!(document.summary().unwrap().notices[0].code, "pages-without-picture");
}
