//! TIFF files as other programs write them, against the pictures that they must show; `fixtures/tiff/make.sh`
//! made both.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says so by panicking")]

mod hostile;
mod unusual;
mod writer;

use draftlens_page::{Document, OpenOptions, Page, PageError, PageOptions, Pixels, Unwatched};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiff").join(name)
}

fn open(bytes: Vec<u8>) -> Result<Document, PageError> {
    Document::open(bytes, &OpenOptions::default())
}

fn first_page(bytes: Vec<u8>) -> Result<Page, PageError> {
    open(bytes)?.page(0, &PageOptions::default(), &mut Unwatched)
}

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).unwrap()
}

fn page_of(name: &str) -> Page {
    first_page(bytes_of(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn grey_of(page: &Page) -> Vec<u8> {
    page.grey(0, 0, page.info().width_px, page.info().height_px)
}

/// Mean and largest difference of two pages of the same size.
fn difference(got: &Page, wanted: &Page) -> (f64, u8) {
    assert_eq!(
        (got.info().width_px, got.info().height_px),
        (wanted.info().width_px, wanted.info().height_px)
    );
    let (got, wanted) = (grey_of(got), grey_of(wanted));
    let all: Vec<u8> = got.iter().zip(&wanted).map(|(a, b)| a.abs_diff(*b)).collect();
    let sum: u64 = all.iter().map(|value| u64::from(*value)).sum();
    (sum as f64 / all.len() as f64, all.iter().copied().max().unwrap_or(0))
}

fn fixtures() -> Vec<String> {
    let files = std::fs::read_dir(fixture("")).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".tif"));
    names.sort();
    names
}

#[test]
fn every_variant_shows_its_picture() {
    let mut compared = 0;
    for name in fixtures() {
        let (picture, variant) = name.split_once('-').unwrap();
        if !matches!(picture, "bits" | "grey" | "grey2" | "grey4" | "rgb" | "palette" | "alpha") {
            continue;
        }
        let (got, wanted) = (page_of(&name), page_of(&format!("{picture}.png")));
        let (mean, largest) = difference(&got, &wanted);
        if variant.contains("near-jpeg") {
            assert!(mean < 4.0, "{name}: differs by {mean} on average");
        } else if variant.contains("near") {
            assert!(largest <= 3, "{name}: differs by {largest}");
        } else {
            assert_eq!(largest, 0, "{name} differs by {mean} on average");
        }
        assert_eq!(got.info().bits, wanted.info().bits, "{name}: bits");
        compared += 1;
    }
    assert_eq!(compared, 59);
}

#[test]
fn black_and_white_stays_1_bit() {
    for name in ["bits-g4.tif", "bits-gs-tiffg32d.tif", "bits-none-tiles.tif", "bits-g4-min-is-black.tif"] {
        assert!(matches!(page_of(name).pixels(), Pixels::Bilevel(_)), "{name}");
    }
}

#[test]
fn every_orientation_stands_upright() {
    for orientation in 1..=8 {
        let got = page_of(&format!("turned-{orientation}.tif"));
        let wanted = page_of(&format!("turned-{orientation}.png"));
        assert_eq!(difference(&got, &wanted).1, 0, "orientation {orientation}");
    }
}

#[test]
fn thumbnails_between_the_pages_are_no_pages() {
    let document = open(bytes_of("pages-and-thumbnails.tif")).unwrap();
    assert_eq!(document.page_count(), 2);
    for (index, picture) in ["bits.png", "grey.png"].iter().enumerate() {
        let page = document.page(index, &PageOptions::default(), &mut Unwatched).unwrap();
        assert_eq!(page.info().index, index);
        assert_eq!(difference(&page, &page_of(picture)).1, 0, "{picture}");
    }
}

#[test]
fn a_fax_becomes_a_page_with_square_pixels() {
    let info = page_of("fax-204x98.tif").info().clone();
    assert_eq!((info.width_px, info.height_px), (203, 312));
    assert_eq!((info.dpi, info.bits), (204.0, 8));
}

#[test]
fn the_resolution_is_read_in_inches_and_centimetres() {
    assert!((page_of("dpi-in-cm.tif").info().dpi - 300.0).abs() < 0.01);
    assert!((page_of("bits-g4-big-endian-bigtiff.tif").info().dpi - 72.0).abs() < 0.01);
}

#[test]
fn a_real_fax_shows_the_page_that_it_was_made_of() {
    let drawings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/drawings");
    let (Ok(fax), Ok(plate)) = (
        std::fs::read(drawings.join("robustness/g4.tif")),
        std::fs::read(drawings.join("pages/rpm_plate.png")),
    ) else {
        eprintln!("SKIPPED: the real drawings are not beside this checkout");
        return;
    };
    let (fax, plate) = (first_page(fax).unwrap(), first_page(plate).unwrap());
    assert_eq!((fax.info().width_px, fax.info().height_px), (plate.info().width_px, plate.info().height_px));
    let ink = |page: &Page| grey_of(page).iter().filter(|grey| **grey < 128).count() as f64;
    let share = ink(&fax) / ink(&plate);
    assert!((0.8..1.25).contains(&share), "the fax has {share} of the ink");
    assert!(difference(&fax, &plate).0 < 4.0, "{:?}", difference(&fax, &plate));
}
