//! What Flow-Like makes of a result.

use std::collections::BTreeMap;

use anyhost_abi::Rule;
use anyhost_abi::flow_like::json::result as key;
use anyhost_abi::flow_like::{rules, text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::config::Config;
use crate::hosts::{Answer, Fault, Node, Outcome};
use crate::json::{Checked, Fields};
use crate::report::Finding;
use crate::text::shorten;

/// The result as the host deserialises it; the host's messages are this type's.
#[derive(Debug, Deserialize)]
struct RunResult {
    outputs: BTreeMap<String, Checked>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    activate_exec: Vec<String>,
    #[serde(default)]
    pending: Option<bool>,
}

/// Reads the bytes of a result.
pub(super) fn take(config: &Config, bytes: Vec<u8>, answer: &mut Answer) -> Result<(), Fault> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let error = error.utf8_error();
        let detail = format!("the result is not UTF-8: {error}");
        let rule = if config.docs { &rules::DOCS_RESULT } else { &rules::RESULT_UTF8 };
        Fault::new(rule, format!("{}{error}", text::RESULT_UTF8), detail)
    })?;
    read(config, text, answer)
}

/// What is in a result.
pub(super) fn outcome(config: &Config, result: &str) -> Outcome {
    let fields = Fields::parse(result).unwrap_or_default();
    let fired = fields.get(key::ACTIVATE_EXEC).and_then(|names| serde_json::from_str(names).ok());
    Outcome {
        outputs: fields.get(key::OUTPUTS).map(str::to_owned),
        items: None,
        fired: (!config.docs).then(|| fired.unwrap_or_default()),
    }
}

/// Parses the text as the host does, and stores what it finds.
pub(super) fn read(config: &Config, text: String, answer: &mut Answer) -> Result<(), Fault> {
    let parsed = serde_json::from_str::<RunResult>(&text);
    answer.value = serde_json::from_str::<Box<RawValue>>(&text).ok();
    let outcome = match parsed {
        Ok(result) => {
            answer.error = result.error;
            Ok(())
        }
        Err(error) => {
            let rule = blame(config, &text, &error);
            let detail = format!("the result is not what the host reads ({error}): `{}`", shorten(&text));
            Err(Fault::new(rule, format!("{}{error}", text::RESULT_JSON), detail))
        }
    };
    answer.raw = Some(text);
    outcome
}

/// The rule that a result breaks which does not parse.
fn blame(config: &Config, text: &str, error: &serde_json::Error) -> &'static Rule {
    let fields = if error.is_data() { Fields::parse(text) } else { None };
    let whole = if config.docs { &rules::DOCS_RESULT } else { &rules::RESULT_JSON };
    let Some(fields) = fields else {
        return if config.docs && error.is_data() { &rules::DOCS_OUTPUTS } else { whole };
    };
    if config.docs {
        return &rules::DOCS_OUTPUTS;
    }
    let wrong = |name: &str, fits: fn(&str) -> bool| fields.get(name).is_some_and(|value| !fits(value));
    if fields.get(key::OUTPUTS).is_none_or(|outputs| Fields::parse(outputs).is_none()) {
        &rules::NO_OUTPUTS
    } else if wrong(key::ACTIVATE_EXEC, |value| serde_json::from_str::<Vec<String>>(value).is_ok()) {
        &rules::ACTIVATE_NULL
    } else if wrong(key::ERROR, |value| serde_json::from_str::<Option<String>>(value).is_ok()) {
        &rules::ERROR_FIELD
    } else {
        whole
    }
}

/// What is wrong with a result that the host could parse.
pub(super) fn judge(config: &Config, node: Option<&Node>, answer: &Answer) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let (Some(detail), false) = (answer.alias(), config.docs) {
        findings.push(Finding::new(&rules::ALIAS_INPUT, &detail));
    }
    let Some(result) = answer.raw.as_deref().and_then(|text| serde_json::from_str::<RunResult>(text).ok()) else {
        return findings;
    };
    if result.pending == Some(true) && !config.docs {
        findings.push(Finding::new(&rules::PENDING, "the result says `pending`"));
    }
    if let Some(node) = node {
        outputs(config, node, &result, &mut findings);
    }
    if config.docs {
        return findings;
    }
    if let (Some(error), [exec, ..]) = (&result.error, result.activate_exec.as_slice()) {
        let detail = format!("the result has the error `{}` and fires `{exec}`", shorten(error));
        findings.push(Finding::new(&rules::EXEC_ON_ERROR, &detail));
    }
    if let Some(node) = node
        && result.error.is_none()
        && result.activate_exec.is_empty()
        && !node.execs.is_empty()
    {
        findings.push(Finding::new(&rules::NO_EXEC, &format!("node `{}` ends well and fires no exec output", node.name)));
    }
    findings
}

fn outputs(config: &Config, node: &Node, result: &RunResult, findings: &mut Vec<Finding>) {
    let unknown = if config.docs { &rules::DOCS_UNKNOWN_OUTPUT } else { &rules::UNKNOWN_OUTPUT };
    for name in result.outputs.keys() {
        if node.outputs.contains(name) || node.execs.contains(name) {
            continue;
        }
        let (rule, detail) = if node.inputs.iter().any(|pin| pin.name == *name) && !config.docs {
            (&rules::OUTPUT_IS_INPUT, format!("`outputs` of node `{}` names the input `{name}`", node.name))
        } else {
            (unknown, format!("`outputs` of node `{}` names `{}`, which is no pin of it", node.name, shorten(name)))
        };
        findings.push(Finding::new(rule, &detail));
    }
    for name in &result.activate_exec {
        if !node.execs.contains(name) && !config.docs {
            let text = if node.outputs.contains(name) {
                text::PIN_NOT_EXECUTION.to_owned()
            } else if node.inputs.iter().any(|pin| pin.name == *name) {
                text::PIN_NOT_OUTPUT.to_owned()
            } else {
                format!("{}{}{}", text::PIN_NOT_FOUND.0, shorten(name), text::PIN_NOT_FOUND.1)
            };
            let detail = format!("node `{}` fires `{}`, which is no exec output of it ({text})", node.name, shorten(name));
            findings.push(Finding::new(&rules::UNKNOWN_EXEC, &detail));
        }
    }
}
