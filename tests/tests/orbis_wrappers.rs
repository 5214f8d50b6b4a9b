//! What host functions of Orbis give to a plugin in wasm, as the real host answers them, and as it documents them. (That each
//! is reached, the checklist shows.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::{Request, RunReport, Settings, Target, run};
use anyhost_tests::{build_all, host, wasm};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::LazyLock;

static WASM: LazyLock<Vec<u8>> = LazyLock::new(|| wasm("tests/guests/orbis", "orbis"));

fn asked(switches: &[(&str, &str)], route: &str, body: &Value) -> RunReport {
    let host = host("orbis");
    let settings = Settings::parse(host, &host.dialects[0], switches).unwrap();
    let target = Target::new(host, &host.dialects[0], &settings);
    let request = Request { route: Some(route.to_owned()), ..Request::json(&body.to_string()) };
    run(&WASM, "plugin.wasm", &target, &request).unwrap()
}

/// The body of a response with status 200.
fn answer(report: &RunReport) -> Value {
    let response: Value = match &report.result {
        Some(result) => serde_json::from_str(result.get()).unwrap(),
        None => panic!("{:?}", report.error),
    };
    assert_eq!(response["status"], 200, "{response}");
    response["body"].clone()
}

fn logs(report: &RunReport) -> Vec<String> {
    report.logs.iter().map(|log| format!("{:?} {}", log.level, log.message)).collect()
}

#[test]
fn state_of_all_kinds() {
    let report = asked(&[], "POST /state", &json!({ "b": 1, "a": -2 }));
    assert!(report.findings.is_empty(), "{report:#?}");
    assert_eq!(
        answer(&report),
        json!([
            "true",
            "Some([Serde(Point), Serde(Circle { radius: 1.5 })])",
            r#"Ok(Some({"a": -2, "b": 1}))"#,
            "Some(20000)",
            "None",
            "None",
            "Answer: state.shapes[0]: missing field \"id\"",
        ])
    );
    let report = asked(&[], "POST /state", &json!("no object"));
    assert_eq!(answer(&report)[2], r#"Err(Error { kind: Answer, text: "state.body: expected an object, found a string" })"#);
}

#[test]
fn configuration_of_the_manifest() {
    let report = asked(&[], "GET /config", &json!(null));
    assert_eq!(
        answer(&report),
        json!({
            "limit": 20, "names": ["a", "b"], "deep": { "on": true }, "missing": null,
            "wrong": "config.names: expected an integer, found an array"
        })
    );
}

#[test]
fn hashes_and_random_bytes() {
    let report = asked(&[], "POST /crypto", &json!(null));
    let told = answer(&report);
    assert_eq!(told[0], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!((&told[1], &told[2]), (&json!("ddaf35a193617aba"), &json!("9192c25b734fcbad")));
    assert_eq!((&told[3], &told[4], &told[5]), (&json!("true"), &json!("0"), &json!("1048576")));
    assert_eq!(told[6], "Unavailable: the host gave no random bytes: it gives 1 MiB at most");
}

#[test]
fn lines_of_the_log() {
    let report = asked(&[], "POST /log", &json!(null));
    assert_eq!(
        logs(&report),
        ["Error error", "Warn warn", "Info info", "Debug debug", "Trace trace", "Info ", "Warn by the crate \"log\""]
    );
}

/// What the real host denies is an error that says so, and the handler goes on.
#[test]
fn what_is_denied_today() {
    let sql = "Unavailable: the host did not run SQL: it denies all of it today";
    assert_eq!(answer(&asked(&[], "POST /db", &json!(null))), json!([sql, sql, sql, sql, sql]));
    let request = "Unavailable: the host did not send a request: it denies all of them today";
    let told = answer(&asked(&[], "POST /client", &json!({ "url": "http://127.0.0.1:9/" })));
    assert_eq!(told, json!([request, request]));
    let event = answer(&asked(&[], "POST /event", &json!(null)));
    assert_eq!(event, "Unavailable: the host did not take an event: it denies all of them today");
}

/// What is behind the denial today.
#[test]
fn what_stubs_say() {
    let stubs = &[("permissions", "fixed")];
    assert_eq!(answer(&asked(stubs, "POST /db", &json!(null))), json!(["0", "0", "[]", "[]", "[]"]));
    let told = answer(&asked(stubs, "POST /client", &json!({ "url": "http://127.0.0.1:9/" })));
    assert!(told[0].as_str().unwrap().starts_with("501 None "), "{told}");
    assert!(told[1].as_str().unwrap().starts_with("501 Err(Error { kind: Answer, text: \"response.body: "), "{told}");
    assert_eq!(answer(&asked(stubs, "POST /event", &json!(null))), "taken");
}

const INTENDED: &[(&str, &str)] = &[("as-intended", "yes")];

#[test]
fn a_database_as_intended() {
    let report = asked(INTENDED, "POST /db", &json!(null));
    let rows = r#"[Item { id: 1, name: "tea", price: Some(2.5) }, Item { id: 2, name: "é", price: None }]"#;
    let wrong = "Answer: rows[0].id: expected an integer, found a string";
    assert_eq!(answer(&report), json!(["0", "2", rows, r#"[{"n": 2}]"#, wrong]));
}

/// Whether a request of HTTP has come with its body.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")).map(|length| length.trim().parse().unwrap());
    body.len() >= length.unwrap_or(0)
}

#[test]
fn requests_as_intended() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let answers = [
            "HTTP/1.1 201 Created\r\nx-answer: yes\r\ncontent-length: 4\r\nconnection: close\r\n\r\nmade",
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\n[1,2]",
        ];
        answers.map(|answer| {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut part = [0; 1024];
            while !is_whole(&request) {
                match stream.read(&mut part).unwrap() {
                    0 => break,
                    len => request.extend(&part[..len]),
                }
            }
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&request).into_owned()
        })
    });
    let report = asked(INTENDED, "POST /client", &json!({ "url": url }));
    assert_eq!(answer(&report), json!([r#"201 Some("yes") made"#, "200 Ok([1, 2])"]));
    let [posted, got] = server.join().unwrap();
    let posted = posted.to_lowercase();
    assert!(posted.starts_with("post /x http/1.1\r\n") && posted.contains("content-type: application/json"), "{posted}");
    assert!(posted.ends_with(r#"{"id":1,"name":"n","price":null}"#), "{posted}");
    assert!(got.starts_with("GET /x HTTP/1.1\r\n"), "{got}");
}

/// After 10,000 calls of the host everything fails, and the plugin hears of it.
#[test]
fn calls_beyond_the_limit_are_errors() {
    let report = asked(&[], "POST /many", &json!({ "times": 11_000 }));
    assert_eq!(answer(&report), json!({ "done": 10_000, "after": null }));
    let report = asked(&[], "POST /many", &json!({ "times": 9_999 }));
    assert_eq!(answer(&report), json!({ "done": 9_999, "after": 9_998 }));
}

/// Each buffer is freed: what is read would not fit otherwise.
#[test]
fn buffers_of_the_host_are_freed() {
    let report = asked(&[], "POST /read", &json!({ "times": 1 }));
    assert_eq!(answer(&report), "60002");
    let first = report.pages;
    let report = asked(&[], "POST /read", &json!({ "times": 6 }));
    assert_eq!(answer(&report), (6 * 60_002).to_string());
    assert_eq!(report.pages, first);
}

#[test]
fn a_panic_is_logged_before_the_trap() {
    let report = asked(&[], "POST /panic", &json!("panic"));
    assert!(!report.ok && report.error.as_ref().unwrap().contains("Failed to execute handler"), "{report:#?}");
    let line = &logs(&report)[0];
    assert!(line.starts_with("Error panicked at ") && line.ends_with("told to"), "{line}");
}

/// A plugin imports what it uses, and nothing else.
#[test]
fn only_used_functions_are_imported() {
    let imports = |folder: &str| {
        let mut imports = build_all(folder).swap_remove(0).imports;
        imports.sort();
        imports
    };
    assert_eq!(imports("tests/guests/orbis-hello"), Vec::<String>::new());
    let all = [
        "crypto_hash",
        "crypto_random",
        "db_execute",
        "db_query",
        "emit_event",
        "get_config",
        "http_request",
        "log",
        "state_get",
        "state_remove",
        "state_set",
    ];
    assert_eq!(imports("tests/guests/orbis"), all.map(|name| format!("env.{name}")));
}

/// The documented functions, which have the same names and other types.
#[test]
fn documented_functions() {
    let built = build_all("tests/guests/orbis-docs").swap_remove(0);
    let mut imports = built.imports.clone();
    imports.sort();
    let all = ["db_execute", "db_query", "http_request", "log_debug", "log_error", "log_info"];
    assert_eq!((built.dialect.id, imports), ("docs", all.map(|name| format!("env.{name}")).to_vec()));
    let wasm = std::fs::read(&built.wasm).unwrap();
    let asked = |switches: &[(&str, &str)], route: &str, body: &Value| {
        let settings = Settings::parse(built.host, built.dialect, switches).unwrap();
        let request = Request { route: Some(route.to_owned()), ..Request::json(&body.to_string()) };
        run(&wasm, "plugin.wasm", &Target::new(built.host, built.dialect, &settings), &request).unwrap()
    };
    let report = asked(INTENDED, "POST /api/db/tea", &json!(null));
    let rows = r#"[Item { id: 1, name: "tea" }, Item { id: 2, name: "é" }]"#;
    assert_eq!(answer(&report), json!(["0", "2", rows]));
    let denied = "Unavailable: the host did not run SQL: it denies all of it today";
    assert_eq!(answer(&asked(&[], "POST /api/db/tea", &json!(null))), json!([denied, denied, denied]));
    let report = asked(&[], "POST /api/log", &json!(null));
    let levels =
        ["Error error", "Error warn: warn", "Info info", "Debug debug", "Debug trace: trace", "Info by the crate \"log\""];
    assert_eq!(logs(&report), levels);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut request, mut part) = (Vec::new(), [0; 1024]);
        while !request.ends_with(b"sent") {
            match stream.read(&mut part).unwrap() {
                0 => break,
                len => request.extend(&part[..len]),
            }
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok").unwrap();
    });
    assert_eq!(answer(&asked(INTENDED, "POST /api/client", &json!(url))), "200 ok");
    server.join().unwrap();
}
