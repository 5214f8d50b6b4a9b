//! Verdicts on sound and on hostile guests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Guest, check};

#[test]
fn sound_guests_conform() {
    for (at, guest) in [("flow-like", Guest::flow_like()), ("flow-like/docs", Guest::docs()), ("nlink", Guest::nlink())] {
        let verdict = check(at, &guest);
        let findings: Vec<_> = verdict.findings.iter().map(|f| (f.rule, f.level.as_str(), &f.message)).collect();
        assert_eq!(verdict.conforms, Some(true), "{at}: {findings:#?}");
        println!("{at}: {findings:#?}");
    }
}
