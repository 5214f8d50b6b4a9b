//! Judges a plugin: would the host load it, and which of its rules does it break?

mod buffers;
mod contexts;
mod growth;
mod passed;
mod prober;
mod state;

use std::time::Duration;

use anyhost_abi::{Kind, Level};

use crate::Error;
use crate::config::Policy;
use crate::hosts::{Bench, Described, Fault, Node, Purpose};
use crate::report::{Finding, Verdict};
use crate::request::Capabilities;
use crate::sandbox::kind;
use crate::session::{Limits, Loaded, Loading};
use crate::target::{Origin, Target};
use prober::Prober;

/// Fuel of one use in [`check`], where the host does not give less: endless loops are seen as such within a second or so.
pub const CHECK_FUEL: u64 = if cfg!(fuzzing) { 1_000_000 } else { 2_000_000_000 };

/// How long one use may take in [`check`].
pub const CHECK_USE: Duration = Duration::from_secs(10);

/// How long all uses of one [`check`] may take together. What is not tried by then is not judged.
pub const CHECK_TIME: Duration = Duration::from_secs(120);

/// Findings of one rule that are listed.
const LISTED: usize = 3;

/// Loads the plugin, runs it on ordinary and on malformed input, and says which rules it breaks.
///
/// It never panics and always ends, whatever the bytes are. With `strict`, warnings count as errors.
///
/// # Errors
///
/// What is not the plugin's fault, such as bytes that are not WebAssembly. A kind of plugin or a host that is not judged yet
/// is no error: the verdict says so.
pub fn check(wasm: &[u8], file: &str, target: &Target<'_>, strict: bool) -> Result<Verdict, Error> {
    check_by(wasm, file, target, &Policy::new(strict))
}

/// The same with findings that count as a maintainer has settled.
///
/// # Errors
///
/// As [`check`].
pub fn check_by(wasm: &[u8], file: &str, target: &Target<'_>, policy: &Policy) -> Result<Verdict, Error> {
    let mut verdict = Verdict {
        host: target.host.id,
        dialect: target.dialect.id,
        settings: target.settings.clone(),
        file: file.to_owned(),
        bytes: wasm.len() as u64,
        loads: None,
        conforms: None,
        findings: Vec::new(),
    };
    let component = kind(wasm, file)? == Kind::Component;
    let unjudged = match target.not_built() {
        _ if component => Some("components are not judged yet".to_owned()),
        Some(reason) => Some(format!("{} ({}) is not judged yet: {reason}", target.host.title, target.dialect.id)),
        None => None,
    };
    if let Some(message) = unjudged {
        let findings = Finding::unjudged(target.host, &message).into_iter().collect();
        verdict.findings = policy.apply(findings, file);
        return Ok(verdict);
    }
    let limits = Limits { fuel: Some(CHECK_FUEL), time: CHECK_USE, total: CHECK_TIME };
    let mut nodes = None;
    let (mut loads, mut findings) = match Loaded::open(wasm, file, target, limits)? {
        Loading::Refused(fault) => (Some(false), fault.finding().into_iter().collect()),
        Loading::Ready(loaded) => judge(&loaded, target, &mut nodes),
    };
    let holds = |finding: &Finding| {
        let rule = target.host.rule(finding.rule);
        rule.is_none_or(|rule| rule.dialects.is_empty() || rule.dialects.contains(&target.dialect.id))
    };
    findings.retain(holds);
    if let Origin::Package(package) = target.origin {
        let found: Vec<Finding> = package.judge(nodes.as_deref()).into_iter().filter(holds).collect();
        // A host that does not take the package never comes to its wasm.
        if found.iter().any(|finding| finding.level == Level::Error) {
            loads = loads.map(|_| false);
        }
        findings.extend(found);
    }
    verdict.findings = tidy(policy.apply(findings, file));
    verdict.loads = loads;
    let sound = verdict.findings.iter().all(|finding| finding.level < Level::Error || finding.waived.is_some());
    verdict.conforms = loads.map(|loads| loads && sound);
    Ok(verdict)
}

/// Whether it loads, and what is wrong with it; the nodes are left for the package.
fn judge(loaded: &Loaded, target: &Target<'_>, nodes: &mut Option<Vec<Node>>) -> (Option<bool>, Vec<Finding>) {
    let emulator = &*loaded.emulator;
    let mut findings = emulator.unjudged(&loaded.plugin);
    let untyped = !findings.is_empty();
    findings.extend(emulator.advise(&loaded.plugin));
    if let Origin::Bare = target.origin {
        findings.extend(emulator.bare(&loaded.plugin));
    }
    let mut faults = emulator.inspect(&loaded.plugin);
    faults.extend(emulator.every_call(&loaded.plugin));
    if !faults.is_empty() {
        findings.extend(faults.iter().filter_map(Fault::finding));
        return (Some(false), findings);
    }
    if untyped {
        return (None, findings);
    }
    let described = match describe(loaded, &mut findings) {
        Ok(described) => described,
        Err(fault) => {
            findings.extend(fault.finding());
            return (Some(false), findings);
        }
    };
    loaded.ask(target.origin, &described.nodes);
    findings.extend(emulator.advise_described(&loaded.plugin, &described.nodes));
    *nodes = Some(described.nodes.clone());
    match loaded.start(&Purpose::Run(Capabilities::All)) {
        Ok(mut started) => findings.extend(emulator.unload(&mut started.guest).err().and_then(|fault| fault.finding())),
        Err(failed) => {
            findings.extend(failed.fault.finding());
            return (Some(false), findings);
        }
    }
    let mut prober = Prober::new(loaded, target.host, described.nodes, target.kept);
    let start = |purpose: &Purpose| loaded.start(purpose).ok().map(|started| started.guest);
    let is_late = || loaded.is_late();
    match emulator.trials(&Bench { plugin: &loaded.plugin, start: &start, is_late: &is_late }) {
        Some(tried) => prober.take(tried),
        None => {
            prober.contexts();
            prober.state();
        }
    }
    prober.growth();
    prober.buffers();
    let cut_short = prober.cut_short();
    findings.extend(prober.findings);
    findings.extend(cut_short);
    (Some(true), findings)
}

/// The definitions, from two instances that must agree.
fn describe(loaded: &Loaded, findings: &mut Vec<Finding>) -> Result<Described, Fault> {
    let mut described = loaded.describe()?;
    findings.append(&mut described.findings);
    if let Some(rule) = loaded.emulator.rules().unsteady {
        let detail = match loaded.describe() {
            Ok(again) if again.text == described.text => return Ok(described),
            Ok(_) => "another instance returns other definitions".to_owned(),
            Err(fault) => format!("another instance returns no definitions: {}", fault.detail),
        };
        findings.push(Finding::new(rule, &detail));
    }
    Ok(described)
}

/// Worst first, each once, a few of each rule.
fn tidy(findings: Vec<Finding>) -> Vec<Finding> {
    let mut tidy: Vec<Finding> = Vec::new();
    for finding in findings {
        let same = tidy.iter().filter(|other| other.rule == finding.rule).count();
        if same < LISTED && !tidy.contains(&finding) {
            tidy.push(finding);
        }
    }
    tidy.sort_by(|a, b| b.level.cmp(&a.level).then(a.rule.cmp(b.rule)));
    tidy
}
