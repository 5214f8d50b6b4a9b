//! What nLink makes of a result: items, or an error.

use anyhost_abi::nlink::{json, rules};
use serde_json::value::RawValue;

use crate::hosts::{Answer, Fault, Outcome};
use crate::json::Fields;
use crate::report::Finding;

/// Reads the bytes of a result.
pub(super) fn take(bytes: Vec<u8>, answer: &mut Answer) -> Result<(), Fault> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let detail = format!("the result is not UTF-8: {}", error.utf8_error());
        Fault::new(&rules::RESULT_UTF8, "invalid UTF-8", detail)
    })?;
    read(text, answer)
}

/// What is in a result: items, and the data of the only one.
pub(super) fn outcome(result: &str) -> Outcome {
    let items: Vec<Fields> = serde_json::from_str(result).unwrap_or_default();
    let items: Vec<String> = items.iter().filter_map(|item| item.get(json::JSON).map(str::to_owned)).collect();
    let outputs = if let [item] = items.as_slice() { Some(item.clone()) } else { None };
    Outcome { outputs, items: Some(items), fired: None }
}

/// Parses the text as the host does.
pub(super) fn read(text: String, answer: &mut Answer) -> Result<(), Fault> {
    let value: Result<Box<RawValue>, _> = serde_json::from_str(&text);
    let shown = crate::text::shorten(&text);
    let value = value.map_err(|error| {
        let detail = format!("the result is not JSON ({error}): `{shown}`");
        answer.raw = Some(text.clone());
        Fault::new(&rules::RESULT_JSON, format!("invalid JSON: {error}"), detail)
    })?;
    answer.raw = Some(text);
    let text = value.get();
    let wrong = |detail: String| Fault::new(&rules::RESULT_SHAPE, "neither items nor an error", detail);
    let outcome = if let Some(error) = Fields::parse(text) {
        match error.get(json::ERROR).map(serde_json::from_str::<String>) {
            Some(Ok(message)) => {
                answer.error = Some(message);
                Ok(())
            }
            Some(Err(_)) => Err(wrong(format!("`{}` of the result is not a text: `{shown}`", json::ERROR))),
            None => Err(wrong(format!("the result is an object without `{}`: `{shown}`", json::ERROR))),
        }
    } else {
        match serde_json::from_str::<Vec<Box<RawValue>>>(text) {
            Ok(items) => match items.iter().position(|item| !is_item(item.get())) {
                None => Ok(()),
                Some(at) => Err(wrong(format!("item {at} of the result is not an object with `{}`", json::JSON))),
            },
            Err(_) => Err(wrong(format!("the result is neither a list of items nor an object: `{shown}`"))),
        }
    };
    answer.value = Some(value);
    outcome
}

fn is_item(text: &str) -> bool {
    Fields::parse(text).is_some_and(|item| item.get(json::JSON).is_some())
}

/// What is wrong with a result that could be read. `limit` is the documented size.
pub(super) fn judge(answer: &Answer, limit: Option<u64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(detail) = answer.alias() {
        findings.push(Finding::new(&rules::ALIAS_INPUT, &detail));
    }
    let Some(text) = &answer.raw else { return findings };
    if let Some(limit) = limit
        && text.len() as u64 > limit
    {
        findings.push(Finding::new(&rules::RESULT_SIZE, &format!("the result has {} bytes", text.len())));
    }
    if answer.place.is_some_and(|(ptr, _)| ptr == 0) {
        findings.push(Finding::new(&rules::RESULT_ZERO, "the result lies at address 0"));
    }
    let items: Vec<Fields> = serde_json::from_str(text).unwrap_or_default();
    let known = |key: &str| key == json::JSON || json::ITEM_KEYS.contains(&key);
    if let Some(key) = items.iter().flat_map(|item| &item.0).map(|field| &field.0).find(|key| !known(key)) {
        findings.push(Finding::new(&rules::ITEM_KEYS, &format!("an item has the key `{key}`")));
    }
    findings
}
