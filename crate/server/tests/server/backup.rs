//! What one store gave out, another takes in: backup, restore and the move from one to the other.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::postgres::cluster;
use crate::samples::body;
use crate::site::{Program, ask};

fn run(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut process = Command::new(env!("CARGO_BIN_EXE_draftlens-server"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(input).unwrap();
    let said = process.wait_with_output().unwrap();
    assert!(said.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&said.stderr));
    said.stdout
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
