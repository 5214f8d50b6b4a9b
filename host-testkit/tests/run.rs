//! Single runs on both hosts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use anyhost_testkit::Request;
use common::{Guest, run, run_with};

#[test]
fn sound_guests_run() {
    let report = run("flow-like", &Guest::flow_like(), &Request::json("{}"));
    assert!(report.ok, "{report:#?}");
    assert_eq!(report.raw.as_deref(), Some(common::RESULT));
    assert_eq!(report.pages, 2);
    assert!(report.fuel > 0 && report.fuel < 100, "{}", report.fuel);
    let report = run("nlink", &Guest::nlink(), &Request::json("{}"));
    assert!(report.ok, "{report:#?}");
    let report = run("flow-like/docs", &Guest::docs(), &Request::json("{}"));
    assert!(report.ok, "{report:#?}");
}

/// A guest that returns what it was given, as a text, cannot be written in a few lines of WAT: this one returns the input
/// itself, which the host then cannot parse as a result but shows.
#[test]
fn context_is_byte_for_byte() {
    let body = "(i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.extend_i32_u (local.get $n)))";
    let guest = Guest::flow_like().body(body);
    let report = run("flow-like", &guest, &Request::json(r#"{"input":"hello world"}"#));
    let expected = concat!(
        r#"{"inputs":{"input":"hello world"},"node_id":"node-1","run_id":"run-1","app_id":"app-1","board_id":"board-1","#,
        r#""user_id":"user-1","stream_state":false,"log_level":1,"node_name":"echo"}"#
    );
    assert_eq!(report.raw.as_deref(), Some(expected));
    let report = run("flow-like", &guest, &Request::json("{}"));
    assert!(report.raw.as_deref().unwrap().starts_with(r#"{"inputs":{"input":""},"node_id""#), "E2 applies defaults");
    let report = run_with("flow-like", &[("epoch", "1")], &guest.wasm(), &Request::json("{}"));
    assert!(report.raw.as_deref().unwrap().starts_with(r#"{"inputs":{},"node_id""#), "E1 does not");
    let guest = Guest::nlink().body(body);
    let input = r#"{"params": {"n":9007199254740993},"$json":1.0}"#;
    let report = run("nlink", &guest, &Request::json(input));
    assert_eq!(report.raw.as_deref(), Some(input));
    let request = Request { context: Some(serde_json::json!({"x": 1})), ..Request::json("{}") };
    assert_eq!(run("nlink", &guest, &request).raw.as_deref(), Some(r#"{"x":1}"#));
}
