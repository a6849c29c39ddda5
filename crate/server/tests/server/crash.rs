//! What a server acknowledged is there after `kill -9`.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;

use crate::postgres::cluster;
use crate::samples::body;
use crate::site::{Program, ask};

const CALLERS: u64 = 4;
const TIMES: u64 = 3;

/// What the server said that it keeps: each id with the seed of its drawing.
type Acknowledged = Mutex<Vec<(String, u64)>>;

/// Puts drawings until the server goes away.
fn write(url: &str, round: u64, caller: u64, acknowledged: &Acknowledged) {
    for number in 0.. {
        let (id, seed) = (format!("{round}-{caller}-{number}"), round * 1_000_000 + caller * 10_000 + number);
        let answer = ask(&format!("{url}/v1/drawings/{id}"), "PUT", &[], Some(&body(seed).to_string()));
        match answer {
            Ok(answer) if answer.status == 201 => acknowledged.lock().unwrap().push((id, seed)),
            Ok(answer) => panic!("{}: {}", answer.status, answer.text),
            Err(_) => return,
        }
    }
}

fn survives(arguments: &[&str]) {
    let acknowledged = Acknowledged::default();
    for round in 0..TIMES {
        let program = Program::serve(arguments);
        let url = program.url.clone();
        std::thread::scope(|scope| {
            for caller in 0..CALLERS {
                let (url, acknowledged) = (&url, &acknowledged);
                scope.spawn(move || write(url, round, caller, acknowledged));
            }
            let before = acknowledged.lock().unwrap().len();
            while acknowledged.lock().unwrap().len() < before + 40 {
                std::thread::sleep(Duration::from_millis(10));
            }
            program.kill();
        });
    }
    let program = Program::serve(arguments);
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() as u64 >= 40 * TIMES);
    for (id, seed) in &acknowledged {
        let kept = ask(&format!("{}/v1/drawings/{id}", program.url), "GET", &[], None).unwrap();
        assert_eq!(kept.status, 200, "{id} was acknowledged, and is lost");
        assert_eq!(kept.json()["pages"][0]["facets"]["number"], format!("D-{seed}"));
    }
    // What was never acknowledged, one for each caller, is there as a whole or not at all.
    let pages = ask(&format!("{}/v1/index", program.url), "GET", &[], None).unwrap().json()["pages"].clone();
    let most = acknowledged.len() as u64 + CALLERS * TIMES;
    assert!(
        pages.as_u64().is_some_and(|pages| (acknowledged.len() as u64..=most).contains(&pages)),
        "{pages}"
    );
    let (id, seed) = &acknowledged[0];
    let asked = crate::samples::query(*seed).to_string();
    let found = ask(&format!("{}/v1/search", program.url), "POST", &[], Some(&asked)).unwrap();
    assert_eq!(found.json()["hits"][0]["id"], Value::from(id.as_str()));
}

#[test]
fn nothing_that_was_acknowledged_is_lost_by_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    survives(&[
        "--open",
        "--most-per-sec",
        "100000",
        "--file",
        folder.path().join("d.redb").to_str().unwrap(),
    ]);
}

#[test]
fn nothing_that_was_acknowledged_is_lost_by_a_kill_in_front_of_a_database() {
    let cluster = cluster();
    let database = cluster.database();
    survives(&["--open", "--most-per-sec", "100000", "--postgres", &cluster.url("draftlens_app", &database)]);
}
