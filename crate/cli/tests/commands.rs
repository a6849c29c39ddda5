//! The commands as a script meets them: output, exit codes, messages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../page/tests/fixtures/raster").join(name)
}

fn draftlens() -> Command {
    Command::cargo_bin("draftlens").unwrap()
}

fn json(output: &[u8]) -> Value {
    serde_json::from_slice(output)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(output)))
}

#[test]
fn pages_lists_size_resolution_and_depth_as_json() {
    let output = draftlens()
        .arg("pages")
        .arg(fixture("colour.png"))
        .arg("--json")
        .assert()
        .code(0)
        .get_output()
        .clone();
    let listing = json(&output.stdout);
    assert_eq!(listing["format"], "png");
    let page = &listing["pages"][0];
    assert_eq!(
        (page["index"].as_u64(), page["width_px"].as_u64(), page["height_px"].as_u64()),
        (Some(0), Some(167), Some(121))
    );
    assert_eq!(
        (page["dpi"].as_f64().map(f64::round), &page["dpi_source"]),
        (Some(254.0), &Value::from("file"))
    );
    assert_eq!((&page["bits"], &page["text_words"]), (&Value::from(8), &Value::Null));
    assert_eq!(listing["notices"], Value::Array(Vec::new()));
}

#[test]
fn pages_without_json_is_a_table() {
    let output = draftlens().arg("pages").arg(fixture("bits.png")).assert().code(0).get_output().clone();
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(table.contains("PNG, 1 page") && table.contains("167 × 121"), "{table}");
}

#[test]
fn render_writes_the_page_with_its_resolution() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("page.png");
    draftlens()
        .arg("render")
        .arg(fixture("grey.png"))
        .args(["--dpi", "400", "--out"])
        .arg(&out)
        .assert()
        .code(0);
    let output = draftlens().arg("pages").arg(&out).arg("--json").assert().code(0).get_output().clone();
    let page = &json(&output.stdout)["pages"][0];
    assert_eq!((page["dpi"].as_f64().map(f64::round), page["width_px"].as_u64()), (Some(400.0), Some(334)));
}

#[test]
fn one_bit_pages_are_written_with_one_bit() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("page.png");
    draftlens().arg("render").arg(fixture("bits.png")).arg("--out").arg(&out).assert().code(0);
    let reader =
        png::Decoder::new(std::io::BufReader::new(std::fs::File::open(&out).unwrap())).read_info().unwrap();
    assert_eq!(reader.info().bit_depth, png::BitDepth::One);
}

#[test]
fn a_file_that_cannot_be_opened_exits_with_3_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pdf");
    std::fs::write(&empty, "").unwrap();
    let output = draftlens().arg("pages").arg(&empty).assert().code(3).get_output().clone();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("empty") && words.contains("again"), "{words}");
    let output = draftlens().arg("pages").arg(&empty).arg("--json").assert().code(3).get_output().clone();
    assert_eq!(json(&output.stdout)["error"]["code"], "empty");
}

#[test]
fn a_page_that_does_not_exist_exits_with_4() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("page.png");
    draftlens()
        .arg("render")
        .arg(fixture("grey.png"))
        .args(["--page", "7", "--out"])
        .arg(&out)
        .assert()
        .code(4);
    assert!(!out.exists());
}

#[test]
fn a_result_that_cannot_be_written_exits_with_1() {
    draftlens()
        .arg("render")
        .arg(fixture("grey.png"))
        .args(["--out", "/no/such/folder/page.png"])
        .assert()
        .code(1);
    draftlens().args(["pages", "/no/such/file.pdf"]).assert().code(1);
}

#[test]
fn a_wrong_call_exits_with_2() {
    draftlens().arg("render").arg(fixture("grey.png")).assert().code(2);
}

#[test]
fn a_deadline_ends_a_decode() {
    let output = draftlens()
        .arg("render")
        .arg(fixture("grey.png"))
        .args(["--timeout", "0", "--out", "x.png"])
        .assert()
        .code(4)
        .get_output()
        .clone();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("longer than allowed"), "{words}");
}

#[test]
fn help_names_the_exit_codes() {
    let output = draftlens().arg("--help").assert().code(0).get_output().clone();
    let help = String::from_utf8(output.stdout).unwrap();
    for words in ["Exit codes", "pages", "render", "Nothing is sent anywhere"] {
        assert!(help.contains(words), "{words} is missing in\n{help}");
    }
}
