//! What is wrong with definitions that the host accepts.

use std::collections::BTreeSet;

use anyhost_abi::flow_like::json::{EXECUTION, VALUE_TYPES, canonical, definition, pin};
use anyhost_abi::flow_like::rules;

use super::definition::{NodeDefinition, PinDefinition};
use crate::report::Finding;
use crate::text::shorten;

/// Findings after which no further node is looked at, and pins of a node that are.
const ENOUGH: usize = 1000;

/// Findings about the nodes of a package.
pub(super) fn nodes(nodes: &[NodeDefinition]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut names = BTreeSet::new();
    for node in nodes {
        if findings.len() > ENOUGH {
            break;
        }
        if !names.insert(&node.name) {
            findings.push(Finding::new(&rules::DUPLICATE_NODE, &format!("two nodes are called `{}`", shorten(&node.name))));
        }
        if node.top_score() > definition::SCORE_MAX {
            let detail = format!("node `{}` has a score of {}", shorten(&node.name), node.top_score());
            findings.push(Finding::new(&rules::SCORE_SCALE, &detail));
        }
        let mut pins = BTreeSet::new();
        for pin in node.pins.iter().take(ENOUGH) {
            if !pins.insert(&pin.name) {
                let detail = format!("node `{}` has two pins called `{}`", shorten(&node.name), shorten(&pin.name));
                findings.push(Finding::new(&rules::DUPLICATE_PIN, &detail));
            }
            one(&node.name, pin, &mut findings);
        }
    }
    findings
}

fn one(node: &str, found: &PinDefinition, findings: &mut Vec<Finding>) {
    let place = format!("pin `{}` of node `{}`", shorten(&found.name), shorten(node));
    let (ty, kind) = (found.data_type.as_str(), found.pin_type.as_str());
    match canonical(ty) {
        None => findings.push(Finding::new(&rules::TYPE_UNKNOWN, &format!("{place} has the type `{}`", shorten(ty)))),
        Some(name) if name == ty => {}
        // The host compares with this name in any case, so another spelling of it is harmless.
        Some(EXECUTION) if !ty.eq_ignore_ascii_case(EXECUTION) => {
            findings.push(Finding::new(&rules::EXEC_ALIAS, &format!("{place} has the type `{ty}`")));
        }
        Some(name) => {
            findings.push(Finding::new(&rules::TYPE_ALIAS, &format!("{place} has the type `{ty}`, which is `{name}`")));
        }
    }
    if let Some(value) = &found.value_type
        && !VALUE_TYPES.contains(&value.as_str())
    {
        findings.push(Finding::new(&rules::VALUE_TYPE, &format!("{place} has the value type `{}`", shorten(value))));
    }
    if !found.is_output() && !kind.eq_ignore_ascii_case(pin::INPUT) {
        findings.push(Finding::new(&rules::PIN_TYPE, &format!("{place} has the pin type `{}`", shorten(kind))));
    }
    if let Some(schema) = &found.schema
        && !matches!(serde_json::from_str(schema), Ok(serde_json::Value::Object(_) | serde_json::Value::Bool(_)))
    {
        findings.push(Finding::new(&rules::SCHEMA, &format!("the schema of {place} is not JSON Schema: `{}`", shorten(schema))));
    }
}
