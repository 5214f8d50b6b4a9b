//! What the emulated hosts do that a guest can see: imports, memory, instances, failures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use anyhost_testkit::{Capabilities, LogLevel, Request, RunReport};
use common::{Guest, RESULT, RESULT_AT, pack, run, run_with};
use serde_json::json;

const LOG: &str = r#"(import "flowlike_log" "warn" (func $log (param i32 i32)))"#;

fn answer() -> i64 {
    pack(RESULT_AT, RESULT.len())
}

fn logging() -> Guest {
    let body = format!("(call $log (i32.const 20000) (i32.const 5)) (i64.const {})", answer());
    Guest::flow_like().with("import", LOG).with("text", r#"(data (i32.const 20000) "h\c3\a9llo")"#).body(&body)
}

fn repeat(times: u32) -> Request {
    Request { repeat: times, ..Request::default() }
}

#[test]
fn logs_reach_the_report_unless_the_epoch_drops_them() {
    let report = run("flow-like", &logging(), &Request::default());
    assert_eq!((report.logs[0].level, report.logs[0].message.as_str()), (LogLevel::Warn, "héll"));
    assert_eq!(report.calls[0].import, "flowlike_log.warn");
    assert_eq!(report.calls[0].args, json!(["héll"]));
    let wasm = logging().wasm();
    let first = run_with("flow-like", &[("epoch", "1")], &wasm, &Request::default());
    assert!(first.logs.is_empty() && first.calls.len() == 1 && first.ok, "E1 does not see the text: {first:#?}");
    let filtered = run_with("flow-like", &[("log_level", "3")], &wasm, &Request::default());
    assert!(filtered.logs.is_empty());
}

#[test]
fn getters_return_offsets_of_the_host() {
    // The packed value that the getter returned is written as a hexadecimal-free text: only whether it is 0 is seen here.
    let ask = |call: &str| {
        format!(
            "(local $got i64) (local.set $got {call})
            (if (i64.ne (local.get $got) (i64.const 6)) (then (return (i64.const -2)))) (i64.const {})",
            answer()
        )
    };
    let import = r#"(import "flowlike_meta" "get_node_id" (func $id (result i64)))"#;
    let guest = Guest::flow_like().with("import", import).body(&ask("(call $id)"));
    let report = run("flow-like", &guest, &Request::default());
    assert!(report.error.is_none(), "offset 0, length 6: {report:#?}");
    assert_eq!(report.calls[0].result, json!("node-1"));
    let report = run_with("flow-like", &[("getters", "guest-alloc")], &guest.wasm(), &Request::default());
    assert!(report.error.unwrap().ends_with("-2"), "a place of the guest's allocator");
    let import = r#"(import "flowlike_vars" "has" (func $has (param i32 i32) (result i32)))"#;
    let guest = Guest::flow_like().with("import", import).body("(i64.extend_i32_u (call $has (i32.const 0) (i32.const 0)))");
    assert_eq!(run("flow-like", &guest, &Request::default()).calls[0].result, json!(0));
}

#[test]
fn what_is_not_granted_is_denied() {
    let import = r#"(import "flowlike_storage" "write_request" (func $write (param i32 i32 i32 i32) (result i32)))"#;
    let stream = r#"(import "flowlike_stream" "text" (func $text (param i32 i32)))"#;
    let body = format!(
        "(drop (call $write (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
        (call $text (i32.const {RESULT_AT}) (i32.const 2)) (i64.const {})",
        answer()
    );
    let guest = Guest::flow_like().with("import2", stream).with("import", import).body(&body);
    let denied = Request { capabilities: Capabilities::None, ..Request::default() };
    let report = run("flow-like", &guest, &denied);
    assert_eq!((report.calls[0].result.clone(), report.ok), (json!(-1), true));
    assert_eq!(report.calls[1].args, json!(["{\""]));
    let time = r#"(import "flowlike_meta" "time_now" (func $now (result i64)))"#;
    let guest = Guest::flow_like().with("import", time).body(&format!("(drop (call $now)) (i64.const {})", answer()));
    assert!(run("flow-like", &guest, &denied).calls[0].result.as_i64().unwrap() > 1_600_000_000_000);
}

#[test]
fn wasi_of_flow_like_writes_nothing() {
    let import = r#"(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))"#;
    let body = format!(
        "(drop (call $write (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0)))
        (drop (call $open (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 0)))
        (call $exit (i32.const 3)) (i64.const {})",
        answer()
    );
    let report = run("flow-like", &Guest::flow_like().with("import", import).body(&body), &Request::default());
    let results: Vec<_> = report.calls.iter().map(|call| call.result.clone()).collect();
    assert_eq!(results, [json!(0), json!(28), json!(null)]);
    assert!(report.ok, "proc_exit returns: {report:#?}");
}

/// Traps at the second call.
fn moody() -> Guest {
    let body = format!(
        "(global.set $n (i32.add (global.get $n) (i32.const 1))) (if (i32.eq (global.get $n) (i32.const 2)) (then unreachable)) (i64.const {})",
        answer()
    );
    Guest::flow_like().with("global", "(global $n (mut i32) (i32.const 0))").body(&body)
}

#[test]
fn epochs_differ_in_the_life_of_an_instance() {
    let report = run("flow-like", &moody(), &repeat(2));
    assert!(report.trap.is_some(), "E2 keeps the instance");
    let report = run_with("flow-like", &[("epoch", "1")], &moody().wasm(), &repeat(2));
    assert!(report.ok, "E1 takes a fresh one: {report:#?}");
    // E1's fuel is the instance's; a guest that needs 100 of it answers often enough on fresh instances.
    let report = run_with("flow-like", &[("epoch", "1"), ("fuel", "100")], &Guest::flow_like().wasm(), &repeat(50));
    assert!(report.ok, "{report:#?}");
    let report = run_with("flow-like", &[("fuel", "100")], &Guest::flow_like().wasm(), &repeat(50));
    assert!(report.ok, "E2's is each call's: {report:#?}");
}

#[test]
fn memory_is_limited_where_the_host_limits_it() {
    let body = format!("(if (i32.eq (memory.grow (i32.const 5000)) (i32.const -1)) (then unreachable)) (i64.const {})", answer());
    let guest = Guest::flow_like().body(&body).wasm();
    let report = run_with("flow-like", &[], &guest, &Request::default());
    assert!(report.trap.is_some() && report.findings[0].message.contains("memory limit"), "{report:#?}");
    let report = run_with("flow-like", &[("epoch", "1")], &guest, &Request::default());
    assert!(report.ok && report.pages == 5002, "{report:#?}");
    let report = run_with("nlink", &[("memory_pages", "1")], &Guest::nlink().wasm(), &Request::default());
    assert!(report.error.unwrap().contains("over limit of 1 pages"));
}

#[test]
fn a_host_without_an_allocator_to_call_grows_memory() {
    let guest = Guest::flow_like().without("alloc").without("dealloc");
    let report = run("flow-like", &guest, &repeat(20));
    assert!(report.ok && report.pages == 3, "E2 reuses the room: {report:#?}");
    let report = run_with("flow-like", &[("epoch", "1")], &guest.wasm(), &Request::default());
    assert!(!report.ok);
}

#[test]
fn scribbling_spoils_a_result_in_the_input() {
    let body = format!(
        "(memory.copy (local.get $p) (i32.const {RESULT_AT}) (i32.const {len}))
        (i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.const {len}))",
        len = RESULT.len()
    );
    let guest = Guest::flow_like().body(&body);
    let luck = run("flow-like", &guest, &Request::default());
    assert!(luck.ok && luck.findings.iter().any(|finding| finding.rule == "FL404"), "{luck:#?}");
    assert!(!run_with("flow-like", &[("scribble", "on")], &guest.wasm(), &Request::default()).ok);
}

#[test]
fn panic_text_is_read_after_a_trap() {
    let text = r#"(data (i32.const 20000) "panicked at src/lib.rs:7")
        (func (export "anyhost_panic_text") (result i64) (i64.const 85899345920024))"#;
    for (at, guest) in [("flow-like", Guest::flow_like()), ("nlink", Guest::nlink())] {
        let report = run(at, &guest.with("panic", text).body("unreachable"), &Request::default());
        assert!(report.trap.as_deref().unwrap().starts_with("panicked at src/lib.rs:7 (wasm `unreachable`"), "{report:#?}");
    }
}

#[test]
fn wasi_of_nlink_is_fake_and_captured() {
    let import = r#"(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
        (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))"#;
    let data = r#"(data (i32.const 20000) "\30\4e\00\00\07\00\00\00") (data (i32.const 20016) "one\0atwo")"#;
    let body = format!(
        "(drop (call $write (i32.const 2) (i32.const 20000) (i32.const 1) (i32.const 20100)))
        (if (i32.ne (i32.load (i32.const 20100)) (i32.const 7)) (then unreachable))
        (drop (call $clock (i32.const 0) (i64.const 0) (i32.const 20104)))
        (if (i64.lt_u (i64.load (i32.const 20104)) (i64.const 1640995200000000000)) (then unreachable))
        (if (i32.ne (i32.const 8) (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 0)))
          (then unreachable))
        (i64.const {})",
        pack(RESULT_AT, 27)
    );
    let report = run("nlink", &Guest::nlink().with("import", import).with("data", data).body(&body), &Request::default());
    let lines: Vec<_> = report.logs.iter().map(|log| (log.level, log.message.as_str())).collect();
    assert_eq!(lines, [(LogLevel::Error, "one"), (LogLevel::Error, "two")], "{report:#?}");
    assert!(report.ok, "{report:#?}");
}

#[test]
fn proc_exit_closes_an_nlink_module() {
    let import = r#"(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))"#;
    let guest = Guest::nlink().with("import", import).body("(call $exit (i32.const 4)) unreachable");
    let report = run("nlink", &guest, &Request::default());
    assert_eq!(report.error.as_deref(), Some("module closed with exit_code(4)"));
    assert!(report.trap.unwrap().contains("exit code 4"));
    let without = run_with("nlink", &[("wasi", "without")], &guest.wasm(), &Request::default());
    assert_eq!(without.error.as_deref(), Some("module[wasi_snapshot_preview1] not instantiated"));
}

#[test]
fn host_texts_are_the_hosts() {
    let error = |guest: Guest| run("flow-like", &guest, &Request::default()).error.unwrap();
    assert_eq!(error(Guest::flow_like().without("run")), "Missing required export: run");
    assert_eq!(error(Guest::docs()), "Missing required export: get_node or get_nodes");
    let import = r#"(import "m" "f" (func))"#;
    let unknown = "Instantiation error: Failed to instantiate module: unknown import: `m::f` has not been defined";
    assert_eq!(error(Guest::flow_like().with("import", import)), unknown);
    assert_eq!(error(Guest::flow_like().body("(i64.const -7)")), "Execution error in run: Returned error code: -7");
    assert_eq!(
        error(Guest::flow_like().body("(i64.const 0)")),
        "Execution error in run: Invalid JSON result: EOF while parsing a value at line 1 column 0"
    );
    let missing = error(Guest::flow_like().result("{}"));
    assert_eq!(missing, "Execution error in run: Invalid JSON result: missing field `outputs` at line 1 column 2");
    let field = common::DEFINITION.replace(r#""description":"Echoes.","#, "");
    assert!(
        error(Guest::flow_like().define(&field))
            .starts_with("Invalid node definition: Invalid JSON: missing field `description` at line 1 column")
    );
    let far = format!("(i64.const {})", pack(131_072, 100));
    let text =
        "Memory access error: Memory access out of bounds: trying to read 100 bytes at offset 131072, but memory size is 131072";
    assert_eq!(error(Guest::flow_like().body(&far)), text);
}

#[test]
fn requests_that_no_user_could_make() {
    let ask = |at: &str, request: &Request| {
        let (host, dialect, settings) = common::settings(at, &[]);
        let guest = if at == "nlink" { Guest::nlink() } else { Guest::flow_like() };
        anyhost_testkit::run(&guest.wasm(), "guest.wasm", &anyhost_testkit::Target::new(host, dialect, &settings), request)
    };
    let message = |result: Result<RunReport, anyhost_testkit::Error>| result.unwrap_err().to_string();
    assert!(message(ask("flow-like", &Request::json("{"))).contains("not JSON"));
    assert!(message(ask("flow-like", &Request::json("[]"))).contains("object of inputs"));
    let node = Request { node: Some("nope".into()), ..Request::default() };
    assert!(message(ask("flow-like", &node)).contains("the module has echo"));
    assert!(message(ask("nlink", &node)).contains("leave out `nope`"));
    let over = Request { context: Some(json!({"node_name": "nope"})), ..Request::default() };
    assert!(ask("flow-like", &over).unwrap().ok);
    let settings = |pairs: &[(&str, &str)]| {
        let host = anyhost_abi::host("nlink").unwrap();
        anyhost_testkit::Settings::parse(host, host.dialect(None).unwrap(), pairs).unwrap_err().to_string()
    };
    assert!(settings(&[("epoch", "1")]).contains("has no switch `epoch`: it has wasi,"));
    assert!(settings(&[("free", "maybe")]).contains("only both, never, input, result"));
    assert!(settings(&[("memory_pages", "many")]).contains("<pages>"));
}
