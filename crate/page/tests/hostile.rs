//! Fuzz targets, one per format: mutated files never crash or hang, and
//! every failure is a typed error. A short run by default; `DRAFTLENS_FUZZ_SECONDS=600 cargo test --release
//! -p draftlens-page --test hostile` runs ten minutes a format, `DRAFTLENS_FUZZ_SEED` repeats a run.
//! A file that fails is written to `target/tmp/hostile/` and belongs, made small, into `tests/fixtures/hostile/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use draftlens_page::{Budget, Document, Format, OpenOptions, PageError, PageOptions, Stop};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const DEFAULT_SECONDS: u64 = 2;
/// One mutated file may take this long in an unoptimised build on a busy machine.
const HANG: Duration = Duration::from_secs(20);
const DECODE: Duration = Duration::from_secs(3);

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Every fixture of a format, found by its content.
fn corpus(format: Format) -> Vec<(PathBuf, Vec<u8>)> {
    let mut folders = vec![fixtures()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            if Format::sniff(&bytes) == Some(format) {
                files.push((path, bytes));
            }
        }
    }
    files.sort();
    files
}

/// Opens a file and does everything with it that a viewer does; the first error ends it.
fn exercise(bytes: Vec<u8>) -> Result<(), PageError> {
    let budget = Budget {
        max_grey_px: 4_000_000,
        max_bilevel_px: 16_000_000,
        max_working_bytes: 64 << 20,
        max_pages: 50,
        ..Budget::default()
    };
    let document = Document::open(bytes, &OpenOptions { budget, password: None })?;
    let summary = document.summary()?;
    for info in summary.pages.iter().take(3) {
        let until = Instant::now() + DECODE;
        let mut watch =
            |_: u64, _: u64| if Instant::now() < until { Ok(()) } else { Err(Stop::DeadlineExceeded) };
        let outcome = document.page(info.index, &PageOptions::default(), &mut watch).map(|page| {
            assert_eq!(page.info().bits, page.pixels().bits(), "the header promised other pixels");
            page.thumbnail(64)
        });
        let text = document.text_layer(info.index, info.dpi);
        let strokes = document.strokes(info.index, info.dpi, &mut |_| ());
        outcome?;
        text?;
        strokes?;
    }
    Ok(())
}

/// Small generator: the runs must be repeatable from a seed, and need no more than that.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}

const NUMBERS: [u32; 12] =
    [0, 1, 7, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

fn mutate(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            return;
        }
        // Headers decide most: aim half of all changes at them.
        let reach = if random.below(2) == 0 { bytes.len().min(600) } else { bytes.len() };
        let at = random.below(reach);
        match random.below(8) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = random.below(256) as u8,
            2 | 3 => {
                let number = NUMBERS[random.below(NUMBERS.len())];
                let width = [1, 2, 4][random.below(3)];
                let field = if random.below(2) == 0 { number.to_le_bytes() } else { number.to_be_bytes() };
                let field = if field[0] == 0 { &field[4 - width..] } else { &field[..width] };
                for (to, from) in bytes[at..].iter_mut().zip(field) {
                    *to = *from;
                }
            }
            4 => bytes.truncate(at),
            5 => {
                let end = at + random.below((bytes.len() - at).min(64));
                bytes.drain(at..end);
            }
            6 => {
                let end = at + random.below((bytes.len() - at).min(64));
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            _ => {
                let from = random.below(other.len());
                let part = &other[from..(from + random.below(256)).min(other.len())];
                bytes.splice(at..at, part.iter().copied());
            }
        }
    }
}

fn fuzz(format: Format) {
    let corpus = corpus(format);
    assert!(!corpus.is_empty(), "no fixture is a {format}");
    let seconds =
        std::env::var("DRAFTLENS_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(DEFAULT_SECONDS);
    let seed = std::env::var("DRAFTLENS_FUZZ_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(1);
    let mut random = Random(seed);
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut runs = 0_u64;
    while Instant::now() < until {
        let (path, whole) = &corpus[random.below(corpus.len())];
        let other = &corpus[random.below(corpus.len())].1;
        let mut bytes = whole.clone();
        mutate(&mut random, &mut bytes, other);
        let began = Instant::now();
        let outcome = exercise(bytes.clone());
        let crashed = matches!(outcome, Err(PageError::Crashed { .. }));
        if crashed || began.elapsed() > HANG {
            let kept = keep(format, runs, &bytes);
            panic!(
                "{format} run {runs} from {}: {outcome:?} after {:?}; see {kept}",
                path.display(),
                began.elapsed()
            );
        }
        runs += 1;
    }
    println!("{format}: {runs} mutated files of {} in {seconds} s, seed {seed}", corpus.len());
}

fn keep(format: Format, run: u64, bytes: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let file = folder.join(format!("{format}-{run}"));
    let _ = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, bytes));
    file.display().to_string()
}

macro_rules! targets {
    ($($name:ident: $format:expr, $feature:literal;)*) => {$(
        #[test]
        #[cfg(feature = $feature)]
        fn $name() {
            fuzz($format);
        }
    )*};
}

targets! {
    mutated_png_never_crashes: Format::Png, "raster";
    mutated_jpeg_never_crashes: Format::Jpeg, "raster";
    mutated_webp_never_crashes: Format::WebP, "raster";
    mutated_bmp_never_crashes: Format::Bmp, "raster";
    mutated_gif_never_crashes: Format::Gif, "raster";
    mutated_tiff_never_crashes: Format::Tiff, "raster";
    mutated_pdf_never_crashes: Format::Pdf, "pdf";
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_of_any_kind_never_crash(start in 0_usize..9, tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let magic: [&[u8]; 9] = [
            b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"II*\0", b"MM\0*", b"GIF89a", b"BM", b"%PDF-1.7\n",
        ];
        let mut bytes = magic[start].to_vec();
        bytes.extend(tail);
        let outcome = exercise(bytes);
        let crashed = matches!(outcome, Err(PageError::Crashed { .. }));
        prop_assert!(!crashed, "{:?}", outcome);
    }
}
