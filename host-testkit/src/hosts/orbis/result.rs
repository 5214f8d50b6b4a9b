//! What the host makes of a result: a length, and as much JSON (runtime.rs:1420-1455).

use anyhost_abi::orbis::rules;
use anyhost_abi::{RouteWire, Rule};
use serde_json::Value;

use super::judge::key;
use crate::hosts::{Answer, Fault, Responded};
use crate::json::{Fields, raw};
use crate::sandbox::Guest;
use crate::text::shorten;

/// Reads `[u32 LE n][n bytes]` where the handler points. 0 is `null`.
pub(super) fn prefixed(guest: &mut Guest, ptr: u32, limit: u64, answer: &mut Answer) -> Result<(), Fault> {
    if ptr == 0 {
        return take(b"null", answer);
    }
    let outside = |rule, what: &str, detail: String| {
        Err(Fault::new(rule, format!("Failed to read result {what}: out of bounds memory access"), detail))
    };
    let size = guest.size();
    let Some(len) = guest.read(ptr, 4).ok().and_then(|bytes| Some(u32::from_le_bytes(bytes.try_into().ok()?))) else {
        let detail = format!("the result is at {ptr}, but memory has {size} bytes");
        return outside(&rules::RESULT_BOUNDS, "length", detail);
    };
    if u64::from(len) > limit {
        let begins = len.to_le_bytes();
        let rule = if is_json(begins) { &rules::RESULT_BARE } else { &rules::RESULT_LARGE };
        let shown = String::from_utf8_lossy(&begins).into_owned();
        let detail = format!("the length before the result is {len} (its bytes are {begins:?}, `{}`)", shown.escape_debug());
        return Err(Fault::new(rule, format!("Result too large: {len} bytes"), detail));
    }
    answer.place = Some((ptr, len.saturating_add(4)));
    let bytes = match guest.read(ptr.wrapping_add(4), len) {
        Ok(bytes) => bytes.to_vec(),
        Err(out) => {
            let detail = format!("the result is {len} bytes at {}, but memory has {} bytes", ptr.wrapping_add(4), out.size);
            return outside(&rules::RESULT_BOUNDS, "data", detail);
        }
    };
    take(&bytes, answer)
}

/// Whether these could be the first bytes of JSON.
fn is_json(bytes: [u8; 4]) -> bool {
    matches!(bytes[0], b'{' | b'[' | b'"') && bytes.iter().all(|byte| (b' '..0x7f).contains(byte) || byte.is_ascii_whitespace())
}

/// Parses the bytes as the host does: keys sorted, of a repeated one the last, numbers of 64 bits.
pub(super) fn take(bytes: &[u8], answer: &mut Answer) -> Result<(), Fault> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let parsed: Result<Value, serde_json::Error> = serde_json::from_slice(bytes);
    let shown = shorten(&text);
    answer.raw = Some(text);
    match parsed {
        Ok(value) => {
            answer.value = raw(&value.to_string());
            Ok(())
        }
        Err(error) => {
            let detail = match bytes.len() {
                0 => "the length before the result is 0".to_owned(),
                _ => format!("the result is not JSON ({error}): `{shown}`"),
            };
            Err(Fault::new(rule_of(bytes, &error), format!("Failed to parse result: {error}"), detail))
        }
    }
}

/// What a result breaks that the host cannot parse.
fn rule_of(bytes: &[u8], error: &serde_json::Error) -> &'static Rule {
    let text = error.to_string();
    match text.as_str() {
        _ if bytes.is_empty() => &rules::RESULT_EMPTY,
        text if text.starts_with("recursion limit exceeded") => &rules::RESULT_DEPTH,
        text if text.starts_with("number out of range") => &rules::RESULT_NUMBER,
        text if text.contains("surrogate") || text.starts_with("unexpected end of hex escape") => &rules::RESULT_SURROGATE,
        _ => &rules::RESULT_JSON,
    }
}

/// What a value is to a client that goes by it: status, headers and body, where it has a status; else a body.
pub(super) fn responded(wire: &RouteWire, value: &str) -> Responded {
    let [status, body, headers] = [wire.answer[0], wire.answer[1], wire.answer[2]].map(key);
    let plain = || Responded { status: 200, headers: Vec::new(), body: value.to_owned() };
    let Some(fields) = Fields::parse(value) else { return plain() };
    let Some(status) = fields.get(status).and_then(|status| status.parse().ok()) else { return plain() };
    let headers = fields.get(headers).and_then(Fields::parse).unwrap_or_default();
    let headers =
        headers.0.iter().filter_map(|(name, value)| Some((name.to_lowercase(), serde_json::from_str(value.get()).ok()?)));
    Responded { status, headers: headers.collect(), body: fields.get(body).unwrap_or("null").to_owned() }
}
