//! What `draftlens doctor` finds on this machine, whatever that is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

fn doctor(cache: &Path) -> Command {
    let mut command = Command::cargo_bin("draftlens").unwrap();
    // Where the user's cache folder is, on each system.
    command.arg("doctor").env("XDG_CACHE_HOME", cache).env("LOCALAPPDATA", cache);
    command
}

fn items(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

#[test]
fn all_that_serves_is_found_right_and_told_with_its_reason() {
    let cache = tempfile::tempdir().unwrap();
    let output =
        doctor(cache.path()).args(["--json", "--plan", "--compare"]).assert().code(0).get_output().clone();
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let has_gpu = !items(&found["self_tests"]).is_empty();
    assert_eq!(has_gpu, found["gpu_problem"].is_null(), "{found}");
    for test in items(&found["self_tests"]) {
        assert!(test["problem"].is_null() && !items(&test["families"]).is_empty(), "{test}");
    }
    assert!(!items(&found["cpu"]["instruction_sets"]).is_empty());
    let names: Vec<&str> =
        items(&found["models"]).iter().filter_map(|model| model["name"].as_str()).collect();
    assert_eq!(names, ["detector", "reader", "embedder"]);
    for model in items(&found["models"]) {
        assert_eq!(model["sha256"].as_str().map(str::len), Some(64));
        let backend = &model["backend"];
        assert!(backend["name"] == "cpu" || backend["name"] == "webgpu", "{backend}");
        assert!(
            !backend["why"].as_str().unwrap().is_empty() && !backend["adapter"].as_str().unwrap().is_empty()
        );
        for step in items(&model["plan"]["steps"]) {
            assert_eq!(step["dispatches"], 1, "{step}");
        }
        if has_gpu {
            assert!(model["speed"]["cpu_gflops"].as_f64().unwrap() > 0.0, "{model}");
            assert!(backend["why"].as_str().unwrap().starts_with("measured here"), "{backend}");
            assert!(model["comparison"]["first_difference"].is_null(), "{}", model["comparison"]);
            assert!(model["comparison"]["problem"].is_null(), "{}", model["comparison"]);
        }
    }
    if has_gpu && cfg!(target_os = "linux") {
        let notes = std::fs::read_to_string(cache.path().join("draftlens/devices.json")).unwrap();
        assert_eq!(notes.matches("\"timing/").count(), 3, "{notes}");
    }
}

#[test]
fn without_a_gpu_the_doctor_says_so_and_the_cpu_serves() {
    let cache = tempfile::tempdir().unwrap();
    // Vulkan's loader finds no driver, as on a machine without a GPU.
    let none = [("VK_DRIVER_FILES", "/none"), ("VK_ICD_FILENAMES", "/none")];
    let output = doctor(cache.path()).envs(none).assert().code(0).get_output().clone();
    let words = String::from_utf8(output.stdout).unwrap();
    for expected in ["CPU\n", "Adapters\n", "Models\n", "verified\n"] {
        assert!(words.contains(expected), "{expected} is missing in\n{words}");
    }
    if cfg!(target_os = "linux") {
        assert!(words.contains("no usable GPU") && words.contains("    cpu on "), "{words}");
    }
}
