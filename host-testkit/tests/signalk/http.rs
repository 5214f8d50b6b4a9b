//! Requests of clients: what a handler gets, what comes of what it writes.

use serde_json::{Value, json};

use crate::{Guest, responses, rules, run, with};

const GET: &str = r#"{"steps":[{"http":{"path":"/x"}}]}"#;

/// Answers with what it was asked, as text.
fn echo(pattern: &str) -> Guest {
    let endpoints = format!(
        r#"[{{"method":"get","path":"{pattern}","handler":"h"}},{{"method":"POST","path":"{pattern}","handler":"h"}},
            {{"method":"PATCH","path":"{pattern}","handler":"h"}}]"#
    );
    let mut guest = Guest::new().getter("http_endpoints", &endpoints);
    let (head, tail) = (guest.text(r#"{"headers":{"Content-Type":"application/JSON"},"body":"#), guest.text("}"));
    guest.handler(
        "h",
        &format!(
            "(local $at i32)
             (local.set $at (call $copy (local.get $out) (local.get $max) {head}))
             (local.set $at (i32.add (local.get $at) (call $copy (i32.add (local.get $out) (local.get $at)) (local.get $max) (local.get $p) (local.get $n))))
             (i32.add (local.get $at) (call $copy (i32.add (local.get $out) (local.get $at)) (local.get $max) {tail}))"
        ),
    )
}

fn asked(pattern: &str, step: &str) -> Value {
    let report = run(&echo(pattern), &format!(r#"{{"steps":[{{"http":{step}}}]}}"#));
    responses(&report)[0]["body"].clone()
}

#[test]
fn a_handler_gets_the_request_of_express() {
    let report = run(&echo("/api/op/:op"), r#"{"steps":[{"http":{"path":"/api/op/add?x=1"}}]}"#);
    let text = report.raw.unwrap();
    let keys = r#""body":{"method":"GET","path":"/api/op/add","query":{"x":"1"},"params":{"op":"add"},"body":{},"headers":{"host":"localhost:3000"}}}"#;
    assert!(text.ends_with(keys), "{text}");

    let body = asked(
        "/x",
        r#"{"method":"POST","path":"/x","query":{"y":["a","b"],"a":{"b":1},"q":"☸ x"},"body":{"n":1.0},"headers":{"Authorization":"Bearer t","X-A":"1"}}"#,
    );
    assert_eq!(body["query"], json!({"y": ["a", "b"], "a": {"b": "1"}, "q": "☸ x"}));
    assert_eq!(body["body"], json!({"n": 1}));
    assert_eq!(body["headers"]["authorization"], "Bearer t");
    assert_eq!(body["headers"]["content-type"], "application/json");
    for (headers, sent, seen) in [
        (r#"{"content-type":"text/plain"}"#, r#""lost""#, json!({})),
        (r#"{"content-type":"application/x-www-form-urlencoded"}"#, r#""a=1&b=x+y""#, json!({"a": "1", "b": "x y"})),
        (r#"{"content-type":"application/json; charset=utf-8"}"#, r#""[1,\"☸\"]""#, json!([1, "☸"])),
        (r#"{"content-type":"application/json"}"#, r#""""#, json!({})),
    ] {
        let body = asked("/x", &format!(r#"{{"method":"post","path":"/x","body":{sent},"headers":{headers}}}"#));
        assert_eq!(body["body"], seen, "{headers}");
    }
}

#[test]
fn what_is_not_the_plugins_does_not_reach_it() {
    for (step, status) in [
        (r#"{"method":"PATCH","path":"/x"}"#, 404),
        (r#"{"path":"/y"}"#, 404),
        (r#"{"method":"POST","path":"/x","body":"{","headers":{"content-type":"application/json"}}"#, 400),
        (r#"{"method":"POST","path":"/x","body":"text"}"#, 400),
        (r#"{"method":"POST","path":"/x","body":7}"#, 400),
        (r#"{"path":"/plugins/other/x"}"#, 404),
        (r#"{"path":"/plugins/tester/x"}"#, 200),
        (r#"{"path":"/skServer/plugins/tester/x"}"#, 200),
        (r#"{"path":"/X/"}"#, 200),
    ] {
        let report = run(&echo("/x"), &format!(r#"{{"steps":[{{"http":{step}}}]}}"#));
        assert_eq!(responses(&report)[0]["status"], status, "{step}: {report:#?}");
    }
}

#[test]
fn the_servers_own_routes_win() {
    let guest = Guest::new().answers("h", r#"{"body":"mine"}"#).getter(
        "http_endpoints",
        r#"[{"method":"GET","path":"/","handler":"h"},{"method":"GET","path":"/config","handler":"h"},{"method":"GET","path":"/*","handler":"h"}]"#,
    );
    let report = run(
        &guest,
        r#"{"config":{"a":1},"steps":[{"http":{"path":"/"}},{"http":{"path":"/config"}},{"http":{"path":"/else"}}]}"#,
    );
    let responses = responses(&report);
    assert_eq!(
        responses[0]["body"],
        json!({"enabled": true, "enabledByDefault": false, "id": "tester", "name": "Tester", "version": "0.0.0"})
    );
    assert_eq!(responses[1]["body"], json!({"enabled": true, "enableDebug": false, "configuration": {"a": 1}}));
    assert_eq!(responses[2]["body"], "mine");
}

/// The rows that were seen on the real server; `rule` is what a plugin breaks that writes this.
#[test]
fn responses_row_by_row() {
    let json = r#""headers":{"Content-Type":"application/json"}"#;
    for (text, status, body, rule) in [
        (r#"{"body":"x"}"#.to_owned(), 200, json!("x"), None),
        (r#"{"statusCode":0,"body":"x"}"#.to_owned(), 200, json!("x"), None),
        (r#"{"statusCode":"404","body":"x"}"#.to_owned(), 404, json!("x"), None),
        (r#"{"statusCode":99}"#.to_owned(), 500, json!({"error": "Invalid status code: 99"}), Some("SK610")),
        (r#"{"statusCode":204}"#.to_owned(), 204, json!(""), None),
        (r#"{"body":{"a":[1.0]}}"#.to_owned(), 200, json!({"a": [1]}), None),
        (
            format!(r#"{{{json},"body":"{{\"n\":12345678901234567890}}"}}"#),
            200,
            json!({"n": 12_345_678_901_234_567_000_u64}),
            None,
        ),
        (format!(r#"{{{json},"body":"7"}}"#), 500, json!({"error": "Invalid status code: 7"}), Some("SK613")),
        (format!(r#"{{{json},"body":"true"}}"#), 200, json!(true), None),
        (format!(r#"{{{json},"body":"null"}}"#), 200, json!(""), None),
        (r#"{"headers":{"Content-Type":"application/JSON"},"body":"\"hi\""}"#.to_owned(), 200, json!("hi"), None),
        (
            r#"{"headers":{"X":"a\nb"}}"#.to_owned(),
            500,
            json!({"error": "Invalid character in header content [\"X\"]"}),
            Some("SK612"),
        ),
        (
            "[1".to_owned(),
            500,
            json!({"error": "Expected ',' or ']' after array element in JSON at position 2 (line 1 column 3)"}),
            Some("SK609"),
        ),
        (String::new(), 500, json!({"error": "Unexpected end of JSON input"}), Some("SK609")),
    ] {
        let report = run(&Guest::new().endpoint(&text), GET);
        let response = &responses(&report)[0];
        assert_eq!((&response["status"], &response["body"]), (&json!(status), &body), "{text}: {report:#?}");
        assert_eq!(rules(&report).first().copied(), rule, "{text}: {report:#?}");
        assert_eq!(report.raw.as_deref(), Some(text.as_str()));
        assert_eq!(report.ok, rule.is_none());
    }
    // A text that is sent as it is, and one that is not.
    let text = |text: &str| responses(&run(&Guest::new().endpoint(text), GET))[0]["body"].clone();
    assert_eq!(text(&format!(r#"{{{json},"body":"\"hi\""}}"#)), "hi");
    assert_eq!(text(&format!(r#"{{{json},"body":"[1,2"}}"#)), "[1,2");
}

#[test]
fn an_old_server_parses_bodies_of_one_spelling() {
    let guest = Guest::new().endpoint(r#"{"headers":{"content-type":"application/json"},"body":"7"}"#);
    assert_eq!(responses(&run(&guest, GET))[0]["status"], 500);
    let old = with(&[("server", "2.23")], &guest, GET);
    assert_eq!((responses(&old)[0]["status"].clone(), responses(&old)[0]["body"].clone()), (json!(200), json!(7)));
}

#[test]
fn lengths_are_trusted() {
    for (body, error, rule) in [
        ("(i32.const -1)", "Invalid typed array length: -1", "SK411"),
        ("(i32.const 0x7fffffff)", "Invalid typed array length: 2147483647", "SK411"),
        ("(i32.const 0)", "Unexpected end of JSON input", "SK609"),
        ("unreachable", "unreachable", "SK608"),
    ] {
        let guest = Guest::new().endpoint("").handler("h", body);
        let report = run(&guest, GET);
        assert_eq!(responses(&report)[0]["body"]["error"], error, "{report:#?}");
        assert!(rules(&report).contains(&rule), "{body}: {report:#?}");
    }
    // More than the buffer, which the host reads beyond.
    let text = r#"{"body":"x"}"#;
    let spaces = "(memory.fill (i32.add (local.get $out) (local.get $at)) (i32.const 32) (i32.const 66000)) (i32.const 65537)";
    let mut guest = Guest::new().endpoint("");
    let place = guest.text(text);
    let guest = guest.handler(
        "h",
        &format!("(local $at i32) (local.set $at (call $copy (local.get $out) (local.get $max) {place})) {spaces}"),
    );
    let report = run(&guest, GET);
    assert_eq!((responses(&report)[0]["status"].clone(), rules(&report)), (json!(200), vec!["SK411"]), "{report:#?}");
    let exact = guest.handler(
        "h",
        &format!(
            "(memory.fill (local.get $out) (i32.const 32) (i32.const 65536)) (drop (call $copy (local.get $out) (local.get $max) {place})) (i32.const 65536)"
        ),
    );
    assert!(run(&exact, GET).ok);
}

#[test]
fn a_handler_that_is_not_there() {
    let report = run(&Guest::new().getter("http_endpoints", r#"[{"method":"GET","path":"/x","handler":"nope"}]"#), GET);
    assert_eq!(responses(&report)[0]["body"]["error"], "Handler function nope not found");
    assert_eq!(rules(&report), ["SK606"]);
}

/// Both buffers come back with their sizes; after a trap none does.
#[test]
fn buffers_come_back_unless_it_traps() {
    let live = "(call $say (global.get $live)) (i32.const 0)";
    let guest = |body: &str| Guest::new().poll(live).endpoint(r#"{"body":""}"#).handler("h", body);
    let scenario = r#"{"steps":[{"http":{"path":"/x"}},{"http":{"path":"/x"}},{"http":{"path":"/x"}},{"poll":1}]}"#;
    let request = r#"{"method":"GET","path":"/x","query":{},"params":{},"body":{},"headers":{"host":"localhost:3000"}}"#.len();
    let well = run(&guest("(i32.const 0)"), scenario);
    // No JSON, but both buffers were given back before the reply was parsed.
    assert_eq!(crate::status(&well), Some("0"), "{well:#?}");
    let trapped = run(&guest("unreachable"), scenario);
    assert_eq!(crate::status(&trapped), Some((3 * (65_536 + request)).to_string().as_str()), "{trapped:#?}");
}

#[test]
fn routes_stay_after_a_stop() {
    let guest = Guest::new().endpoint(r#"{"body":"still"}"#);
    let report = run(&guest, r#"{"steps":[{"stop":true},{"http":{"path":"/x"}}]}"#);
    assert_eq!(responses(&report)[1]["body"], "still");
}

#[test]
fn the_servers_data_is_shown() {
    let mut guest = Guest::new();
    let delta = guest.text(r#"{"updates":[{"values":[{"path":"a.b","value":{"x":1}},{"path":"a.b.c","value":2}]}]}"#);
    let guest = guest.start(&format!("(call $emit {delta}) (call $say (i32.const 7)) (i32.const 0)"));
    let get = |path: &str| {
        let report = run(&guest, &format!(r#"{{"config":{{"k":1}},"steps":[{{"http":{{"path":"{path}"}}}}]}}"#));
        responses(&report)[0].clone()
    };
    let leaf = json!({"value": {"x": 1}, "$source": "tester", "timestamp": "2022-01-01T00:00:00.000Z",
        "c": {"value": 2, "$source": "tester", "timestamp": "2022-01-01T00:00:00.000Z"}});
    assert_eq!(get("/signalk/v1/api/vessels/self/a/b")["body"], leaf);
    assert_eq!(get("/signalk/v1/api/vessels/self/a/b/value")["body"], json!({"x": 1}));
    assert_eq!(get("/signalk/v1/api/vessels/self/a")["body"], json!({"b": leaf}));
    assert_eq!(get("/signalk/v1/api/vessels/self/nope")["status"], 404);
    let entry = get("/skServer/plugins")["body"][0].clone();
    assert_eq!((entry["state"].as_str(), entry["statusMessage"].as_str()), (Some("running"), Some("")), "D4: {entry}");
    assert_eq!(entry["data"], json!({"enabled": true, "enableDebug": false, "configuration": {"k": 1}}));
    let named = guest.clone().getter("plugin_name", "tester");
    let report = run(&named, r#"{"steps":[{"http":{"path":"/skServer/plugins"}}]}"#);
    assert_eq!(responses(&report)[0]["body"][0]["statusMessage"], "7");
}
