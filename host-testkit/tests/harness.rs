//! A conformance run as ordinary tests. This file is one itself: of a sound guest, for both hosts, and of what becomes of a
//! broken one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhost_testkit::harness::Conformance;
use common::Guest;
use libtest_mimic::{Arguments, Trial};

const CASES: &str = r#"{"cases":[
    {"name":"says hi","function":"echo","inputs":{"input":"x"},"outputs":{"output":"hi"}},
    {"name":"elsewhere","function":"echo","outputs":{},"hosts":["nlink"]},
    {"name":"steps","function":"echo","steps":[{"outputs":{"output":"hi"}},{"outputs":{"output":"hi"}}]}
]}"#;

fn native(_: &str, _: &str, _: &[u8], _: anyhost_testkit::vectors::NativeCalls<'_>) -> Option<Vec<u8>> {
    Some(common::RESULT.into())
}

fn folder(name: &str, guest: &Guest, config: Option<&str>) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(folder.join("vectors")).unwrap();
    fs::write(folder.join("plugin.wasm"), guest.wasm()).unwrap();
    fs::write(folder.join("vectors/cases.json"), CASES).unwrap();
    if let Some(config) = config {
        fs::write(folder.join("anyhost-check.toml"), config).unwrap();
    }
    folder
}

fn trials(name: &str, guest: &Guest, config: Option<&str>) -> Vec<Trial> {
    let folder = folder(name, guest, config);
    let tests = Conformance::wasm(folder.join("plugin.wasm")).host("flow-like").vectors(folder.join("vectors"));
    tests.native(native).trials().unwrap()
}

/// The run of this name, which is made in a process of its own: what it prints is not the outcome of this file.
fn inner(name: &str) -> Vec<Trial> {
    let broken = || Guest::flow_like().result(r#"{"outputs":{"nope":1},"activate_exec":["exec_out"]}"#);
    match name {
        "sound" => trials("harness-sound", &Guest::flow_like(), None),
        "broken" => trials("harness-broken", &broken(), None),
        "waived" => trials("harness-waived", &broken(), Some("[[waive]]\nrule = \"FL315\"\nreason = \"known\"")),
        _ => Conformance::wasm("no-such-file.wasm").host("nlink").trials().unwrap().into_iter().take(1).collect(),
    }
}

const INNER: &str = "ANYHOST_TEST_INNER_RUN";

/// How many of a run passed, failed, were ignored.
fn outcome(name: &str) -> (usize, usize, usize) {
    let output = Command::new(env::current_exe().unwrap()).env(INNER, name).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let closing = text.lines().find(|line| line.starts_with("test result: ")).unwrap_or_else(|| panic!("{text}"));
    let count = |what: &str| closing.split_once(what).unwrap().0.rsplit(' ').next().unwrap().parse::<usize>().unwrap();
    let counts = (count(" passed"), count(" failed"), count(" ignored"));
    assert_eq!(output.status.success(), counts.1 == 0);
    counts
}

fn main() -> ExitCode {
    if let Ok(name) = env::var(INNER) {
        return libtest_mimic::run(&Arguments::default(), inner(&name)).exit_code();
    }
    let arguments = Arguments::from_args();
    let tests = vec![
        Trial::test("a_sound_guest_passes", || {
            let trials = inner("sound");
            let names: Vec<String> = trials.iter().map(|trial| trial.name().to_owned()).collect();
            for name in
                ["native/says hi", "wasm/says hi", "hostile/says hi", "wasm/steps", "rule/FL101 import only what the host has"]
            {
                assert!(names.contains(&format!("flow-like/{name}")), "{name}: {names:#?}");
            }
            let ignored: Vec<&str> = trials.iter().filter(|trial| trial.has_ignored_flag()).map(Trial::kind).collect();
            assert_eq!(
                ignored,
                [
                    "not for flow-like",
                    "not for flow-like",
                    "not for flow-like",
                    "steps need an instance of their own, which there is none of natively"
                ]
            );
            assert_eq!(outcome("sound"), (trials.len() - 4, 0, 4));
            Ok(())
        }),
        Trial::test("a_broken_guest_fails_the_tests_of_its_rules", || {
            // Two cases in the wasm (a hostile host changes nothing about them), and FL315.
            assert_eq!(outcome("broken").1, 3);
            assert_eq!(outcome("waived").1, 2);
            Ok(())
        }),
        Trial::test("nothing_is_read_to_list_the_tests", || {
            let tests = Conformance::wasm("no-such-file.wasm").host("nlink").trials().unwrap();
            assert!(tests.len() > 40);
            assert_eq!(outcome("missing"), (0, 1, 0), "only a test that runs needs the file");
            Ok(())
        }),
        Trial::test("a_crate_is_asked_for_its_hosts", || {
            let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned();
            let names: Vec<String> =
                Conformance::package(root.join("examples/greet")).trials().unwrap().iter().map(|t| t.name().to_owned()).collect();
            assert!(
                names.iter().any(|name| name.starts_with("nlink/wasm/"))
                    && names.iter().any(|name| name.starts_with("flow-like/wasm/"))
            );
            let error = Conformance::wasm("x.wasm").trials().err().unwrap().to_string();
            assert!(error.contains("no host is named"), "{error}");
            Ok(())
        }),
    ];
    libtest_mimic::run(&arguments, tests).exit_code()
}
