//! Every rule of a host that is emulated has a guest that breaks it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod breakers;
mod common;

use anyhost_abi::{HOSTS, Support};
use breakers::{Breaker, breakers};

/// Rules without a breaking guest, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("FL112", "no import of an emulated dialect is without a type today"),
    ("FL601", "about the manifest, which a wasm does not hold"),
    ("FL602", "about the manifest"),
    ("FL603", "about the manifest"),
    ("FL604", "about the manifest"),
    ("FL605", "about the manifest"),
    ("NL301", "about the package, which a wasm does not hold"),
    ("NL302", "about the package"),
    ("NL303", "about the package"),
    ("NL304", "about the package"),
];

#[test]
fn each_breaker_breaks_its_rule() {
    let mut wrong = Vec::new();
    for Breaker { rule, at, settings, wasm } in breakers() {
        let verdict = common::check_with(at, settings, &wasm);
        let found = verdict.findings.iter().find(|finding| finding.rule == rule);
        match found {
            None => wrong.push(format!("{rule}: not found, only {:#?}", verdict.findings)),
            Some(finding) => {
                let level = common::settings(at, settings).0.rule(rule).unwrap().level;
                assert_eq!(finding.level, level, "{rule}");
                assert!(!finding.source.is_empty() && finding.message.ends_with('.'), "{finding:?}");
                if level == anyhost_abi::Level::Error {
                    assert_ne!(verdict.conforms, Some(true), "{rule}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_breaker() {
    let broken: Vec<&str> = breakers().iter().map(|breaker| breaker.rule).collect();
    for host in HOSTS.iter().filter(|host| host.support == Support::Built) {
        for rule in host.rules {
            let excepted = EXCEPTIONS.iter().any(|exception| exception.0 == rule.id);
            assert!(broken.contains(&rule.id) != excepted, "{}: {} (has a breaker: {})", rule.id, rule.title, !excepted);
        }
    }
}
