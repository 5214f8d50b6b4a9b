//! The examples and the conformance guest: built, judged, and run on their vectors, in every host that they name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_abi::Level;
use anyhost_testkit::vectors::{Suite, parse};
use anyhost_testkit::{Request, Settings, Target};
use anyhost_tests::{build_all, check_in, root, run_in, wasm};
use std::fs;
use std::process::Command;

const PLUGINS: &[&str] = &[
    "examples/text-nodes",
    "examples/greet",
    "examples/slug",
    "examples/blog-nodes",
    "examples/order-total",
    "examples/order-lines",
    "tests/guests/conformance",
    "tests/guests/echo",
    "tests/guests/hello",
    "tests/guests/uppercase",
];

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
fn import_nothing_but_what_they_call() {
    for folder in PLUGINS.iter().filter(|folder| !folder.ends_with("conformance")) {
        let called: &[&str] = if folder.ends_with("blog-nodes") { &["flowlike_log.warn"] } else { &[] };
        for built in build_all(folder) {
            assert_eq!(built.imports, called, "{folder}");
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
    let options = anyhost_testkit::build::BuildOptions { hosts: None, single: true, ..Default::default() };
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

#[test]
fn vectors_hold_in_every_host() {
    let mut failed = Vec::new();
    let mut passed = 0;
    for folder in PLUGINS.iter().filter(|folder| root().join(folder).join("vectors").is_dir()) {
        for built in build_all(folder) {
            let settings = Settings::parse(built.host, built.dialect, &[]).unwrap();
            let target = Target::new(built.host, built.dialect, &settings);
            let suite = Suite::open(&fs::read(&built.wasm).unwrap(), folder, &target).unwrap();
            for file in fs::read_dir(root().join(folder).join("vectors")).unwrap() {
                let file = file.unwrap().path();
                for case in parse(&file.display().to_string(), &fs::read_to_string(&file).unwrap()).unwrap().cases {
                    let report = suite.run_case(&case);
                    if report.passed {
                        passed += 1;
                    } else {
                        let why = report.message.or(report.skipped).unwrap_or_default();
                        failed.push(format!("{folder} in {}: {}: {why}", built.host.id, case.name));
                    }
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    println!("{passed} cases passed");
    assert!(passed > 70);
}

/// The text of a panic outlives the trap in builds with debug assertions, and in release builds with the feature.
#[test]
fn a_panic_can_be_read_after_the_trap() {
    const BUILD: [&str; 8] =
        ["rustc", "-p", "conformance-guest", "--lib", "--crate-type", "cdylib", "--target", "wasm32-unknown-unknown"];
    let request = Request { node: Some("panics".into()), ..Request::json(r#"{"word":"panic"}"#) };
    for (profile, options) in [("debug", &[] as &[&str]), ("release", &["--release", "--features", "anyhost/panic-text"])] {
        let target = root().join("target/panics");
        let mut cargo = Command::new("cargo");
        cargo.args(BUILD).args(options).arg("--target-dir").arg(&target).current_dir(root());
        assert!(cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").status().unwrap().success());
        let wasm = fs::read(target.join("wasm32-unknown-unknown").join(profile).join("conformance_guest.wasm")).unwrap();
        let trap = run_in(&wasm, "flow-like", false, &request).trap.unwrap();
        assert!(trap.contains("told to") && trap.contains("conformance/src/lib.rs"), "{profile}: {trap}");
    }
    let trap = run_in(&wasm("tests/guests/conformance", "flow-like"), "flow-like", false, &request).trap.unwrap();
    assert!(trap.contains("unreachable") && !trap.contains("told to"), "{trap}");
}

#[test]
fn a_function_of_one_host_is_refused_for_another() {
    use anyhost_testkit::build::{BuildOptions, build};
    let folder = root().join("tests/guests/one-host-only");
    for single in [false, true] {
        let error = build(&folder, &BuildOptions { hosts: None, single, ..Default::default() }).unwrap_err().to_string();
        assert!(error.contains("nlink would not load the wasm: it imports `flowlike_log.info`"), "{error}");
    }
    let options = BuildOptions { hosts: Some(vec![anyhost_tests::host("flow-like")]), single: false, ..Default::default() };
    assert_eq!(build(&folder, &options).unwrap()[0].imports, ["flowlike_log.info"]);
}
