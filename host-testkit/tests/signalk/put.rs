//! PUTs of clients.

use serde_json::json;

use crate::{Guest, deltas, responses, rules, run, with};

/// Registers `x.y` at its start.
fn guest() -> Guest {
    let mut guest = Guest::new().import("sk_register_put_handler", "$put", "(param i32 i32 i32 i32) (result i32)");
    let (context, path) = (guest.text("vessels.self"), guest.text("x.y"));
    guest.start(&format!("(i32.sub (call $put {context} {path}) (i32.const 1))"))
}

const PUT: &str = r#"{"steps":[{"put":{"path":"x.y","value":{"a":"☸"}}}]}"#;
const HANDLER: &str = "handle_put_vessels_self_x_y";

#[test]
fn replies_row_by_row() {
    for (reply, seen, rule) in [
        (r#"{"state":"COMPLETED","statusCode":200}"#, json!({"state": "COMPLETED", "statusCode": 200}), None),
        (r#"{"state":"SUCCESS"}"#, json!({"state": "COMPLETED", "statusCode": 200}), None),
        (r#"{"state":"FAILURE","message":"no"}"#, json!({"state": "COMPLETED", "message": "no", "statusCode": 502}), None),
        (r#"{"state":"PENDING"}"#, json!({"state": "PENDING"}), None),
        (
            "{",
            json!({"state": "COMPLETED", "statusCode": 500,
                "message": "Handler error: SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)"}),
            Some("SK705"),
        ),
    ] {
        let report = run(&guest().answers(HANDLER, reply), PUT);
        assert_eq!(responses(&report), [seen], "{reply}: {report:#?}");
        assert_eq!(rules(&report).first().copied(), rule, "{reply}");
    }
    let trap = run(&guest().handler(HANDLER, "unreachable"), PUT);
    assert_eq!(responses(&trap)[0]["message"], "Handler error: RuntimeError: unreachable", "{trap:#?}");
    let missing = run(&guest(), PUT);
    assert_eq!(responses(&missing), [json!({"state": "COMPLETED", "statusCode": 501, "message": "Handler not implemented"})]);
    assert_eq!(rules(&missing), ["SK701"]);
    let unknown = run(&guest(), r#"{"steps":[{"put":{"path":"x.z","value":1}}]}"#);
    assert_eq!(responses(&unknown), [json!({"state": "COMPLETED", "statusCode": 405, "message": "PUT not supported for x.z"})]);
}

#[test]
fn a_handler_gets_the_value_alone() {
    let guest = guest().handler(HANDLER, "(call $status (local.get $p) (local.get $n)) (i32.const 0)");
    for (value, seen) in [(r#"{"a":1.0}"#, r#"{"a":1}"#), ("null", "null"), (r#""☸""#, r#""☸""#), ("[1,true]", "[1,true]")] {
        let report = run(&guest, &format!(r#"{{"steps":[{{"put":{{"path":"x.y","value":{value}}}}}]}}"#));
        assert_eq!(crate::status(&report), Some(seen));
    }
}

#[test]
fn a_reply_over_the_buffer_is_an_error() {
    let long = format!(r#"{{"state":"COMPLETED","statusCode":200,"message":"{}"}}"#, "x".repeat(9_000));
    let report = run(&guest().answers(HANDLER, &long), PUT);
    assert_eq!((responses(&report)[0]["statusCode"].clone(), rules(&report)), (json!(500), vec!["SK412"]), "{report:#?}");
}

#[test]
fn registering_tells_the_path() {
    let report = run(&guest(), "{}");
    assert_eq!(deltas(&report)[0]["updates"][0]["meta"], json!([{"path": "x.y", "value": {"supportsPut": true}}]));
}

/// REST says 500 whatever the handler did.
#[test]
fn rest_is_broken() {
    let guest = guest().answers(HANDLER, r#"{"state":"COMPLETED","statusCode":200}"#);
    let shown = with(&[("put", "rest")], &guest, PUT);
    let broken =
        json!({"state": "COMPLETED", "statusCode": 500, "message": "Cannot read properties of undefined (reading 'state')"});
    assert_eq!(responses(&shown)[0], broken);
    let put = |path: &str, body: &str| {
        let step = format!(r#"{{"method":"PUT","path":"/signalk/v1/api/vessels/self/{path}","body":{body}}}"#);
        responses(&run(&guest, &format!(r#"{{"steps":[{{"http":{step}}}]}}"#)))[0].clone()
    };
    assert_eq!(
        (put("x/y", r#"{"value":1}"#)["status"].clone(), put("x/y", r#"{"value":1}"#)["body"].clone()),
        (json!(500), broken)
    );
    assert_eq!(put("x/z", r#"{"value":1}"#)["status"], 405);
    assert_eq!(put("x/y", "{}")["body"], "input is missing a value");
}

#[test]
fn handlers_stay_after_a_stop() {
    let guest = guest().answers(HANDLER, r#"{"state":"COMPLETED","statusCode":503}"#);
    let report = run(&guest, r#"{"steps":[{"stop":true},{"put":{"path":"x.y","value":1}}]}"#);
    assert_eq!(responses(&report)[1]["statusCode"], 503);
}
