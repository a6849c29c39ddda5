//! `draftlens index` and `draftlens search` as a script meets them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::Command;
use draftlens_search::{Entry, IndexFile, Part};
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

fn start(arguments: &[&str], paths: &[&Path]) -> Child {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("draftlens"));
    command
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("LOCALAPPDATA", env!("CARGO_TARGET_TMPDIR"));
    command.args(&arguments[..1]).args(paths).args(&arguments[1..]).stdout(Stdio::null()).spawn().unwrap()
}

/// As soon as something is kept; where that is all at once, there is nothing left to do, which is right too.
fn kill_once(mut child: Child, is_kept: impl Fn() -> bool) {
    while !is_kept() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
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

    kill_once(start(&fill, &[&drawings]), || !ids_in(&index).is_empty());
    let kept = ids_in(&index);
    assert!(!kept.is_empty());

    let told = draftlens(&fill, &[&drawings], 0);
    assert_eq!(told["unchanged_files"], json!(kept.len()));
    assert_eq!(told["indexed_files"], json!(COUNT as usize - kept.len()));
    let all = ids_in(&index);
    assert_eq!(all.len(), COUNT as usize);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), COUNT as usize, "none is there twice");
}

/// A block of the guide, beginning behind the first of these and ending before the other, on one line.
#[cfg(unix)]
fn in_guide(from: &str, to: &str) -> String {
    let guide = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides/millions.md");
    let guide = fs::read_to_string(guide).unwrap();
    let block = guide.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(block, _)| block);
    block.unwrap_or_else(|| panic!("no {from:?}")).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(unix)]
#[test]
fn the_guides_job_embeds_a_list_share_by_share_and_the_parts_become_one_index() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("drawings/shafts")).unwrap();
    fs::copy(sample("odri_motor_shaft.png"), at("drawings/shafts/a.png")).unwrap();
    fs::copy(sample("rpm_plate.png"), at("drawings/plate.png")).unwrap();
    fs::write(at("drawings/bad.png"), "no drawing").unwrap();
    let program = assert_cmd::cargo::cargo_bin("draftlens");
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let run = |command: &str, index: &str| {
        let mut shell = Command::new("sh");
        shell.current_dir(folder.path()).args(["-euc", command]).env("PATH", &path);
        shell.env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
        let done = shell.env("SHARES", "2").env("JOB_COMPLETION_INDEX", index).assert().success();
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    };
    run(&format!("find {}", in_guide("```sh\nfind", "```")), "");
    let job = in_guide("            - >-\n", "          volumeMounts:") + " --device cpu";
    for (share, n_files, n_failed) in [("0", 2, 1), ("1", 1, 0)] {
        let told: Value = serde_json::from_str(&run(&job, share)).unwrap();
        assert_eq!(
            (&told["files"], told["failed"].as_array().map(Vec::len)),
            (&json!(n_files), Some(n_failed)),
            "{told}"
        );
    }
    let gather = in_guide("```sh\ndraftlens index", "```");
    let gather = format!("draftlens index {gather} --json");
    let told: Value = serde_json::from_str(&run(&gather, "")).unwrap();
    assert_eq!((&told["pages"], &told["indexed_files"]), (&json!(2), &json!(2)), "{told}");
    let ask = ["search", "--device", "cpu", "--json"];
    let found = draftlens(&ask, &[&at("archive.index"), &sample("rpm_plate.png")], 0);
    assert_eq!(found["hits"][0]["id"], "drawings/plate.png");
    assert!(found["hits"][0]["score"].as_f64().unwrap() > 0.99, "{found}");
    let told: Value = serde_json::from_str(&run(&gather, "")).unwrap();
    assert_eq!((&told["indexed_files"], &told["unchanged_files"]), (&json!(0), &json!(2)));
    fs::remove_file(at("parts/1.parquet")).unwrap();
    let told: Value = serde_json::from_str(&run(&gather, "")).unwrap();
    assert_eq!((&told["pages"], &told["removed_files"]), (&json!(1), &json!(1)));
    fs::write(at("parts/9.parquet"), "no part").unwrap();
    let [parts, out] = ["parts", "archive.index"].map(|name| at(name).to_str().unwrap().to_owned());
    assert_eq!(
        draftlens(&["index", "--parts", "--json", &parts, "--out", &out], &[], 6)["error"]["code"],
        "bad-part"
    );
}

/// Pages of a part by their drawings' ids.
fn pages_in(part: &Path) -> Vec<Entry> {
    Part::open(part).unwrap().drawings().flat_map(Result::unwrap).collect()
}

#[test]
fn a_page_that_is_read_too_has_the_same_vectors_and_facets_besides() {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("part.parquet");
    let embed = ["embed", "--device", "cpu", "--out", part.to_str().unwrap()];
    draftlens(&embed, &[&sample("rpm_plate.png")], 0);
    let plain = pages_in(&part);
    let with_facets = [&embed[..], &["--facets"]].concat();
    let told = draftlens(&with_facets, &[&sample("rpm_plate.png")], 0);
    assert_eq!(told["unchanged_files"], 0, "it was not read yet");
    let read = pages_in(&part);
    assert_eq!(read[0].embedding, plain[0].embedding);
    assert!(read[0].facets.get("largest_mm").is_some() && plain[0].facets.get("largest_mm").is_none());
    for embed in [&embed[..], &with_facets] {
        assert_eq!(draftlens(embed, &[&sample("rpm_plate.png")], 0)["unchanged_files"], 1);
    }
}

#[test]
fn a_share_that_is_killed_goes_on_where_it_was_and_comes_out_the_same() {
    const COUNT: u32 = 6;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let plates: Vec<PathBuf> = (0..COUNT).map(|number| at(&format!("{number:02}.png"))).collect();
    plates.iter().zip(0..).for_each(|(path, number)| draw_plate(path, number));
    let lines: Vec<&str> = plates.iter().map(|path| path.to_str().unwrap()).collect();
    fs::write(at("drawings.txt"), lines.join("\n")).unwrap();
    let list = at("drawings.txt");
    let run = |out: &Path, jobs: &str, how: &mut dyn FnMut(&[&str])| {
        let [list, out] = [list.as_path(), out].map(|path| path.to_str().unwrap());
        how(&["embed", "--device", "cpu", "--manifest", list, "--jobs", jobs, "--out", out]);
    };
    let embed = |out: &Path, code: i32| {
        let mut told = Value::Null;
        run(out, "2", &mut |arguments| told = draftlens(arguments, &[], code));
        told
    };
    let (part, so_far) = (at("part.parquet"), at("part.parquet.so-far"));

    run(&part, "1", &mut |arguments| kill_once(start(arguments, &[]), || so_far.exists()));
    let kept = [&so_far, &part].into_iter().find(|path| path.exists()).unwrap();
    let n_kept = Part::open(kept).unwrap().drawings().count();
    let told = embed(&part, 0);
    assert_eq!((&told["unchanged_files"], &told["pages"]), (&json!(n_kept), &json!(COUNT)), "{told}");
    assert!(n_kept > 0 && !so_far.exists());

    let again = at("again.parquet");
    let told = embed(&again, 0);
    assert_eq!(told["unchanged_files"], json!(0), "{told}");
    assert!(fs::read(&part).unwrap() == fs::read(&again).unwrap(), "the same bytes");

    fs::write(&again, "my notes").unwrap();
    embed(&again, 6);
    assert_eq!(fs::read_to_string(&again).unwrap(), "my notes");
}
