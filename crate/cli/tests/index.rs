//! `draftlens index` and `draftlens search` as a script meets them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::Command;
use draftlens_search::IndexFile;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo/qa/samples").join(name)
}

fn draftlens(arguments: &[&str], paths: &[&Path], code: i32) -> Value {
    let mut command = Command::cargo_bin("draftlens").unwrap();
    // What is measured once stays with the tests, and out of the user's cache folder.
    command
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("LOCALAPPDATA", env!("CARGO_TARGET_TMPDIR"));
    let output = command.args(&arguments[..1]).args(paths).args(&arguments[1..]).assert().code(code);
    serde_json::from_slice(&output.get_output().stdout).unwrap()
}

#[test]
fn a_folder_becomes_an_index_that_finds_its_drawings_and_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let drawings = folder.path().join("drawings");
    let index = folder.path().join("drawings.index");
    fs::create_dir_all(drawings.join("shafts")).unwrap();
    fs::copy(sample("odri_motor_shaft.png"), drawings.join("shafts/a.png")).unwrap();
    fs::copy(sample("rpm_plate.png"), drawings.join("plate.png")).unwrap();
    fs::write(drawings.join("bad.png"), "no drawing").unwrap();
    let out = index.to_str().unwrap();
    let fill = ["index", "--out", out, "--device", "cpu", "--json"];

    let told = draftlens(&fill, &[&drawings], 0);
    assert_eq!(
        (&told["pages"], &told["indexed_files"], &told["unchanged_files"]),
        (&json!(2), &json!(2), &json!(0))
    );
    assert_eq!(told["failed"].as_array().map(Vec::len), Some(1));
    let told = draftlens(&fill, &[&drawings], 0);
    assert_eq!((&told["indexed_files"], &told["unchanged_files"]), (&json!(0), &json!(2)));

    let ask = ["search", "--device", "cpu", "--json", "--top", "5"];
    let found = draftlens(&ask, &[&index, &sample("odri_motor_shaft.png")], 0);
    let hits = found["hits"].as_array().unwrap();
    assert_eq!((&hits[0]["id"], hits.len()), (&json!("shafts/a.png"), 2));
    assert!(hits[0]["score"].as_f64().unwrap() > 0.99 && hits[1]["score"].as_f64().unwrap() < 0.9, "{found}");
    let none = draftlens(
        &["search", "--device", "cpu", "--json", "--filter", r#"[{"facet":"material","equals":"S235"}]"#],
        &[&index, &sample("rpm_plate.png")],
        0,
    );
    assert_eq!((&none["hits"], &none["n_admitted"]), (&json!([]), &json!(0)));

    fs::remove_file(drawings.join("plate.png")).unwrap();
    let told = draftlens(&fill, &[&drawings], 0);
    assert_eq!((&told["pages"], &told["removed_files"]), (&json!(1), &json!(1)));
}

#[test]
fn what_is_no_index_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    fs::write(&file, "my notes").unwrap();
    let error = draftlens(&["search", "--json", "--device", "cpu"], &[&file, &sample("rpm_plate.png")], 6);
    assert_eq!(error["error"]["code"], "not-an-index");
    let out = file.to_str().unwrap();
    let error = draftlens(&["index", "--out", out, "--json", "--device", "cpu"], &[&sample("")], 6);
    assert_eq!(error["error"]["code"], "not-an-index");
    assert_eq!(fs::read_to_string(&file).unwrap(), "my notes");
}

/// A small sheet with a plate of its own size.
fn draw_plate(path: &Path, number: u32) {
    const SIDE: u32 = 320;
    let (from, to) = (40, 120 + 12 * number);
    let is_line = |x: u32, y: u32| {
        let on = |at: u32| at.abs_diff(from) < 2 || at.abs_diff(to) < 2;
        (on(x) && (from..=to).contains(&y)) || (on(y) && (from..=to).contains(&x))
    };
    let pixels = (0..SIDE * SIDE).map(|at| if is_line(at % SIDE, at / SIDE) { 0 } else { 255 });
    let mut encoder = png::Encoder::new(fs::File::create(path).unwrap(), SIDE, SIDE);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&pixels.collect::<Vec<u8>>()).unwrap();
}

fn start(arguments: &[&str], drawings: &Path) -> Child {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("draftlens"));
    command
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("LOCALAPPDATA", env!("CARGO_TARGET_TMPDIR"));
    command.args(&arguments[..1]).arg(drawings).args(&arguments[1..]).stdout(Stdio::null()).spawn().unwrap()
}

/// None until the file is made.
fn ids_in(index: &Path) -> Vec<String> {
    let Ok(index) = IndexFile::search_only(index) else { return Vec::new() };
    index.pages().map(|page| page.unwrap().id).collect()
}

#[test]
fn an_index_that_is_killed_goes_on_where_it_was() {
    const COUNT: u32 = 12;
    let folder = tempfile::tempdir().unwrap();
    let drawings = folder.path().join("drawings");
    let index = folder.path().join("drawings.index");
    fs::create_dir(&drawings).unwrap();
    (0..COUNT).for_each(|number| draw_plate(&drawings.join(format!("{number:02}.png")), number));
    let out = index.to_str().unwrap();
    let fill = ["index", "--out", out, "--device", "cpu", "--json", "--jobs", "1"];

    // Killed as soon as something is kept; where that is all at once, there is nothing left to do, which is right too.
    let mut child = start(&fill, &drawings);
    while ids_in(&index).is_empty() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = ids_in(&index);
    assert!(!kept.is_empty());

    let told = draftlens(&fill, &[&drawings], 0);
    assert_eq!(told["unchanged_files"], json!(kept.len()));
    assert_eq!(told["indexed_files"], json!(COUNT as usize - kept.len()));
    let all = ids_in(&index);
    assert_eq!(all.len(), COUNT as usize);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), COUNT as usize, "none is there twice");
}
