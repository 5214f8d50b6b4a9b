//! The host's functions (runtime.rs:210-232, 760-1180): what they answer, in which order they look, how they fail.

use anyhost_testkit::RunReport;
use serde_json::{Value, json};

use super::guest::{Guest, manifest};
use super::{logs, result, run, with};

/// A guest whose handler `h` does this; texts lie at 256.
fn guest(texts: &str, body: &str) -> Guest {
    Guest::default().imports().text(256, texts).handler("h", body)
}

fn ran(texts: &str, body: &str) -> RunReport {
    run(&guest(texts, body), "POST /h")
}

/// What a function returned that gives a number, and the host's log.
fn number(texts: &str, call: &str) -> (Value, Vec<String>) {
    let report = ran(texts, &format!("(call $number {call})"));
    assert!(report.ok, "{report:?}");
    (result(&report), logs(&report))
}

/// A pointer and a length at 256 + `at`.
fn span(at: u32, len: usize) -> String {
    format!("(i32.const {}) (i32.const {len})", 256 + at)
}

#[test]
fn log_levels() {
    let calls: Vec<String> = (-1..=5).map(|level| format!("(call $log (i32.const {level}) {})", span(0, 2))).collect();
    let report = ran("hé\u{7f}", &format!("{} (i32.const 0)", calls.join(" ")));
    let levels: Vec<String> = report.logs.iter().map(|log| format!("{:?}", log.level)).collect();
    assert_eq!(levels, ["Trace", "Error", "Warn", "Info", "Debug", "Trace", "Trace"]);
    // Half of a letter is replaced.
    assert_eq!(report.logs[0].message, "h\u{fffd}");
    let outside = ran(
        "",
        "(call $log (i32.const 2) (i32.const -1) (i32.const 1)) (call $log (i32.const 2) (i32.const 0) (i32.const 0)) (i32.const 0)",
    );
    assert_eq!(logs(&outside), ["Error log error: Plugin error: Failed to read memory: out of bounds memory access", "Info "]);
}

#[test]
fn state() {
    let texts = r#"k{"b":1,"a":1.0}"#;
    let (key, value) = (span(0, 1), span(1, 15));
    let set = format!("(drop (call $state_set {key} {value}))");
    let got = ran(texts, &format!("{set} (call $state_get {key})"));
    assert_eq!(got.raw.as_deref(), Some(r#"{"a":1.0,"b":1}"#));
    assert_eq!(ran(texts, &format!("(call $state_get {key})")).raw.as_deref(), Some("null"));
    assert_eq!(number(texts, &format!("(call $state_set {key} {value})")), (json!(1), vec![]));
    assert_eq!(number(texts, &format!("(call $state_remove {key})")), (json!(1), vec![]));
    assert_eq!(
        ran(texts, &format!("{set} (drop (call $state_remove {key})) (call $state_get {key})")).raw.as_deref(),
        Some("null")
    );
    // An empty key is a key, empty text is no JSON.
    assert_eq!(number(texts, &format!("(call $state_set {} {value})", span(0, 0))).0, 1);
    let (none, log) = number(texts, &format!("(call $state_set {key} {})", span(0, 0)));
    assert_eq!(none, 0);
    assert_eq!(
        log,
        ["Error state_set error: Plugin error: Failed to parse state value: EOF while parsing a value at line 1 column 0"]
    );
}

#[test]
fn arguments_are_checked() {
    let fails = |call: &str| {
        let (number, log) = number("\u{e9}[]{}", call);
        (number, log[0].split_once("Plugin error: ").unwrap().1.to_owned())
    };
    let half = span(0, 1);
    let utf8 = |what: &str| (json!(0), format!("Invalid UTF-8 in {what}: incomplete utf-8 byte sequence from index 0"));
    assert_eq!(fails(&format!("(call $state_get {half})")), utf8("state key"));
    assert_eq!(fails(&format!("(call $state_remove {half})")), utf8("state key"));
    assert_eq!(fails(&format!("(call $get_config {half})")), utf8("config key"));
    let outside = (json!(0), "Failed to read memory: out of bounds memory access".to_owned());
    for call in ["$state_get (i32.const 131072) (i32.const 1)", "$crypto_hash (i32.const 0) (i32.const -4) (i32.const 8)"] {
        assert_eq!(fails(&format!("(call {call})")), outside);
    }
    // The value's place is looked at before the key's letters.
    assert_eq!(fails(&format!("(call $state_set {half} (i32.const -1) (i32.const 9))")), outside);
    let large = (json!(0), "Memory read too large: 268435457 bytes".to_owned());
    assert_eq!(fails("(call $state_get (i32.const 0) (i32.const 268435457))"), large);
}

#[test]
fn config() {
    let guest = |config: &str| {
        let text = manifest(&[("GET /h h", false)], &format!(",\"config\":{config}"));
        run(&guest("limit", &format!("(call $get_config {})", span(0, 5))).manifest(&text), "GET /h").raw.unwrap()
    };
    assert_eq!(guest(r#"{"limit":{"b":1,"a":2}}"#), r#"{"a":2,"b":1}"#);
    assert_eq!(
        (guest(r#"{"limit":null}"#), guest(r#"{"other":1}"#), guest("[1]")),
        ("null".into(), "null".into(), "null".into())
    );
}

#[test]
fn crypto() {
    // The bytes are no JSON: they are looked at one by one.
    let byte = |call: &str, at: usize| {
        let load = format!("(call $number (i32.load8_u offset={} (call {call})))", at + 4);
        result(&ran("abc", &load))
    };
    let length = |call: &str| result(&ran("abc", &format!("(call $number (i32.load (call {call})))")));
    let sha256 = format!("$crypto_hash (i32.const 0) {}", span(0, 3));
    let sha512 = format!("$crypto_hash (i32.const 1) {}", span(0, 3));
    assert_eq!((length(&sha256), byte(&sha256, 0), byte(&sha256, 31)), (json!(32), json!(0xba), json!(0xad)));
    assert_eq!((length(&sha512), byte(&sha512, 0), byte(&sha512, 63)), (json!(64), json!(0xdd), json!(0x9f)));
    let odd = number("abc", &format!("(call $crypto_hash (i32.const 2) {})", span(0, 3)));
    assert_eq!(odd, (json!(0), vec!["Error crypto_hash error: Plugin error: Unknown hash algorithm: 2".to_owned()]));
    assert_eq!(
        (length("$crypto_random (i32.const 0)"), length("$crypto_random (i32.const 1048576)")),
        (json!(0), json!(1_048_576))
    );
    for count in ["1048577", "-1"] {
        assert_eq!(number("", &format!("(call $crypto_random (i32.const {count}))")).0, 0);
    }
    let differ = "(call $number (i32.ne (i32.load offset=4 (call $crypto_random (i32.const 8))) (i32.load offset=4 (call $crypto_random (i32.const 8)))))";
    assert_eq!(result(&ran("", differ)), 1);
}

const DENIED: [(&str, &str, i64); 4] = [
    ("db_query", "database:read", 0),
    ("db_execute", "database:write", -1),
    ("http_request", "network:http", 0),
    ("emit_event", "events:emit", 0),
];

fn gated(name: &str) -> String {
    // A query, an array, an object: `x[]{}`.
    match name {
        "http_request" => format!("(call $http_request {} {} {} {})", span(0, 1), span(0, 1), span(3, 2), span(0, 0)),
        "emit_event" => format!("(call $emit_event {} {})", span(0, 1), span(3, 2)),
        name => format!("(call ${name} {} {})", span(0, 1), span(1, 2)),
    }
}

/// They ask for permissions that no manifest can name, so all are denied, before the arguments are looked at.
#[test]
fn four_functions_are_denied() {
    let asks = r#","permissions":["database_read","database_write","network",{"custom":"events:emit"}]"#;
    for (name, permission, fails) in DENIED {
        for call in [gated(name), gated(name).replace("(i32.const 256)", "(i32.const -1)")] {
            for text in [None, Some(manifest(&[("POST /h h", false)], asks))] {
                let guest = guest("x[]{}", &format!("(call $number {call})"));
                let report = run(&text.iter().fold(guest, |guest, text| guest.manifest(text)), "POST /h");
                assert_eq!(result(&report), fails, "{name}");
                assert_eq!(
                    logs(&report),
                    [format!("Error {name} error: Plugin error: Plugin does not have {permission} permission")]
                );
            }
        }
    }
}

/// Behind the gate are stubs.
#[test]
fn stubs() {
    let switched = |body: &str, text: Option<&str>| {
        let guest = guest("x[]{}", body);
        let guest = text.iter().fold(guest, |guest, text| guest.manifest(text));
        with(&[("permissions", "fixed")], &guest, &anyhost_testkit::Request::route("POST /h"))
    };
    assert_eq!(switched(&gated("db_query"), None).raw.as_deref(), Some("[]"));
    assert_eq!(result(&switched(&format!("(call $number {})", gated("db_execute")), None)), 0);
    let stub = json!({"status": 501, "headers": {}, "body": "HTTP requests not yet implemented"});
    assert_eq!(result(&switched(&gated("http_request"), None)), stub);
    let event = switched(&format!("(call $number {})", gated("emit_event")), None);
    assert_eq!(
        (result(&event), logs(&event)),
        (json!(1), vec!["Info [Plugin: plugin] Emitting event 'x' with payload: Object {}".to_owned()])
    );
    // JSON of the right kind: an array of parameters, an object of headers.
    let wrong = |name: &str, from: u32, to: u32| {
        let call = gated(name).replace(&format!("(i32.const {from}) (i32.const 2)"), &format!("(i32.const {to}) (i32.const 2)"));
        logs(&switched(&format!("(call $number {call})"), None))[0].clone()
    };
    assert_eq!(
        wrong("db_query", 257, 259),
        "Error db_query error: Plugin error: Invalid params JSON: invalid type: map, expected a sequence at line 1 column 0"
    );
    assert_eq!(
        wrong("http_request", 259, 257),
        "Error http_request error: Plugin error: Invalid headers JSON: invalid type: sequence, expected a map at line 1 column 0"
    );
    // What the manifest does not ask for stays denied.
    let text = manifest(&[("POST /h h", false)], r#","permissions":["database_read"]"#);
    assert_eq!(switched(&gated("db_query"), Some(&text)).raw.as_deref(), Some("[]"));
    assert_eq!(result(&switched(&format!("(call $number {})", gated("db_execute")), Some(&text))), -1);
}

/// `allocate` and `deallocate` of the host are placeholders.
#[test]
fn placeholders() {
    let guest = Guest::default()
        .without_helpers()
        .but("allocate", r#"(func (export "allocate") (param i32) (result i32) (i32.const 65536))"#);
    let guest = guest.import("allocate", "(param i32) (result i32)").import("deallocate", "(param i32 i32)");
    let body = "(call $deallocate (i32.const 1) (i32.const 2)) (i32.store (call $allocate (i32.const 512)) (i32.const 1)) (i32.store8 (i32.const 516) (i32.const 55)) (i32.const 512)";
    assert_eq!(run(&guest.handler("h", body), "POST /h").raw.as_deref(), Some("7"));
}

/// Results lie in room that the host asks of `allocate` while the plugin waits.
mod room {
    use super::{Guest, json, logs, result, run};

    fn guest(allocate: &str) -> Guest {
        let text = format!("(func $allocate (export \"allocate\") {allocate})");
        let gets = "(call $number (call $crypto_random (i32.const 4)))";
        Guest::default()
            .but("allocate", &format!("(global $n (mut i32) (i32.const 0))\n{text}"))
            .imports()
            .text(256, "k")
            .handler("h", gets)
    }

    /// An allocator that serves the context at 65536, then does this.
    fn then(does: &str) -> Guest {
        guest(&format!(
            "(param $size i32) (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1)))
            (if (i32.eq (global.get $n) (i32.const 2)) (then {does})) (i32.add (i32.const 65536) (i32.mul (global.get $n) (i32.const 1024)))"
        ))
    }

    #[test]
    fn memory_may_grow_meanwhile() {
        let report = run(&then("(drop (memory.grow (i32.const 3)))"), "POST /h");
        assert_eq!((result(&report), report.pages), (json!(67_584), 5));
    }

    #[test]
    fn a_trap_is_swallowed() {
        let report = run(&then("unreachable"), "POST /h");
        assert_eq!((report.ok, result(&report)), (true, json!(0)));
        let log = logs(&report);
        assert!(
            log[0].starts_with(
                "Error crypto_random error: Plugin error: Failed to call allocate: error while executing at wasm backtrace:"
            ),
            "{log:?}"
        );
        // The plugin goes on, and so does the call.
        assert!(report.trap.is_none(), "{report:?}");
    }

    #[test]
    fn zero_is_written_to() {
        let guest = then("(return (i32.const 0))")
            .handler("low", "(drop (call $crypto_random (i32.const 4))) (call $number (i32.load (i32.const 0)))");
        // The length lies at 0, and the function returns 0.
        assert_eq!(result(&run(&guest, "POST /low")), 4);
        assert_eq!(result(&run(&guest, "POST /h")), 0);
    }

    #[test]
    fn out_of_bounds() {
        let report = run(&then("(return (i32.const 131066))"), "POST /h");
        assert_eq!(result(&report), 0);
        assert_eq!(logs(&report), ["Error crypto_random error: Plugin error: Failed to write data: out of bounds memory access"]);
    }
}
