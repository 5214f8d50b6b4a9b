//! What came of a call against what a case expects.

use anyhost_abi::Level;
use serde_json::value::RawValue;

use super::compare::difference;
use super::lower::{Lowered, Response};
use super::{ErrorKind, ExpectedError, ExpectedLog};
use crate::hosts::{Emulator, Outcome, Responded};
use crate::json::Fields;
use crate::record::Log;
use crate::report::RunReport;
use crate::text::shorten;

/// How the SDK's own errors begin, by their kind.
const OWN_ERRORS: &[(&str, ErrorKind)] = &[
    ("input \"", ErrorKind::Input),
    ("missing input \"", ErrorKind::Input),
    ("unknown node \"", ErrorKind::Unknown),
    ("invalid context", ErrorKind::Context),
];

/// Whether all is as the case expects; else what is not. `sdk`: the plugin is built with anyhost, so that its errors tell
/// their kind.
pub(super) fn judge(
    emulator: &dyn Emulator,
    lowered: &Lowered,
    run: &RunReport,
    context: &[u8],
    sdk: bool,
) -> Result<(), String> {
    if let Some(trap) = &run.trap {
        return Err(format!("the call ended: {trap}"));
    }
    if let Some(finding) = run.findings.iter().find(|finding| finding.level == Level::Error) {
        return Err(format!("{}: {}", finding.rule, finding.message));
    }
    if let Some(logs) = &lowered.logs {
        same_logs(logs, &run.logs)?;
    }
    let result = run.result.as_deref().map_or("null", RawValue::get);
    if let Some(expected) = &lowered.result {
        return difference(expected, result).map_or(Ok(()), Err);
    }
    if let Some(expected) = &lowered.response {
        let responded = emulator.responded(context, run.result.as_deref().map(RawValue::get));
        return match (responded, &run.error) {
            (Some(got), _) => same_response(expected, &got),
            (None, error) => Err(format!("no response: {}", error.as_deref().unwrap_or("the host has none"))),
        };
    }
    match (&lowered.error, &run.error) {
        (Some(expected), None) => Err(format!("expected an error ({:?}), got {}", expected.kind, shorten(result)).to_lowercase()),
        (Some(expected), Some(error)) => same_error(expected, error, sdk),
        (None, Some(error)) => Err(format!("unexpected error: {error}")),
        (None, None) => same_outputs(lowered, emulator.outcome(result), result),
    }
}

fn same_response(expected: &Response, got: &Responded) -> Result<(), String> {
    if let Some(status) = expected.status.filter(|status| *status != got.status) {
        return Err(format!("expected status {status}, got {}: {}", got.status, shorten(&got.body)));
    }
    if let Some(difference) = expected.body.as_ref().and_then(|body| difference(body, &got.body)) {
        return Err(difference);
    }
    for (name, value) in &expected.headers {
        let found = got.headers.iter().find(|header| header.0 == *name).map(|header| &header.1);
        if found != Some(value) {
            return Err(format!("header `{name}`: expected `{value}`, got {found:?}"));
        }
    }
    Ok(())
}

fn same_error(expected: &ExpectedError, error: &str, sdk: bool) -> Result<(), String> {
    if let Some(part) = expected.contains.as_ref().filter(|part| !error.contains(part.as_str())) {
        return Err(format!("the error should contain `{part}`: `{}`", shorten(error)));
    }
    let own = OWN_ERRORS.iter().find(|own| error.starts_with(own.0)).map(|own| own.1);
    // Of a foreign plugin's errors only that is known which they cannot be.
    let kind = if sdk { own.or(Some(ErrorKind::Node)) } else { own };
    match kind.filter(|kind| *kind != expected.kind) {
        Some(kind) => {
            Err(format!("expected an error of kind {:?}, got one of kind {kind:?}: `{}`", expected.kind, shorten(error)))
        }
        None => Ok(()),
    }
}

fn same_outputs(lowered: &Lowered, outcome: Outcome, result: &str) -> Result<(), String> {
    if let Some(expected) = &lowered.items {
        // A host without items gets them as the list that is the only output.
        let items = outcome.items.or_else(|| only_list(outcome.outputs.as_deref()?));
        let items = items.ok_or_else(|| format!("no items in {}", shorten(result)))?;
        if let Some(difference) = difference(&format!("[{}]", expected.join(",")), &format!("[{}]", items.join(","))) {
            return Err(difference);
        }
    }
    if let Some(expected) = &lowered.outputs {
        let outputs = outcome.outputs.ok_or_else(|| format!("no outputs in {}", shorten(result)))?;
        if let Some(difference) = difference(expected, &outputs) {
            return Err(difference);
        }
    }
    match (&lowered.exec, outcome.fired) {
        (Some(expected), Some(fired)) if fired != [expected.clone()] => {
            Err(format!("expected exec output `{expected}` to fire, fired: {fired:?}"))
        }
        _ => Ok(()),
    }
}

fn only_list(outputs: &str) -> Option<Vec<String>> {
    let fields = Fields::parse(outputs)?;
    let [(_, list)] = fields.0.as_slice() else { return None };
    let items: Vec<Box<RawValue>> = serde_json::from_str(list.get()).ok()?;
    Some(items.iter().map(|item| item.get().to_owned()).collect())
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
