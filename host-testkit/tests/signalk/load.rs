//! What the server registers, and what it says of the rest.

use crate::{Guest, common, responses, rules, run, status, with};
use anyhost_testkit::Request;

#[test]
fn what_is_not_registered() {
    let long = format!(r#"{{"type":"object","description":"{}"}}"#, "x".repeat(8_200));
    for (guest, error, rule) in [
        (Guest::new().without("memory").item(r#"(memory (export "mem") 4)"#), "must be a WebAssembly.Memory object", "SK001"),
        (Guest::new().without("plugin_id"), "Unknown WASM plugin format", "SK003"),
        (Guest::new().without("plugin_start"), "rawExports.plugin_start is not a function", "SK004"),
        (Guest::new().import("sk_get_path", "$x", "(param i32)"), "function import requires a callable", "SK008"),
        (Guest::new().import_of("signalk", "x", "$x", ""), "module is not an object or function", "SK008"),
        (Guest::new().import_of("wasi_unstable", "fd_write", "$x", ""), "module is not an object or function", "SK008"),
        (Guest::new().getter("plugin_schema", "{"), "in JSON at position 1", "SK204"),
        (Guest::new().getter("plugin_schema", &long), "Unterminated string in JSON at position 8192", "SK202"),
        (Guest::new().func("plugin_name", "(param i32 i32) (result i32)", "unreachable"), "unreachable", "SK201"),
        (Guest::new().func("_initialize", "", "unreachable"), "unreachable", "SK010"),
        (
            Guest::new().item("(global $again (mut i32) (i32.const 0))").func(
                "_initialize",
                "",
                "(if (global.get $again) (then unreachable)) (global.set $again (i32.const 1))",
            ),
            "unreachable",
            "SK011",
        ),
    ] {
        let report = run(&guest, "{}");
        assert!(report.error.as_deref().is_some_and(|text| text.contains(error)), "{error}: {report:#?}");
        assert_eq!(rules(&report).first(), Some(&rule), "{report:#?}");
        assert!(report.scenario.is_some(), "the keys of a scenario are always there");
    }
    let nothing = Guest::new().without("allocate").item(r#"(func (export "allocate") (param i32) (result i32) (i32.const 0))"#);
    let nothing = run(&nothing.without("deallocate"), "{}");
    assert_eq!(nothing.error.as_deref(), Some("Failed to allocate 8192 bytes for plugin_name"), "{nothing:#?}");
}

#[test]
fn what_is_registered_all_the_same() {
    let exact = format!(r#"{{"type":"object","description":"{}"}}"#, "x".repeat(8_192 - 34));
    assert_eq!(exact.len(), 8_192);
    for guest in [
        Guest::new().without("plugin_name"),
        Guest::new().without("plugin_schema"),
        Guest::new().without("deallocate"),
        Guest::new().getter("plugin_schema", ""),
        Guest::new().getter("plugin_schema", &exact),
        Guest::new().func("plugin_name", "(param i32 i32) (result i32)", "(i32.const -1)"),
        Guest::new().func("_start", "", ""),
    ] {
        let report = run(&guest, "{}");
        assert!(report.error.is_none() && report.trap.is_none(), "{report:#?}");
    }
}

#[test]
fn endpoints_that_cannot_be_read_are_none() {
    let long = format!(r#"[{{"method":"GET","path":"/x","handler":"h"}}{}]"#, " ".repeat(8_200));
    for (list, rule) in [
        ("{", "SK601"),
        ("7", "SK601"),
        (long.as_str(), "SK601"),
        (r#"[{"path":"/x"}]"#, "SK602"),
        (r#"[{"method":"GET","path":"/x(","handler":"h"}]"#, "SK604"),
    ] {
        let report = run(&Guest::new().endpoint("{}").getter("http_endpoints", list), r#"{"steps":[{"http":{"path":"/x"}}]}"#);
        assert_eq!((&responses(&report)[0]["status"], rules(&report)), (&404.into(), vec![rule]), "{list}");
    }
}

#[test]
fn a_plugin_without_a_stop_cannot_be_stopped() {
    let report = run(&Guest::new().without("plugin_stop"), r#"{"steps":[{"stop":true}]}"#);
    assert_eq!(responses(&report)[0]["body"]["error"], "rawExports.plugin_stop is not a function", "{report:#?}");
}

#[test]
fn the_package_is_called_as_the_plugin_says() {
    let id = |guest: &Guest, switches: &[(&str, &str)]| {
        let report = with(switches, guest, r#"{"steps":[{"http":{"path":"/"}}]}"#);
        responses(&report)[0]["body"]["id"].as_str().unwrap().to_owned()
    };
    assert_eq!(id(&Guest::new(), &[]), "tester");
    assert_eq!(id(&Guest::new(), &[("package", "scoped")]), "_anyhost_tester");
    assert_eq!(id(&Guest::new().getter("plugin_id", "@s/x"), &[]), "_s_x");
    assert_eq!(id(&Guest::new().getter("plugin_id", "No Name"), &[]), "plugin");
}

/// The documentation knows five imports, with their types.
#[test]
fn the_documented_dialect() {
    let docs = |guest: &Guest| common::run_with("signalk/docs", &[], &guest.wasm(), &Request::json(r#"{"steps":[{"poll":1}]}"#));
    let report = docs(&Guest::new().poll("(call $say (i32.const 4)) (i32.const 0)"));
    assert_eq!((status(&report), report.ok), (Some("4"), true), "{report:#?}");
    let more = docs(&Guest::new().import("sk_read_config", "$x", "(param i32 i32) (result i32)"));
    assert!(more.error.unwrap().contains("function import requires a callable"));
    let version = docs(&Guest::new().import("sk_handle_message", "$x", "(param i32 i32 i32)"));
    assert_eq!(rules(&version), ["SK009"], "{version:#?}");
}

#[test]
fn input_that_is_no_scenario() {
    let ask = |request: &Request| {
        let (host, dialect, settings) = common::settings("signalk", &[]);
        let target = anyhost_testkit::Target::new(host, dialect, &settings);
        let guest = Guest::new().start("(call $status (local.get $p) (local.get $n)) (i32.const 0)");
        anyhost_testkit::run(&guest.wasm(), "guest.wasm", &target, request)
    };
    for text in ["[]", r#"{"config":1,"step":[]}"#, r#"{"steps":[{"stop":false}]}"#, r#"{"steps":[{"http":{"path":"x"}}]}"#] {
        assert!(ask(&Request::json(text)).unwrap_err().to_string().contains("no scenario"), "{text}");
    }
    let node = Request { node: Some("n".into()), ..Request::default() };
    assert!(ask(&node).unwrap_err().to_string().contains("leave out `n`"));
    // Bytes that are none are the configuration as they are.
    assert_eq!(status(&ask(&Request::raw(b"\xff{")).unwrap()), Some("\u{fffd}{"));
}
