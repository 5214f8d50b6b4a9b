//! The examples and the conformance guest: built, judged, and run on their vectors, in every host that they name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_abi::Level;
use anyhost_testkit::{Request, vectors};
use anyhost_tests::{build_all, check_in, root, run_in, wasm};
use std::fs;

const PLUGINS: &[&str] = &["examples/text-nodes", "examples/greet", "tests/guests/conformance", "tests/guests/echo", "tests/guests/uppercase"];

#[test]
fn conform_without_a_warning() {
    for folder in PLUGINS {
        for built in build_all(folder) {
            let verdict = check_in(&fs::read(&built.wasm).unwrap(), built.host.id, built.dialect.id);
            let bad: Vec<_> = verdict.findings.iter().filter(|finding| finding.level > Level::Note).collect();
            assert!(verdict.conforms == Some(true) && bad.is_empty(), "{folder} in {}: {bad:#?}", built.host.id);
        }
    }
}

#[test]
fn import_nothing() {
    for folder in PLUGINS.iter().filter(|folder| !folder.ends_with("conformance")) {
        for built in build_all(folder) {
            assert_eq!(built.imports, [] as [&str; 0], "{folder}");
        }
    }
}

#[test]
fn definitions() {
    for (folder, export) in [("examples/text-nodes", "text-nodes"), ("tests/guests/conformance", "conformance")] {
        let wasm = wasm(folder, "flow-like");
        // The constant lies in the data as it is.
        let start = wasm.windows(10).position(|bytes| bytes == br#"[{"name":""#).unwrap();
        let text = &wasm[start..];
        let definitions = serde_json::Deserializer::from_slice(text).into_iter::<serde_json::Value>().next().unwrap().unwrap();
        insta::assert_json_snapshot!(export, definitions);
    }
    let greet = build_all("examples/greet");
    let nlink = greet.iter().find(|built| built.host.id == "nlink").unwrap();
    let definition = nlink.files.iter().find(|file| file.ends_with("definition.json")).unwrap();
    let definition: serde_json::Value = serde_json::from_slice(&fs::read(definition).unwrap()).unwrap();
    insta::assert_json_snapshot!("greet_definition", definition);
}

#[test]
fn one_wasm_serves_both_hosts() {
    let options = anyhost_testkit::build::BuildOptions { hosts: None, single: true };
    let built = anyhost_testkit::build::build(&root().join("examples/greet"), &options).unwrap();
    let wasms: Vec<Vec<u8>> = built.iter().map(|built| fs::read(&built.wasm).unwrap()).collect();
    assert!(wasms.windows(2).all(|pair| pair[0] == pair[1]));
    let flow_like = run_in(&wasms[0], "flow-like", false, &Request::json(r#"{"text":"Ada"}"#));
    let nlink = run_in(&wasms[0], "nlink", false, &Request::json(r#"{"params":{"text":"Ada"},"$json":[1]}"#));
    for report in [flow_like, nlink] {
        assert!(report.ok && report.raw.unwrap().contains("Hello, Ada!"));
    }
    for id in ["flow-like", "nlink"] {
        let dialect = anyhost_tests::host(id).dialects[0].id;
        assert_eq!(check_in(&wasms[0], id, dialect).conforms, Some(true), "{id}");
    }
}
