//! The contract that is kept in the repository is the one that the server speaks.

use std::path::Path;

use crate::site::{Site, ask, usual_limits};
use serde_json::Value;

#[test]
fn the_contract_in_the_repository_is_the_running_servers() {
    let site = Site::start(usual_limits());
    let told = ask(&format!("{}/openapi.json", site.url), "GET", &[], None).unwrap().json();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let kept: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert!(
        kept == told,
        "openapi.json is out of date: cargo run -p draftlens-server -- openapi > crate/server/openapi.json"
    );
}

#[test]
fn every_operation_of_the_contract_that_needs_a_key_refuses_who_has_none() {
    let site = Site::start(usual_limits());
    let contract = serde_json::to_value(draftlens_server::openapi()).unwrap();
    let mut asked = 0;
    for (path, operations) in contract["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let url = format!("{}{}", site.url, path.replace("{id}", "x"));
            for headers in [&[][..], &[("authorization", "Bearer nobody")], &[("authorization", "acme")]] {
                let answer = ask(&url, &method.to_uppercase(), headers, None).unwrap();
                let needs_key = !operation["security"].is_null();
                assert_eq!(answer.status == 401, needs_key, "{method} {path}: {}", answer.text);
                if needs_key {
                    assert_eq!(
                        (answer.code().as_str(), answer.header("www-authenticate")),
                        ("unauthorized", Some("Bearer"))
                    );
                    asked += 1;
                }
            }
        }
    }
    assert!(asked >= 24, "{asked}");
}
