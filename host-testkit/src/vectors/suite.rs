//! Runs cases against one plugin on one host.

use anyhost_abi::flow_like::json::result as flow_like;
use anyhost_abi::nlink::json as nlink;
use serde::Serialize;
use serde_json::value::RawValue;

use super::compare::difference;
use super::lower::{Lowered, lower, skips};
use super::{Case, ExpectedLog};
use crate::Error;
use crate::hosts::Purpose;
use crate::json::Fields;
use crate::record::Log;
use crate::report::RunReport;
use crate::run::{Runner, blank, finish, refuse};
use crate::session::Session;
use crate::target::Target;
use crate::text::shorten;

/// What came of a case on a host.
#[derive(Debug, Clone, Serialize)]
pub struct CaseReport {
    /// The host's id.
    pub host: &'static str,
    /// The dialect's id.
    pub dialect: &'static str,
    /// The case's name.
    pub case: String,
    /// The function that it calls.
    pub function: String,
    /// Whether all was as expected; true for a skipped one.
    pub passed: bool,
    /// Why the case does not concern this host.
    pub skipped: Option<String>,
    /// What is not as expected.
    pub message: Option<String>,
    /// Fuel of the call.
    pub fuel: u64,
    /// Most pages of memory.
    pub pages: u64,
}

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
        let mut report = CaseReport {
            host: self.target.host.id,
            dialect: self.target.dialect.id,
            case: case.name.clone(),
            function: case.function.clone(),
            passed: true,
            skipped: skips(case, self.target.host.id, self.target.dialect),
            message: None,
            fuel: 0,
            pages: 0,
        };
        if report.skipped.is_some() {
            return report;
        }
        let outcome = lower(case, self.target.host.id, self.target.dialect).and_then(|lowered| {
            let run = self.run(&lowered)?;
            (report.fuel, report.pages) = (run.fuel, run.pages);
            self.compare(case, &lowered, &run)
        });
        report.message = outcome.err();
        report.passed = report.message.is_none();
        report
    }

    fn run(&self, lowered: &Lowered<'_>) -> Result<RunReport, String> {
        let runner = match &self.runner {
            Ok(runner) => runner,
            Err(refused) => return Ok(refused.clone()),
        };
        let emulator = &*runner.loaded.emulator;
        let context = emulator.context(&runner.described.nodes, &lowered.request).map_err(|error| error.to_string())?;
        let mut session = Session::new(&runner.loaded, Purpose::Run(lowered.request.capabilities.clone()), self.target.kept);
        let answer = session.call(&context);
        let mut report = blank(&self.target, &self.file, self.bytes);
        runner.fill(&context, &lowered.request, answer, session, &mut report);
        finish(&mut report);
        Ok(report)
    }

    fn compare(&self, case: &Case, lowered: &Lowered<'_>, run: &RunReport) -> Result<(), String> {
        if let Some(trap) = &run.trap {
            return Err(format!("the call ended: {trap}"));
        }
        if let Some(finding) = run.findings.iter().find(|finding| finding.level == anyhost_abi::Level::Error) {
            return Err(format!("{}: {}", finding.rule, finding.message));
        }
        if let Some(logs) = lowered.logs {
            same_logs(logs, &run.logs)?;
        }
        let result = run.result.as_deref().map_or("null", RawValue::get);
        if let Some(expected) = lowered.result {
            return difference(expected.get(), result).map_or(Ok(()), Err);
        }
        match (lowered.error, &run.error) {
            (Some(expected), None) => {
                Err(format!("expected an error ({:?}), got {}", expected.kind, shorten(result)).to_lowercase())
            }
            (Some(expected), Some(error)) => match &expected.contains {
                Some(part) if !error.contains(part.as_str()) => {
                    Err(format!("the error should contain `{part}`: `{}`", shorten(error)))
                }
                _ => Ok(()),
            },
            (None, Some(error)) => Err(format!("unexpected error: {error}")),
            (None, None) => {
                let Some(expected) = lowered.outputs else { return Ok(()) };
                let outputs = outputs(result).ok_or_else(|| format!("no outputs in {}", shorten(result)))?;
                if let Some(difference) = difference(expected.get(), &outputs) {
                    return Err(difference);
                }
                self.exec(case, result)
            }
        }
    }

    fn exec(&self, case: &Case, result: &str) -> Result<(), String> {
        let fires = self.target.dialect.node.is_some_and(|wire| wire.exec);
        let (Some(expected), true) = (&case.exec, fires) else { return Ok(()) };
        let fired = Fields::parse(result)
            .and_then(|fields| serde_json::from_str::<Vec<String>>(fields.get(flow_like::ACTIVATE_EXEC)?).ok());
        let fired = fired.unwrap_or_default();
        if fired == [expected.clone()] {
            Ok(())
        } else {
            Err(format!("expected exec output `{expected}` to fire, fired: {fired:?}"))
        }
    }
}

/// The outputs in a result: under their own key, or the data of the only item.
fn outputs(result: &str) -> Option<String> {
    if let Some(fields) = Fields::parse(result) {
        return fields.get(flow_like::OUTPUTS).map(str::to_owned);
    }
    let items: Vec<Fields> = serde_json::from_str(result).ok()?;
    match items.as_slice() {
        [item] => item.get(nlink::JSON).map(str::to_owned),
        _ => None,
    }
}

fn same_logs(expected: &[ExpectedLog], got: &[Log]) -> Result<(), String> {
    let same = |(a, b): (&ExpectedLog, &Log)| a.level == b.level && a.message == b.message;
    if expected.len() == got.len() && expected.iter().zip(got).all(same) {
        return Ok(());
    }
    let lines: Vec<String> =
        got.iter().map(|log| format!("{:?} `{}`", log.level, shorten(&log.message)).to_lowercase()).collect();
    Err(format!("expected {} log lines as given, got: {}", expected.len(), lines.join("; ")))
}
