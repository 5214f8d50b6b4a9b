//! Values that are too large for a file, or that JSON text cannot hold.
//!
//! Anywhere in inputs and outputs `{"$repeat":{…}}` stands for a text many times, and `{"$base64":"…"}` for a text of any
//! bytes, UTF-8 or not. A context is made with short texts in their places, which are then replaced.

use serde_json::value::RawValue;

use super::{RAW_BYTES, Repeat};
use crate::base64;
use crate::json::{Fields, quote, raw};

/// Nesting that is looked into.
const DEPTH: usize = 64;

/// A text many times.
const REPEAT: &str = "$repeat";

/// A text of any bytes.
const BASE64: &str = "$base64";

/// What goes where a short text stands.
#[derive(Debug, Default, Clone)]
pub(super) struct Splices(Vec<(String, Vec<u8>)>);

impl Splices {
    /// The JSON with short texts for what it only names.
    pub(super) fn cut(&mut self, json: &str) -> Result<String, String> {
        if json.contains(REPEAT) || json.contains(BASE64) { self.part(json, DEPTH) } else { Ok(json.to_owned()) }
    }

    fn part(&mut self, json: &str, depth: usize) -> Result<String, String> {
        if depth == 0 {
            return Ok(json.to_owned());
        }
        if let Some(mut fields) = Fields::parse(json) {
            if let [(key, value)] = fields.0.as_slice()
                && let Some(bytes) = special(key, value)?
            {
                let short = quote(&format!("anyhost-splice-{}-5f2d8c41", self.0.len()));
                self.0.push((short.clone(), literal(&bytes)));
                return Ok(short);
            }
            for field in &mut fields.0 {
                field.1 = raw(&self.part(field.1.get(), depth - 1)?).ok_or("it is no JSON")?;
            }
            return Ok(fields.to_text());
        }
        match serde_json::from_str::<Vec<Box<RawValue>>>(json) {
            Ok(items) => {
                let items: Result<Vec<String>, String> = items.iter().map(|item| self.part(item.get(), depth - 1)).collect();
                Ok(format!("[{}]", items?.join(",")))
            }
            Err(_) => Ok(json.to_owned()),
        }
    }

    /// The bytes with everything in its place.
    pub(super) fn paste(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        for (short, literal) in &self.0 {
            let mut from = 0;
            while let Some(at) = bytes[from..].windows(short.len()).position(|part| part == short.as_bytes()) {
                let at = from + at;
                bytes.splice(at..at + short.len(), literal.iter().copied());
                from = at + literal.len();
            }
        }
        bytes
    }
}

/// JSON with everything in its place; what is not UTF-8 cannot be in it.
pub(super) fn whole(json: &str) -> Result<String, String> {
    let mut splices = Splices::default();
    let cut = splices.cut(json)?;
    String::from_utf8(splices.paste(cut.into_bytes())).map_err(|_| "an output is not UTF-8, which no host takes".into())
}

/// The bytes that an object with this one field stands for.
fn special(key: &str, value: &RawValue) -> Result<Option<Vec<u8>>, String> {
    match key {
        REPEAT => {
            let repeat: Repeat = serde_json::from_str(value.get()).map_err(|error| format!("`{REPEAT}`: {error}"))?;
            repeat.bytes().map(Some)
        }
        BASE64 => {
            let text: String = serde_json::from_str(value.get()).map_err(|error| format!("`{BASE64}`: {error}"))?;
            let bytes = base64::decode(&text).ok_or(format!("`{BASE64}` is not base64 with padding"))?;
            Ok(Some(bytes).filter(|bytes| bytes.len() <= RAW_BYTES))
        }
        _ => Ok(None),
    }
}

/// The bytes as a JSON string, those that are no UTF-8 as they are.
fn literal(bytes: &[u8]) -> Vec<u8> {
    let mut json = Vec::with_capacity(bytes.len() + 2);
    json.push(b'"');
    for byte in bytes {
        match byte {
            b'"' | b'\\' => json.extend([b'\\', *byte]),
            0..=0x1f => json.extend(format!("\\u{byte:04x}").bytes()),
            byte => json.push(*byte),
        }
    }
    json.push(b'"');
    json
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Splices, whole};

    #[test]
    fn what_is_named_is_put_in_its_place() {
        let json =
            r#"{"a":[{"$repeat":{"text":"ab\"","times":2,"prefix":"<"}},1.0],"b":{"$base64":"/w=="},"c":{"$repeat":1,"d":2}}"#;
        let mut splices = Splices::default();
        let cut = splices.cut(json).unwrap();
        assert!(cut.starts_with(r#"{"a":["anyhost-splice-0"#), "{cut}");
        let bytes = splices.paste(cut.into_bytes());
        assert_eq!(bytes, b"{\"a\":[\"<ab\\\"ab\\\"\",1.0],\"b\":\"\xff\",\"c\":{\"$repeat\":1,\"d\":2}}");
        assert!(whole(r#"{"$base64":"/w=="}"#).is_err());
        assert_eq!(whole(r#"[{"$base64":"YQE="}]"#).unwrap(), r#"["a\u0001"]"#);
        assert!(whole(r#"{"$repeat":{"text":"a","times":999999999999}}"#).unwrap_err().contains("more than"));
    }
}
