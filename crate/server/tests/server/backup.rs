//! What one store gave out, another takes in: backup, restore and the move from one to the other.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use draftlens_search::{Entry, Header, Precision, write_part};
use serde_json::json;

use crate::postgres::cluster;
use crate::samples::{body, embedding, facets, model, vector};
use crate::site::{Program, ask};

fn run(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let said = told(arguments, input);
    assert!(said.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&said.stderr));
    said.stdout
}

fn told(arguments: &[&str], input: &[u8]) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_draftlens-server"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who refuses does not read.
    let _ = process.stdin.take().unwrap().write_all(input);
    process.wait_with_output().unwrap()
}

#[test]
fn what_is_not_there_is_no_empty_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawing.redb");
    let said = told(&["export", "--file", path.to_str().unwrap()], &[]);
    let text = String::from_utf8_lossy(&said.stderr);
    assert!(!said.status.success() && text.contains("there is no store"), "{text}");
    assert!(!path.exists());
}

#[test]
fn drawings_move_from_a_file_to_a_database_and_back_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (first, second) = (path("first.redb"), path("second.redb"));
    let program = Program::serve(&["--open", "--file", &first]);
    for seed in 0..150 {
        let url = format!("{}/v1/drawings/{seed}", program.url);
        assert_eq!(ask(&url, "PUT", &[], Some(&body(seed).to_string())).unwrap().status, 201);
    }
    program.kill();
    let exported = run(&["export", "--file", &first], &[]);
    assert_eq!(exported.iter().filter(|&&byte| byte == b'\n').count(), 150);

    let cluster = cluster();
    let database = cluster.url("draftlens_app", &cluster.database());
    run(&["import", "--postgres", &database, "--tenant", "acme"], &exported);
    assert!(run(&["export", "--postgres", &database, "--tenant", "globex"], &[]).is_empty());
    let from_database = run(&["export", "--postgres", &database, "--tenant", "acme"], &[]);
    run(&["import", "--file", &second], &from_database);
    let again = run(&["export", "--file", &second], &[]);
    assert!(exported == from_database && exported == again, "each is the same text");
}

#[test]
fn parts_of_a_cluster_are_loaded_into_either_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let entry = |number: u32| Entry {
        id: format!("archive/{:02}.pdf", number / 2),
        page: number % 2,
        embedding: embedding(vector(number.into()), &[7, 8][..number as usize % 3]),
        facets: facets(json!({"largest_mm": number})),
    };
    let header = Header { model: model("embedder"), precision: Precision::Int8, sheet_share: 0.5 };
    let parts = [path("0.parquet"), path("1.parquet")];
    for (part, numbers) in parts.iter().zip([0..30, 30..50]) {
        write_part(part.as_ref(), &header, &numbers.map(entry).collect::<Vec<_>>()).unwrap();
    }
    let cluster = cluster();
    let database = cluster.url("draftlens_app", &cluster.database());
    let load = |to: [&str; 2]| {
        let parts = parts.each_ref().map(String::as_str);
        run(&[&["load", "--tenant", "acme"][..], &to, &parts].concat(), &[]);
        run(&[&["export", "--tenant", "acme"][..], &to].concat(), &[])
    };
    let file = path("drawings.redb");
    let kept = load(["--file", &file]);
    assert_eq!(kept.iter().filter(|&&byte| byte == b'\n').count(), 25);
    let first: serde_json::Value =
        serde_json::from_slice(kept.split(|&byte| byte == b'\n').next().unwrap()).unwrap();
    assert_eq!(
        (&first["id"], &first["drawing"]["pages"][1]["facets"]),
        (&json!("archive/00.pdf"), &json!({"largest_mm": 1.0}))
    );
    assert!(kept == load(["--postgres", &database]), "both keep the same");
    assert!(kept == load(["--postgres", &database]), "loaded twice, they are there once");
}
