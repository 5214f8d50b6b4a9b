//! Every rule of a host that is emulated has a guest that breaks it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod breakers;
mod common;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhost_abi::{HOSTS, Level, Support};
use anyhost_testkit::{Finding, Verdict};
use breakers::packages::{packages, sound};
use breakers::{Breaker, breakers};

/// Switches and their values.
type Pairs = &'static [(&'static str, &'static str)];

/// Each is found, at the rule's level, and not of the sound guest that the breaker was made from.
#[test]
fn each_breaker_breaks_its_rule() {
    let mut breakers = breakers();
    if let Ok(only) = std::env::var("RULE") {
        breakers.retain(|breaker| only.split(',').any(|rule| breaker.rule.starts_with(rule)));
    }
    let mut sound = BTreeMap::<(&str, Pairs), Verdict>::new();
    for breaker in &breakers {
        let Breaker { at, settings, .. } = *breaker;
        let well = sound.entry((at, settings)).or_insert_with(|| breaker.sound());
        assert_eq!(well.conforms, Some(true), "{at} {settings:?}: {:#?}", well.findings);
    }
    // Each takes a second or so.
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(breaker) = breakers.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let well = &sound[&(breaker.at, breaker.settings)];
                    wrong.lock().unwrap().extend(breaks(breaker, well).err());
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A constant answers malformed contexts, too.
    let found =
        sound.values().flat_map(|verdict| &verdict.findings).filter(|finding| !["FL303", "NL103"].contains(&finding.rule));
    assert_eq!(found.collect::<Vec<_>>(), Vec::<&Finding>::new());
}

/// The error says why it does not.
fn breaks(breaker: &Breaker, well: &Verdict) -> Result<(), String> {
    let Breaker { rule, at, settings, .. } = *breaker;
    let verdict = breaker.verdict();
    let Some(finding) = verdict.findings.iter().find(|finding| finding.rule == rule && !well.findings.contains(finding)) else {
        let found: Vec<String> =
            verdict.findings.iter().map(|finding| format!("  {} {}", finding.rule, finding.message)).collect();
        return Err(format!("{rule}: not found, only\n{}", found.join("\n")));
    };
    let level = common::settings(at, settings).0.rule(rule).unwrap().level;
    if finding.level != level || finding.source.is_empty() || !finding.message.ends_with('.') {
        return Err(format!("{rule}: {finding:?}"));
    }
    if level == Level::Error && verdict.conforms == Some(true) {
        return Err(format!("{rule}: the verdict is that it conforms"));
    }
    Ok(())
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
        if !more.is_empty() {
            wrong.push(format!("{}: {more:#?}", package.rule));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_breaker() {
    let mut broken: Vec<&str> = breakers().iter().map(|breaker| breaker.rule).collect();
    broken.extend(packages().iter().map(|package| package.rule));
    for host in HOSTS.iter().filter(|host| host.support == Support::Built) {
        for rule in host.rules {
            assert!(broken.contains(&rule.id), "{}: {}", rule.id, rule.title);
        }
    }
}
