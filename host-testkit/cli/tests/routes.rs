//! `anyhost run` with plugins that have routes.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::{Path, PathBuf};

use support::{Ran, anyhost_in, file, folder, wasm};

/// A plugin that answers each request with its context; a log line before.
const ECHO: &str = r#"(module
    (import "env" "log" (func $log (param i32 i32 i32)))
    (import "env" "db_query" (func $query (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 2)
    (data (i32.const 16) "heardSELECT 1 AS one[]")
    (global $heap (mut i32) (i32.const 65536))
    (func $allocate (export "allocate") (param $n i32) (result i32)
        (global.get $heap)
        (global.set $heap (i32.add (global.get $heap) (i32.and (i32.add (local.get $n) (i32.const 7)) (i32.const -8)))))
    (func (export "echo") (param $p i32) (param $n i32) (result i32) (local $to i32)
        (call $log (i32.const 1) (i32.const 16) (i32.const 5))
        (local.set $to (call $allocate (i32.add (local.get $n) (i32.const 4))))
        (i32.store (local.get $to) (local.get $n))
        (memory.copy (i32.add (local.get $to) (i32.const 4)) (local.get $p) (local.get $n))
        (local.get $to))
    (func (export "ask") (param i32 i32) (result i32)
        (call $query (i32.const 21) (i32.const 15) (i32.const 36) (i32.const 2)))
    (func (export "trap") (param i32 i32) (result i32) unreachable)
    MANIFEST)"#;

const MANIFEST: &str = r#"(@custom "manifest" "{\"name\":\"demo\",\"version\":\"1.0.0\",\"permissions\":[\"database_read\"],\"routes\":[{\"method\":\"POST\",\"path\":\"/items\",\"handler\":\"echo\",\"requires_auth\":false},{\"method\":\"GET\",\"path\":\"/mine\",\"handler\":\"echo\"},{\"method\":\"GET\",\"path\":\"/rows\",\"handler\":\"ask\",\"requires_auth\":false},{\"method\":\"GET\",\"path\":\"/trap\",\"handler\":\"trap\",\"requires_auth\":false}]}")"#;

fn plugin(name: &str, manifest: &str) -> PathBuf {
    let folder = folder(name);
    file(&folder, "demo.wasm", wasm(&ECHO.replace("MANIFEST", manifest)));
    folder
}

fn run(folder: &Path, args: &[&str]) -> Ran {
    anyhost_in(folder, &[&["run", "demo.wasm", "--host", "orbis"], args].concat(), b"\0\0")
}

#[test]
fn a_request() {
    let folder = plugin("routes-request", MANIFEST);
    let args = ["--route", "POST /items?page=2", "--header", "X-Tag: a", "--user", "ada", "--set", "admin=yes"];
    let ran = run(&folder, &[&args[..], &["--input", "{\"n\":1}", "--json"]].concat());
    let report = ran.json();
    assert_eq!((ran.code, &report["ok"]), (0, &true.into()), "{ran:?}");
    let expected = r#"{"body":{"n":1},"headers":{"content-type":"application/json","x-tag":"a"},"is_admin":true,"method":"POST","path":"/items","query":{"page":"2"},"user_id":"ada"}"#;
    assert_eq!(report["result"].to_string(), expected);
    assert!(report["raw"].as_str().unwrap().starts_with(r#"{"method":"POST","path":"/items","headers":"#));
    assert_eq!(report["logs"], serde_json::json!([{"level": "warn", "message": "heard"}]));
    assert_eq!(report["calls"][0], serde_json::json!({"import": "env.log", "args": [1, "heard"], "result": null}));
    let settings = serde_json::json!({"admin": "yes", "as-intended": "no", "front": "http", "permissions": "denied"});
    assert_eq!((&report["dialect"], &report["settings"]), (&"source".into(), &settings));
    assert!(report["fuel"].as_u64().unwrap() > 20 && report["pages"] == 2, "{report}");
    // The same for people.
    let ran = run(&folder, &["--route", "POST /items", "--set", "front=desktop"]);
    assert!(ran.out.starts_with("orbis (source) front=desktop  demo.wasm\n\n{\"method\":\"POST\",\"path\":\"/echo\""), "{ran:?}");
}

/// The host's words are the plugin's failure, and the exit code says so.
#[test]
fn refusals_and_failures() {
    let folder = plugin("routes-refused", MANIFEST);
    let failed = |route: &str| {
        let ran = run(&folder, &["--route", route, "--json"]);
        let report = ran.json();
        assert_eq!((ran.code, &report["ok"], &report["result"]), (1, &false.into(), &serde_json::Value::Null), "{ran:?}");
        (report["error"].as_str().unwrap().to_owned(), report["trap"].as_str().map(str::to_owned))
    };
    assert_eq!(failed("GET /mine"), ("Authentication required".into(), None));
    assert_eq!(failed("GET /items"), ("Route GET /items not found in plugin 'demo'".into(), None));
    let (error, trap) = failed("GET /trap");
    assert!(error.starts_with("Failed to execute handler 'trap': error while executing at wasm backtrace:"), "{error}");
    assert!(trap.unwrap().contains("unreachable"));
    assert_eq!(run(&folder, &["--route", "GET /mine", "--user", "ada"]).code, 0);
}

#[test]
fn as_intended() {
    let folder = plugin("routes-intended", MANIFEST);
    let report = run(&folder, &["--route", "GET /rows", "--json"]).json();
    assert_eq!((&report["ok"], &report["result"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!(report["logs"][0]["message"], "db_query error: Plugin error: Plugin does not have database:read permission");
    let report = run(&folder, &["--route", "GET /rows", "--set", "as-intended=yes", "--json"]).json();
    assert_eq!(report["result"], serde_json::json!([{"one": 1}]));
    assert_eq!(report["settings"]["as-intended"], "yes");
}

#[test]
fn bare_and_raw() {
    let folder = plugin("routes-bare", "");
    let report = run(&folder, &["--route", "GET /echo", "--json"]).json();
    let notes: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    assert_eq!((&report["result"]["path"], notes.contains(&"OB701")), (&"/echo".into(), true));
    let raw = run(&folder, &["--route", "POST /echo", "--raw-input", "-", "--json"]);
    assert_eq!((raw.code, raw.json()["raw"].as_str()), (1, Some("\0\0")), "{raw:?}");
    assert!(raw.json()["error"].as_str().unwrap().starts_with("Failed to parse result: expected value at line 1 column 1"));
}

#[test]
fn what_is_no_request() {
    let folder = plugin("routes-none", MANIFEST);
    let known = "it has POST /items, GET /mine, GET /rows, GET /trap";
    run(&folder, &[]).refused(&format!("error: say which route is called: {known}"));
    run(&folder, &["--route", "/items"]).refused("error: `/items` is no route: write method and path, \"GET /items?page=1\"");
    run(&folder, &["--header", "X-Tag"]).refused("error: `--header X-Tag` is no header\nhelp: write `--header \"X-Tag: a\"`");
    run(&folder, &["--route", "POST /items", "--node", "echo"])
        .refused("error: an Orbis plugin has routes: name one, instead of `echo`");
    let nlink = anyhost_in(&folder, &["run", "demo.wasm", "--host", "nlink", "--user", "ada"], b"");
    assert_eq!(nlink.code, 1, "{nlink:?}");
    let say = wasm(support::FLOW_LIKE);
    file(&folder, "say.wasm", say);
    let other = anyhost_in(&folder, &["run", "say.wasm", "--host", "flow-like", "--route", "GET /x"], b"");
    other.refused("error: Flow-Like plugins have no routes: leave out `GET /x`");
}
