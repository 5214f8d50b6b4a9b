//! Runs cases against one plugin on one host.

use std::sync::Arc;

use serde::Serialize;

use super::judge::judge;
use super::lower::{Lowered, answers, lower, skips};
use super::{Case, Scenario};
use crate::Error;
use crate::hostile::{MODES, Mode, Ordinary};
use crate::hosts::Purpose;
use crate::report::RunReport;
use crate::request::{Capabilities, Request};
use crate::run::{Runner, blank, finish, refuse};
use crate::sandbox::Manner;
use crate::session::Session;
use crate::target::Target;

/// How a case was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// The plugin's wasm, as its host does.
    Wasm,
    /// The plugin's wasm, as a hostile host could.
    Hostile,
    /// The plugin's code without wasm.
    Native,
}

impl How {
    /// `wasm`, `hostile` or `native`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wasm => "wasm",
            Self::Hostile => "hostile",
            Self::Native => "native",
        }
    }
}

/// Why a case is not run on a host, if it is not.
#[must_use]
pub fn skipped(case: &Case, target: &Target<'_>, how: How) -> Option<String> {
    let kept = case.scenario.is_some() || (case.steps.is_some() && !case.is_routed());
    let steps =
        (how == How::Native && kept).then(|| "steps need an instance of their own, which there is none of natively".to_owned());
    skips(case, target.host.id, target.dialect).or(steps)
}

/// What came of a case on a host.
#[derive(Debug, Clone, Serialize)]
pub struct CaseReport {
    /// The host's id.
    pub host: &'static str,
    /// The dialect's id.
    pub dialect: &'static str,
    /// How it was run.
    pub how: How,
    /// The case's name.
    pub case: String,
    /// The function or the route that it calls.
    pub function: String,
    /// Whether all was as expected; true for a skipped one.
    pub passed: bool,
    /// Why the case does not concern this host.
    pub skipped: Option<String>,
    /// What is not as expected.
    pub message: Option<String>,
    /// Fuel of the last call.
    pub fuel: u64,
    /// Most pages of memory.
    pub pages: u64,
}

impl CaseReport {
    /// A report of nothing yet.
    pub(super) fn new(case: &Case, target: &Target<'_>, how: How) -> Self {
        Self {
            host: target.host.id,
            dialect: target.dialect.id,
            how,
            case: case.name.clone(),
            function: case.route.clone().unwrap_or_else(|| case.function.clone()),
            passed: true,
            skipped: skipped(case, target, how),
            message: None,
            fuel: 0,
            pages: 0,
        }
    }

    /// The same with what came of it; nothing is done for one that is skipped.
    pub(super) fn fill(mut self, run: impl FnOnce(&mut Self) -> Result<(), String>) -> Self {
        if self.skipped.is_none() {
            self.message = run(&mut self).err();
            self.passed = self.message.is_none();
        }
        self
    }
}

/// How an instance is treated.
type Set = fn(&mut Manner);

/// What a plugin bears that runs: what the host does behind "a host that", and how its instance is treated.
const BORNE: &[(&str, Set)] = &[
    ("frees nothing", |manner| manner.keep = true),
    ("overwrites buffers before it frees them", |manner| manner.scribble = true),
];

/// A plugin on a host, ready for cases.
pub struct Suite<'a> {
    target: Target<'a>,
    file: String,
    bytes: u64,
    runner: Result<Runner, RunReport>,
}

impl<'a> Suite<'a> {
    /// Loads the plugin once for all cases.
    ///
    /// # Errors
    ///
    /// As [`run`](crate::run). A plugin that the host does not load fails each case instead.
    pub fn open(wasm: &[u8], file: &str, target: &Target<'a>) -> Result<Self, Error> {
        let mut report = blank(target, file, wasm.len() as u64);
        let runner = match Runner::open(wasm, file, target)? {
            Ok(runner) if runner.refusal.is_empty() => Ok(runner),
            Ok(runner) => {
                runner.refuse(&mut report);
                Err(report)
            }
            Err(faults) => {
                refuse(&mut report, &faults);
                Err(report)
            }
        };
        Ok(Self { target: *target, file: file.to_owned(), bytes: wasm.len() as u64, runner })
    }

    /// Runs one case on an instance of its own.
    #[must_use]
    pub fn run_case(&self, case: &Case) -> CaseReport {
        CaseReport::new(case, &self.target, How::Wasm).fill(|report| {
            if let Some(scenario) = &case.scenario {
                return self.play(case, scenario, report, |_| {});
            }
            let steps = lower(case, self.target.host.id, self.target.dialect)?;
            let runner = match &self.runner {
                Ok(runner) => runner,
                Err(refused) => return Err(refused_text(refused)),
            };
            let mut session = self.session(runner, case);
            for (at, step) in steps.iter().enumerate() {
                let context = context(runner, step)?;
                let run = self.call(runner, &mut session, &context, &step.request);
                (report.fuel, report.pages) = (run.fuel, run.pages);
                let judged = judge(&*runner.loaded.emulator, step, &run, &context, false);
                judged.map_err(|message| if steps.len() > 1 { format!("step {}: {message}", at + 1) } else { message })?;
            }
            Ok(())
        })
    }

    /// Runs one case on hosts that mistreat the plugin, in each way of [`hostile_modes`](crate::hostile_modes): its answers
    /// must stay what they are on the ordinary host.
    #[must_use]
    pub fn run_hostile(&self, case: &Case) -> CaseReport {
        CaseReport::new(case, &self.target, How::Hostile).fill(|report| {
            if let Some(scenario) = &case.scenario {
                return BORNE.iter().try_for_each(|(does, set)| {
                    let played = self.play(case, scenario, report, set);
                    played.map_err(|message| format!("under a host that {does}: {message}"))
                });
            }
            let steps = lower(case, self.target.host.id, self.target.dialect)?;
            let runner = match &self.runner {
                Ok(runner) => runner,
                Err(refused) => return Err(refused_text(refused)),
            };
            let contexts: Result<Vec<Vec<u8>>, String> = steps.iter().map(|step| context(runner, step)).collect();
            let contexts = contexts?;
            let modes: Vec<&Mode> = MODES.iter().filter(|mode| mode.concerns(self.target.dialect)).collect();
            let session = || self.session(runner, case);
            let ordinary = Ordinary::new(&runner.loaded, &session, &contexts, &modes).map_err(|fault| fault.detail)?;
            report.fuel = ordinary.fuel;
            let harms = modes.iter().filter_map(|mode| {
                let harm = ordinary.harm(mode)?;
                Some(format!("under a host that {} ({}): {}", mode.does, mode.name, harm.detail))
            });
            let harms: Vec<String> = harms.collect();
            if harms.is_empty() { Ok(()) } else { Err(harms.join("\n")) }
        })
    }

    /// A scenario on an instance of its own, treated so.
    fn play(
        &self,
        case: &Case,
        scenario: &Scenario,
        report: &mut CaseReport,
        set: impl FnOnce(&mut Manner),
    ) -> Result<(), String> {
        let runner = match &self.runner {
            Ok(runner) => runner,
            Err(refused) => return Err(refused_text(refused)),
        };
        let lowered = scenario.lower()?;
        let context = runner.loaded.emulator.context(&runner.described.nodes, &lowered.request);
        let context = lowered.splices.paste(context.map_err(|error| error.to_string())?);
        let mut session = self.session(runner, case).with(set);
        let run = self.call(runner, &mut session, &context, &lowered.request);
        (report.fuel, report.pages) = (run.fuel, run.pages);
        scenario.judge(&lowered, &run)
    }

    fn session<'r>(&self, runner: &'r Runner, case: &Case) -> Session<'r> {
        let answers = answers(case);
        Session::new(&runner.loaded, Purpose::Run(Capabilities::default()), self.target.kept)
            .with(|manner| manner.answers = answers.as_ref().map(Arc::clone))
    }

    fn call(&self, runner: &Runner, session: &mut Session<'_>, context: &[u8], request: &Request) -> RunReport {
        let answer = session.call(context);
        let mut report = blank(&self.target, &self.file, self.bytes);
        let (record, pages) = (std::mem::take(&mut session.record), session.pages);
        let emulator = &*runner.loaded.emulator;
        report.fill(emulator, &runner.described.nodes, (context, request), answer, record);
        report.pages = pages;
        finish(&mut report);
        report
    }
}

fn context(runner: &Runner, step: &Lowered) -> Result<Vec<u8>, String> {
    let context = runner.loaded.emulator.context(&runner.described.nodes, &step.request);
    Ok(step.splices.paste(context.map_err(|error| error.to_string())?))
}

fn refused_text(refused: &RunReport) -> String {
    let findings = refused.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message));
    let text: Vec<String> = refused.error.iter().cloned().chain(findings).collect();
    format!("the host does not load it: {}", text.join("\n"))
}
