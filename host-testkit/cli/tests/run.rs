//! Running and checking a small module.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::PathBuf;

use support::{BY_HAND, FLOW_LIKE, SIGNALK, anyhost_in, file, folder, package, wasm};

fn small(name: &str) -> PathBuf {
    let folder = folder(name);
    file(&folder, "say.wasm", wasm(FLOW_LIKE));
    folder
}

#[test]
fn one_object() {
    let folder = small("run-json");
    let ran = anyhost_in(&folder, &["run", "say.wasm", "--host", "flow-like", "--input", "{\"text\":\"x\"}", "--json"], b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    let report = ran.json();
    let keys: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    let expected =
        "bytes calls dialect error file findings fuel host logs ok pages raw result settings trap".split(' ').collect::<Vec<_>>();
    assert_eq!(keys, expected);
    assert_eq!(report["result"]["outputs"]["text"], "hello");
    assert_eq!(report["raw"], "{\"error\":null,\"outputs\":{\"text\":\"hello\"},\"activate_exec\":[\"exec_out\"]}");
    assert_eq!(report["settings"]["epoch"], "2");
    assert_eq!(report["file"], "say.wasm");
    assert_eq!(report["bytes"], wasm(FLOW_LIKE).len());
    assert_eq!(report["ok"], true);
}

#[test]
fn for_people() {
    let folder = small("run-text");
    for args in [&["--node", "say"][..], &["--fresh", "--repeat", "3"], &["--kept"], &["--raw-input", "-"]] {
        let ran = anyhost_in(&folder, &[&["run", "say.wasm", "--host", "flow-like"], args].concat(), b"{}");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}: {ran:?}");
        assert!(
            ran.out.starts_with("flow-like (source)  say.wasm\n\n{\"error\":null,\"outputs\":{\"text\":\"hello\"}"),
            "{}",
            ran.out
        );
        assert!(ran.out.contains("\nok  ") && ran.out.contains("peak memory 1 page (64 KiB)"), "{}", ran.out);
    }
    let ran = anyhost_in(&folder, &["run", "say.wasm", "--host", "flow-like", "--set", "epoch=1"], b"");
    assert!(ran.out.starts_with("flow-like (source) epoch=1  say.wasm\n"), "{ran:?}");
    let ran = anyhost_in(&folder, &["run", "say.wasm", "--host", "flow-like", "--set", "epoch=3"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: switch `epoch` of Flow-Like does not take `3`"), "{ran:?}");
}

/// A plugin that fails still gives its report.
#[test]
fn a_plugin_at_fault() {
    let folder = folder("run-fault");
    let trap = FLOW_LIKE.replace("(param i32 i32) (result i64)\n", "(param i32 i32) (result i64) unreachable\n");
    file(&folder, "trap.wasm", wasm(&trap));
    let ran = anyhost_in(&folder, &["run", "trap.wasm", "--host", "flow-like", "--json"], b"");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.json()["ok"], false);
    assert!(ran.json()["trap"].is_string());
    let ran = anyhost_in(&folder, &["run", "trap.wasm", "--host", "flow-like"], b"");
    assert!(ran.code == 1 && ran.out.contains("\ntrap: ") && ran.out.contains("\nfailed  "), "{ran:?}");

    file(&folder, "empty.wasm", wasm("(module)"));
    let ran = anyhost_in(&folder, &["run", "empty.wasm", "--host", "nlink", "--json"], b"");
    assert_eq!((ran.code, ran.json()["ok"].as_bool()), (1, Some(false)), "{ran:?}");
}

#[test]
fn check_in_each_format() {
    let folder = small("check-formats");
    let check = |args: &[&str]| anyhost_in(&folder, &[&["check", "say.wasm"], args].concat(), b"");
    let ran = check(&["--host", "flow-like", "--json"]);
    let verdict = &ran.json()["verdicts"][0];
    assert_eq!(verdict["loads"], true, "{verdict}");
    assert_eq!(ran.code == 0, verdict["conforms"] == true);
    assert_eq!(check(&["--host", "flow-like", "--format", "json"]).out, ran.out);

    let all = check(&["--host", "flow-like", "--dialect", "all", "--json"]).json();
    let dialects: Vec<&str> =
        all["verdicts"].as_array().unwrap().iter().map(|verdict| verdict["dialect"].as_str().unwrap()).collect();
    assert_eq!(dialects, ["source", "docs", "component"]);

    // The default is every host; one that takes it is enough.
    let every = check(&[]);
    assert_eq!(every.code, ran.code, "{every:?}");
    assert!(every.out.contains("wasmcloud (source): not judged"), "{}", every.out);
    assert!(check(&["--host", "flow-like", "--host", "nlink"]).code == 1);

    let sarif = check(&["--host", "nlink", "--format", "sarif"]).json();
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{sarif}");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "say.wasm");

    let junit = check(&["--format", "junit"]).out;
    assert!(junit.starts_with("<?xml") && junit.contains("<failure") && junit.contains("orbis (source) say.wasm"), "{junit}");
}

/// A folder with one wasm is a package.
#[test]
fn a_package() {
    let folder = folder("a-package");
    file(&folder, "node/execution.wasm", wasm("(module)"));
    file(&folder, "node/definition.json", "{}");
    let report = anyhost_in(&folder, &["check", "node", "--host", "nlink", "--json"], b"").json();
    assert_eq!(report["verdicts"][0]["file"], "node/execution.wasm");
}

#[test]
fn a_crate() {
    let folder = package("run-a-crate", "[package.metadata.anyhost]\nhosts = [\"flow-like\", \"nlink\"]\n", BY_HAND);
    let ran = anyhost_in(&folder, &["run", ".", "--host", "nlink", "--json"], b"");
    let report = ran.json();
    assert_eq!(report["raw"], "[{\"json\":{\"text\":\"hello\"}}]", "{report}");
    assert_eq!(report["file"], "target/anyhost/run-a-crate/nlink/execution.wasm");
    assert_eq!(
        report["bytes"].as_u64().unwrap(),
        folder.join("target/anyhost/run-a-crate/nlink/execution.wasm").metadata().unwrap().len()
    );
    let report = anyhost_in(&folder, &["check", "Cargo.toml", "--json"], b"").json();
    assert_eq!(report["verdicts"].as_array().unwrap().len(), 2, "the crate's hosts");
}

/// Signal K's plugins run: a scenario is played, and its steps are answered.
#[test]
fn a_scenario() {
    let folder = folder("run-scenario");
    file(&folder, "plugin.wasm", wasm(SIGNALK));
    let input = r#"{"config":{"n":1},"steps":[{"poll":1},{"http":{"path":"/config"}},{"stop":true}]}"#;
    let run = |args: &[&str]| anyhost_in(&folder, &[&["run", "plugin.wasm", "--host", "signalk"], args].concat(), b"");
    let ran = run(&["--input", input, "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let report = ran.json();
    let keys: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = "bytes calls deltas dialect error file findings fuel host logs ok pages raw responses result settings status statuses trap";
    assert_eq!(keys, expected.split(' ').collect::<Vec<_>>());
    let config = serde_json::json!({"enabled": true, "enableDebug": false, "configuration": {"n": 1}});
    assert_eq!(
        (&report["status"], &report["deltas"], &report["result"]["body"]),
        (&"on".into(), &serde_json::json!([]), &config)
    );
    let responses = report["responses"].as_array().unwrap();
    assert_eq!((responses.len(), &responses[0], &responses[2]), (3, &serde_json::Value::Null, &serde_json::Value::Null));
    assert_eq!((&report["settings"]["server"], &report["calls"][0]["args"][0]), (&"2.32".into(), &"on".into()));

    let ran = run(&["--input", input]);
    insta::assert_snapshot!(ran.out, @r#"
    signalk (source)  plugin.wasm

    step 1   null
    step 2   {"status":200,"headers":{"content-type":"application/json; charset=utf-8"},"body":{"enabled":true,"enableDebug":false,"configuration":{"n":1}}}
    step 3   null
    status   on

    log info  on
    call env.sk_set_status["on"]

    ok  261 bytes, fuel 22, peak memory 2 pages (128 KiB)
    "#);
    let wrong = run(&["--input", r#"{"steps":[{"pol":1}]}"#]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.starts_with("error: the input is no scenario"), "{wrong:?}");
}
