//! An author's crate outside this workspace: other edition, no profile, the dependency renamed, `forbid(unsafe_code)`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::Request;
use anyhost_tests::{build_all, check_in, root, run_in};
use std::fs;
use std::process::Command;

const FOLDER: &str = "tests/guests/outside";

#[test]
fn builds_runs_and_conforms_like_one_inside() {
    let built = build_all(FOLDER);
    assert_eq!(built.iter().map(|built| built.host.id).collect::<Vec<_>>(), ["flow-like", "nlink"]);
    let inside = build_all("tests/guests/echo")[0].bytes;
    for (built, input) in built.iter().zip([r#"{"point":{"x":1},"by":2}"#, r#"{"params":{"point":{"x":1},"by":2}}"#]) {
        let wasm = fs::read(&built.wasm).unwrap();
        assert!(built.wasm.starts_with(root().join(FOLDER)), "its own target folder");
        assert!(built.bytes < inside * 3, "the size profile was not used: {} bytes", built.bytes);
        let report = run_in(&wasm, built.host.id, false, &Request::json(input));
        assert!(report.ok && report.raw.as_ref().unwrap().contains(r#""moved":{"x":3,"y":2}"#), "{report:?}");
        let verdict = check_in(&wasm, built.host.id, built.dialect.id);
        assert_eq!(verdict.conforms, Some(true), "{verdict:#?}");
    }
}

#[test]
fn plain_cargo_works_too() {
    let run = |args: &[&str]| {
        let status = Command::new("cargo")
            .args(args)
            .current_dir(root().join(FOLDER))
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .status();
        assert!(status.unwrap().success(), "cargo {args:?}");
    };
    run(&["rustc", "--lib", "--crate-type", "cdylib", "--target", "wasm32-unknown-unknown"]);
    let wasm = fs::read(root().join(FOLDER).join("target/wasm32-unknown-unknown/debug/outside_plugin.wasm")).unwrap();
    // One module with the exports of both hosts.
    let report = run_in(&wasm, "flow-like", false, &Request::json(r#"{"point":{"x":1}}"#));
    assert!(report.ok, "{report:?}");
    assert!(run_in(&wasm, "nlink", false, &Request::json(r#"{"params":{"point":{"x":1}}}"#)).ok);
}
