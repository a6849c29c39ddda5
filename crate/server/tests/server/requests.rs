//! What callers get, and how they are told what is wrong.

use crate::samples::{body, query};
use crate::site::{Site, ask, usual_limits};
use draftlens_server::Limits;
use serde_json::{Value, json};
use std::num::NonZero;
use std::sync::Barrier;

#[test]
fn a_drawing_is_kept_found_listed_and_deleted() {
    let site = Site::start(usual_limits());
    assert_eq!(site.ask("acme", "GET", "/v1/index", None).json(), json!({"model": null, "pages": 0}));
    assert_eq!(site.ask("acme", "PUT", "/v1/drawings/A%2F1", Some(&body(1))).status, 201);
    assert_eq!(site.ask("acme", "PUT", "/v1/drawings/A%2F1", Some(&body(1))).status, 204);
    assert_eq!(site.ask("acme", "PUT", "/v1/drawings/B", Some(&body(2))).status, 201);
    let index = site.ask("acme", "GET", "/v1/index", None).json();
    assert_eq!((&index["model"]["id"], &index["pages"]), (&json!("embedder"), &json!(2)));
    let kept = site.ask("acme", "GET", "/v1/drawings/A%2F1", None).json();
    assert_eq!(kept["pages"][0]["facets"], json!({"number": "D-1", "largest_mm": 1.0}));
    let found = site.ask("acme", "POST", "/v1/search", Some(&query(2))).json();
    assert_eq!(found["hits"][0]["id"], "B");
    assert!((found["hits"][0]["score"].as_f64().unwrap() - 1.0).abs() < 1e-3, "{found}");
    let first = site.ask("acme", "GET", "/v1/drawings?limit=1", None).json();
    assert_eq!((&first["drawings"][0]["id"], &first["next_after"]), (&json!("A/1"), &json!("A/1")));
    let second = site.ask("acme", "GET", "/v1/drawings?limit=1&after=A%2F1", None).json();
    assert_eq!((&second["drawings"][0]["id"], &second["next_after"]), (&json!("B"), &Value::Null));
    assert_eq!(site.ask("acme", "DELETE", "/v1/drawings/B", None).status, 204);
    for method in ["GET", "DELETE"] {
        assert_eq!(site.ask("acme", method, "/v1/drawings/B", None).code(), "not-found");
    }
    assert_eq!(site.ask("acme", "DELETE", "/v1/index", None).status, 204);
    assert_eq!(site.ask("acme", "GET", "/v1/index", None).json()["model"], Value::Null);
}

#[test]
fn a_search_goes_on_where_its_last_page_ended() {
    let site = Site::start(usual_limits());
    for seed in 0..25 {
        site.ask("acme", "PUT", &format!("/v1/drawings/{seed:02}"), Some(&body(seed)));
    }
    let mut asked = query(3);
    let mut ids: Vec<String> = Vec::new();
    loop {
        asked["limit"] = json!(10);
        let found = site.ask("acme", "POST", "/v1/search", Some(&asked)).json();
        ids.extend(
            found["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()),
        );
        match found["next_offset"].as_u64() {
            Some(offset) => asked["offset"] = json!(offset),
            None => break,
        }
    }
    assert_eq!((ids.len(), ids[0].as_str()), (25, "03"));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 25);
}

#[test]
fn vectors_of_another_model_are_refused_and_the_index_says_which_it_wants() {
    let site = Site::start(usual_limits());
    site.ask("acme", "PUT", "/v1/drawings/A", Some(&body(1)));
    for field in ["id", "sha256", "version"] {
        let (mut drawing, mut asked) = (body(2), query(2));
        drawing["model"][field] = json!("0");
        asked["model"][field] = json!("0");
        for answer in [
            site.ask("acme", "PUT", "/v1/drawings/B", Some(&drawing)),
            site.ask("acme", "POST", "/v1/search", Some(&asked)),
        ] {
            assert_eq!((answer.status, answer.code().as_str()), (409, "other-model"), "{field}");
            assert_eq!(answer.json()["index_model"]["id"], "embedder");
        }
    }
}

#[test]
fn what_is_wrong_with_a_request_is_told_by_a_code() {
    let site = Site::start(Limits { most_body_bytes: 100_000, ..usual_limits() });
    let with = |change: &dyn Fn(&mut Value)| {
        let mut drawing = body(1);
        change(&mut drawing);
        drawing.to_string()
    };
    let bodies = [
        ("{".to_owned(), "bad-request"),
        ("{}".to_owned(), "bad-body"),
        (with(&|drawing| drawing["pages"] = json!([])), "bad-entry"),
        (with(&|drawing| drawing["extra"] = json!(1)), "bad-body"),
        (with(&|drawing| drawing["pages"][0]["embedding"]["sheet"] = json!([1.0])), "bad-vector"),
        (with(&|drawing| drawing["pages"][0]["embedding"]["sheet"] = json!(vec![0.0; 256])), "bad-vector"),
        (with(&|drawing| drawing["pages"][0]["facets"]["a"] = json!({"b": 1})), "bad-body"),
        (with(&|drawing| drawing["pages"][0]["facets"]["a"] = json!("x\0")), "bad-entry"),
        (with(&|drawing| drawing["model"]["dim"] = json!(0)), "bad-entry"),
        (" ".repeat(100_001), "body-too-large"),
    ];
    for (body, code) in bodies {
        let answer = site.ask_with("acme", "PUT", "/v1/drawings/A", &[], Some(&body));
        assert_eq!(answer.code(), code, "{}", answer.text);
    }
    let kind = [("content-type", "text/plain")];
    assert_eq!(site.ask_with("acme", "PUT", "/v1/drawings/A", &kind, Some("x")).code(), "not-json");
    assert_eq!(site.ask("acme", "PUT", "/v1/drawings/%01", Some(&body(1))).code(), "bad-entry");
    assert_eq!(site.ask("acme", "GET", "/v1/drawings?limit=0", None).code(), "bad-request");
    assert_eq!(site.ask("acme", "GET", "/v1/drawings?limti=1", None).code(), "bad-request");
    assert_eq!(site.ask("acme", "GET", "/v1/nothing", None).code(), "not-found");
    assert_eq!(site.ask("acme", "PATCH", "/v1/search", None).code(), "method-not-allowed");
    let condition = json!({"facet": "material", "equals": "S235"});
    for (filter, code) in [
        (json!([{"facet": "material"}]), "bad-filter"),
        (json!(vec![condition; 65]), "bad-filter"),
        (json!([{"facet": "material", "is": "S235"}]), "bad-body"),
    ] {
        let mut asked = query(1);
        asked["filter"] = filter;
        assert_eq!(site.ask("acme", "POST", "/v1/search", Some(&asked)).code(), code);
    }
}

#[test]
fn a_change_with_a_key_happens_once_however_often_it_is_sent() {
    let site = Site::start(usual_limits());
    let put = |key: &str, seed| {
        let body = body(seed).to_string();
        site.ask_with("acme", "PUT", "/v1/drawings/A", &[("idempotency-key", key)], Some(&body))
    };
    assert_eq!(put("first", 1).status, 201);
    assert_eq!(put("second", 2).status, 204);
    // Somebody's late copy of the first does not bring the old drawing back.
    let again = put("first", 1);
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
    let kept = site.ask("acme", "GET", "/v1/drawings/A", None).json();
    assert_eq!(kept["pages"][0]["facets"]["number"], "D-2");
    assert_eq!(put("first", 3).code(), "idempotency-key-reused");
    assert_eq!(put("two words", 3).code(), "bad-request");
    // Another tenant's keys are its own.
    let body = body(3).to_string();
    let other =
        site.ask_with("globex", "PUT", "/v1/drawings/A", &[("idempotency-key", "first")], Some(&body));
    assert_eq!((other.status, other.header("idempotency-replayed")), (201, None));
}

#[test]
fn pages_of_allowed_origins_may_ask_and_others_may_not() {
    let site = Site::start(usual_limits());
    let url = format!("{}/v1/search", site.url);
    let preflight = |origin| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "authorization,content-type"),
        ];
        let answer = ask(&url, "OPTIONS", &headers, None).unwrap();
        answer.header("access-control-allow-origin").map(str::to_owned)
    };
    assert_eq!(preflight("https://app.example").as_deref(), Some("https://app.example"));
    assert_eq!(preflight("https://evil.example"), None);
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let limits = Limits { most_per_sec: NonZero::<u32>::MIN, ..usual_limits() };
    let site = Site::start(limits);
    let answers: Vec<_> = (0..40).map(|_| site.ask("acme", "GET", "/v1/index", None)).collect();
    assert!(answers[..5].iter().all(|answer| answer.status == 200), "five may come at once");
    let refused = answers.iter().find(|answer| answer.status == 429).expect("not forty");
    assert_eq!(refused.code(), "rate-limited");
    assert!(refused.header("retry-after").is_some());
    assert_eq!(site.ask("globex", "GET", "/v1/index", None).status, 200, "the others' share is theirs");
}

#[test]
fn what_is_too_much_at_once_is_refused_at_once() {
    let site = Site::start(Limits { most_at_once: 1, ..usual_limits() });
    let big = json!({"crops": vec![crate::read::crop("a", "1,50"); 8]});
    let start = Barrier::new(6);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let ask = || {
            start.wait();
            let answer = site.ask("acme", "POST", "/v1/read", Some(&big));
            if answer.status == 503 {
                assert_eq!(answer.code(), "overloaded");
            }
            answer.status
        };
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(statuses.contains(&200) && statuses.contains(&503), "{statuses:?}");
}

#[test]
fn operators_see_health_and_figures_that_name_no_tenant() {
    let site = Site::start(usual_limits());
    site.ask("acme", "PUT", "/v1/drawings/A", Some(&body(1)));
    site.ask("acme", "GET", "/v1/drawings/B", None);
    for path in ["/health", "/ready"] {
        assert_eq!(ask(&format!("{}{path}", site.url), "GET", &[], None).unwrap().json()["status"], "ok");
    }
    let answer = ask(&format!("{}/metrics", site.url), "GET", &[], None).unwrap();
    let figures = answer.text.as_str();
    for line in [
        r#"draftlens_requests_total{method="PUT",route="/v1/drawings/{id}",status="201"} 1"#,
        r#"draftlens_requests_total{method="GET",route="/v1/drawings/{id}",status="404"} 1"#,
        r#"draftlens_request_seconds_count{route="/v1/drawings/{id}"} 2"#,
    ] {
        assert!(figures.contains(line), "{line} is missing in\n{figures}");
    }
    assert!(!figures.contains("acme"));
    assert!(answer.header("x-request-id").is_some());
}
