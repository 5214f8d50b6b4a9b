//! Scenarios as vectors.

use anyhost_testkit::Target;
use anyhost_testkit::vectors::{How, Suite, parse, skipped};

use crate::{Guest, common};

/// What is wrong with a case, if anything is, on the ordinary host and on the hostile one.
fn judged(guest: &Guest, scenario: &str) -> [Option<String>; 2] {
    let file = parse("x.json", &format!(r#"{{"cases":[{{"name":"a","scenario":{scenario}}}]}}"#)).unwrap();
    let (host, dialect, settings) = common::settings("signalk", &[]);
    let suite = Suite::open(&guest.wasm(), "guest.wasm", &Target::new(host, dialect, &settings)).unwrap();
    [suite.run_case(&file.cases[0]).message, suite.run_hostile(&file.cases[0]).message]
}

/// Answers 409 at `/x`, emits `a.b` at each poll, fails without a configuration.
fn guest() -> Guest {
    let mut guest = Guest::new();
    let delta = guest.text(r#"{"updates":[{"values":[{"path":"a.b","value":[1,{"c":2.5}]}]}]}"#);
    guest
        .start("(i32.lt_u (local.get $n) (i32.const 22))")
        .poll(&format!("(call $emit {delta}) (call $say (i32.const 5)) (i32.const 0)"))
        .endpoint(r#"{"statusCode":409,"body":{"a":[1.0]}}"#)
}

#[test]
fn all_that_is_expected() {
    let scenario = r#"{
        "config": {"n": {"$repeat": {"text": "x", "times": 100}}},
        "steps": [
            {"poll": 2, "response": null},
            {"http": {"path": "/x"}, "response": {"status": 409, "body": {"a": [1]}}},
            {"put": {"path": "no", "value": 1}, "response": {"statusCode": 405}}
        ],
        "values": {"a.b": [1, {"c": 2.50}], "c.d": null},
        "status": "5",
        "deltas": 2
    }"#;
    assert_eq!(judged(&guest(), scenario), [None, None]);
    let failing = r#"{"steps": [{"poll": 1}], "error": "error code: 1", "deltas": 0}"#;
    assert_eq!(judged(&guest(), failing), [None, None]);
}

#[test]
fn what_is_not_as_expected() {
    let config = r#""config":{"n":12345}"#;
    for (rest, message) in [
        (r#""steps":[{"http":{"path":"/x"},"response":{"status":200}}]"#, "step 1: `status`: the result: expected 200, got 409"),
        (r#""steps":[{"poll":1,"response":{}}]"#, "step 1: the result: expected {}, got null"),
        (r#""values":{"a.b":1}"#, "`a.b`: the result: expected 1, got null"),
        (r#""steps":[{"poll":1}],"values":{"a.b":[1,{"c":3}]}"#, "`a.b`: [1].c: expected 3, got 2.5"),
        (r#""status":"x""#, "the status should be `x`: None"),
        (r#""deltas":1"#, "expected 1 deltas, 0 were emitted"),
        (r#""error":"x""#, "expected an error that contains `x`"),
    ] {
        let [ordinary, hostile] = judged(&guest(), &format!("{{{config},{rest}}}"));
        assert!(ordinary.as_deref().is_some_and(|text| text.starts_with(message)), "{rest}: {ordinary:?}");
        assert!(hostile.unwrap().starts_with("under a host that frees nothing: "));
    }
    let [unexpected, _] = judged(&guest(), "{}");
    assert_eq!(unexpected.as_deref(), Some("unexpected error: Plugin start() returned error code: 1"));
    let [trap, _] = judged(&guest().poll("unreachable"), r#"{"config":{"n":12345},"steps":[{"poll":1}]}"#);
    assert!(trap.unwrap().starts_with("a call ended: "));
}

/// A plugin that reads what it has given back is found out.
#[test]
fn a_hostile_host_spoils_what_is_given_back() {
    let guest = Guest::new()
        .item("(global $kept (mut i32) (i32.const 0)) (global $len (mut i32) (i32.const 0))")
        .start("(global.set $kept (local.get $p)) (global.set $len (local.get $n)) (i32.const 0)")
        .poll("(call $status (global.get $kept) (global.get $len)) (i32.const 0)");
    let [ordinary, hostile] =
        judged(&guest, r#"{"config":{"a":1},"steps":[{"poll":1}],"status":"{\"a\":1,\"enableDebug\":false}"}"#);
    assert_eq!(ordinary, None);
    let hostile = hostile.unwrap();
    assert!(hostile.starts_with("under a host that overwrites buffers before it frees them: the status should be"), "{hostile}");
}

#[test]
fn each_host_has_its_own_cases() {
    let text = r#"{"cases":[{"name":"a","scenario":{}},{"name":"b","function":"f","outputs":{}}]}"#;
    let file = parse("x.json", text).unwrap();
    let skips = |at: &str, how: How| {
        let (host, dialect, settings) = common::settings(at, &[]);
        let target = Target::new(host, dialect, &settings);
        let reasons: Vec<Option<String>> = file.cases.iter().map(|case| skipped(case, &target, how)).collect();
        reasons
    };
    assert_eq!(skips("signalk", How::Wasm), [None, Some("signalk has no nodes".to_owned())]);
    assert_eq!(skips("nlink", How::Wasm), [Some("nlink calls nodes: it has no scenarios".to_owned()), None]);
    assert!(skips("signalk", How::Native)[0].is_some());
}
