//! The document "WASM Plugins": its example as it stands, and what switches say of what it does not.

use anyhost_testkit::{Request, RunReport, Settings, Target};
use serde_json::json;

use super::guest::{Guest, manifest};
use super::{error, logs, result};

const HOOKS: &str = r#"
    (func (export "init") (result i32) (call $log_info (i32.const 256) (i32.const 4)) (global.get $init))
    (func (export "execute") (result i32) (call $log_info (i32.const 260) (i32.const 7)) (i32.const 9))
    (func (export "cleanup") (result i32) (call $log_debug (i32.const 267) (i32.const 7)) (i32.const 9))
    (global $init (mut i32) (i32.const 0))
    (global $count (mut i32) (i32.const 48))"#;

/// A plugin as the document has it: no allocator, a result that is a bare pointer.
fn guest() -> Guest {
    let logs = "(param i32 i32)";
    Guest::default()
        .without_helpers()
        .but("allocate", "")
        .but("deallocate", "")
        .import("log_info", logs)
        .import("log_error", logs)
        .import("log_debug", logs)
        .with(HOOKS)
        .text(256, "initexecutecleanup")
        .text(512, r#"{"message":"Hello"}and more"#)
        .handler("greet", "(i32.const 512)")
        .handler("echo", "(local.get $p)")
        .handler("count", "(global.set $count (i32.add (global.get $count) (i32.const 1))) (i32.store8 (i32.const 700) (global.get $count)) (i32.const 700)")
        .routes(&[("GET /api/greet greet", true), ("GET /api/items/:id/x echo", true), ("POST /api/count count", true), ("POST /echo echo", true)])
}

fn with(switches: &[(&str, &str)], guest: &Guest, request: &Request) -> RunReport {
    let host = anyhost_abi::host("orbis").unwrap();
    let dialect = host.dialect(Some("docs")).unwrap();
    let settings = Settings::parse(host, dialect, switches).unwrap();
    anyhost_testkit::run(&guest.wasm(), "p.wasm", &Target::new(host, dialect, &settings), request).unwrap()
}

fn run(guest: &Guest, route: &str) -> RunReport {
    with(&[], guest, &Request::route(route))
}

#[test]
fn the_example() {
    let report = run(&guest(), "GET /api/greet");
    assert!(report.ok, "{report:?}");
    assert_eq!(report.raw.as_deref(), Some(r#"{"message":"Hello"}"#));
    assert_eq!(logs(&report), ["Info init", "Debug cleanup"]);
    // A page for the input, which nobody gives room for.
    assert_eq!(report.pages, 3);
}

#[test]
fn the_input() {
    let context = result(&run(&guest(), "GET /api/items/a%20b/x?page=1"));
    assert_eq!(context, json!({"params": {"id": "a b"}, "query": {"page": "1"}, "body": null, "headers": {}, "user": null}));
    let request = Request {
        route: Some("POST /echo".into()),
        user: Some("u".into()),
        headers: vec![("X-A".into(), "1".into())],
        ..Request::json("{\"a\":1}")
    };
    let context = result(&with(&[("admin", "yes")], &guest(), &request));
    assert_eq!((&context["user"], &context["body"]), (&json!({"id": "u", "is_admin": true}), &json!({"a": 1})));
    assert_eq!(context["headers"], json!({"content-type": "application/json", "x-a": "1"}));
    assert!(error(&run(&guest(), "GET /api/items//x")).starts_with("no route of `demo` is GET"));
    assert!(error(&run(&guest(), "GET /api/items/7")).starts_with("no route of `demo` is GET"));
}

#[test]
fn instances_are_kept() {
    let count = |switches: &[(&str, &str)]| {
        let report = with(switches, &guest(), &Request { repeat: 3, ..Request::route("POST /api/count") });
        (result(&report), logs(&report))
    };
    assert_eq!(count(&[]), (json!(3), vec!["Debug cleanup".to_owned()]));
    let each = vec!["Info init".to_owned(), "Debug cleanup".to_owned()];
    assert_eq!(count(&[("instance", "fresh")]), (json!(1), each));
    let executed = with(&[("execute", "once")], &guest(), &Request::route("POST /api/count"));
    assert_eq!(logs(&executed), ["Info init", "Info execute", "Debug cleanup"]);
}

#[test]
fn init_fails_the_load() {
    let report = run(&guest().with("(func $s (global.set $init (i32.const -3))) (start $s)"), "GET /api/greet");
    assert_eq!((error(&report), report.findings[0].rule), ("`init` returned -3", "OB803"));
    let report = run(&guest().but("deallocate", "").with("(func $s unreachable) (start $s)"), "GET /api/greet");
    assert!(error(&report).contains("backtrace"), "{report:?}");
    let none = Guest::default()
        .without_helpers()
        .but("allocate", "")
        .handler("h", "(i32.const 0)")
        .manifest(&manifest(&[("GET /h h", false)], ""));
    let report = run(&none, "GET /h");
    assert_eq!((error(&report), report.findings[0].rule), ("no function is exported as `init`, () -> i32", "OB802"));
}

/// `alloc` is asked and `dealloc` told, where they are.
#[test]
fn alloc() {
    let alloc = r#"
        (func (export "alloc") (param i32) (result i32) (i32.const 4096))
        (func (export "dealloc") (param i32 i32) (call $log_error (i32.const 256) (i32.sub (local.get 0) (i32.const 4095))))"#;
    let report = run(&guest().with(alloc), "GET /api/items/7/x");
    assert_eq!((result(&report)["params"]["id"].as_str(), report.pages), (Some("7"), 2));
    assert_eq!(logs(&report), ["Info init", "Error i", "Debug cleanup"]);
}

#[test]
fn three_readers() {
    // A length, JSON, a zero; then text without either.
    let guest = guest()
        .text(1024, "\u{4}\0\0\0\"ab\"\0")
        .handler("framed", "(i32.const 1028)")
        .manifest(&manifest(&[("GET /a framed", true), ("GET /b greet", true), ("GET /c end", true)], ""))
        .handler("end", "(i32.const 196607)");
    let read = |how: &str, route: &str| with(&[("result-length", how)], &guest, &Request::route(route));
    for how in ["stream", "nul", "peek-back"] {
        assert_eq!(result(&read(how, "GET /a")), "ab", "{how}");
    }
    assert_eq!(result(&read("stream", "GET /b")), json!({"message": "Hello"}));
    assert_eq!(error(&read("nul", "GET /b")), "Failed to parse result: trailing characters at line 1 column 20");
    assert_eq!(error(&read("peek-back", "GET /b")), "Failed to parse result: EOF while parsing a value at line 1 column 0");
    for how in ["stream", "peek-back"] {
        assert_eq!(read(how, "GET /c").findings[0].rule, "OB808");
    }
}

/// The documented functions: a bare pointer, framed so that every reader can read it.
#[test]
fn host_functions() {
    let query = "(param i32 i32) (result i32)";
    let functions = r#"(global $heap (mut i32) (i32.const 65536))
        (func (export "alloc") (param i32) (result i32)
          (global.set $heap (i32.add (global.get $heap) (i32.const 4096))) (global.get $heap))"#;
    let guest = |body: &str| {
        let guest = guest().import("db_query", query).import("db_execute", query).with(functions).text(600, "SELECT 1 AS one");
        guest.handler("h", body).manifest(&manifest(&[("GET /h h", true)], ""))
    };
    let asks = "(call $db_query (i32.const 600) (i32.const 15))";
    let denied = run(&guest(asks), "GET /h");
    assert_eq!(denied.raw.as_deref(), Some("null"));
    assert!(logs(&denied)[1].starts_with("Error db_query error: Plugin error: no host has what the document describes"));
    for how in ["stream", "nul", "peek-back"] {
        let granted = with(&[("as-intended", "yes"), ("result-length", how)], &guest(asks), &Request::route("GET /h"));
        assert_eq!(result(&granted), json!([{"one": 1}]), "{how}");
    }
}
