//! The same views, pixel for pixel but for rounding, as the reference cuts them: `tests/views`, written by
//! `python -m nets.embedder.goldens`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;
use crate::{Kind, Quad};
use draftlens_page::{Document, OpenOptions, PageInfo, PageOptions, Unwatched};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Of a page's pixels: boxes are whole pixels of the scaled sheet.
const BOX_TOLERANCE_PX: f64 = 3.0;
/// Grey levels: the reference's library rounds in other places, and a line may land a hair beside.
const MEAN_TOLERANCE: f64 = 0.6;
/// Of pixels that differ by more than a quarter of the way from white to black.
const MOST_FAR_OFF: f64 = 0.002;

#[derive(Deserialize)]
struct Golden {
    image: String,
    texts: Vec<GoldenText>,
    views: Vec<GoldenView>,
}

#[derive(Deserialize)]
struct GoldenText {
    kind: Kind,
    quad: Quad,
    lines: Vec<Quad>,
}

#[derive(Deserialize)]
struct GoldenView {
    #[serde(rename = "box")]
    area: [f64; 4],
    is_overview: bool,
    weight: f64,
}

fn in_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn open(path: &Path) -> draftlens_page::Page {
    let document = Document::open(std::fs::read(path).unwrap(), &OpenOptions::default()).unwrap();
    document.page(0, &PageOptions::default(), &mut Unwatched).unwrap()
}

pub(super) fn manifest() -> EmbedderManifest {
    serde_json::from_slice(&std::fs::read(in_root("models/embedder.json")).unwrap()).unwrap()
}

fn golden(name: &str) -> (Golden, draftlens_page::Page, Vec<Detection>) {
    let json = std::fs::read(in_root("crate/drawing/tests/views").join(format!("{name}.json"))).unwrap();
    let golden: Golden = serde_json::from_slice(&json).unwrap();
    let page = open(&in_root("demo/qa/samples").join(&golden.image));
    let found = |text: &GoldenText| Detection {
        kind: text.kind,
        score: 1.0,
        quad: text.quad,
        lines: text.lines.clone(),
        line_height_px: 20.0,
    };
    let texts = golden.texts.iter().map(found).collect();
    (golden, page, texts)
}

/// Mean difference, and the share of pixels that are far off.
fn difference(a: &[u8], b: &[u8]) -> (f64, f64) {
    let off = a.iter().zip(b).map(|(&a, &b)| f64::from(a.abs_diff(b)));
    let count = a.len() as f64;
    (off.clone().sum::<f64>() / count, off.filter(|&off| off > 64.0).count() as f64 / count)
}

#[test]
fn views_are_those_of_the_reference() {
    for name in ["odri_motor_shaft", "rpm_plate"] {
        let (golden, page, texts) = golden(name);
        let manifest = manifest();
        let views = views(&Sheet::of(&page), &texts, None, &manifest);
        let pictures = open(&in_root("crate/drawing/tests/views").join(format!("{name}.png")));
        assert_eq!(views.len(), golden.views.len(), "{name}");
        let side = manifest.input.side_px as u32;
        for (index, (view, expected)) in views.iter().zip(&golden.views).enumerate() {
            let PageArea { x, y, width, height } = view.area;
            for (own, other) in [x, y, width, height].into_iter().zip(expected.area) {
                assert!((own - other).abs() <= BOX_TOLERANCE_PX, "{name} {index}: {:?}", view.area);
            }
            assert_eq!(view.is_overview, expected.is_overview, "{name} {index}");
            assert!((view.weight - expected.weight).abs() < 0.01, "{name} {index}: {}", view.weight);
            let picture = pictures.grey(0, index as u32 * side, side, side);
            let (mean, far) = difference(&view.picture.pixels, &picture);
            assert!(mean < MEAN_TOLERANCE && far < MOST_FAR_OFF, "{name} {index}: {mean:.3} {far:.5}");
        }
    }
}

#[test]
fn a_region_around_one_view_shows_that_view_and_no_other() {
    let (_, page, texts) = golden("odri_motor_shaft");
    let (sheet, manifest) = (Sheet::of(&page), manifest());
    let all = views(&sheet, &texts, None, &manifest);
    assert!(all.len() > 2, "several views");
    for view in all.iter().filter(|view| !view.is_overview) {
        let PageArea { x, y, width, height } = view.area;
        let region = PageArea { x: x - 2.0, y: y - 2.0, width: width + 4.0, height: height + 4.0 };
        let within = views(&sheet, &texts, Some(&region), &manifest);
        assert_eq!(within.len(), 1, "{region:?}");
        let (mean, _) = difference(&within[0].picture.pixels, &view.picture.pixels);
        assert!(mean < 2.0, "{region:?}: {mean}");
    }
}

#[test]
fn a_sheet_on_a_page_twice_as_large_shows_its_view_where_it_stands() {
    let (_, page, texts) = golden("rpm_plate");
    let manifest = manifest();
    let (width_px, height_px) = (2 * page.info().width_px, 2 * page.info().height_px);
    let info = PageInfo { width_px, height_px, ..page.info().clone() };
    let larger =
        draftlens_page::Page::of_grey(info, page.ink(), page.grey(0, 0, width_px, height_px)).unwrap();
    let [alone, again] = [&page, &larger].map(|page| views(&Sheet::of(page), &texts, None, &manifest));
    // One by the rules, and one by the weight of its lines, which are others at another size.
    assert_eq!((alone.len(), again.len()), (2, 2));
    let sides = |view: &PartView| [view.area.x, view.area.y, view.area.width, view.area.height];
    for (own, other) in sides(&alone[0]).into_iter().zip(sides(&again[0])) {
        assert!((own - other).abs() < 12.0, "{:?} {:?}", alone[0].area, again[0].area);
    }
}

#[test]
fn weights_add_up_to_one_and_an_empty_region_shows_white() {
    let (_, page, texts) = golden("rpm_plate");
    let (sheet, manifest) = (Sheet::of(&page), manifest());
    let total: f64 = views(&sheet, &texts, None, &manifest).iter().map(|view| view.weight).sum();
    assert!((total - 1.0).abs() < 1e-9, "{total}");
    let region = PageArea { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
    let nothing = views(&sheet, &texts, Some(&region), &manifest);
    assert!(nothing.len() == 1 && nothing[0].picture.pixels.iter().all(|&pixel| pixel == 255));
}
