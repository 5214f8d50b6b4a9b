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

/// An element of an XML text, checked for its name and the attributes that JUnit's readers need.
fn elements<'a>(xml: &'a str, name: &str, attributes: &[&str]) -> Vec<&'a str> {
    let open = format!("<{name} ");
    let found: Vec<&str> = xml.split(&open).skip(1).filter_map(|rest| rest.split('>').next()).collect();
    for element in &found {
        for attribute in attributes {
            assert!(element.contains(&format!("{attribute}=\"")), "<{name}> without {attribute}: {element}");
        }
    }
    found
}

fn number(element: &str, attribute: &str) -> usize {
    let rest = element.split(&format!("{attribute}=\"")).nth(1).unwrap();
    rest.split('"').next().unwrap().parse().unwrap()
}

#[test]
fn junit_has_the_shape_that_its_readers_need() {
    let verdicts = [check("flow-like", &broken()), common::check_with("flow-like", &[], b"\0asm\x0d\0\x01\0")];
    let xml = junit(&verdicts);
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name="), "{xml}");
    let suites = elements(&xml, "testsuite", &["name", "tests", "failures", "skipped"]);
    elements(&xml, "testcase", &["classname", "name"]);
    elements(&xml, "failure", &["message"]);
    for (suite, body) in suites.iter().zip(xml.split("<testsuite ").skip(1)) {
        assert_eq!(number(suite, "tests"), body.matches("<testcase ").count());
        assert_eq!(number(suite, "skipped"), body.matches("<skipped/>").count());
        let failed = body.split("<testcase ").skip(1).filter(|case| case.contains("<failure ")).count();
        assert_eq!(number(suite, "failures"), failed);
    }
    assert!(number(suites[1], "skipped") > 50, "what is not judged is skipped, not passed");
    for tag in ["testsuites", "testsuite", "testcase", "system-out"] {
        let open = xml.matches(&format!("<{tag}>")).count() + xml.matches(&format!("<{tag} ")).count();
        assert_eq!(open, xml.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn sarif_has_the_shape_that_its_schema_asks_for() {
    let mut verdict = check("flow-like", &broken());
    verdict.file = "a folder\\ü#1.wasm".into();
    let log: Value = serde_json::from_str(&sarif(&[verdict, check("nlink", &Guest::nlink())])).unwrap();
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&Value::from("2.1.0"), 1));
    let run = &log["runs"][0];
    let text = |value: &Value| assert!(value.as_str().is_some_and(|text| !text.is_empty()), "{value}");
    let driver = &run["tool"]["driver"];
    [&driver["name"], &driver["version"], &driver["informationUri"]].into_iter().for_each(text);
    let rules = driver["rules"].as_array().unwrap();
    let mut ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    for rule in rules {
        [&rule["shortDescription"]["text"], &rule["fullDescription"]["text"], &rule["help"]["text"], &rule["helpUri"]]
            .into_iter()
            .for_each(text);
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "each rule once");
    for result in run["results"].as_array().unwrap() {
        text(&result["message"]["text"]);
        assert!(ids.contains(&result["ruleId"].as_str().unwrap()));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
        assert!(uri == "guest.wasm" || uri == "a%20folder/%C3%BC%231.wasm", "{uri}");
    }
}

#[test]
fn components_are_not_judged() {
    // A component with a custom section and an empty core module in it.
    let component = wat::parse_str(r#"(component (core module) (@custom "note" "x"))"#).unwrap();
    assert_eq!(component[..8], *b"\0asm\x0d\0\x01\0");
    for at in ["flow-like", "flow-like/docs", "flow-like/component", "nlink"] {
        let verdict = common::check_with(at, &[], &component);
        assert_eq!((verdict.loads, verdict.conforms), (None, None), "{at}: {verdict}");
        assert!(verdict.findings.iter().all(|finding| finding.level == anyhost_abi::Level::Note), "{at}: {verdict}");
        assert!(verdict.to_string().contains("not judged") && !verdict.findings.is_empty(), "{at}: {verdict}");
    }
}
