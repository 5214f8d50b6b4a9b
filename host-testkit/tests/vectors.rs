//! Vector files: the schema, clear errors, lowering to each host.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;

use anyhost_testkit::vectors::{self, CaseReport, Suite};
use anyhost_testkit::{Error, Target};
use common::{Guest, pack};
use serde_json::Value;

/// The names that a Rust type accepts, read from the message about one that it does not.
fn accepted(text: &str) -> BTreeSet<String> {
    let message = vectors::parse("x.json", text).unwrap_err().to_string();
    let list = message.split("expected").nth(1).unwrap_or_else(|| panic!("{message}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn schema_names_what_the_types_take() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/vectors.schema.json")).unwrap();
    let case = |inner: &str| format!(r#"{{"cases":[{{"name":"a","function":"f",{inner}}}]}}"#);
    let types = [
        ("File", r#"{"no":1}"#.to_owned()),
        ("Case", case(r#""no":1"#)),
        ("Raw", case(r#""raw":{"no":1}"#)),
        ("Repeat", case(r#""raw":{"repeat":{"no":1}}"#)),
        ("ExpectedError", case(r#""error":{"no":1}"#)),
        ("ExpectedLog", case(r#""logs":[{"no":1}]"#)),
        ("Override", case(r#""overrides":{"nlink":{"no":1}}"#)),
    ];
    for (name, text) in types {
        let properties = schema["$defs"][name]["properties"].as_object().unwrap();
        let listed: BTreeSet<String> = properties.keys().cloned().collect();
        assert_eq!(accepted(&text), listed, "{name}");
    }
    let kinds = accepted(&case(r#""error":{"kind":"no"}"#));
    let listed: BTreeSet<String> = schema["$defs"]["ExpectedError"]["properties"]["kind"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, listed);
    let hosts: BTreeSet<&str> =
        schema["$defs"]["HostId"]["enum"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    assert_eq!(hosts, anyhost_abi::HOSTS.iter().map(|host| host.id).collect());
}

#[test]
fn errors_name_file_and_case() {
    let cases = [
        ("{", "x.json: EOF"),
        (r#"{"cases":[{"name":"a","function":"f"}]}"#, "x.json: case `a`: needs either `outputs` or `error`"),
        (
            "{\"cases\":[{\"name\":\"a\",\"function\":\"f\",\"outputs\":{}},\n{\"name\":\"b\",\"functoin\":\"f\"}]}",
            "case `b`: unknown field `functoin`",
        ),
        (r#"{"cases":[{"name":"a","function":"f","outputs":[]}]}"#, "`outputs` must be an object"),
        (r#"{"cases":[{"name":"a","function":"f","outputs":{},"hosts":["nlnk"]}]}"#, "no host `nlnk`"),
        (r#"{"cases":[{"name":"a","function":"f","outputs":{},"raw":{"base64":"?"}}]}"#, "base64"),
        (
            r#"{"cases":[{"name":"a","function":"f","outputs":{},"raw":{"repeat":{"text":"abc","times":999999999999}}}]}"#,
            "more than",
        ),
        (r#"{"cases":[{"name":"a","function":"f","outputs":{}},{"name":"a","function":"f","outputs":{}}]}"#, "another case"),
    ];
    for (text, part) in cases {
        let error = vectors::parse("x.json", text).unwrap_err();
        assert!(matches!(error, Error::Vector { .. }));
        assert!(error.to_string().contains(part), "{error}");
    }
}

fn run(at: &str, guest: &Guest, text: &str) -> Vec<CaseReport> {
    let (host, dialect, settings) = common::settings(at, &[]);
    let target = Target::new(host, dialect, &settings);
    let file = vectors::parse("x.json", text).unwrap();
    let suite = Suite::open(&guest.wasm(), "guest.wasm", &target).unwrap();
    file.cases.iter().map(|case| suite.run_case(case)).collect()
}

#[test]
fn cases_pass_and_fail() {
    let text = r#"{"cases":[
        {"name":"passes","function":"echo","inputs":{"input":"hi"},"outputs":{"output":"hi"},"exec":"exec_out",
         "overrides":{"nlink":{"outputs":{"message":"hi"}}}},
        {"name":"whole","function":"echo","outputs":{},"overrides":{"nlink":{"result":[{"json":{"message":"hi"}}]},
         "flow-like":{"result":{"outputs":{"output":"hi"},"activate_exec":["exec_out"]}}}},
        {"name":"differs","function":"echo","outputs":{"output":"ho"}},
        {"name":"no error","function":"echo","error":{"kind":"input","contains":"input"}},
        {"name":"elsewhere","function":"echo","outputs":{},"hosts":["orbis"]}
    ]}"#;
    for (at, guest) in [("flow-like", Guest::flow_like()), ("nlink", Guest::nlink())] {
        let reports = run(at, &guest, text);
        let passed: Vec<bool> = reports.iter().map(|report| report.passed).collect();
        assert_eq!(passed, [true, true, false, false, true], "{at}: {reports:#?}");
        assert!(reports[4].skipped.is_some());
        assert!(reports[0].fuel > 0 && reports[0].pages > 0);
    }
    let reports = run("flow-like", &Guest::flow_like(), text);
    assert_eq!(reports[2].message.as_deref(), Some("output: expected \"ho\", got \"hi\""));
    let broken = run("flow-like", &Guest::flow_like().body("unreachable"), text);
    assert!(broken[0].message.as_deref().unwrap().contains("unreachable"), "{:?}", broken[0].message);
    let missing = run("flow-like", &Guest::flow_like().without("run"), text);
    assert!(missing[0].message.as_deref().unwrap().contains("Missing required export: run"), "{:?}", missing[0].message);
}

#[test]
fn inputs_reach_the_host_as_they_are() {
    // The guest returns its input as the result, which is no array of items: the override sees it whole.
    let echo = "(i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.extend_i32_u (local.get $n)))";
    let text =
        r#"{"cases":[{"name":"a","function":"f","inputs":{"n":9007199254740993,"row":{"x":1}},"item":"row","outputs":{}}]}"#;
    let reports = run("nlink", &Guest::nlink().body(echo), text);
    let message = reports[0].message.as_deref().unwrap();
    assert!(message.contains(r#"{"params":{"n":9007199254740993},"$json":{"x":1}}"#), "{message}");
    assert_eq!(pack(1, 2), 0x1_0000_0002);
}
