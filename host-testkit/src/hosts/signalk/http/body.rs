//! Bodies of requests: JSON and forms are read, everything else is an empty object.

use super::query;
use super::{Request, Response};
use crate::hosts::signalk::js::{Js, parse as parse_json};
use crate::hosts::signalk::text::decode;

/// Bytes of a form.
const FORM_BYTES: usize = 100 << 10;

/// The body as the plugin gets it, or what the client gets instead. `old`: server 2.23, which reads no forms.
pub(super) fn parse(request: &Request, max: u32, old: bool) -> Result<Js, Response> {
    let empty = || Ok(Js::Object(Vec::new()));
    let Some(body) = request.body.as_ref().filter(|body| !body.is_empty()) else { return empty() };
    let kind = request.value_of("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_lowercase();
    let limit = match kind.as_str() {
        "application/json" => max as usize,
        "application/x-www-form-urlencoded" if !old => FORM_BYTES,
        _ => return empty(),
    };
    if body.len() > limit {
        return Err(Response::html(413, "PayloadTooLargeError: request entity too large"));
    }
    let text = decode(body);
    if kind != "application/json" {
        return Ok(query::parse(&text));
    }
    // Objects and arrays only.
    let first = text.trim_start().chars().next();
    let parsed = match first {
        None => return empty(),
        Some('{' | '[') => parse_json(&text),
        Some(token) => Err(format!("Unexpected token '{token}', {} is not valid JSON", crate::json::quote(&text))),
    };
    parsed.map_err(|message| Response::html(400, &format!("SyntaxError: {message}")))
}
