//! Replies to PUT requests.

use anyhost_abi::signalk::rules;

use super::{is_mended, json};
use crate::hosts::signalk::js::Js;
use crate::report::Finding;
use crate::text::shorten;

/// A request that a plugin says is not done yet.
const PENDING: &str = "PENDING";

/// States that the server knows.
const STATES: [&str; 4] = ["COMPLETED", PENDING, "SUCCESS", "FAILURE"];

pub(in crate::hosts::signalk) fn put(text: &str, max: usize) -> Vec<Finding> {
    let reply = match json(text, max, &rules::PUT_REPLY) {
        Ok(reply @ Js::Object(_)) => reply,
        Ok(other) => return vec![Finding::new(&rules::PUT_REPLY, &format!("the reply is {}", shorten(&other.to_json())))],
        Err(finding) => return vec![finding],
    };
    let mut findings = Vec::new();
    if is_mended(text) {
        findings.push(Finding::new(&rules::REPLY_UTF8, "the reply has bytes that are no UTF-8"));
    }
    let state = reply.get("state").and_then(Js::as_text).unwrap_or_default();
    let status = reply.get("statusCode").and_then(Js::as_number).filter(|code| code.fract() == 0.0);
    // SUCCESS and FAILURE stand for a status of their own.
    let whole = status.is_some_and(|code| (100.0..1000.0).contains(&code)) || matches!(state, "SUCCESS" | "FAILURE");
    if !STATES.contains(&state) || !whole {
        findings.push(Finding::new(&rules::PUT_STATE, &format!("the reply is {}", shorten(text))));
    }
    if state == PENDING {
        findings.push(Finding::new(&rules::PUT_PENDING, &format!("the reply is {}", shorten(text))));
    }
    findings
}
