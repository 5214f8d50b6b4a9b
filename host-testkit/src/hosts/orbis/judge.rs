//! What is wrong with an answer that the host could parse.

use anyhost_abi::orbis::{HOST, rules};
use anyhost_abi::{Dialect, RouteWire, Rule};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::hosts::{Answer, Fault};
use crate::json::Fields;
use crate::report::Finding;
use crate::text::shorten;

/// Bytes of a context up to which a request is ordinary: what it takes is what any request takes.
const ORDINARY: u32 = 16 << 10;

/// Statuses of HTTP.
const STATUSES: std::ops::RangeInclusive<u64> = 100..=599;

/// What of the budget an ordinary request may take.
const SHARE: (u64, u64) = (3, 4);

pub(super) fn judge(dialect: &Dialect, answer: &Answer) -> Vec<Finding> {
    let mut findings: Vec<Finding> = answer.faults.iter().filter_map(Fault::finding).collect();
    // Without an input the host has answered itself.
    let (Some(raw), Some(_)) = (&answer.raw, answer.input) else { return findings };
    if answer.place.is_none() && raw == "null" {
        findings.push(Finding::new(&rules::RESULT_NULL, "the handler returned 0"));
        return findings;
    }
    let wire = dialect.route.or_else(|| HOST.dialect(None)?.route);
    let convention = if dialect.id == "docs" { &rules::DOCS_CONVENTION } else { &rules::CONVENTION };
    if let Some(wire) = wire {
        findings.extend(shape(wire, raw, convention));
    }
    if let Some(key) = twice(raw, 2) {
        let detail = format!("the result has the key `{}` twice in one object", shorten(&key));
        findings.push(Finding::new(&rules::KEY_TWICE, &detail));
    }
    findings
}

/// Whether it says a status of failure.
pub(super) fn failed(dialect: &Dialect, answer: &Answer) -> Option<String> {
    let wire = dialect.route?;
    let fields = Fields::parse(answer.raw.as_ref()?)?;
    let status: u64 = fields.get(key(wire.answer[0]))?.parse().ok()?;
    (status >= 400).then(|| format!("status {status}: {}", fields.get(key(wire.answer[1])).map(shorten).unwrap_or_default()))
}

/// The key in a piece of an answer: `,"body":`.
pub(super) fn key(piece: &str) -> &str {
    piece.split('"').nth(1).unwrap_or_default()
}

/// Whether the answer is as it is agreed upon.
fn shape(wire: &RouteWire, raw: &str, convention: &'static Rule) -> Vec<Finding> {
    let [status, body, headers] = [wire.answer[0], wire.answer[1], wire.answer[2]].map(key);
    let fields = Fields::parse(raw).filter(|fields| [status, body].iter().all(|name| fields.get(name).is_some()));
    let Some(fields) = fields else {
        return vec![Finding::new(convention, &format!("the result is `{}`", shorten(raw)))];
    };
    let mut findings = Vec::new();
    let said = fields.get(status).unwrap_or_default();
    if !said.parse::<u64>().is_ok_and(|said| STATUSES.contains(&said)) {
        findings.push(Finding::new(&rules::STATUS, &format!("`{status}` is {}", shorten(said))));
    }
    let texts = |value: &Value| value.as_object().is_some_and(|headers| headers.values().all(Value::is_string));
    if let Some(said) = fields.get(headers)
        && !serde_json::from_str(said).is_ok_and(|value| texts(&value))
    {
        findings.push(Finding::new(&rules::HEADERS, &format!("`{headers}` is {}", shorten(said))));
    }
    findings
}

/// A key that an object has twice, in so many levels of objects.
fn twice(json: &str, levels: u8) -> Option<String> {
    let Fields(fields) = Fields::parse(json)?;
    let mut keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
        return Some(pair[0].to_owned());
    }
    let within = |value: &RawValue| twice(value.get(), levels - 1);
    if levels > 1 { fields.iter().find_map(|(_, value)| within(value)) } else { None }
}

/// What an ordinary request took, where that leaves little for larger ones: of `fuel` and `pages`, each with its limit.
pub(super) fn near(input: (u32, u32), fuel: (u64, u64), pages: (u64, u64)) -> Vec<Fault> {
    if input.1 > ORDINARY {
        return Vec::new();
    }
    let is_near = |(taken, limit): (u64, u64)| limit < u64::MAX && taken > limit / SHARE.1 * SHARE.0;
    let mut faults = Vec::new();
    if is_near(fuel) {
        let detail = format!("a context of {} bytes takes {} of {} units of fuel", input.1, fuel.0, fuel.1);
        faults.push(Fault::new(&rules::FUEL_NEAR, "", detail));
    }
    if is_near(pages) {
        let detail = format!("a context of {} bytes takes {} of {} pages", input.1, pages.0, pages.1);
        faults.push(Fault::new(&rules::MEMORY_NEAR, "", detail));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        assert_eq!(twice(r#"{"a":1,"b":{"c":1,"c":2}}"#, 2).as_deref(), Some("c"));
        assert_eq!(twice(r#"{"a":1,"a":2}"#, 2).as_deref(), Some("a"));
        assert_eq!(twice(r#"{"a":{"b":{"c":1,"c":2}}}"#, 2), None);
        assert_eq!(twice("[]", 2), None);
        assert_eq!(key(r#","headers":{"#), "headers");
    }
}
