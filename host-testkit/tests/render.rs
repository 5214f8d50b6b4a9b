//! What reports look like, to people and to tools.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use anyhost_testkit::{Request, junit, sarif};
use common::{Guest, check, run};
use serde_json::Value;

fn broken() -> Guest {
    Guest::flow_like().result(r#"{"outputs":{"nope":1},"activate_exec":["exec_out"]}"#)
}

#[test]
fn a_run_as_json_has_the_fields_of_the_contract() {
    let text = serde_json::to_string(&run("flow-like", &broken(), &Request::default())).unwrap();
    let fields = [
        "host", "dialect", "settings", "file", "bytes", "ok", "result", "raw", "error", "trap", "findings", "logs", "calls",
        "fuel", "pages",
    ];
    let mut from = 0;
    for field in fields {
        let at = text[from..].find(&format!("\"{field}\":")).unwrap_or_else(|| panic!("{field} in {text}"));
        from += at;
    }
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report.as_object().unwrap().len(), fields.len());
    assert_eq!(report["ok"], false);
    assert_eq!(report["findings"][0]["level"], "error");
    assert_eq!(report["result"]["outputs"]["nope"], 1);
}

#[test]
fn reports_as_text() {
    insta::assert_snapshot!("run", run("flow-like", &broken(), &Request::default()).to_string());
    let hidden = Guest::nlink().without("deallocate").with("memory", "(memory 2)");
    insta::assert_snapshot!("verdict", check("nlink", &hidden).to_string());
    insta::assert_snapshot!("component", common::check_with("flow-like", &[], b"\0asm\x0d\0\x01\0").to_string());
}

#[test]
fn verdicts_for_other_tools() {
    let verdicts = [check("flow-like", &broken()), check("nlink", &Guest::nlink())];
    let xml = junit(&verdicts);
    assert_eq!(xml.matches("<testsuite ").count(), 2);
    assert_eq!(xml.matches("<testcase").count(), xml.matches("</testcase>").count());
    assert!(xml.contains("<failure message=\"With inputs at their defaults: `outputs` of node `echo` names `nope`"), "{xml}");
    assert!(!xml.contains("<failure message=\"\""));
    let log: Value = serde_json::from_str(&sarif(&verdicts)).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(results.iter().any(|result| result["ruleId"] == "FL315" && result["level"] == "error"));
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
    }
}

#[test]
fn what_was_not_tried_is_said() {
    let verdict =
        common::check_with("flow-like", &[("fuel", "100000")], &Guest::flow_like().body("(loop $l (br $l)) unreachable").wasm());
    assert!(verdict.findings.iter().any(|finding| finding.message.starts_with("not everything was tried")), "{verdict}");
}
