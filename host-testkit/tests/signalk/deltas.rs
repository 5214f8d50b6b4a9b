//! What becomes of deltas: the server's rules, the data model, and calls inside calls.

use serde_json::{Value, json};

use crate::{Guest, deltas, rules, run, status, with};

const SELF: &str = "vessels.urn:mrn:signalk:uuid:c0d79334-4e25-4245-8892-54e8ccc8021d";

/// Emits a delta at its first poll.
fn emits(delta: &str) -> Guest {
    let mut guest = Guest::new();
    let place = guest.text(delta);
    guest.poll(&format!("(call $emit {place}) (i32.const 0)"))
}

const POLL: &str = r#"{"steps":[{"poll":1}]}"#;

/// The updates that are left of one.
fn updates(update: &str) -> Vec<Value> {
    let report = run(&emits(&format!(r#"{{"updates":[{update}]}}"#)), POLL);
    deltas(&report).first().map(|delta| delta["updates"].as_array().unwrap().clone()).unwrap_or_default()
}

#[test]
fn the_servers_rules_row_by_row() {
    let time = "2022-01-01T00:00:01.000Z";
    let value = json!([{"path": "a", "value": 1}]);
    for (update, seen) in [
        (r#"{"values":[{"path":"a","value":1}]}"#, json!([{"values": value, "$source": "tester", "timestamp": time}])),
        (
            r#"{"values":[{"path":"a","value":1}],"$source":"x.1","timestamp":"t"}"#,
            json!([{"values": value, "$source": "x.1", "timestamp": "t"}]),
        ),
        (
            r#"{"values":[{"path":"a","value":1}],"source":{"label":"gps-1","src":"7"},"timestamp":"t"}"#,
            json!([{"values": value, "source": {"label": "gps-1", "src": "7"}, "timestamp": "t", "$source": "gps-1.7"}]),
        ),
        (
            r#"{"values":[{"path":"a","value":1}],"source":{"label":"/dev/x"},"timestamp":"t"}"#,
            json!([{"values": value, "source": {"label": "tester"}, "timestamp": "t", "$source": "tester.XX"}]),
        ),
        (r#"{"values":[{"path":"a","value":1},null]}"#, json!([])),
        (r#"{"values":[{"value":1}]}"#, json!([])),
        (r#"{"values":{"path":"a"}}"#, json!([])),
        (
            r#"{"meta":[{"path":"a","value":{}}],"timestamp":"t"}"#,
            json!([{"meta": [{"path": "a", "value": {}}], "timestamp": "t", "$source": "tester"}]),
        ),
        (r#"{"meta":{"path":"a"}}"#, json!([])),
        ("{}", json!([])),
        ("null", json!([])),
        (r#"{"values":[{"path":"","value":{"name":"x","mmsi":"1"}}]}"#, json!([])),
        (
            r#"{"values":[{"path":"","value":{"name":"x","communication":{"callsignVhf":"y"},"z":1}}],"timestamp":"t"}"#,
            json!([{"values": [{"path": "", "value": {"z": 1}}], "timestamp": "t", "$source": "tester"}]),
        ),
        (
            r#"{"values":[{"path":"design.beam","value":3},{"path":"a","value":1}],"timestamp":"t"}"#,
            json!([{"values": value, "timestamp": "t", "$source": "tester"}]),
        ),
    ] {
        assert_eq!(json!(updates(update)), seen, "{update}");
    }
}

#[test]
fn an_invalid_update_takes_no_other_with_it() {
    let report = run(&emits(r#"{"updates":[{"values":[null]},{"values":[{"path":"b","value":2}]}]}"#), POLL);
    assert_eq!(deltas(&report)[0]["updates"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_no_delta_is_dropped() {
    for (text, rule) in [("{", Some("SK501")), ("null", None), (r#"{"updates":{}}"#, None), ("[]", None)] {
        let report = run(&emits(text), POLL);
        assert_eq!((deltas(&report).len(), rules(&report).first().copied()), (0, rule), "{text}: {report:#?}");
    }
}

#[test]
fn version_2_stays_out_of_the_model() {
    for (ty, version, seen) in [
        ("(param i32 i32)", "", 200),
        ("(param i32 i32 i32)", "(i32.const 0)", 200),
        ("(param i32 i32 i32)", "(i32.const 1)", 200),
        ("(param i32 i32 i32)", "(i32.const 2)", 404),
        ("(param i32 i32 f64 i32)", "(f64.const 2) (i32.const 9)", 404),
    ] {
        let mut guest = Guest::new().import("sk_handle_message", "$emit", ty);
        let delta = guest.text(r#"{"updates":[{"values":[{"path":"a","value":1}]}]}"#);
        let guest = guest.poll(&format!("(call $emit {delta} {version}) (i32.const 0)"));
        let report = run(&guest, r#"{"steps":[{"poll":1},{"http":{"path":"/signalk/v1/api/vessels/self/a"}}]}"#);
        assert_eq!(crate::responses(&report)[1]["status"], seen, "{ty} {version}: {report:#?}");
        assert_eq!(deltas(&report).len(), 1);
    }
}

/// Shows each delta that it gets as its status.
fn shows() -> Guest {
    Guest::new().delta_handler("(call $status (local.get $p) (local.get $n))")
}

#[test]
fn what_a_plugin_receives() {
    let report = run(&shows(), r#"{"steps":[{"delta":{"updates":[{"values":[{"path":"a","value":null}]}]}}]}"#);
    let text = r#"{"updates":[{"values":[{"path":"a","value":null}],"$source":"anyhost","timestamp":"2022-01-01T00:00:00.000Z"}],"context":"SELF"}"#;
    assert_eq!(status(&report), Some(text.replace("SELF", SELF).as_str()));
    let other = run(&shows(), r#"{"steps":[{"delta":{"context":"vessels.other","updates":[{"meta":[],"timestamp":"t"}]}}]}"#);
    let text = r#"{"context":"vessels.other","updates":[{"meta":[],"timestamp":"t","$source":"anyhost"}]}"#;
    assert_eq!(status(&other), Some(text));
    let stopped = run(&shows(), r#"{"steps":[{"stop":true},{"delta":{"updates":[{"meta":[]}]}}]}"#);
    assert_eq!(status(&stopped), None);
}

/// An emit inside a call calls `delta_handler` before it returns, also inside `delta_handler`.
#[test]
fn emitting_is_synchronous() {
    let mut guest = Guest::new().item("(global $depth (mut i32) (i32.const 0)) (global $most (mut i32) (i32.const 0))");
    let delta = guest.text(r#"{"updates":[{"values":[{"path":"a","value":1}]}]}"#);
    let body = format!(
        "(global.set $depth (i32.add (global.get $depth) (i32.const 1)))
         (if (i32.gt_u (global.get $depth) (global.get $most)) (then (global.set $most (global.get $depth))))
         (if (i32.lt_u (global.get $depth) (i32.const 3)) (then (call $emit {delta})))
         (global.set $depth (i32.sub (global.get $depth) (i32.const 1)))"
    );
    let guest = guest.delta_handler(&body).poll(&format!("(call $emit {delta}) (call $say (global.get $most)) (i32.const 0)"));
    assert_eq!(status(&run(&guest, POLL)), Some("3"));
    assert_eq!(status(&with(&[("reenter", "off")], &guest, POLL)), Some("0"));
    // Not inside the first start: the subscription comes after.
    let started = guest.clone().start(&format!("(call $emit {delta}) (call $say (global.get $most)) (i32.const 0)"));
    assert_eq!(status(&run(&started, "{}")), Some("0"));
}

#[test]
fn a_trap_inside_leaves_the_outer_call_alone() {
    let mut guest = Guest::new();
    let delta = guest.text(r#"{"updates":[{"values":[{"path":"a","value":1}]}]}"#);
    let guest = guest.delta_handler("unreachable").poll(&format!("(call $emit {delta}) (call $say (i32.const 5)) (i32.const 0)"));
    let report = run(&guest, r#"{"steps":[{"poll":2}]}"#);
    assert_eq!(status(&report), Some("5"), "{report:#?}");
    assert!(report.trap.is_some() && !report.ok);
    assert_eq!(rules(&report), ["SK316", "SK316"]);
}

#[test]
fn emitting_without_end_ends() {
    let mut guest = Guest::new();
    let delta = guest.text(r#"{"updates":[{"values":[{"path":"a","value":1}]}]}"#);
    let guest = guest.delta_handler(&format!("(call $emit {delta})"));
    let report = run(&guest, r#"{"steps":[{"delta":{"updates":[{"meta":[]}]}},{"poll":1}]}"#);
    assert!(rules(&report).contains(&"SK317"), "{report:#?}");
}

/// `delta_handler` gets its text in a buffer that is freed also when it traps.
#[test]
fn its_buffer_comes_back() {
    for body in ["", "unreachable"] {
        let guest = Guest::new().delta_handler(body).poll("(call $say (global.get $live)) (i32.const 0)");
        let report = run(&guest, r#"{"steps":[{"delta":{"updates":[{"meta":[]}]}},{"poll":1}]}"#);
        assert_eq!(status(&report), Some("0"), "{body}");
    }
}

#[test]
fn notifications_get_what_users_may_do() {
    let mut guest = Guest::new().import("sk_publish_notification", "$notify", "(param i32 i32 i32 i32) (result i32)");
    let path = guest.text("notifications.a");
    let mut publish = |value: &str| {
        let place = guest.text(value);
        let poll = format!("(call $say (i32.add (i32.const 1) (call $notify {path} {place}))) (i32.const 0)");
        let step = r#"{"steps":[{"poll":1},{"http":{"path":"/signalk/v1/api/vessels/self/notifications/a/value"}}]}"#;
        run(&guest.clone().poll(&poll), step)
    };
    let alarm = publish(r#"{"state":"alarm","method":["sound"],"message":"x"}"#);
    assert_eq!(status(&alarm), Some("1"), "{alarm:#?}");
    assert_eq!(
        crate::responses(&alarm)[1]["body"],
        json!({"state": "alarm", "method": ["sound"], "message": "x",
            "id": "00000000-0000-4000-8000-000000000001",
            "status": {"silenced": false, "acknowledged": false, "canSilence": true, "canAcknowledge": true, "canClear": false}})
    );
    for refused in [r#"{"state":"nominal"}"#, "{}", "{", r#"{"state":1}"#] {
        let report = publish(refused);
        assert_eq!((status(&report), deltas(&report).len()), (Some("0"), 0), "{refused}: {report:#?}");
    }
}

/// A notification goes out by itself, before what is left of its delta.
#[test]
fn notifications_go_first() {
    let delta = r#"{"updates":[{"values":[{"path":"a","value":1},{"path":"notifications.a","value":{"state":"alert"}}],"timestamp":"t"}]}"#;
    let values = |report: &anyhost_testkit::RunReport| {
        let emitted = deltas(report);
        let paths = emitted.iter().map(|delta| delta["updates"][0]["values"][0]["path"].as_str().unwrap());
        paths.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(values(&run(&emits(delta), POLL)), ["notifications.a", "a"]);
    let mut guest = Guest::new().import("sk_publish_notification", "$notify", "(param i32 i32 i32 i32) (result i32)");
    let (path, value) = (guest.text("notifications.a"), guest.text(r#"{"state":"alert"}"#));
    let guest = guest
        .item("(global $count (mut i32) (i32.const 0))")
        .delta_handler("(global.set $count (i32.add (global.get $count) (i32.const 1))) (call $status (local.get $p) (local.get $n))")
        .poll(&format!("(drop (call $notify {path} {value})) (if (i32.ne (global.get $count) (i32.const 2)) (then unreachable)) (i32.const 0)"));
    let report = run(&guest, POLL);
    let rest = format!(r#"{{"updates":[],"context":"{SELF}"}}"#);
    assert_eq!((status(&report), deltas(&report).len(), report.ok), (Some(rest.as_str()), 1, true), "{report:#?}");
}
