//! A plugin whose panics unwind: on Flow-Like's engine a panic is the node's error, and the instance lives on.
//!
//! Needs a nightly toolchain with `rust-src`, which `tests/all.sh` installs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::build::{BuildOptions, build};
use anyhost_testkit::vectors::{Suite, parse};
use anyhost_testkit::{Request, Settings, Target};
use anyhost_tests::{check_in, host, root, run_in, wasm};
use std::fs;
use std::process::Command;

/// The wasm; `None`, said loudly, where there is no toolchain that could build it.
fn unwinding() -> Option<Vec<u8>> {
    let sysroot = Command::new("rustup").args(["run", "nightly", "rustc", "--print", "sysroot"]).output().ok();
    let sysroot = sysroot.filter(|output| output.status.success()).map(|output| String::from_utf8(output.stdout).unwrap());
    if !sysroot.is_some_and(|path| root().join(path.trim()).join("lib/rustlib/src/rust/library").is_dir()) {
        eprintln!("SKIPPED: no nightly toolchain with rust-src; `rustup toolchain install nightly --component rust-src`");
        return None;
    }
    Some(wasm("tests/guests/unwinding", "flow-like"))
}

fn panics(word: &str, repeat: u32) -> Request {
    Request { node: Some("panics".into()), repeat, ..Request::json(&format!(r#"{{"word":"{word}"}}"#)) }
}

#[test]
fn a_panic_is_an_error_and_the_instance_lives_on() {
    let Some(wasm) = unwinding() else { return };
    let once = run_in(&wasm, "flow-like", false, &panics("panic", 1));
    assert_eq!(once.trap, None);
    let text = "panicked: assertion `left != right` failed: told to\n  left: \"panic\"\n right: \"panic\"";
    assert_eq!(once.error.as_deref(), Some(text));
    let often = run_in(&wasm, "flow-like", false, &panics("panic", 1000));
    assert_eq!((often.error.as_deref(), often.trap, often.pages), (Some(text), None, once.pages), "memory is flat");
    let well = run_in(&wasm, "flow-like", false, &panics("well", 1));
    assert_eq!(well.result.unwrap().get(), r#"{"error":null,"outputs":{"output":4},"activate_exec":["exec_out"]}"#);

    let verdict = check_in(&wasm, "flow-like", "source");
    assert_eq!(verdict.conforms, Some(true), "{:#?}", verdict.findings);
    let aborting = run_in(&self::wasm("tests/guests/conformance", "flow-like"), "flow-like", false, &panics("panic", 1));
    assert!(aborting.trap.is_some());
    println!("{} bytes, {} where panics abort", once.bytes, aborting.bytes);
}

/// All else is as in the build that aborts, also on one instance between panics.
#[test]
fn the_vectors_hold() {
    let Some(wasm) = unwinding() else { return };
    let flow_like = host("flow-like");
    let settings = Settings::parse(flow_like, &flow_like.dialects[0], &[]).unwrap();
    let suite = Suite::open(&wasm, "unwinding", &Target::new(flow_like, &flow_like.dialects[0], &settings)).unwrap();
    for file in fs::read_dir(root().join("tests/guests/conformance/vectors")).unwrap() {
        let file = file.unwrap().path();
        for case in parse(&file.display().to_string(), &fs::read_to_string(&file).unwrap()).unwrap().cases {
            let report = suite.run_case(&case);
            assert!(report.passed, "{}: {:?}", case.name, report.message);
        }
    }
}

#[test]
fn one_wasm_for_all_does_not_unwind() {
    let error = build(&root().join("tests/guests/unwinding"), &BuildOptions { hosts: None, single: true, ..Default::default() })
        .unwrap_err();
    assert!(error.to_string().contains("remove `panic = \"unwind\"` from `[package.metadata.anyhost.flow-like]`"), "{error}");
}
