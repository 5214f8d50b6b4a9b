//! Plugins that anyhost did not build get a right verdict, with the rule and its source.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::{Request, Verdict};
use anyhost_tests::{check_in, foreign_wasm, run_in};

fn summary(verdict: &Verdict) -> String {
    let mut text = format!("{} {}: loads {:?}, conforms {:?}\n", verdict.host, verdict.dialect, verdict.loads, verdict.conforms);
    for finding in &verdict.findings {
        text += &format!("{} {}\n    {}\n    {}\n", finding.rule, finding.level.as_str(), finding.message, finding.source);
    }
    text
}

#[test]
fn the_documented_template() {
    let wasm = foreign_wasm("tests/guests/documented-template");
    let real = check_in(&wasm, "flow-like", "source");
    assert_eq!((real.loads, real.conforms), (Some(false), Some(false)), "no host that could be read loads it");
    let docs = check_in(&wasm, "flow-like", "docs");
    assert_eq!(docs.loads, Some(true), "its own dialect does");
    let nlink = check_in(&wasm, "nlink", "docs");
    assert_eq!(nlink.loads, Some(false));
    insta::assert_snapshot!([real, docs, nlink].iter().map(summary).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_module_by_another_sdk() {
    let wasm = foreign_wasm("tests/guests/published-sdk");
    let verdict = check_in(&wasm, "flow-like", "source");
    assert_eq!(verdict.loads, Some(true));
    insta::assert_snapshot!(summary(&verdict));
    let report = run_in(&wasm, "flow-like", false, &Request::json(r#"{"input":"hello"}"#));
    assert!(report.ok, "{report:?}");
    assert!(report.result.unwrap().get().contains("HELLO"));
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
