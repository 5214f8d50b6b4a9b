//! What a plugin is granted depends on what it came in: nothing, its crate, or a package.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;

use anyhost_testkit::package::Package;
use anyhost_testkit::{Origin, Request, Target, check, run};
use common::{DEFINITION, Guest, RESULT, RESULT_AT, pack, settings};

/// Two nodes, of which only `asks` has a permission; each sets a variable and says by its exec output whether it is there.
fn guest() -> Vec<u8> {
    let node = &DEFINITION[1..DEFINITION.len() - 1];
    let asks = node.replace(r#""echo""#, r#""asks""#).replace(r#""category""#, r#""permissions":["variables"],"category""#);
    let imports = r#"(import "flowlike_vars" "set" (func $set (param i32 i32 i32 i32)))
        (import "flowlike_vars" "has" (func $has (param i32 i32) (result i32)))"#;
    let body = format!(
        "(call $set (i32.const 20000) (i32.const 1) (i32.const 20001) (i32.const 1))
        (drop (call $has (i32.const 20000) (i32.const 1))) (i64.const {})",
        pack(RESULT_AT, RESULT.len())
    );
    Guest::flow_like()
        .define(&format!("[{asks},{node}]"))
        .with("import", imports)
        .with("name", r#"(data (i32.const 20000) "v1")"#)
        .body(&body)
        .wasm()
}

/// Whether the variable was there after it was set: whether `variables` is granted to this node.
fn granted(origin: Origin<'_>, epoch: &str, node: &str) -> bool {
    let (host, dialect, settings) = settings("flow-like", &[("epoch", epoch), ("host_memory", "visible")]);
    let target = Target { origin, ..Target::new(host, dialect, &settings) };
    let request = Request { node: Some(node.into()), ..Request::default() };
    let report = run(&guest(), "guest.wasm", &target, &request).unwrap();
    assert!(report.ok, "{report:#?}");
    report.calls[1].result == 1
}

fn package(flags: &str) -> Package {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("origin").join(if flags.is_empty() { "none" } else { "variables" });
    let entry = |id| format!("[[nodes]]\nid = \"{id}\"\nname = \"\"\ndescription = \"\"\ncategory = \"\"\n");
    let manifest = format!(
        "manifest_version = 1\nid = \"a.b\"\nname = \"n\"\nversion = \"1\"\ndescription = \"\"\n[permissions]\n{flags}\n{}{}",
        entry("asks"),
        entry("echo")
    );
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("flow-like.toml"), manifest).unwrap();
    fs::write(folder.join("node.wasm"), guest()).unwrap();
    Package::open(&folder, "package").unwrap().unwrap()
}

#[test]
fn a_bare_wasm_is_granted_all_with_a_note() {
    assert!(granted(Origin::Bare, "2", "asks") && granted(Origin::Bare, "2", "echo"));
    let (host, dialect, settings) = settings("flow-like", &[]);
    let target = Target::new(host, dialect, &settings);
    let note = |origin| {
        let verdict = check(&guest(), "guest.wasm", &Target { origin, ..target }, false).unwrap();
        let report = run(
            &guest(),
            "guest.wasm",
            &Target { origin, ..target },
            &Request { node: Some("echo".into()), ..Request::default() },
        );
        let has = |findings: &[anyhost_testkit::Finding]| findings.iter().any(|finding| finding.rule == "FL606");
        (has(&verdict.findings), has(&report.unwrap().findings))
    };
    assert_eq!(note(Origin::Bare), (true, true));
    assert_eq!(note(Origin::Crate), (false, false));
    assert_eq!(note(Origin::Package(&package(""))), (false, false));
}

/// The newer epoch goes by the node's own definition, whatever the manifest says.
#[test]
fn definitions_count_in_the_newer_epoch() {
    let (without, with) = (package(""), package("variables = true"));
    for origin in [Origin::Crate, Origin::Package(&without), Origin::Package(&with)] {
        assert!(granted(origin, "2", "asks"), "{origin:?}");
        assert!(!granted(origin, "2", "echo"), "{origin:?}");
    }
}

/// The older epoch goes by the manifest alone.
#[test]
fn manifests_count_in_the_older_epoch() {
    for node in ["asks", "echo"] {
        assert!(!granted(Origin::Package(&package("")), "1", node));
        assert!(granted(Origin::Package(&package("variables = true")), "1", node));
    }
}
