//! Tiles and their seams, with nets whose answers are known: a detector that takes every dark rectangle for a size, and a
//! reader that reads an 8 everywhere.

use crate::common::{manifests, page};
use draftlens_drawing::{Annotation, DrawingError, Event, Findings, Nets, Quad, analyze, find};
use draftlens_net::{Cancel, NetError, Network, Tensor};
use std::cell::Cell;

const WIDTH: usize = 3000;
const HEIGHT: usize = 2100;
const TEXT: (usize, usize) = (120, 20);
/// Coprime with every tile's side, so that seams cut texts at every place.
const GRID: (usize, usize) = (151, 37);

/// Takes every dark rectangle for the text of a size. Sees no further than the real one.
struct Rectangles {
    runs: Cell<usize>,
    cancel_after: usize,
}

impl Rectangles {
    fn new() -> Self {
        Self { runs: Cell::new(0), cancel_after: usize::MAX }
    }
}

impl Network for Rectangles {
    async fn run(&self, input: Tensor, cancel: &Cancel) -> Result<Tensor, NetError> {
        self.runs.set(self.runs.get() + 1);
        if self.runs.get() >= self.cancel_after {
            cancel.cancel();
        }
        cancel.check()?;
        let (height, width) = (input.shape()[2], input.shape()[3]);
        let is_ink = |x: usize, y: usize| input.data()[y * width + x] > 0.5;
        let (rows, columns) = (height / 4, width / 4);
        let mut said = vec![0.0; 21 * rows * columns];
        for row in 0..rows {
            for column in 0..columns {
                let (x, y) = (4 * column + 2, 4 * row + 2);
                let mut say =
                    |channel: usize, value: f32| said[(channel * rows + row) * columns + column] = value;
                let heart = if is_ink(x, y) { 6.0 } else { -6.0 };
                say(0, heart);
                say(1, heart);
                if heart < 0.0 {
                    continue;
                }
                let reach = |steps: &mut dyn Iterator<Item = bool>| {
                    steps.take(40).take_while(|ink| *ink).count() as f32
                };
                let up = reach(&mut (0..y).rev().map(|y| is_ink(x, y)));
                let down = reach(&mut (y..height).map(|y| is_ink(x, y)));
                let left = reach(&mut (0..x).rev().map(|x| is_ink(x, y)));
                let right = reach(&mut (x..width).map(|x| is_ink(x, y)));
                for (channel, value) in [
                    (2, 9.0),
                    (13, 1.0),
                    (15, up / 16.0),
                    (16, down / 16.0),
                    (17, left / 16.0),
                    (18, right / 16.0),
                ] {
                    say(channel, value);
                }
                say(19, up / 16.0);
                say(20, down / 16.0);
            }
        }
        Tensor::new(&[1, 21, rows, columns], said)
    }
}

/// Its class: the alphabet begins with a space and a 0.
const EIGHT: usize = 10;

/// Reads an 8 in every picture.
struct Eights(usize);

impl Network for Eights {
    async fn run(&self, input: Tensor, _: &Cancel) -> Result<Tensor, NetError> {
        let (lines, steps) = (input.shape()[0], input.shape()[3] / 4);
        let mut said = vec![0.0; lines * self.0 * steps];
        for line in said.chunks_exact_mut(self.0 * steps) {
            line[..steps].fill(9.0);
            line[1] = 0.0;
            line[EIGHT.min(self.0 - 1) * steps + 1] = 9.0;
        }
        Tensor::new(&[lines, self.0, steps], said)
    }
}

fn nets(detector: Rectangles) -> Nets<Rectangles, Eights> {
    let (detector_manifest, reader_manifest) = manifests();
    let classes = crate::common::alphabet_len() + 1;
    Nets { detector, detector_manifest, reader: Eights(classes), reader_manifest }
}

/// Upper left corners of the texts.
fn texts() -> Vec<(usize, usize)> {
    let columns = (20..WIDTH - TEXT.0).step_by(GRID.0);
    columns.flat_map(|x| (15..HEIGHT - TEXT.1).step_by(GRID.1).map(move |y| (x, y))).collect()
}

fn sheet() -> Vec<u8> {
    let mut grey = vec![255; WIDTH * HEIGHT];
    for (left, top) in texts() {
        for row in grey.chunks_exact_mut(WIDTH).skip(top).take(TEXT.1) {
            row[left..left + TEXT.0].fill(0);
        }
    }
    grey
}

fn read(focus: Option<[f64; 2]>, listen: &mut dyn FnMut(Event<'_>)) -> Findings {
    let page = page(sheet(), WIDTH, HEIGHT);
    pollster::block_on(analyze(&nets(Rectangles::new()), &page, focus, &Cancel::new(), listen)).unwrap()
}

#[test]
fn no_text_is_lost_or_doubled_at_a_seam() {
    let found = read(None, &mut |_| ()).annotations;
    let mut expected = texts();
    assert!(expected.len() > 1000);
    assert_eq!(found.len(), expected.len());
    for annotation in &found {
        let (low, high) = annotation.quad.bounds();
        let near = expected.iter().position(|(left, top)| {
            let is_at = |at: f64, exact: usize| (at - exact as f64).abs() < 3.0;
            is_at(low[0], *left)
                && is_at(low[1], *top)
                && is_at(high[0], left + TEXT.0)
                && is_at(high[1], top + TEXT.1)
        });
        expected.swap_remove(near.unwrap_or_else(|| panic!("nothing was drawn at {:?}", annotation.quad)));
        assert_eq!(annotation.text, "8");
    }
    assert!(expected.is_empty(), "lost: {expected:?}");
}

#[test]
fn what_is_looked_at_comes_first_and_changes_nothing_in_the_end() {
    let focus = [2900.0, 2000.0];
    let mut parts: Vec<Vec<Quad>> = Vec::new();
    let mut done_before = 0;
    let in_parts = read(Some(focus), &mut |event| match event {
        Event::Partial(some) => parts.push(some.iter().map(|annotation| annotation.quad).collect()),
        Event::Progress { done, total, .. } => {
            assert!(done <= total);
            done_before = done;
        }
        Event::Texts(_) => {}
    });
    assert!(parts.len() > 3, "{} parts", parts.len());
    let distance = |quad: &Quad| (quad.middle()[0] - focus[0]).hypot(quad.middle()[1] - focus[1]);
    let nearest = |part: &Vec<Quad>| part.iter().map(distance).fold(f64::INFINITY, f64::min);
    assert!(nearest(&parts[0]) < 200.0 && nearest(&parts[parts.len() - 1]) > 1000.0);
    let without_times = |annotations: &[Annotation]| -> Vec<(String, Quad)> {
        annotations.iter().map(|annotation| (annotation.id.clone(), annotation.quad)).collect()
    };
    let at_once = read(None, &mut |_| ());
    assert_eq!(without_times(&in_parts.annotations), without_times(&at_once.annotations));
    let mut partial: Vec<Quad> = parts.into_iter().flatten().collect();
    let by_place = |quads: &mut Vec<Quad>| {
        quads.sort_by(|a, b| a.0[0][1].total_cmp(&b.0[0][1]).then(a.0[0][0].total_cmp(&b.0[0][0])));
    };
    let mut whole: Vec<Quad> = at_once.annotations.iter().map(|annotation| annotation.quad).collect();
    by_place(&mut partial);
    by_place(&mut whole);
    assert_eq!(partial, whole, "each text is told once, as it stays");
}

#[test]
fn who_reads_a_sheet_tells_where_its_texts_are_just_as_who_only_looks_for_them() {
    let mut told = None;
    read(Some([2900.0, 2000.0]), &mut |event| {
        if let Event::Texts(texts) = event {
            told = Some(texts.to_vec());
        }
    });
    let (nets, page) = (nets(Rectangles::new()), page(sheet(), WIDTH, HEIGHT));
    let found = pollster::block_on(find(&nets.detector, &nets.detector_manifest, &page, &Cancel::new()));
    assert!(found.as_ref().unwrap().len() > 1000);
    assert_eq!(told, Some(found.unwrap()));
}

#[test]
fn cancelling_ends_the_work_wherever_it_is() {
    let whole = nets(Rectangles::new());
    let page = page(sheet(), WIDTH, HEIGHT);
    pollster::block_on(analyze(&whole, &page, None, &Cancel::new(), &mut |_| ())).unwrap();
    let runs = whole.detector.runs.get();
    for cancel_after in [1, runs / 2, runs] {
        let nets = nets(Rectangles { runs: Cell::new(0), cancel_after });
        let outcome = pollster::block_on(analyze(&nets, &page, None, &Cancel::new(), &mut |_| ()));
        assert_eq!(outcome, Err(DrawingError::Cancelled), "after {cancel_after}");
        assert_eq!(nets.detector.runs.get(), cancel_after, "nothing runs after it");
    }
}

#[test]
fn a_net_that_does_not_fit_its_manifest_is_an_error() {
    let mut nets = nets(Rectangles::new());
    nets.reader = Eights(7);
    let page = page(sheet(), WIDTH, HEIGHT);
    let outcome = pollster::block_on(analyze(&nets, &page, None, &Cancel::new(), &mut |_| ()));
    assert!(matches!(outcome, Err(DrawingError::Answer { net: "reader", .. })), "{outcome:?}");
}
