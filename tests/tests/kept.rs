//! A kept instance goes on for ever: as much memory and fuel for the last call as for an early one, freed by the host or not.
//!
//! `ANYHOST_CALLS=10000000 cargo test --release -p anyhost-tests --test kept` is the whole check; without it 100,000 calls.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::{Request, RunReport, Settings, Target, run};
use anyhost_tests::{build_all, host};
use serde_json::json;
use std::fs;

const UPPERCASE: &str = r#"{"inputs":{"input":"hello world"},"node_id":"node-1","run_id":"run-1","app_id":"app-1","board_id":"board-1","user_id":"user-1","stream_state":false,"log_level":1,"node_name":"uppercase"}"#;
const GREET: &str = r#"{"params":{"text":"Ada"},"$json":{"id":1,"tags":["a","b"]}}"#;
const REFUSED: &str = r#"{"params":{"text":7},"$json":{"id":1}}"#;

fn calls() -> u32 {
    std::env::var("ANYHOST_CALLS").map_or(100_000, |calls| calls.parse().expect("ANYHOST_CALLS is a number"))
}

/// Calls a plugin many times on one instance, in a host with these switches.
fn stays_flat(folder: &str, id: &str, switches: &[(&str, &str)], context: &str) {
    repeated(folder, id, switches, &Request::raw(context.as_bytes()), calls());
}

/// The same, so many times.
fn repeated(folder: &str, id: &str, switches: &[(&str, &str)], request: &Request, calls: u32) {
    let host = host(id);
    let built = build_all(folder).into_iter().find(|built| built.host.id == id).unwrap();
    let wasm = fs::read(&built.wasm).unwrap();
    let settings = Settings::parse(host, built.dialect, switches).unwrap();
    let target = Target { kept: true, ..Target::new(host, built.dialect, &settings) };
    let after = |repeat: u32| -> RunReport {
        let request = Request { repeat, ..request.clone() };
        let report = run(&wasm, "plugin.wasm", &target, &request).unwrap();
        assert!(report.trap.is_none() && report.raw.is_some(), "{folder} with {switches:?}: {report:?}");
        report
    };
    let (early, late) = (after(100.min(calls / 2)), after(calls));
    println!("{folder}, {id} {switches:?}: {calls} calls, {} pages, fuel {}", late.pages, late.fuel);
    assert_eq!((late.pages, late.fuel), (early.pages, early.fuel), "{folder} with {switches:?}");
    assert_eq!(late.raw, early.raw);
}

#[test]
fn flow_like_frees() {
    stays_flat("tests/guests/uppercase", "flow-like", &[("fuel", "1000000000000000")], UPPERCASE);
}

/// In the documented dialect nobody says who frees a result, and so nobody does.
#[test]
fn flow_like_documented() {
    stays_flat("tests/guests/docs-echo", "flow-like", &[], UPPERCASE);
}

#[test]
fn nlink_frees_all_or_some_or_nothing() {
    for free in ["both", "never", "input", "result"] {
        stays_flat("examples/greet", "nlink", &[("free", free)], GREET);
    }
}

#[test]
fn errors_leave_nothing_behind() {
    stays_flat("examples/greet", "nlink", &[("free", "never")], REFUSED);
}

/// Each use is a start on the same instance, fifty deltas, PUTs, requests and polls, some of which are refused, and a stop.
#[test]
fn signalk_starts_again_and_again() {
    let mut steps = Vec::new();
    for i in 0..10 {
        let values = json!([{"path": "navigation.position", "value": {"latitude": 60.0, "longitude": f64::from(i) / 1e5}}]);
        steps.push(json!({"delta": {"updates": [{"values": values}]}}));
        steps.push(json!({"put": {"path": "navigation.anchor.position", "value": {"latitude": 60, "longitude": 24}}}));
        steps.push(json!({"put": {"path": "navigation.anchor.maxRadius", "value": "no number"}}));
        steps.push(json!({"http": {"method": "GET", "path": "/status"}}));
        steps.push(json!({"poll": 1}));
    }
    steps.push(json!({"stop": true}));
    let scenario = json!({"config": {"maxRadius": 70}, "steps": steps}).to_string();
    repeated("examples/anchor-watch", "signalk", &[], &Request::json(&scenario), calls() / 50);
}
