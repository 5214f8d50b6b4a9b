//! What the SDK offers beyond plain nodes, in wasm: items and their form, records of `log` and `tracing`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::vectors::{Suite, parse};
use anyhost_testkit::{Request, Settings, Target};
use anyhost_tests::{build_all, check_in, root, run_in, wasm};
use std::fs;

fn vectors_hold(folder: &str, file: &str) {
    for built in build_all(folder) {
        let settings = Settings::parse(built.host, built.dialect, &[]).unwrap();
        let target = Target::new(built.host, built.dialect, &settings);
        let wasm = fs::read(&built.wasm).unwrap();
        let suite = Suite::open(&wasm, folder, &target).unwrap();
        let file = root().join(folder).join("vectors").join(file);
        for case in parse("vectors", &fs::read_to_string(file).unwrap()).unwrap().cases {
            let report = suite.run_case(&case);
            assert!(report.passed, "{}: {}: {:?} {:?}", built.host.id, case.name, report.message, report.skipped);
        }
        assert_eq!(check_in(&wasm, built.host.id, built.dialect.id).conforms, Some(true), "{}", built.host.id);
    }
}

#[test]
fn items() {
    vectors_hold("tests/guests/items", "items.json");
    let params = r#"{"params":{"operation":"repeat","times":1000},"$json":{"a":1}}"#;
    let result = run_in(&wasm("tests/guests/items", "nlink"), "nlink", false, &Request::json(params)).raw.unwrap();
    assert_eq!(result.matches(r#"{"json":{"a":1}}"#).count(), 1000);
}

#[test]
fn the_form_of_items() {
    let built = build_all("tests/guests/items");
    let nlink = built.iter().find(|built| built.host.id == "nlink").unwrap();
    let definition = nlink.files.iter().find(|file| file.ends_with("definition.json")).unwrap();
    let definition: serde_json::Value = serde_json::from_slice(&fs::read(definition).unwrap()).unwrap();
    insta::assert_json_snapshot!(definition);
}

/// Flow-Like gets the records; the build for a host without a log has nothing of them.
#[test]
fn records_arrive_in_the_log() {
    vectors_hold("tests/guests/logging", "logging.json");
    for built in build_all("tests/guests/logging") {
        match built.host.id {
            "flow-like" => assert!(built.imports.iter().all(|import| import.starts_with("flowlike_log.")), "{:?}", built.imports),
            _ => assert_eq!(built.imports, [] as [&str; 0]),
        }
    }
}
