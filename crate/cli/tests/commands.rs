//! The commands as a script meets them: output, exit codes, messages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../page/tests/fixtures/raster").join(name)
}

fn draftlens() -> Command {
    let mut command = Command::cargo_bin("draftlens").unwrap();
    // What is measured once stays with the tests, and out of the user's cache folder.
    command
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("LOCALAPPDATA", env!("CARGO_TARGET_TMPDIR"));
    command
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

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo/qa/samples").join(name)
}

#[test]
fn analyze_reads_a_drawing_into_the_analysis_and_draws_it_over_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let overlay = folder.path().join("shaft.svg");
    let output = draftlens()
        .arg("analyze")
        .arg(sample("odri_motor_shaft.png"))
        .args(["--json", "--device", "cpu", "--overlay"])
        .arg(&overlay)
        .assert()
        .code(0)
        .get_output()
        .clone();
    let analysis = json(&output.stdout);
    assert_eq!((&analysis["schema"], &analysis["page"]["width_px"]), (&Value::from(1), &Value::from(2573)));
    assert_eq!(analysis["backend"]["name"], "cpu");
    for net in ["detector", "reader"] {
        assert_eq!(analysis["models"][net]["sha256"].as_str().unwrap().len(), 64);
    }
    let annotations = analysis["annotations"].as_array().unwrap();
    let texts: Vec<&str> = annotations
        .iter()
        .filter(|annotation| annotation["kind"] == "dimension")
        .map(|annotation| annotation["text"].as_str().unwrap())
        .collect();
    assert!(texts.contains(&"33,40") && texts.contains(&"1,50"), "{texts:?}");
    for (index, annotation) in annotations.iter().enumerate() {
        assert_eq!(annotation["id"], format!("a{}", index + 1));
        assert_eq!(annotation["quad"].as_array().map(Vec::len), Some(4));
    }
    let svg = std::fs::read_to_string(&overlay).unwrap();
    assert_eq!(svg.matches("<polygon").count(), annotations.len());
    assert!(svg.contains("dimension: 33,40</title>"));
}

#[test]
fn analyze_reads_what_it_can_of_a_folder_and_names_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(fixture("bits.png"), folder.path().join("b.png")).unwrap();
    std::fs::write(folder.path().join("a.pdf"), "no PDF").unwrap();
    std::fs::write(folder.path().join("notes.txt"), "no drawing").unwrap();
    let output =
        draftlens().arg("analyze").arg(folder.path()).arg("--jsonl").assert().code(1).get_output().clone();
    let lines: Vec<Value> =
        output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).map(json).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0]["error"]["code"], "unknown-format");
    assert_eq!(lines[1]["analysis"]["schema"], 1);
    assert!(String::from_utf8(output.stderr).unwrap().contains("not all files were read"));
}

#[test]
fn analyze_refuses_what_it_could_only_do_in_part() {
    let output =
        draftlens().arg("analyze").args(["a.png", "b.png", "--json"]).assert().code(1).get_output().clone();
    assert!(String::from_utf8(output.stdout).unwrap().contains("--jsonl"));
    let (page, out) = (fixture("bits.png"), "page.bmp");
    let output =
        draftlens().arg("analyze").arg(page).args(["--overlay", out]).assert().code(1).get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains(".svg or .png"));
}

#[test]
fn eval_scores_labelled_pages() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(sample("odri_motor_shaft.png"), folder.path().join("shaft.png")).unwrap();
    let label =
        |kind: &str, quad: &str, text: &str| format!(r#"{{"kind":"{kind}","quad":{quad},"text":"{text}"}}"#);
    // One label where something stands, with its text wrong, and one where nothing stands.
    let cases =
        std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/drawing/motor-shaft.json"))
            .unwrap();
    let case = json(&cases);
    let there =
        case["annotations"].as_array().unwrap().iter().find(|label| label["text"] == "33,40").unwrap();
    let labels = [
        label("dimension", &there["quad"].to_string(), "33,41"),
        label("dimension", "[[9,9],[60,9],[60,30],[9,30]]", "7"),
    ];
    let page = format!(r#"{{"image":"shaft.png","annotations":[{}]}}"#, labels.join(","));
    std::fs::write(folder.path().join("shaft.json"), page).unwrap();
    let output =
        draftlens().arg("eval").arg(folder.path()).arg("--json").assert().code(0).get_output().clone();
    let report = json(&output.stdout);
    let figures = &report["pages"]["shaft"];
    assert_eq!((&figures["gt"], &figures["R"]), (&Value::from(2), &Value::from(0.5)));
    assert_eq!((&figures["e2eF1"], &figures["CER"]), (&Value::from(0.0), &Value::from(0.2)));
    assert_eq!(report["total"]["all"], *figures);
    let count = |name: &str| figures[name].as_u64().unwrap();
    assert_eq!(count("sureWrong") + count("doubtedWrong"), count("pred"), "no label says what stands there");
    assert_eq!(count("doubted"), count("doubtedWrong"));
    assert!(count("sureWrong") > 0, "the shaft is read surely");
}

#[test]
fn eval_reads_with_the_nets_of_a_folder_and_with_no_others() {
    let (pages, nets) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::copy(fixture("bits.png"), pages.path().join("page.png")).unwrap();
    std::fs::write(pages.path().join("page.json"), r#"{"image":"page.png","annotations":[]}"#).unwrap();
    let models = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models");
    for file in ["detector.onnx", "detector.json", "reader.onnx", "reader.json"] {
        std::fs::copy(models.join(file), nets.path().join(file)).unwrap();
    }
    let eval = || {
        let mut eval = draftlens();
        eval.arg("eval").arg(pages.path()).arg("--models").arg(nets.path());
        eval
    };
    let out = nets.path().join("answers");
    let mut manifest = json(&std::fs::read(models.join("detector.json")).unwrap());
    manifest["id"] = Value::from("candidate");
    std::fs::write(nets.path().join("detector.json"), manifest.to_string()).unwrap();
    eval().arg("--out").arg(&out).assert().code(0);
    let analysis = json(&std::fs::read(out.join("page.json")).unwrap());
    assert_eq!(analysis["models"]["detector"]["id"], "candidate");
    std::fs::copy(models.join("detector.onnx"), nets.path().join("reader.onnx")).unwrap();
    let output = eval().assert().code(1).get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("reader.onnx is not the net of") && said.contains("reader.json"), "{said}");
}
