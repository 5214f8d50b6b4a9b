//! Replies to HTTP requests.

use anyhost_abi::signalk::rules;

use super::{is_mended, json};
use crate::hosts::signalk::js::{Js, parse};
use crate::report::Finding;
use crate::text::shorten;

/// What makes the server parse a text once more; letters in capitals keep it from that.
const JSON: &str = "application/json";

pub(in crate::hosts::signalk) fn http(text: &str, max: usize) -> Vec<Finding> {
    let reply = match json(text, max, &rules::HTTP_JSON) {
        Ok(reply @ Js::Object(_)) => reply,
        Ok(other) => return vec![Finding::new(&rules::HTTP_JSON, &format!("the reply is {}", shorten(&other.to_json())))],
        Err(finding) => return vec![finding],
    };
    let mut findings = Vec::new();
    if is_mended(text) {
        findings.push(Finding::new(&rules::REPLY_UTF8, "the reply has bytes that are no UTF-8"));
    }
    findings.extend(status(&reply));
    if let Some(headers) = reply.get("headers").filter(|headers| **headers != Js::Null) {
        findings.extend(self::headers(headers));
    }
    findings.extend(body(&reply));
    findings
}

fn status(reply: &Js) -> Option<Finding> {
    let status = reply.get("statusCode")?;
    let shown = || shorten(&status.to_json());
    match status {
        Js::Null => None,
        Js::Number(code) if *code == 0.0 || (code.fract() == 0.0 && (100.0..1000.0).contains(code)) => None,
        Js::Text(text) if text.parse::<u16>().is_ok_and(|code| (100..1000).contains(&code)) => {
            Some(Finding::new(&rules::HTTP_STATUS_TEXT, &format!("`statusCode` is {}", shown())))
        }
        _ => Some(Finding::new(&rules::HTTP_STATUS, &format!("`statusCode` is {}", shown()))),
    }
}

/// What Node takes in a header's value.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c == '\t' || (c >= ' ' && c != '\u{7f}' && (c as u32) <= 0xff))
}

fn headers(headers: &Js) -> Option<Finding> {
    let Js::Object(fields) = headers else {
        return Some(Finding::new(&rules::HTTP_HEADERS, &format!("`headers` is {}", shorten(&headers.to_json()))));
    };
    let fits = |value: &Js| matches!(value, Js::Text(text) if is_plain(text)) || matches!(value, Js::Number(_));
    let wrong = fields.iter().find(|(_, value)| match value {
        Js::List(values) => !values.iter().all(fits),
        value => !fits(value),
    })?;
    Some(Finding::new(&rules::HTTP_HEADERS, &format!("the header `{}` is {}", shorten(&wrong.0), shorten(&wrong.1.to_json()))))
}

fn body(reply: &Js) -> Option<Finding> {
    let body = reply.get("body")?;
    let ty = match reply.get("headers") {
        Some(Js::Object(fields)) => {
            fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.to_text())
        }
        _ => None,
    };
    let text = match body {
        Js::Number(_) => return Some(Finding::new(&rules::HTTP_BODY, &format!("the body is the number {}", body.to_json()))),
        Js::Text(text) => text,
        _ => return None,
    };
    let Some(ty) = ty else {
        let empty = text.is_empty();
        return (!empty).then(|| Finding::new(&rules::HTTP_HTML, &format!("the body is the text `{}`", shorten(text))));
    };
    if !ty.contains(JSON) {
        return None;
    }
    // What is no JSON is sent as it is.
    let value = parse(text).ok()?;
    let shown = format!("the content type is `{}` and the body the text `{}`", shorten(&ty), shorten(text));
    match value {
        Js::Number(_) | Js::Text(_) | Js::Null => Some(Finding::new(&rules::HTTP_BODY, &shown)),
        _ => Some(Finding::new(&rules::HTTP_BODY_ANEW, &shown)),
    }
}
