//! Loading, start, stop, poll, and what comes in which order.

use serde_json::json;

use crate::{Guest, deltas, responses, rules, run, status, with};

/// A guest that appends a letter for each call to a text, which it shows as its status when it is stopped.
fn diary() -> Guest {
    let note = |letter: char| {
        format!(
            "(i32.store8 (i32.add (i32.const 1100) (global.get $count)) (i32.const {}))
             (global.set $count (i32.add (global.get $count) (i32.const 1)))",
            u32::from(letter)
        )
    };
    let mut guest = Guest::new().item("(global $count (mut i32) (i32.const 0))");
    let name = guest.text("Diary");
    let endpoints = guest.text("[]");
    let getter = |place: &str| format!("(call $copy (local.get $out) (local.get $max) {place})");
    let ty = "(param $out i32) (param $max i32) (result i32)";
    guest
        .func("_initialize", "", &note('i'))
        .func("plugin_name", ty, &format!("{} {}", note('n'), getter(&name)))
        .func("plugin_schema", ty, &format!("{} (i32.const 0)", note('s')))
        .func("http_endpoints", ty, &format!("{} {}", note('h'), getter(&endpoints)))
        .start(&format!("{} (i32.const 0)", note('S')))
        .poll(&format!("{} (i32.const 0)", note('p')))
        .delta_handler(&note('d'))
        .func(
            "plugin_stop",
            "(result i32)",
            &format!("{} (call $status (i32.const 1100) (global.get $count)) (i32.const 0)", note('T')),
        )
}

const DELTA: &str = r#"{"delta":{"updates":[{"values":[{"path":"a.b","value":1}]}]}}"#;

#[test]
fn calls_come_in_the_servers_order() {
    let steps = format!(r#"{{"steps":[{DELTA},{{"poll":2}},{{"stop":true}},{DELTA},{{"poll":1}}]}}"#);
    let report = run(&diary(), &steps);
    assert_eq!(status(&report), Some("iinshSdppT"), "{report:#?}");
    assert!(report.ok, "{report:#?}");
    assert_eq!(responses(&report), [json!(null), json!(null), json!(null), json!(null), json!(null)]);
    let once = with(&[("initialize", "once")], &diary(), r#"{"steps":[{"stop":true}]}"#);
    assert_eq!(status(&once), Some("inshST"));
}

#[test]
fn a_start_while_running_stops_first_on_the_same_instance() {
    let report = run(&diary(), r#"{"steps":[{"start":{}},{"stop":true},{"start":{}},{"stop":true},{"stop":true}]}"#);
    assert_eq!(status(&report), Some("iinshSTSTST"), "{report:#?}");
}

#[test]
fn the_configuration_has_a_key_more() {
    let guest = Guest::new().start("(call $status (local.get $p) (local.get $n)) (i32.const 0)");
    for (scenario, config) in [
        ("{}", r#"{"enableDebug":false}"#),
        (r#"{"config":{"b":1.0,"a":"☸"},"enableDebug":true}"#, r#"{"b":1,"a":"☸","enableDebug":true}"#),
        (r#"{"config":{"enableDebug":"mine","a":1}}"#, r#"{"enableDebug":false,"a":1}"#),
        (r#"{"config":[1,2]}"#, r#"{"0":1,"1":2,"enableDebug":false}"#),
        (r#"{"config":7}"#, r#"{"enableDebug":false}"#),
        (r#"{"config":null}"#, r#"{"enableDebug":false}"#),
    ] {
        assert_eq!(status(&run(&guest, scenario)), Some(config), "{scenario}");
    }
}

#[test]
fn a_start_that_fails_is_an_error_in_the_hosts_form() {
    let guest = Guest::new().start("(i32.const 3)").poll("unreachable");
    let report = run(&guest, r#"{"steps":[{"poll":3},{"http":{"path":"/"}}]}"#);
    assert_eq!(report.error.as_deref(), Some("Plugin start() returned error code: 3"), "{report:#?}");
    assert!(!report.ok && report.trap.is_none(), "not polled: {report:#?}");
    let trap = run(&Guest::new().start("unreachable"), "{}");
    assert_eq!(trap.error.as_deref(), Some("unreachable"));
    assert!(trap.trap.is_some() && rules(&trap).contains(&"SK212"), "{trap:#?}");
    let nothing = run(&Guest::new().func("plugin_start", "(param i32 i32)", ""), "{}");
    assert_eq!(nothing.error.as_deref(), Some("Plugin start() returned error code: undefined"));
}

#[test]
fn deltas_that_are_emitted_are_completed() {
    let mut guest = Guest::new();
    let delta = guest.text(r#"{"updates":[{"values":[{"path":"a.b","value":1.0}]}]}"#);
    let report = run(&guest.poll(&format!("(call $emit {delta}) (i32.const 0)")), r#"{"steps":[{"poll":1}]}"#);
    assert_eq!(
        deltas(&report),
        [json!({
            "context": "vessels.urn:mrn:signalk:uuid:c0d79334-4e25-4245-8892-54e8ccc8021d",
            "updates": [{"values": [{"path": "a.b", "value": 1}], "$source": "tester", "timestamp": "2022-01-01T00:00:01.000Z"}]
        })],
        "{report:#?}"
    );
}

/// A better configuration is saved, and starts nothing; only disabling and enabling does.
#[test]
fn a_failed_plugin_stays_down_until_it_is_enabled_anew() {
    // A configuration of two digits or more is well.
    let guest = Guest::new().start("(i32.lt_u (local.get $n) (i32.const 31))").poll("(call $say (i32.const 1)) (i32.const 0)");
    let post = |body: &str| format!(r#"{{"http":{{"method":"POST","path":"/config","body":{body}}}}},{{"poll":1}}"#);
    let good = r#""configuration":{"some":"value"}"#;
    let steps = [
        post(&format!("{{{good}}}")),
        post(&format!(r#"{{"enabled":false,{good}}}"#)),
        post(&format!(r#"{{"enabled":true,{good}}}"#)),
        post("{}"),
    ];
    let run = |steps: &[String]| run(&guest, &format!(r#"{{"config":{{}},"steps":[{}]}}"#, steps.join(",")));
    let saved = run(&steps[..2]);
    assert_eq!(
        (&responses(&saved)[0]["body"], status(&saved)),
        (&json!("Saved configuration for plugin tester"), None),
        "{saved:#?}"
    );
    let enabled = run(&steps[..3]);
    assert_eq!((&responses(&enabled)[4]["status"], status(&enabled)), (&json!(200), Some("1")));
    // A POST without a configuration replaces it by nothing, and starts again.
    let emptied = run(&steps);
    assert_eq!(responses(&emptied)[6]["body"]["error"], "Plugin start() returned error code: 1");
}

/// The real server has no limit of time or fuel; the testkit has.
#[test]
fn a_call_that_does_not_end_is_ended() {
    let guest = Guest::new().start("(loop (br 0)) (i32.const 0)");
    let (host, dialect, settings) = crate::common::settings("signalk", &[]);
    let target = anyhost_testkit::Target::new(host, dialect, &settings);
    let verdict = anyhost_testkit::check(&guest.wasm(), "guest.wasm", &target, false).unwrap();
    assert!(verdict.findings.iter().any(|finding| finding.rule == "SK314"), "{verdict:#?}");
}
