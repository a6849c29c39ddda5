//! Every raster variant opens with the pixels of its source. The fixtures are drawn by `fixtures/raster/make.sh`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![cfg(feature = "raster")]

use draftlens_page::{
    Document, DpiSource, Ink, OpenOptions, Page, PageError, PageOptions, Pixels, Unwatched,
};
use std::path::PathBuf;

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/raster").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn open(bytes: Vec<u8>) -> Result<Page, PageError> {
    Document::open(bytes, &OpenOptions::default())?.page(0, &PageOptions::default(), &mut Unwatched)
}

fn grey_of(page: &Page) -> Vec<u8> {
    page.grey(0, 0, page.info().width_px, page.info().height_px)
}

/// The source's pixels by the documented formula, in floating point and by another decoder.
fn expected(source: &str) -> Vec<f64> {
    let rgb = image::load_from_memory(&fixture(source)).unwrap().to_rgb8();
    rgb.pixels()
        .map(|image::Rgb([r, g, b])| {
            let luma = 0.299 * f64::from(*r) + 0.587 * f64::from(*g) + 0.114 * f64::from(*b);
            f64::midpoint(luma, f64::from(*r.min(g).min(b)))
        })
        .collect()
}

struct Case {
    file: &'static str,
    source: &'static str,
    bits: u8,
    /// Largest difference that a pixel may show, and the mean of all.
    worst: f64,
    mean: f64,
}

const fn exact(file: &'static str, source: &'static str, bits: u8) -> Case {
    // Integer weights round by up to 1.
    Case { file, source, bits, worst: 1.5, mean: 0.5 }
}

const fn lossy(file: &'static str, source: &'static str, worst: f64, mean: f64) -> Case {
    Case { file, source, bits: 8, worst, mean }
}

const CASES: [Case; 25] = [
    exact("colour.png", "colour.png", 8),
    exact("colour-palette.png", "colour.png", 8),
    exact("colour-alpha.png", "colour.png", 8),
    exact("colour-16.png", "colour.png", 8),
    exact("colour-interlaced.png", "colour.png", 8),
    exact("grey.png", "grey.png", 8),
    exact("grey-16.png", "grey.png", 8),
    exact("grey-alpha.png", "grey.png", 8),
    exact("bits.png", "bits.png", 1),
    exact("bits-palette.png", "bits.png", 1),
    exact("bits-interlaced.png", "bits.png", 1),
    lossy("grey.jpg", "grey.png", 30.0, 2.0),
    lossy("colour.jpg", "colour.png", 25.0, 1.5),
    lossy("colour-420.jpg", "colour.png", 110.0, 6.0),
    lossy("colour-progressive.jpg", "colour.png", 110.0, 6.0),
    lossy("colour-restart.jpg", "colour.png", 25.0, 1.5),
    lossy("cmyk.jpg", "colour.png", 60.0, 3.0),
    lossy("colour-exif-6.jpg", "colour.png", 25.0, 1.5),
    exact("colour-lossless.webp", "colour.png", 8),
    lossy("colour-lossy.webp", "colour.png", 140.0, 8.0),
    exact("colour-24.bmp", "colour.png", 8),
    exact("colour-8.bmp", "colour.png", 8),
    exact("bits-1.bmp", "bits.png", 8),
    exact("colour.gif", "colour.png", 8),
    exact("colour-interlaced.gif", "colour.png", 8),
];

#[test]
fn every_variant_opens_with_the_pixels_of_its_source() {
    for Case { file, source, bits, worst, mean } in CASES {
        let page = open(fixture(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!((page.info().width_px, page.info().height_px), (167, 121), "{file}");
        assert_eq!(page.pixels().bits(), bits, "{file}: bits");
        assert_eq!(page.info().bits, bits, "{file}: bits promised by the header");
        assert_eq!(page.ink(), Ink::Dark, "{file}");
        let differences: Vec<f64> = expected(source)
            .iter()
            .zip(grey_of(&page))
            .map(|(want, got)| (want - f64::from(got)).abs())
            .collect();
        let most = differences.iter().copied().fold(0.0, f64::max);
        let average = differences.iter().sum::<f64>() / differences.len() as f64;
        assert!(most <= worst && average <= mean, "{file}: worst {most:.1}, mean {average:.2}");
    }
}

#[test]
fn the_resolution_in_the_file_is_believed() {
    let page = open(fixture("colour.png")).unwrap();
    assert_eq!((page.info().dpi.round(), page.info().dpi_source), (254.0, DpiSource::File));
}

#[test]
fn coloured_lines_on_black_are_kept_apart_from_it() {
    let blue_on_black = image::RgbImage::from_fn(200, 200, |x, _| {
        if x % 50 == 0 { image::Rgb([0, 0, 255]) } else { image::Rgb([0, 0, 0]) }
    });
    let mut png = Vec::new();
    blue_on_black.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let page = open(png).unwrap();
    assert_eq!(page.ink(), Ink::Light);
    let row = page.grey(0, 0, 3, 1);
    assert!(row[0] > 130 && row[1] == 0, "line {} on ground {}", row[0], row[1]);
}

#[test]
fn a_file_cut_off_anywhere_is_an_error_and_never_half_a_page() {
    for Case { file, .. } in CASES {
        let whole = fixture(file);
        let intact = grey_of(&open(whole.clone()).unwrap());
        for kept in (0..whole.len()).step_by(whole.len() / 37 + 1) {
            match open(whole[..kept].to_vec()) {
                Err(error) => assert!(
                    ["empty", "truncated", "damaged", "unknown-format", "unsupported"]
                        .contains(&error.code()),
                    "{file} cut at {kept}: {error}"
                ),
                // What is cut off may be a comment behind the pixels.
                Ok(page) => assert_eq!(grey_of(&page), intact, "{file} cut at {kept} of {}", whole.len()),
            }
        }
    }
}

#[test]
fn one_bit_pages_take_one_bit_of_memory() {
    let page = open(fixture("bits.png")).unwrap();
    assert!(matches!(page.pixels(), Pixels::Bilevel(bytes) if bytes.len() == 21 * 121));
}

#[test]
fn a_picture_at_another_resolution_keeps_its_size_on_paper() {
    let document = Document::open(fixture("colour.png"), &OpenOptions::default()).unwrap();
    let page = document.page(0, &PageOptions { dpi: Some(127.0) }, &mut Unwatched).unwrap();
    assert_eq!((page.info().width_px, page.info().height_px), (84, 61));
    assert_eq!(page.info().dpi_source, DpiSource::Rendered);
}

#[test]
fn tiles_of_a_level_make_up_the_page() {
    let wide = image::GrayImage::from_fn(1100, 700, |x, y| image::Luma([(x * 7 + y * 13) as u8]));
    let mut png = Vec::new();
    wide.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let page = open(png).unwrap();
    assert_eq!(page.level_sizes(), [(1100, 700), (550, 350), (275, 175)]);
    let mut rebuilt = vec![0; 1100 * 700];
    for row in 0..2 {
        for column in 0..3 {
            let tile = page.tile(0, column, row).unwrap();
            for (y, line) in tile.grey.chunks(tile.width_px as usize).enumerate() {
                let at = (row as usize * 512 + y) * 1100 + column as usize * 512;
                rebuilt[at..at + line.len()].copy_from_slice(line);
            }
        }
    }
    assert_eq!(rebuilt, wide.into_raw());
    assert!(page.tile(0, 3, 0).is_none() && page.tile(9, 0, 0).is_none());
}
