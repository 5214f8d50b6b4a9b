//! JSON as the host keeps it: compact, keys sorted, of a key that is there twice the last value, numbers as `u64`, `i64` or
//! `f64`.

use crate::rt::json::Kind;
use crate::rt::{Reader, Writer};
use std::collections::BTreeMap;

/// The host's text of a value; why it has none.
pub(super) fn canonical(json: &str) -> Result<String, String> {
    let mut buffer = json.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    let text = value(&mut reader);
    reader.end();
    match (text, reader.take_error()) {
        (Some(text), None) => Ok(text),
        (_, error) => Err(error.map(|error| error.text()).unwrap_or_default()),
    }
}

/// The members of an object, each as the host's text.
pub(super) fn members(json: &str) -> Result<BTreeMap<String, String>, String> {
    let mut buffer = json.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    let members = object(&mut reader);
    reader.end();
    reader.take_error().map_or(Ok(members), |error| Err(error.text()))
}

fn object(reader: &mut Reader<'_>) -> BTreeMap<String, String> {
    let mut members = BTreeMap::new();
    reader.entries(&mut |key, member| {
        if let Some(text) = value(member) {
            members.insert(key.to_owned(), text);
        }
    });
    members
}

fn value(reader: &mut Reader<'_>) -> Option<String> {
    let mut out = Writer::new();
    match reader.kind() {
        Kind::Object => {
            out.begin_object();
            for (key, value) in object(reader) {
                out.key(&key);
                out.raw(&value);
            }
            out.end_object();
        }
        Kind::Array => {
            out.begin_array();
            reader.array(&mut |element| {
                if let Some(text) = value(element) {
                    out.comma();
                    out.raw(&text);
                }
            });
            out.end_array();
        }
        Kind::String => out.str(reader.str()?),
        Kind::Number => {
            let text = reader.raw()?.as_str().to_owned();
            out.raw(&number(&text));
        }
        _ => out.raw_value(&reader.raw()?),
    }
    reader.error().is_none().then(|| out.into_string())
}

/// A whole number of 64 bits stays; any other is a float.
fn number(text: &str) -> String {
    let is_whole = text.parse::<u64>().is_ok() || text.parse::<i64>().is_ok_and(|number| number != 0);
    match text.parse::<f64>() {
        // As the host's crate `ryu` writes it: Rust has exponents one power of ten earlier.
        Ok(float) if !is_whole && (1e-5..1e-4).contains(&float.abs()) => float.to_string(),
        Ok(float) if !is_whole => format!("{float:?}"),
        _ => text.to_owned(),
    }
}

/// A response as the host gives it (`runtime.rs:1026-1032`).
pub(super) fn response(status: u16, headers: &[(&str, &str)], body: &str) -> String {
    let mut out = Writer::new();
    out.raw("{\"body\":");
    out.str(body);
    out.raw(",\"headers\":{");
    for (name, value) in headers {
        out.key(name);
        out.str(value);
    }
    out.raw("},\"status\":");
    out.u64(status.into());
    out.raw("}");
    out.into_string()
}
