//! Verdicts on sound and on hostile guests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Guest, check};

#[test]
fn sound_guests_conform() {
    let sound = [
        ("flow-like", Guest::flow_like()),
        ("flow-like/docs", Guest::docs()),
        ("nlink", Guest::nlink()),
        ("signalk", Guest::signalk()),
        ("signalk/docs", Guest::signalk_docs()),
    ];
    for (at, guest) in sound {
        let verdict = check(at, &guest);
        let findings: Vec<_> = verdict.findings.iter().map(|f| (f.rule, f.level.as_str(), &f.message)).collect();
        assert_eq!(verdict.conforms, Some(true), "{at}: {findings:#?}");
        println!("{at}: {findings:#?}");
    }
}

/// What the documentation does not speak of is not held against a plugin of its dialect, and is on the real server.
#[test]
fn rules_hold_in_their_dialects() {
    let silent = Guest::signalk_docs()
        .with("poll", r#"(func (export "poll") (result i32) (call $status (i32.const 0) (i32.const 0)) (i32.const 0))"#);
    let broken = |at: &str| check(at, &silent).findings.iter().any(|finding| finding.rule == "SK511");
    assert_eq!((broken("signalk"), broken("signalk/docs")), (true, false));
}

/// What is too long for a report is not taken for what it is cut to.
#[test]
fn large_deltas_are_well() {
    let delta = format!(r#"{{"updates":[{{"values":[{{"path":"a.b","value":"{}"}}]}}]}}"#, "☸".repeat(30_000));
    let emit = format!(
        r#"(func (export "poll") (result i32)
        (if (i32.eqz (global.get $a)) (then (global.set $a (i32.const 1)) (call $emit (i32.const 131072) (i32.const {})))) (i32.const 0))"#,
        delta.len()
    );
    let heap = Guest::signalk().part("heap").replace("65536", "262144");
    let deallocate = Guest::signalk().part("deallocate").replace("65536", "262144");
    let guest = Guest::signalk()
        .with("memory", r#"(memory (export "memory") 6)"#)
        .with("heap", heap)
        .with("deallocate", deallocate)
        .with("delta", common::data(131_072, &delta))
        .with("poll", emit);
    let verdict = check("signalk", &guest);
    assert!(verdict.findings.is_empty(), "{:#?}", verdict.findings);
}
