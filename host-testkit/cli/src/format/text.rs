//! Reports for people: one screen.

use anyhost_abi::{Level, host};
use anyhost_testkit::{Finding, RunReport, ScenarioReport, Settings, Verdict};

use crate::failure::Failure;
use crate::out::Out;
use crate::text::{count, cut, number, wrapped};

/// Letters of an answer that are shown.
const ANSWER: usize = 4000;
/// Letters of a log line or a call that are shown.
const LINE: usize = 300;
/// Log lines and calls that are shown.
const LINES: usize = 30;
const WIDTH: usize = 100;

/// A run.
pub(crate) fn run(report: &RunReport, out: &mut Out) -> Result<(), Failure> {
    out.line(format!("{} ({}){}  {}", report.host, report.dialect, changed(report.host, &report.settings), report.file))?;
    out.line("")?;
    match &report.scenario {
        Some(played) => scenario(played, out)?,
        None => {
            if let Some(raw) = &report.raw {
                out.line(cut(raw, ANSWER))?;
            }
        }
    }
    if let Some(trap) = &report.trap {
        out.line(format!("trap: {trap}"))?;
    }
    if let Some(error) = &report.error
        && report.trap.as_ref() != Some(error)
    {
        out.line(format!("error: {}", cut(error, ANSWER)))?;
    }
    if report.raw.is_none() && report.trap.is_none() && report.error.is_none() && report.scenario.is_none() {
        out.line("no answer")?;
    }
    if !(report.logs.is_empty() && report.calls.is_empty()) {
        out.line("")?;
    }
    for log in report.logs.iter().take(LINES) {
        out.line(format!("log {:<5} {}", format!("{:?}", log.level).to_lowercase(), cut(&log.message, LINE)))?;
    }
    more(report.logs.len(), "log line", "log lines", out)?;
    for call in report.calls.iter().take(LINES) {
        let answer = if call.result.is_null() { String::new() } else { format!(" = {}", cut(&call.result.to_string(), LINE)) };
        out.line(format!("call {}{}{answer}", call.import, cut(&call.args.to_string(), LINE)))?;
    }
    more(report.calls.len(), "call", "calls", out)?;
    if !report.findings.is_empty() {
        out.line("")?;
    }
    findings(&report.findings, out)?;
    out.line("")?;
    out.line(format!(
        "{}  {} bytes, fuel {}, peak memory {} ({} KiB)",
        if report.ok { "ok" } else { "failed" },
        number(report.bytes),
        number(report.fuel),
        count(usize::try_from(report.pages).unwrap_or(usize::MAX), "page", "pages"),
        number(report.pages.saturating_mul(64)),
    ))
}

/// What came of a use with several steps.
fn scenario(played: &ScenarioReport, out: &mut Out) -> Result<(), Failure> {
    let letters = if played.responses.len() > 1 { LINE } else { ANSWER };
    for (at, response) in played.responses.iter().enumerate() {
        out.line(format!("step {:<3} {}", at + 1, cut(response.get(), letters)))?;
    }
    for delta in played.deltas.iter().take(LINES) {
        out.line(format!("delta    {}", cut(delta.get(), LINE)))?;
    }
    more(played.deltas.len(), "delta", "deltas", out)?;
    match &played.status {
        Some(status) => out.line(format!("status   {}", cut(status, LINE))),
        None => out.line("no status"),
    }
}

fn more(found: usize, one: &str, many: &str, out: &mut Out) -> Result<(), Failure> {
    match found.checked_sub(LINES) {
        None | Some(0) => Ok(()),
        Some(left) => out.line(format!("… and {} more; --json has them", count(left, one, many))),
    }
}

/// Verdicts.
pub(crate) fn check(verdicts: &[Verdict], out: &mut Out) -> Result<(), Failure> {
    for (at, verdict) in verdicts.iter().enumerate() {
        if at > 0 {
            out.line("")?;
        }
        let head = format!("{} ({}){}", verdict.host, verdict.dialect, changed(verdict.host, &verdict.settings));
        out.line(format!("{head}: {}  {}, {} bytes", outcome(verdict), verdict.file, number(verdict.bytes)))?;
        findings(&verdict.findings, out)?;
    }
    Ok(())
}

/// A verdict in a word or few.
fn outcome(verdict: &Verdict) -> &'static str {
    match (verdict.loads, verdict.conforms) {
        (None, _) => "not judged",
        (Some(false), _) => "does not load",
        (Some(true), Some(true)) => "conforms",
        (Some(true), Some(false)) => "loads, breaks rules",
        (Some(true), None) => "loads, rules not judged",
    }
}

/// The worst first.
pub(crate) fn findings(findings: &[Finding], out: &mut Out) -> Result<(), Failure> {
    for level in [Level::Error, Level::Warning, Level::Note] {
        for finding in findings.iter().filter(|finding| finding.level == level) {
            let waived = finding.waived.as_ref().map(|reason| format!(" (waived: {reason})")).unwrap_or_default();
            let text = format!("{} {}{waived}: {}", level.as_str(), finding.rule, finding.message);
            out.line(format!("  {}", wrapped(&text, WIDTH, "    ")))?;
            out.line(format!("    [{}]", finding.source))?;
        }
    }
    Ok(())
}

/// Switches that were set.
fn changed(id: &str, settings: &Settings) -> String {
    let switches = host(id).map(|host| host.switches).unwrap_or_default();
    switches.iter().filter_map(|switch| Some(format!(" {}={}", switch.key, settings.given(switch.key)?))).collect()
}
