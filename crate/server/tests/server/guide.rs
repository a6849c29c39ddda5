//! The commands of the guide work as they stand there.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use draftlens_search::{Entry, Facets, Header, Precision, write_part};

use crate::postgres::{cluster, programs};
use crate::read::cut;
use crate::samples::{embedding, model, vector};

/// The shell blocks of a part of a guide, one after another.
fn commands(guide: &str, heading: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides").join(guide);
    let text = std::fs::read_to_string(path).unwrap();
    let part =
        text.split("\n## ").find(|part| part.starts_with(heading)).unwrap_or_else(|| panic!("no {heading}"));
    let blocks = part.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let commands: Vec<&str> = blocks.collect();
    assert!(!commands.is_empty(), "{heading} has no commands");
    commands.join("\n")
}

/// Runs commands in a folder that holds `crop.png` and `parts`, beside a server program that is on the path; gives what they say.
fn run(commands: &[String], environment: &[(&str, String)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("crop.png"), cut("1,50").0).unwrap();
    write_parts(&folder.path().join("parts"));
    let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let program = Path::new(env!("CARGO_BIN_EXE_draftlens-server")).parent().unwrap().to_owned();
    let path = std::env::var("PATH").unwrap_or_default();
    let said = Command::new("bash")
        .args([
            "-euo",
            "pipefail",
            "-c",
            &format!("trap 'kill $(jobs -p) || true' EXIT\n{}", commands.join("\n")),
        ])
        .current_dir(folder.path())
        .env("PATH", format!("{}:{}:{path}", program.display(), programs().display()))
        .env("SERVER", format!("http://{listen}"))
        .env("DRAFTLENS_LISTEN", listen)
        .env("RUST_LOG", "warn")
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .output()
        .unwrap();
    let text =
        format!("{}\n{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success(), "{text}");
    text
}

/// As `draftlens embed --out` does.
fn write_parts(folder: &Path) {
    std::fs::create_dir(folder).unwrap();
    let header = Header { model: model("embedder"), precision: Precision::Int8, sheet_share: 0.5 };
    for (name, seeds) in [("0.parquet", 0..7_u64), ("1.parquet", 7..12)] {
        let entry = |seed: u64| Entry {
            id: format!("drawings/{seed}.pdf"),
            page: 0,
            embedding: embedding(vector(seed), &[seed + 1]),
            facets: Facets::default(),
        };
        write_part(&folder.join(name), &header, &seeds.map(entry).collect::<Vec<_>>()).unwrap();
    }
}

#[test]
fn the_guides_commands_do_what_it_says() {
    let headings = ["Start", "Drawings", "A second reading", "Keys", "Backup"];
    let said = run(&headings.map(|heading| commands("server.md", heading)), &[]);
    for expected in [r#""id":"B-17""#, r#""text":"1,50""#, r#""code":"unauthorized""#, "1 drawings of local"]
    {
        assert!(said.contains(expected), "{expected} is missing in\n{said}");
    }
}

#[test]
fn the_guides_commands_for_a_database_do_what_it_says() {
    let cluster = cluster();
    let (made, said) = cluster.psql("postgres", "create database guide");
    assert!(made, "{said}");
    let environment =
        [("OWNER_URL", cluster.url("owner", "guide")), ("APP_URL", cluster.url("draftlens_app", "guide"))];
    let (_, loading) = commands("millions.md", "One index of all parts")
        .split_once("\n\n")
        .map(|(own, server)| (own.to_owned(), server.to_owned()))
        .unwrap();
    let empty = "curl --fail-with-body --request DELETE $SERVER/v1/index".to_owned();
    let in_file = "draftlens-server load --file drawings.redb --tenant local parts/*.parquet".to_owned();
    let moving = commands("server.md", "Upgrade and move");
    let said = run(&[commands("server.md", "PostgreSQL"), empty, loading, in_file, moving], &environment);
    for expected in ["applied 0001_drawings", r#""id":"B-17""#, "restored"] {
        assert!(said.contains(expected), "{expected} is missing in\n{said}");
    }
    let times = said.matches("12 drawings of local").count();
    assert_eq!(times, 4, "loaded, loaded into a file, exported and imported in\n{said}");
}
