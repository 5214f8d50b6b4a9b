//! Every rule of a host that is emulated has a guest that breaks it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod breakers;
mod common;

use anyhost_abi::{HOSTS, Level, Support};
use breakers::packages::{packages, sound};
use breakers::{Breaker, breakers};

/// Rules without a breaking guest, and why.
const EXCEPTIONS: &[(&str, &str)] = &[("FL112", "no import of an emulated dialect is without a type today")];

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

/// Packages in folders, judged with the wasm in them.
#[test]
fn each_package_breaks_its_rule() {
    let sound: Vec<_> = sound().iter().enumerate().map(|(at, package)| package.verdict(1000 + at)).collect();
    let mut wrong = Vec::new();
    for (at, package) in packages().iter().enumerate() {
        let verdict = package.verdict(at);
        let Some(finding) = verdict.findings.iter().find(|finding| finding.rule == package.rule) else {
            wrong.push(format!("{}: not found, only {:#?}", package.rule, verdict.findings));
            continue;
        };
        assert_eq!(finding.level, anyhost_abi::host(package.host).unwrap().rule(package.rule).unwrap().level);
        assert_eq!(verdict.loads, Some(finding.level < Level::Error), "{}: {:#?}", package.rule, verdict.findings);
        // Nothing else is wrong with it.
        let well = sound.iter().find(|well| well.host == verdict.host).unwrap();
        assert_eq!(well.conforms, Some(true), "{:#?}", well.findings);
        let more: Vec<_> =
            verdict.findings.iter().filter(|other| other.rule != package.rule && !well.findings.contains(other)).collect();
        assert!(more.is_empty(), "{}: {more:#?}", package.rule);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_breaker() {
    let mut broken: Vec<&str> = breakers().iter().map(|breaker| breaker.rule).collect();
    broken.extend(packages().iter().map(|package| package.rule));
    for host in HOSTS.iter().filter(|host| host.support == Support::Built) {
        for rule in host.rules {
            let excepted = EXCEPTIONS.iter().any(|exception| exception.0 == rule.id);
            assert!(broken.contains(&rule.id) != excepted, "{}: {} (has a breaker: {})", rule.id, rule.title, !excepted);
        }
    }
}
