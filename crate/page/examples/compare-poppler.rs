//! Rendering and text against poppler: prints for each page of the PDFs given the mean difference of the
//! grey pixels at 200 dpi, the words that both find, and the times.
//!
//! ```text
//! cargo run --release -p draftlens-page --example compare-poppler -- [--out FOLDER] FILE.pdf...
//! ```
//!
//! With `--out`, each page is written as a picture with poppler's on the left and Draftlens's on the right.
//! Needs `pdftoppm` and `pdftotext` (Debian: poppler-utils).

use draftlens_page::{Document, OpenOptions, PageOptions, Unwatched, Word};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const DPI: f32 = 200.0;
/// The same word begins and ends within this of the other. Across, poppler's boxes follow the ascent that
/// each font claims, up to twice the em, so only their middles are compared, in parts of the em.
const SAME_ENDS_PX: f32 = 5.0;
const SAME_MIDDLE: f32 = 0.5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = None;
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    println!(
        "file page: mean difference (share of pixels off by > 64) | words found, median of the larger end's distance | strokes | times"
    );
    while let Some(arg) = args.next() {
        if arg.as_os_str() == "--out" {
            out = args.next();
            continue;
        }
        if let Err(error) = compare(&arg, out.as_deref()) {
            println!("{}: {error}", arg.display());
        }
    }
    Ok(())
}

fn compare(file: &Path, out: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let document = Document::open(std::fs::read(file)?, &OpenOptions::default())?;
    for notice in document.summary()?.notices {
        println!("{}: {}", file.display(), notice.message);
    }
    for index in 0..document.page_count() {
        let start = Instant::now();
        let page = document.page(index, &PageOptions { dpi: Some(DPI) }, &mut Unwatched)?;
        let rendered = start.elapsed();
        let start = Instant::now();
        let words = document.text_layer(index, DPI)?.unwrap_or_default().words;
        let read = start.elapsed();
        let mut strokes = 0;
        document.strokes(index, DPI, &mut |_| strokes += 1)?;
        let size = (page.info().width_px as usize, page.info().height_px as usize);
        let grey = page.grey(0, 0, page.info().width_px, page.info().height_px);
        let number = (index + 1).to_string();
        let start = Instant::now();
        let pgm = poppler("pdftoppm", &["-gray", "-r", "200", "-f", &number, "-l", &number], file, &[])?;
        let poppler_rendered = start.elapsed();
        let (other_size, other) = read_pgm(&pgm).ok_or("pdftoppm wrote no PGM")?;
        let (mean, far) = difference((size, &grey), (other_size, other));
        let html = poppler("pdftotext", &["-bbox", "-f", &number, "-l", &number], file, &["-"])?;
        let boxes = read_boxes(&String::from_utf8_lossy(&html));
        let (found, median) = words_found(&boxes, &words);
        println!(
            "{} {number}: {mean:.3} ({far:.5}) | {found}/{} of {}, {median:.1} px | {strokes} | {rendered:.0?} \
             (poppler {poppler_rendered:.0?}), text {read:.0?}",
            file.file_name().unwrap_or_default().display(),
            boxes.len(),
            words.len(),
        );
        if let Some(folder) = out {
            let name = format!("{}-{number}.pgm", file.file_stem().unwrap_or_default().display());
            std::fs::write(folder.join(name), beside((other_size, other), (size, &grey)))?;
        }
    }
    Ok(())
}

fn poppler(tool: &str, options: &[&str], file: &Path, after: &[&str]) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(Command::new(tool).args(options).arg(file).args(after).output()?.stdout)
}

type Grey<'a> = ((usize, usize), &'a [u8]);

fn read_pgm(bytes: &[u8]) -> Option<Grey<'_>> {
    let header = bytes.splitn(4, u8::is_ascii_whitespace);
    let fields: Vec<&[u8]> = header.take(3).collect();
    let number = |at: usize| str::from_utf8(fields.get(at)?).ok()?.parse::<usize>().ok();
    let (width, height) = (number(1)?, number(2)?);
    Some(((width, height), &bytes[bytes.len().checked_sub(width * height)?..]))
}

/// Mean difference, and the share of pixels that differ by more than 64, over what both have.
fn difference(one: Grey<'_>, other: Grey<'_>) -> (f64, f64) {
    let (width, height) = (one.0.0.min(other.0.0), one.0.1.min(other.0.1));
    let (mut sum, mut far) = (0_u64, 0_u64);
    for y in 0..height {
        let (ours, theirs) = (&one.1[y * one.0.0..][..width], &other.1[y * other.0.0..][..width]);
        for (a, b) in ours.iter().zip(theirs) {
            let apart = a.abs_diff(*b);
            sum += u64::from(apart);
            far += u64::from(apart > 64);
        }
    }
    let px = (width * height) as f64;
    (sum as f64 / px, far as f64 / px)
}

fn beside(left: Grey<'_>, right: Grey<'_>) -> Vec<u8> {
    let (width, height) = (left.0.0 + right.0.0, left.0.1.min(right.0.1));
    let mut out = format!("P5\n{width} {height}\n255\n").into_bytes();
    for y in 0..height {
        out.extend_from_slice(&left.1[y * left.0.0..][..left.0.0]);
        out.extend_from_slice(&right.1[y * right.0.0..][..right.0.0]);
    }
    out
}

struct Boxed {
    text: String,
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

fn read_boxes(html: &str) -> Vec<Boxed> {
    let scale = DPI / 72.0;
    let boxed = |line: &str| {
        let value = |key: &str| {
            let rest = line.split_once(&format!("{key}=\""))?.1;
            rest.split_once('"')?.0.parse::<f32>().ok().map(|points| points * scale)
        };
        let text = line.split_once('>')?.1.strip_suffix("</word>")?;
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&");
        Some(Boxed {
            text,
            left: value("xMin")?,
            top: value("yMin")?,
            right: value("xMax")?,
            bottom: value("yMax")?,
        })
    };
    html.lines().map(str::trim).filter(|line| line.starts_with("<word")).filter_map(boxed).collect()
}

/// How many of poppler's words are found at their place, and how far apart their ends are.
fn words_found(boxes: &[Boxed], words: &[Word]) -> (usize, f32) {
    let mut apart: Vec<f32> = Vec::new();
    for boxed in boxes {
        let near = words.iter().filter(|word| word.text == boxed.text).filter_map(|word| {
            let side = |axis: usize| word.quad.map(|point| point[axis]);
            let low = |values: [f32; 4]| values.into_iter().fold(f32::MAX, f32::min);
            let high = |values: [f32; 4]| values.into_iter().fold(f32::MIN, f32::max);
            let edges = [
                low(side(0)) - boxed.left,
                high(side(0)) - boxed.right,
                low(side(1)) - boxed.top,
                high(side(1)) - boxed.bottom,
            ];
            // 0 where the text runs across the page, 2 where it runs down or up.
            let along = if word.angle_rad.cos().abs() > 0.7 { 0 } else { 2 };
            let across = 2 - along;
            let ends = edges[along].abs().max(edges[along + 1].abs());
            let middle = (edges[across] + edges[across + 1]).abs() / 2.0;
            (ends <= SAME_ENDS_PX && middle <= SAME_MIDDLE * word.font_px).then_some(ends)
        });
        match near.min_by(f32::total_cmp) {
            Some(distance) => apart.push(distance),
            // Poppler cuts words where the font changes and where text runs at an angle.
            None if words.iter().any(|word| holds(word, boxed)) => apart.push(0.0),
            None => println!(
                "  not found: {:?} at {:.0},{:.0} to {:.0},{:.0}",
                boxed.text, boxed.left, boxed.top, boxed.right, boxed.bottom
            ),
        }
    }
    apart.sort_by(f32::total_cmp);
    (apart.len(), apart.get(apart.len() / 2).copied().unwrap_or(0.0))
}

/// Is the box a part of this longer word?
fn holds(word: &Word, boxed: &Boxed) -> bool {
    let [x, y] = [(boxed.left + boxed.right) / 2.0, (boxed.top + boxed.bottom) / 2.0];
    let (along, down) = (word.angle_rad.cos(), word.angle_rad.sin());
    let [from, to, _, _] = word.quad.map(|[px, py]| (px - x) * along + (py - y) * down);
    let [above, _, below, _] = word.quad.map(|[px, py]| (py - y) * along - (px - x) * down);
    word.text.contains(&boxed.text) && from <= 0.0 && to >= 0.0 && above <= 0.0 && below >= 0.0
}
