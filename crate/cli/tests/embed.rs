//! `draftlens embed` as a script meets it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;

fn in_root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn embed(files: &[PathBuf], code: i32) -> Vec<Value> {
    let mut command = Command::cargo_bin("draftlens").unwrap();
    // What is measured once stays with the tests, and out of the user's cache folder.
    command
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("LOCALAPPDATA", env!("CARGO_TARGET_TMPDIR"));
    let output = command.args(["embed", "--device", "cpu", "--jsonl"]).args(files).assert().code(code);
    let output = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn vector(numbers: &Value) -> Vec<f64> {
    numbers.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn each_page_is_a_line_with_its_vectors_and_a_bad_file_stops_none() {
    let shaft = in_root("demo/qa/samples/odri_motor_shaft.png");
    let plate = in_root("demo/qa/samples/rpm_plate.png");
    let bad = in_root("Cargo.toml");
    let lines = embed(&[shaft, bad, plate], 1);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["error"]["code"], "unknown-format");
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(in_root("models/embedder.json")).unwrap()).unwrap();
    for (line, id) in [(&lines[0], "odri_motor_shaft"), (&lines[2], "rpm_plate")] {
        assert_eq!((&line["id"], &line["page"]), (&Value::from(id), &Value::from(0)));
        for name in ["id", "sha256", "version"] {
            assert_eq!(line["model"][name], manifest[name], "{name}");
        }
        let views = line["views"].as_array().unwrap();
        let all = views.iter().map(|view| &view["vector"]).chain([&line["vector"]]);
        for vector in all.map(vector) {
            assert_eq!(Some(vector.len() as u64), line["dim"].as_u64());
            assert!((product(&vector, &vector) - 1.0).abs() < 1e-5);
        }
        let weights: f64 = views.iter().map(|view| view["weight"].as_f64().unwrap()).sum();
        assert!((weights - 1.0).abs() < 1e-5, "{weights}");
    }
    let (shaft, plate) = (vector(&lines[0]["vector"]), vector(&lines[2]["vector"]));
    assert!(product(&shaft, &plate) < 0.9, "another part is not the same");
}

#[test]
fn a_single_file_that_cannot_be_opened_is_the_exit_code() {
    assert!(embed(&[in_root("Cargo.toml")], 3).is_empty());
}
