//! The shipped nets on real pages whose every size is known: `tests/drawing/*.json`, labelled by hand in the form that
//! `draftlens eval` takes.

use crate::common::{in_root, open, page, shared_drawings, shipped, sizes};
use draftlens_drawing::{Annotation, Nets, Quad, analyze};
use draftlens_net::{Cancel, CpuNetwork};
use draftlens_page::Page;
use serde::Deserialize;
use std::path::Path;

/// Of the area of both boxes.
const LEAST_OVERLAP: f64 = 0.5;

#[derive(Deserialize)]
struct Case {
    image: String,
    annotations: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    kind: String,
    quad: Quad,
    text: String,
}

fn case(name: &str) -> (Case, Page) {
    let folder = in_root("tests/drawing");
    let case: Case = serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap();
    let page = open(&folder.join(Path::new(&case.image)));
    (case, page)
}

fn read(nets: &Nets<CpuNetwork, CpuNetwork>, page: &Page) -> Vec<Annotation> {
    let findings = pollster::block_on(analyze(nets, page, None, &Cancel::new(), &mut |_| ()));
    findings.unwrap().annotations
}

/// Of the rectangles around both.
fn overlap(a: &Quad, b: &Quad) -> f64 {
    let ((a_low, a_high), (b_low, b_high)) = (a.bounds(), b.bounds());
    let shared: f64 = (0..2).map(|i| (a_high[i].min(b_high[i]) - a_low[i].max(b_low[i])).max(0.0)).product();
    let area = |low: [f64; 2], high: [f64; 2]| (high[0] - low[0]) * (high[1] - low[1]);
    shared / (area(a_low, a_high) + area(b_low, b_high) - shared)
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Labels whose place or text nothing has.
fn missed<'c>(case: &'c Case, found: &[&Annotation]) -> Vec<&'c str> {
    let is_met = |label: &&Label| {
        found.iter().any(|annotation| {
            overlap(&annotation.quad, &label.quad) >= LEAST_OVERLAP
                && without_spaces(&annotation.text) == without_spaces(&label.text)
        })
    };
    let scored =
        case.annotations.iter().filter(|label| matches!(&*label.kind, "dimension" | "thread" | "gdt"));
    scored.filter(|label| !is_met(label)).map(|label| label.text.as_str()).collect()
}

#[test]
fn every_size_of_the_golden_pages_is_found_and_read() {
    let nets = shipped();
    for name in ["motor-shaft.json", "top-plate.json"] {
        let (case, page) = case(name);
        let annotations = read(&nets, &page);
        let found = sizes(&annotations);
        assert_eq!(missed(&case, &found), Vec::<&str>::new(), "{name}");
        let invented: Vec<&&Annotation> = found
            .iter()
            .filter(|annotation| !annotation.unsure)
            .filter(|annotation| {
                !case.annotations.iter().any(|label| overlap(&annotation.quad, &label.quad) > 0.1)
            })
            .collect();
        assert!(invented.is_empty(), "{name}: what is not there is at least unsure: {invented:?}");
    }
}

/// The page and its labels, a quarter turn clockwise.
fn turned(case: &Case, sheet: &Page) -> (Case, Page) {
    let (width, height) = (sheet.info().width_px as usize, sheet.info().height_px as usize);
    let grey = sheet.grey(0, 0, width as u32, height as u32);
    let pixels = (0..width).flat_map(|x| grey[x..].iter().step_by(width).rev().copied()).collect();
    let label = |label: &Label| Label {
        quad: Quad(label.quad.0.map(|[x, y]| [height as f64 - y, x])),
        kind: label.kind.clone(),
        text: label.text.clone(),
    };
    let annotations = case.annotations.iter().map(label).collect();
    (Case { image: case.image.clone(), annotations }, page(pixels, height, width))
}

#[test]
fn a_sheet_reads_the_same_whichever_way_up_it_lies() {
    let nets = shipped();
    let (mut case, mut page) = case("motor-shaft.json");
    let texts = |annotations: &[Annotation]| -> Vec<String> {
        annotations.iter().map(|annotation| annotation.text.clone()).collect()
    };
    let upright = texts(&read(&nets, &page));
    for quarter_turns in 1..4 {
        (case, page) = turned(&case, &page);
        let annotations = read(&nets, &page);
        assert_eq!(missed(&case, &sizes(&annotations)), Vec::<&str>::new(), "{quarter_turns} quarter turns");
        assert_eq!(texts(&annotations), upright, "{quarter_turns} quarter turns");
    }
}

#[test]
fn a_fax_and_a_pdf_read_about_as_well_as_the_picture_of_the_page() {
    let Some(drawings) = shared_drawings() else { return };
    let nets = shipped();
    // Labelled at 150 dpi; a PDF is drawn at 200.
    for (name, file, scale) in [("rpm_plate", "g4.tif", 1.0), ("fwi_b_p1", "multipage_a2.pdf", 200.0 / 150.0)]
    {
        let labels = std::fs::read(drawings.join(format!("pages/{name}.json"))).unwrap();
        let mut case: Case = serde_json::from_slice(&labels).unwrap();
        case.annotations.iter_mut().for_each(|label| label.quad = label.quad.scaled(scale));
        let annotations = read(&nets, &open(&drawings.join("robustness").join(file)));
        let missed = missed(&case, &sizes(&annotations));
        assert!(missed.len() <= 2, "{file}: {missed:?} of {name} are missed");
    }
}
