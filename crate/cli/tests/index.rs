//! `draftlens index` and `draftlens search` as a script meets them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

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
