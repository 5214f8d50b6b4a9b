//! What the host documents and does not do yet: a database, requests, events. A switch grants it.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use anyhost_testkit::{Request, RunReport};
use serde_json::json;

use super::guest::{Guest, manifest};
use super::{logs, result, with};

const INTENDED: &[(&str, &str)] = &[("as-intended", "yes")];

/// A guest that runs these statements with their parameters, and answers what the last one gives.
fn sql(statements: &[(&str, &str)], answer: &str) -> RunReport {
    let (mut text, mut calls) = (String::new(), Vec::new());
    let mut span = |part: &str| {
        let at = 4096 + text.len();
        text.push_str(part);
        format!("(i32.const {at}) (i32.const {})", part.len())
    };
    for (statement, params) in statements {
        calls.push(format!("{} {}", span(statement), span(params)));
    }
    let last = calls.pop().unwrap();
    let before: Vec<String> = calls.iter().map(|call| format!("(drop (call $db_execute {call}))")).collect();
    let answer = match answer {
        "query" => format!("(call $db_query {last})"),
        _ => format!("(call $number (call $db_execute {last}))"),
    };
    let guest = Guest::default().imports().text(4096, &text).handler("h", &format!("{} {answer}", before.join("\n")));
    with(INTENDED, &guest, &Request::route("POST /h"))
}

const TABLE: (&str, &str) = ("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, size REAL, flag INTEGER, more TEXT)", "[]");

#[test]
fn rows() {
    let insert = (
        "INSERT INTO t (name, size, flag, more) VALUES ($1, $2, $3, $4), ($1, NULL, NULL, NULL)",
        r#"["tea",1.5,true,{"a":[1]}]"#,
    );
    let report = sql(&[TABLE, insert, ("SELECT * FROM t WHERE name = ?1 ORDER BY id", r#"["tea"]"#)], "query");
    let row = json!({"id": 1, "name": "tea", "size": 1.5, "flag": 1, "more": "{\"a\":[1]}"});
    assert_eq!(result(&report), json!([row, {"id": 2, "name": "tea", "size": null, "flag": null, "more": null}]));
    assert_eq!(report.settings.get("as-intended"), "yes");
    assert_eq!(result(&sql(&[TABLE, insert], "execute")), 2);
    // `$2` is the second one wherever it stands.
    assert_eq!(result(&sql(&[("SELECT $2 AS b, $1 AS a", "[1,2]")], "query")), json!([{"a": 1, "b": 2}]));
    assert_eq!(
        result(&sql(&[("SELECT ? AS a, ? AS b, x'00ff' AS c", "[9007199254740993,null]")], "query")),
        json!([{"a": 9_007_199_254_740_993_i64, "b": null, "c": "AP8="}])
    );
}

#[test]
fn failures_are_quiet() {
    let fails = |statement: (&str, &str), text: &str| {
        for (answer, value) in [("query", json!(null)), ("execute", json!(-1))] {
            let report = sql(&[statement], answer);
            assert!(report.ok, "{report:?}");
            assert_eq!(result(&report), value);
            let log = &logs(&report)[0];
            assert!(log.contains(text), "{log}");
        }
    };
    fails(("SELEC 1", "[]"), "Plugin error: Database error: near \"SELEC\": syntax error");
    fails(("DELETE FROM missing", "[]"), "no such table: missing");
    fails(("SELECT ?1 + ?2", "[1]"), "Database error: the statement has parameter 2, 1 were given");
    fails(("SELECT ?1", "[1,2]"), "Database error: 2 parameters were given, the statement has 1");
    fails(("SELECT 1", "{}"), "Invalid params JSON");
    // Nothing reaches a file, and every statement ends.
    fails(("ATTACH DATABASE '/tmp/anyhost-never' AS x", "[]"), "authoriz");
    fails(("VACUUM INTO '/tmp/anyhost-never'", "[]"), "authoriz");
    fails(("PRAGMA temp_store_directory = '/tmp'", "[]"), "authoriz");
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    assert!(logs(&sql(&[(endless, "[]")], "query"))[0].contains("interrupted"));
    assert!(!std::path::Path::new("/tmp/anyhost-never").exists());
}

/// What a manifest does not ask for stays denied.
#[test]
fn permissions_count() {
    let text = "SELECT 1 AS a[]";
    let guest = |body: &str, asks: &str| {
        let guest = Guest::default().imports().text(256, text).handler("h", body);
        with(INTENDED, &guest.manifest(&manifest(&[("POST /h h", false)], asks)), &Request::route("POST /h"))
    };
    let query = "(call $db_query (i32.const 256) (i32.const 13) (i32.const 269) (i32.const 2))";
    assert_eq!(result(&guest(query, r#","permissions":["database_read"]"#)), json!([{"a": 1}]));
    let denied = guest(query, r#","permissions":["database_write"]"#);
    assert_eq!(logs(&denied), ["Error db_query error: Plugin error: Plugin does not have database:read permission"]);
    let event = "(call $number (call $emit_event (i32.const 256) (i32.const 6) (i32.const 269) (i32.const 2)))";
    assert_eq!(result(&guest(event, "")), 1);
}

/// A server that answers one request, and tells what it was.
fn server() -> (u16, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let answers = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
        while !request.ends_with(b"hello") {
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0);
            request.extend(&buffer[..read]);
        }
        stream.write_all(b"HTTP/1.1 418 Odd\r\nX-Tag: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nh\xc3\xa9").unwrap();
        String::from_utf8(request).unwrap()
    });
    (port, answers)
}

fn send(url: &str) -> RunReport {
    let text = format!("PUT{{\"x-key\":\"k\"}}hello{url}");
    let body = format!(
        "(call $http_request (i32.const 256) (i32.const 3) (i32.const 277) (i32.const {}) (i32.const 259) (i32.const 13) (i32.const 272) (i32.const 5))",
        url.len()
    );
    with(INTENDED, &Guest::default().imports().text(256, &text).handler("h", &body), &Request::route("POST /h"))
}

#[test]
fn requests() {
    let (port, answers) = server();
    let report = send(&format!("http://127.0.0.1:{port}/a?b=1"));
    let request = answers.join().unwrap();
    assert!(request.starts_with("PUT /a?b=1 HTTP/1.1\r\n") && request.contains("x-key: k\r\n"), "{request}");
    let response = result(&report);
    assert_eq!((&response["status"], &response["headers"]["x-tag"], &response["body"]), (&json!(418), &json!("a"), &json!("hé")));
}

#[test]
fn requests_elsewhere_are_denied() {
    for url in
        ["http://example.com/", "https://127.0.0.1/", "http://10.0.0.1/", "ftp://localhost/", "http://127.0.0.1.example.com/"]
    {
        let report = send(url);
        assert_eq!(result(&report), json!(null));
        let words = format!(
            "Error http_request error: Plugin error: anyhost sends requests to http://localhost and other loopback addresses only, not to {url}"
        );
        assert_eq!(logs(&report), [words]);
    }
    // Nobody listens.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let report = send(&format!("http://localhost:{port}/"));
    assert!(logs(&report)[0].contains("HTTP request failed: "), "{report:?}");
    assert!(logs(&send("no url"))[0].contains("Plugin error: Invalid URL 'no url'"));
}
