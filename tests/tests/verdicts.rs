//! Plugins that anyhost did not build get a right verdict, with the rule and its source.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::{Request, Verdict};
use anyhost_tests::{check_in, check_set, foreign_wasm, foreign_wasm_for, go_wasm, run_in};

fn summary(verdict: &Verdict) -> String {
    let mut text = format!("{} {}: loads {:?}, conforms {:?}\n", verdict.host, verdict.dialect, verdict.loads, verdict.conforms);
    for finding in &verdict.findings {
        text += &format!("{} {}\n    {}\n    {}\n", finding.rule, finding.level.as_str(), finding.message, finding.source);
    }
    text
}

fn summaries(verdicts: &[&Verdict]) -> String {
    verdicts.iter().map(|verdict| summary(verdict)).collect::<Vec<_>>().join("\n")
}

/// Each known defect is found: a rule, and what its finding says.
#[track_caller]
fn finds(verdict: &Verdict, defects: &[(&str, &str)]) {
    for (rule, says) in defects {
        let found = verdict.findings.iter().any(|finding| finding.rule == *rule && finding.message.contains(says));
        assert!(found, "{rule} with {says:?} is not in\n{}", summary(verdict));
    }
}

/// Nothing is found but by these rules: what else there is would be a false alarm.
#[track_caller]
fn only(verdict: &Verdict, rules: &[&str]) {
    let others: Vec<_> = verdict.findings.iter().filter(|finding| !rules.contains(&finding.rule)).collect();
    assert!(others.is_empty(), "{others:#?}");
}

/// Flow-Like's documented template: no host that could be read loads it, nothing frees its results, and it is built for WASI.
#[test]
fn the_documented_template() {
    let wasm = foreign_wasm_for("tests/guests/documented-template", "wasm32-wasip1");
    println!("documented template: {} bytes", wasm.len());
    let real = check_in(&wasm, "flow-like", "source");
    assert_eq!((real.loads, real.conforms), (Some(false), Some(false)), "no host that could be read loads it");
    finds(
        &real,
        &[
            ("FL002", "`run` is exported as (i32, i32) -> i32"),
            ("FL003", "`get_node` is exported as () -> i32"),
            ("FL005", "`alloc` is not exported"),
            ("FL109", "random_get"),
            ("FL110", "proc_exit"),
        ],
    );
    let docs = check_in(&wasm, "flow-like", "docs");
    assert_eq!((docs.loads, docs.conforms), (Some(true), Some(true)), "its own dialect does");
    finds(&docs, &[("FL512", "memory grows from")]);
    let nlink = check_in(&wasm, "nlink", "docs");
    assert_eq!(nlink.loads, Some(false));
    insta::assert_snapshot!(summaries(&[&real, &docs, &nlink]));
}

/// The published SDK's oldest version: the exec pins are data to the host, and `dealloc` trusts whatever it gets.
#[test]
fn the_oldest_published_sdk() {
    let wasm = foreign_wasm("tests/guests/published-sdk");
    let verdict = check_in(&wasm, "flow-like", "source");
    assert_eq!((verdict.loads, verdict.conforms), (Some(true), Some(true)), "{}", summary(&verdict));
    finds(
        &verdict,
        &[
            ("FL212", "pin `exec` of node `uppercase` has the type `Exec`"),
            ("FL212", "pin `exec_out` of node `uppercase` has the type `Exec`"),
            ("FL412", "frees a buffer three times"),
            ("FL412", "frees what was never handed out"),
            ("FL412", "frees with wrong sizes"),
        ],
    );
    insta::assert_snapshot!(summary(&verdict));
    let report = run_in(&wasm, "flow-like", false, &Request::json(r#"{"input":"hello"}"#));
    assert!(report.ok, "{report:?}");
    assert!(report.result.unwrap().get().contains("HELLO"));
}

/// What the same version offers beyond that: types under other names, permissions that the newer epoch refuses, and host
/// functions that cannot work.
#[test]
fn a_package_by_the_oldest_published_sdk() {
    let wasm = foreign_wasm("tests/guests/published-sdk-package");
    let newer = check_in(&wasm, "flow-like", "source");
    assert_eq!(newer.loads, Some(false), "the newer epoch refuses its permission");
    finds(&newer, &[("FL209", "`storage:node`"), ("FL104", "flowlike_storage::storage_dir"), ("FL113", "flowlike_stream::emit")]);
    let older = check_set(&wasm, "flow-like", "source", &[("epoch", "1")]);
    assert_eq!((older.loads, older.conforms), (Some(true), Some(false)), "getters return places that are not the guest's");
    finds(
        &older,
        &[
            ("FL104", "flowlike_storage::storage_dir"),
            ("FL108", "flowlike_log::info"),
            ("FL113", "flowlike_stream::emit"),
            ("FL210", "`I64`, which is `Integer`"),
            ("FL212", "pin `exec` of node `store` has the type `Exec`"),
            ("FL412", "frees a buffer three times"),
        ],
    );
    insta::assert_snapshot!(summaries(&[&newer, &older]));
}

/// The published SDK's current version makes components: not judged yet, and never guessed.
#[test]
fn the_current_published_sdk() {
    let wasm = foreign_wasm_for("tests/guests/published-sdk-current", "wasm32-wasip2");
    println!("published SDK 0.4.0: {} bytes", wasm.len());
    for (host, rule) in [("flow-like", "FL000"), ("nlink", "NL000")] {
        let verdict = check_in(&wasm, host, anyhost_tests::host(host).dialects[0].id);
        assert_eq!((verdict.loads, verdict.conforms), (None, None));
        finds(&verdict, &[(rule, "components are not judged yet")]);
        only(&verdict, &[rule]);
    }
}

/// nLink's documented boilerplate in Go, with the defects that are known of it.
#[test]
fn the_documented_boilerplate() {
    let wasm = match go_wasm("tests/guests/documented-go") {
        Ok(wasm) => wasm,
        Err(reason) => return eprintln!("\n=== {reason} ===\n"),
    };
    println!("documented Go boilerplate: {} bytes", wasm.len());
    let verdict = check_in(&wasm, "nlink", "docs");
    assert_eq!((verdict.loads, verdict.conforms), (Some(true), Some(true)), "{}", summary(&verdict));
    finds(
        &verdict,
        &[
            ("NL209", "asked for 0 bytes, the allocator does not return"),
            ("NL220", "the module ended itself with exit code"),
            ("NL203", "where nothing is freed"),
            ("NL113", "9007199254740993 comes back as 9007199254740992"),
            ("NL114", "\\u003cb\\u003e\\u0026"),
            ("NL115", "with an item of 5000"),
            ("NL103", "the context `null` is answered as if it were well"),
            ("NL103", "invalid UTF-8 in the context is answered as if it were well"),
            ("NL008", "16 imports"),
            ("NL009", "without a call of `_initialize`"),
        ],
    );
    insta::assert_snapshot!(stable(&summary(&verdict)));
    let flow_like = check_in(&wasm, "flow-like", "source");
    assert_eq!(flow_like.loads, Some(false));
    finds(&flow_like, &[("FL002", "run"), ("FL003", "get_node")]);
}

/// Without what differs from one Go to the next: places in its code, and pages of its heap.
fn stable(text: &str) -> String {
    let mut stable = String::new();
    let mut digits = String::new();
    for character in text.chars().chain(['\n']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        let number = std::mem::take(&mut digits);
        let varies = ["function ", "grows from ", "pages in "].iter().any(|before| stable.ends_with(before));
        stable += if varies { "N" } else { &number };
        stable.push(character);
    }
    stable
}

/// A node by hand: constant definition, constant answer, an allocator that grows memory for what is large.
const BY_HAND: &str = r#"(module
    (memory (export "memory") 1)
    (data (i32.const 16) "{\"name\":\"one\",\"friendly_name\":\"One\",\"description\":\"Returns 1\",\"category\":\"Test\",\"pins\":[{\"name\":\"output\",\"friendly_name\":\"Output\",\"description\":\"\",\"pin_type\":\"Output\",\"data_type\":\"Integer\"}]}")
    (data (i32.const 512) "{\"outputs\":{\"output\":1}}")
    (func (export "get_node") (result i64) (i64.or (i64.shl (i64.const 16) (i64.const 32)) (i64.const 191)))
    (func (export "alloc") (param $size i32) (result i32) (local $page i32)
        (if (i32.le_u (local.get $size) (i32.const 61440)) (then (return (i32.const 4096))))
        (local.set $page (memory.grow (i32.add (i32.shr_u (local.get $size) (i32.const 16)) (i32.const 1))))
        (if (i32.eq (local.get $page) (i32.const -1)) (then (unreachable)))
        (i32.shl (local.get $page) (i32.const 16)))
    (func (export "dealloc") (param i32 i32))
    (func (export "run") (param i32 i32) (result i64) (i64.or (i64.shl (i64.const 512) (i64.const 32)) (i64.const 24))))"#;

#[test]
fn a_module_by_hand() {
    let wasm = wat::parse_str(BY_HAND).unwrap();
    let verdict = check_in(&wasm, "flow-like", "source");
    assert_eq!(verdict.loads, Some(true), "{}", summary(&verdict));
    insta::assert_snapshot!(summary(&verdict));
    let broken = BY_HAND.replace("\"alloc\"", "\"malloc\"").replace("(i64.const 24)", "(i64.const 23)");
    let verdict = check_in(&wat::parse_str(broken).unwrap(), "flow-like", "source");
    assert_eq!(verdict.conforms, Some(false), "{}", summary(&verdict));
    insta::assert_snapshot!("a_module_by_hand_broken", summary(&verdict));
}
