//! What a maintainer settles in a file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use anyhost_abi::Level;
use anyhost_testkit::{Config, Target, Verdict, check_by, junit, sarif};
use common::Guest;
use serde_json::Value;

/// Breaks FL315 (error) and FL006 (note).
fn broken() -> Vec<u8> {
    Guest::flow_like().without("dealloc").result(r#"{"outputs":{"nope":1},"activate_exec":["exec_out"]}"#).wasm()
}

fn judged(config: &Config, wasm: &[u8], file: &str) -> Verdict {
    let host = anyhost_abi::host("flow-like").unwrap();
    let dialect = host.dialect(None).unwrap();
    let settings = config.settings(host, dialect, &[]).unwrap();
    check_by(wasm, file, &Target::new(host, dialect, &settings), &config.policy).unwrap()
}

fn parse(text: &str) -> Config {
    Config::parse("anyhost-check.toml", text).unwrap()
}

fn level(verdict: &Verdict, rule: &str) -> Option<Level> {
    verdict.findings.iter().find(|finding| finding.rule == rule).map(|finding| finding.level)
}

#[test]
fn levels_are_settled_before_strict() {
    let verdict = judged(&parse(""), &broken(), "a.wasm");
    assert_eq!((level(&verdict, "FL315"), level(&verdict, "FL006")), (Some(Level::Error), Some(Level::Note)));
    assert_eq!(verdict.conforms, Some(false));
    let verdict = judged(&parse("[rules]\nFL315 = \"note\"\nFL006 = \"off\""), &broken(), "a.wasm");
    assert_eq!((level(&verdict, "FL315"), level(&verdict, "FL006")), (Some(Level::Note), None));
    assert_eq!(verdict.conforms, Some(true));
    let verdict = judged(&parse("strict = true\n[rules]\nFL315 = \"off\"\nFL006 = \"warning\""), &broken(), "a.wasm");
    assert_eq!((level(&verdict, "FL006"), verdict.conforms), (Some(Level::Error), Some(false)));
}

#[test]
fn what_is_waived_is_shown_and_does_not_count() {
    let config = parse(
        "[[waive]]\nrule = \"FL315\"\nfile = \"*/a b.wasm\"\nreason = \"old <package>\"\n[[waive]]\nrule = \"FL001\"\nreason = \"x\"",
    );
    let verdict = judged(&config, &broken(), "dir/a b.wasm");
    assert_eq!(verdict.conforms, Some(true), "{verdict}");
    assert!(verdict.to_string().contains("error FL315 (waived: old <package>): "), "{verdict}");
    let json = serde_json::to_value(&verdict).unwrap();
    let found = json["findings"].as_array().unwrap();
    assert!(found.iter().all(|finding| finding.get("waived").is_some() == (finding["rule"] == "FL315")), "{json}");
    let unused: Vec<&str> = config.policy.unused(std::slice::from_ref(&verdict)).iter().map(|w| w.rule.as_str()).collect();
    assert_eq!(unused, ["FL001"]);
    // Nothing is known of rules of a host that was not judged.
    let others = parse("[[waive]]\nrule = \"NL103\"\nreason = \"x\"");
    assert!(others.policy.unused(std::slice::from_ref(&verdict)).is_empty());
    let xml = junit(std::slice::from_ref(&verdict));
    assert!(!xml.contains("<failure") && xml.contains("error, waived (old &lt;package&gt;): "), "{xml}");
    let log: Value = serde_json::from_str(&sarif(&[verdict])).unwrap();
    let result = log["runs"][0]["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == "FL315").unwrap();
    assert_eq!(result["suppressions"][0]["justification"], "old <package>");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "dir/a%20b.wasm");
    let other = judged(&config, &broken(), "dir/b.wasm");
    assert_eq!((other.conforms, config.policy.unused(&[other]).len()), (Some(false), 2));
}

#[test]
fn versions_are_pinned() {
    let without = Guest::flow_like().without("alloc").wasm();
    assert_eq!(judged(&parse("[hosts.flow-like]\nversion = \"E2\""), &without, "a.wasm").loads, Some(true));
    assert_eq!(judged(&parse("[hosts.flow-like]\nversion = \"E1\""), &without, "a.wasm").loads, Some(false));
    let set = "[hosts.flow-like]\nversion = \"E1\"\nset = { growth = \"grows\" }";
    assert_eq!(judged(&parse(set), &without, "a.wasm").loads, Some(true));
}

#[test]
fn errors_say_what_to_write() {
    let cases = [
        ("[rules]\nFL3O9 = \"off\"", "anyhost-check.toml: there is no rule `FL3O9`; did you mean `FL3"),
        ("[rules]\nFL309 = \"fatal\"", "rule FL309 cannot be `fatal`, only error, warning, note, off"),
        ("[[waive]]\nrule = \"FL309\"", "missing field `reason`"),
        ("[[waive]]\nrule = \"FL309\"\nreason = \" \"", "the waiver of FL309 has no reason"),
        ("[[waive]]\nrule = \"XX309\"\nreason = \"x\"", "there is no rule `XX309`"),
        ("[hosts.flow_lik]\nversion = \"E1\"", "flow-like"),
        ("[hosts.flow-like]\nversion = \"E9\"", "Flow-Like has no version `E9`: there is E2, E1"),
        ("stricct = true", "unknown field `stricct`"),
    ];
    for (text, part) in cases {
        let error = Config::parse("anyhost-check.toml", text).unwrap_err().to_string();
        assert!(error.contains(part) && error.starts_with("anyhost-check.toml: "), "{text}: {error}");
    }
}
