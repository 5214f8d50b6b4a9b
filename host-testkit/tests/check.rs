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
