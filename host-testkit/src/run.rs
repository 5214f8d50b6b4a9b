//! Calls a plugin as its host would, and reports what came of it.

use std::time::Duration;

use anyhost_abi::{Level, Shape};

use crate::Error;
use crate::hosts::{Answer, Described, Emulator, Fault, Node, Occasion, Purpose};
use crate::record::{Log, LogLevel, Record};
use crate::report::{Finding, RunReport, ScenarioReport};
use crate::request::{Input, NOTHING, Request};
use crate::session::{Limits, Loaded, Loading, Session};
use crate::target::{Origin, Target};

/// How long one use may take in [`run`], where no switch says otherwise. Hosts give up to two minutes; nobody waits as long
/// for an endless loop.
pub const RUN_TIME: Duration = Duration::from_secs(20);

/// A day: how long a run with its repetitions may take.
const RUN_TOTAL: Duration = Duration::from_secs(24 * 3600);

/// Loads the plugin as the host would, calls it, and reports the last call.
///
/// Whatever the plugin does wrong is in the report. It gets the host's own limits, except that one use ends after
/// [`RUN_TIME`] unless the switches say otherwise, and that no memory grows beyond 1 GiB.
///
/// # Errors
///
/// What is not the plugin's fault: bytes that are not WebAssembly, a component, a host without an emulator, a request that
/// the host's user could not make.
pub fn run(wasm: &[u8], file: &str, target: &Target<'_>, request: &Request) -> Result<RunReport, Error> {
    let mut report = blank(target, file, wasm.len() as u64);
    match Runner::open(wasm, file, target)? {
        Err(faults) => refuse(&mut report, &faults),
        Ok(runner) if !runner.refusal.is_empty() => runner.refuse(&mut report),
        Ok(runner) => runner.run(target, request, &mut report)?,
    }
    finish(&mut report);
    Ok(report)
}

/// A report of nothing yet.
pub(crate) fn blank(target: &Target<'_>, file: &str, bytes: u64) -> RunReport {
    RunReport {
        host: target.host.id,
        dialect: target.dialect.id,
        settings: target.settings.clone(),
        file: file.to_owned(),
        bytes,
        ok: false,
        result: None,
        raw: None,
        error: None,
        trap: None,
        findings: Vec::new(),
        logs: Vec::new(),
        calls: Vec::new(),
        fuel: 0,
        pages: 0,
        scenario: (target.host.shape == Shape::Stateful).then(ScenarioReport::default),
    }
}

/// Sums the report up.
pub(crate) fn finish(report: &mut RunReport) {
    report.ok = report.trap.is_none() && report.error.is_none() && report.findings.iter().all(|f| f.level < Level::Error);
}

/// The host does not load the plugin.
pub(crate) fn refuse(report: &mut RunReport, faults: &[Fault]) {
    report.error = faults.first().map(|fault| fault.text.clone());
    report.trap = faults.first().and_then(|fault| fault.stop.as_ref()).map(ToString::to_string);
    report.findings = faults.iter().filter_map(Fault::finding).collect();
}

/// A plugin that loads, with its nodes.
pub(crate) struct Runner {
    pub(crate) loaded: Loaded,
    pub(crate) described: Described,
    notes: Vec<Finding>,
    /// Why the host would not take the package.
    pub(crate) refusal: Vec<Finding>,
}

impl Runner {
    /// Loads the plugin. The inner error: what the host finds wrong with it.
    pub(crate) fn open(wasm: &[u8], file: &str, target: &Target<'_>) -> Result<Result<Self, Vec<Fault>>, Error> {
        let limits = Limits { fuel: None, time: RUN_TIME, total: RUN_TOTAL };
        let loaded = match Loaded::open(wasm, file, target, limits)? {
            Loading::Ready(loaded) => *loaded,
            Loading::Refused(fault) => return Ok(Err(vec![fault])),
        };
        let faults = loaded.emulator.inspect(&loaded.plugin);
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let described = match loaded.describe() {
            Ok(described) => described,
            Err(fault) => return Ok(Err(vec![fault])),
        };
        loaded.ask(target.origin, &described.nodes);
        let mut notes = loaded.emulator.unjudged(&loaded.plugin);
        if let Origin::Bare = target.origin {
            notes.extend(loaded.emulator.bare(&loaded.plugin));
        }
        let refusal = match target.origin {
            Origin::Package(package) => package.judge(Some(&described.nodes)),
            Origin::Bare | Origin::Crate => Vec::new(),
        };
        let refusal = refusal.into_iter().filter(|finding| finding.level == Level::Error).collect();
        Ok(Ok(Self { loaded, described, notes, refusal }))
    }

    /// The host does not take the package.
    pub(crate) fn refuse(self, report: &mut RunReport) {
        report.error = self.refusal.first().map(|finding| finding.message.clone());
        report.findings = self.refusal;
    }

    fn run(self, target: &Target<'_>, request: &Request, report: &mut RunReport) -> Result<(), Error> {
        let context = self.loaded.emulator.context(&self.described.nodes, request)?;
        let mut session = Session::new(&self.loaded, Purpose::Run(request.capabilities.clone()), target.kept);
        let mut answer = Answer::default();
        for _ in 0..request.repeat.max(1) {
            answer = session.call(&context);
            if answer.fault.is_some() {
                break;
            }
        }
        if answer.fault.is_none() {
            answer.faults.extend(session.unload());
        }
        let record = std::mem::take(&mut session.record);
        report.fill(&*self.loaded.emulator, &self.described.nodes, (&context, request), answer, record);
        report.pages = session.pages;
        report.findings.extend(self.notes);
        Ok(())
    }
}

impl RunReport {
    /// Takes what came of a call.
    pub(crate) fn fill(
        &mut self,
        emulator: &dyn Emulator,
        nodes: &[Node],
        (context, request): (&[u8], &Request),
        answer: Answer,
        record: Record,
    ) {
        self.findings = emulator.judge(emulator.node(nodes, context), &answer);
        self.error.clone_from(&answer.error);
        if let Some(fault) = &answer.fault {
            let rule = fault.rule.unwrap_or_else(|| emulator.rules().of(occasion(request)));
            self.findings.insert(0, Finding::new(rule, &fault.detail));
            self.error = Some(fault.text.clone());
            self.trap = fault.stop.as_ref().map(|stop| match &answer.panic {
                Some(panic) => format!("{panic} ({stop})"),
                None => stop.to_string(),
            });
        }
        self.scenario = answer.scenario.or_else(|| self.scenario.take());
        self.result = answer.value;
        self.raw = answer.raw;
        self.fuel = answer.fuel;
        self.logs = record.logs;
        if record.dropped > 0 {
            let message = format!("anyhost: {} further log lines and host calls were not kept", record.dropped);
            self.logs.push(Log { level: LogLevel::Trace, message });
        }
        self.calls = record.calls;
    }
}

fn occasion(request: &Request) -> Occasion {
    match &request.input {
        Input::Raw(_) => Occasion::Context,
        Input::Nothing => Occasion::Defaults,
        Input::Json(text) if text.trim() == NOTHING => Occasion::Defaults,
        Input::Json(_) => Occasion::Input,
    }
}
