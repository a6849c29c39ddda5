//! The shipped nets on pages that are no drawings: no size is read where there is none.

use crate::common::{open, page, shared_drawings, shipped, sizes};
use crate::pdf_file::{HELVETICA, one_page};
use draftlens_drawing::{Annotation, Nets, analyze};
use draftlens_net::{Cancel, CpuNetwork};
use draftlens_page::{Document, OpenOptions, Page, PageOptions, Unwatched};

const WIDTH: usize = 900;
const HEIGHT: usize = 600;

fn read(nets: &Nets<CpuNetwork, CpuNetwork>, page: &Page) -> Vec<Annotation> {
    pollster::block_on(analyze(nets, page, None, &Cancel::new(), &mut |_| ())).unwrap().annotations
}

/// By the grey at a column and a row.
fn drawn(grey: impl Fn(usize, usize) -> u8) -> Page {
    page((0..WIDTH * HEIGHT).map(|at| grey(at % WIDTH, at / WIDTH)).collect(), WIDTH, HEIGHT)
}

/// The same for each pixel every time, and like nothing else.
fn noise(x: usize, y: usize) -> f64 {
    let mixed = (y * WIDTH + x).wrapping_mul(2_654_435_761) >> 7;
    let mixed = (mixed ^ (mixed >> 11)).wrapping_mul(40_503) >> 9;
    (mixed % 256) as f64 / 255.0
}

/// A cat in soft light before a wall, with stripes, whiskers and the grain of a film.
fn cat(x: usize, y: usize) -> u8 {
    let (px, py) = (x as f64, y as f64);
    let disc = |cx: f64, cy: f64, rx: f64, ry: f64| 1.0 - ((px - cx) / rx).hypot((py - cy) / ry);
    let soft = |inside: f64, width: f64| (inside / width + 0.5).clamp(0.0, 1.0);
    let mix = |grey: f64, other: f64, share: f64| grey + (other - grey) * share;
    let mut grey = 205.0 - 90.0 * py / HEIGHT as f64 + 25.0 * (px / 160.0).sin();
    let stripes = 20.0 * ((px / 17.0) + 4.0 * (py / 60.0).sin()).sin();
    let fur = 110.0 + stripes + 18.0 * (py / 9.0).sin() * (px / 13.0).cos();
    grey = mix(grey, fur, soft(disc(450.0, 480.0, 210.0, 190.0), 0.05));
    for ear_x in [360.0, 540.0] {
        let ear = 1.0 - (px - ear_x).abs() / 45.0 - (170.0 - py).max(0.0) / 90.0;
        grey = mix(grey, 90.0 + stripes, soft(ear, 0.1) * soft(220.0 - py, 10.0));
    }
    grey = mix(grey, fur + 15.0, soft(disc(450.0, 260.0, 130.0, 115.0), 0.05));
    for eye_x in [400.0, 500.0] {
        grey = mix(grey, 215.0, soft(disc(eye_x, 245.0, 26.0, 18.0), 0.1));
        grey = mix(grey, 15.0, soft(disc(eye_x, 245.0, 8.0, 17.0), 0.1));
    }
    grey = mix(grey, 60.0, soft(disc(450.0, 292.0, 15.0, 10.0), 0.2));
    for whisker in [-2.0, -1.0, 0.0, 1.0, 2.0] {
        let off = (py - 300.0 - whisker * (4.0 + (px - 450.0).abs() / 9.0)).abs();
        let is_beside = (30.0..190.0).contains(&(px - 450.0).abs());
        grey = mix(grey, 240.0, if is_beside { soft(1.2 - off, 1.0) } else { 0.0 });
    }
    (grey + 24.0 * (noise(x, y) - 0.5)).clamp(0.0, 255.0) as u8
}

/// A page of a book, with a year and a number in it.
fn prose() -> Page {
    let lines = [
        "The harbour lay quiet when the last ferry came in, and the men on the quay",
        "had gone home long before. Only the keeper of the light was still awake; he",
        "had kept the log since 1954, and wrote down every ship, 31 of them that week.",
        "Nobody had asked him to. \\(His father had done the same.\\) In the morning the",
        "wind would turn, the boats would leave again, and somebody would come up the",
        "stairs with bread and a newspaper, and ask him what he had seen.",
    ];
    let rows = (0..18).map(|row| format!("BT /F 11 Tf 50 {} Td ({}) Tj ET ", 420 - 20 * row, lines[row % 6]));
    let content: String = rows.collect();
    let file = one_page("/MediaBox [0 0 480 460]", HELVETICA, &content);
    let document = Document::open(file, &OpenOptions::default()).unwrap();
    document.page(0, &PageOptions::default(), &mut Unwatched).unwrap()
}

#[test]
fn pages_without_sizes_get_none() {
    let nets = shipped();
    // Of a photo somebody may be asked to look at one text that is none.
    let photo = shared_drawings().map(|folder| open(&folder.join("robustness/not_a_drawing.jpg")));
    let pages = [
        ("blank", drawn(|_, _| 255)),
        ("black", drawn(|_, _| 0)),
        ("hatching", drawn(|x, y| if (x + y) % 18 < 2 { 0 } else { 255 })),
        ("noise", drawn(|x, y| (255.0 * noise(x, y)) as u8)),
        ("a photo of a cat", drawn(cat)),
        ("prose", prose()),
    ];
    for (name, page) in pages.into_iter().chain(photo.map(|photo| ("a photo of a bracket", photo))) {
        let annotations = read(&nets, &page);
        let invented = sizes(&annotations);
        println!("{name}: {} texts, {} sizes", annotations.len(), invented.len());
        let allowed = usize::from(name == "a photo of a bracket");
        assert!(invented.len() <= allowed && invented.iter().all(|one| one.unsure), "{name}: {invented:?}");
    }
}
