//! Tries a context, and turns what comes of it into findings.

use anyhost_abi::{Host, Level, Rule};

use crate::hosts::{After, Answer, Common, Emulator, Fault, Node, Occasion, Probe, Purpose, Stage, Tried};
use crate::report::Finding;
use crate::request::Capabilities;
use crate::sandbox::Stop;
use crate::session::{Loaded, Session};

/// Uses that ran into a limit, after which nothing more is tried: each takes as long as a use may take.
const LIMIT_STOPS: u32 = 2;

/// One plugin under trial.
pub(super) struct Prober<'a> {
    pub(super) loaded: &'a Loaded,
    host: &'static Host,
    pub(super) nodes: Vec<Node>,
    pub(super) kept: bool,
    pub(super) findings: Vec<Finding>,
    limit_stops: u32,
    /// A context that is answered well, and its answer.
    pub(super) sound: Option<(Vec<u8>, String)>,
}

impl<'a> Prober<'a> {
    pub(super) fn new(loaded: &'a Loaded, host: &'static Host, nodes: Vec<Node>, kept: bool) -> Self {
        Self { loaded, host, nodes, kept, findings: Vec::new(), limit_stops: 0, sound: None }
    }

    /// What the host's own trials came to.
    pub(super) fn take(&mut self, tried: Tried) {
        self.findings.extend(tried.findings);
        self.limit_stops = tried.limit_stops;
        let Some(context) = tried.sound.filter(|_| !self.is_over()) else { return };
        let answer = self.session().call(&context);
        if answer.fault.is_none() {
            self.sound = Some((context, answer.raw.unwrap_or_default()));
        }
    }

    pub(super) fn emulator(&self) -> &'a dyn Emulator {
        &*self.loaded.emulator
    }

    pub(super) fn rules(&self) -> &'static Common {
        self.emulator().rules()
    }

    /// Calls in a row, with results compared before and after the input is freed.
    pub(super) fn session(&self) -> Session<'a> {
        Session::new(self.loaded, Purpose::Run(Capabilities::All), self.kept).with(|manner| manner.compare = true)
    }

    /// Whether no more is to be tried.
    pub(super) fn is_over(&self) -> bool {
        self.limit_stops >= LIMIT_STOPS || self.loaded.is_late()
    }

    /// A note where not everything was tried: what is missing is not known to be well.
    pub(super) fn cut_short(&self) -> Option<Finding> {
        let why = if self.limit_stops >= LIMIT_STOPS {
            "calls that did not end were seen more than once".to_owned()
        } else if self.loaded.is_late() {
            format!("the time of {} s for one check was over", super::CHECK_TIME.as_secs())
        } else {
            return None;
        };
        Finding::unjudged(self.host, &format!("not everything was tried: {why}"))
    }

    /// A finding; nothing once the time is over, because a call that was cut short says nothing about the plugin.
    pub(super) fn say(&mut self, rule: &'static Rule, detail: &str) {
        if self.loaded.is_late() {
            return;
        }
        let finding = Finding::new(rule, detail);
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    pub(super) fn say_if(&mut self, rule: Option<&'static Rule>, detail: &str) {
        if let Some(rule) = rule {
            self.say(rule, detail);
        }
    }

    /// One use. Whatever is wrong becomes a finding; the answer is returned if the host could take it.
    pub(super) fn attempt(&mut self, session: &mut Session<'a>, probe: &Probe) -> Option<Answer> {
        if self.is_over() {
            return None;
        }
        let answer = session.call(&probe.context);
        if let Some(fault) = &answer.fault {
            self.fault(fault, &answer, probe);
            for beside in &answer.faults {
                self.say_if(beside.rule, &format!("with {}: {}", probe.label, beside.detail));
            }
            return None;
        }
        let node = self.emulator().node(&self.nodes, &probe.context);
        let mut findings = self.emulator().judge(node, &answer);
        let dispatch = node.and_then(|node| self.dispatch(node, &answer, probe, &findings));
        for finding in &mut findings {
            finding.message = format!("With {}: {}", probe.label, finding.message);
        }
        self.findings.extend(dispatch);
        self.findings.extend(findings);
        Some(answer)
    }

    fn fault(&mut self, fault: &Fault, answer: &Answer, probe: &Probe) {
        if fault.stop.as_ref().is_some_and(Stop::is_limit) {
            self.limit_stops += 1;
        }
        // What the host never sends breaks one rule only, whatever comes of it; the way in and out is judged as ever.
        let lenient = matches!(probe.occasion, Occasion::Context | Occasion::ExtraKeys | Occasion::NodeName);
        let own = fault.rule.filter(|_| !(lenient && fault.stage == Stage::Call));
        // What is wrong with every answer is said once.
        if own.is_none() && fault.rule.is_some_and(|rule| self.findings.iter().any(|finding| finding.rule == rule.id)) {
            return;
        }
        let rule = own.unwrap_or_else(|| self.rules().of(probe.occasion));
        let panic = answer.panic.as_ref().map(|panic| format!(" ({panic})")).unwrap_or_default();
        self.say(rule, &format!("with {}: {}{panic}", probe.label, fault.detail));
        if matches!(fault.stop, Some(Stop::Stack)) {
            self.say_if(self.rules().stack_left, "the stack of the instance overflowed");
        }
        if lenient {
            return;
        }
        if let After::Closed(Fault { rule: Some(rule), .. }) = self.emulator().after_failure(fault) {
            let already = self.findings.iter().any(|finding| finding.rule == rule.id);
            if !already {
                self.say(rule, &format!("with {}: the failed call ends the instance's life", probe.label));
            }
        }
    }

    /// Whether the answer is another node's.
    fn dispatch(&self, node: &Node, answer: &Answer, probe: &Probe, findings: &[Finding]) -> Option<Finding> {
        let rule = self.rules().dispatch?;
        let is_wrong = |findings: &[Finding]| findings.iter().any(|finding| finding.level == Level::Error);
        if !is_wrong(findings) {
            return None;
        }
        let fits = |other: &&Node| other.name != node.name && !is_wrong(&self.emulator().judge(Some(other), answer));
        let other = self.nodes.iter().take(16).find(fits)?;
        let detail = format!("with {}: `{}` is asked, and the answer is one of `{}`", probe.label, node.name, other.name);
        Some(Finding::new(rule, &detail))
    }
}
