//! Whether two JSON texts mean the same, and where they differ.

use serde_json::value::RawValue;

use crate::json::{Fields, quote};
use crate::text::shorten;

/// Nesting that is looked into; what is deeper must be the same text.
const DEPTH: usize = 256;

/// Numbers up to here are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Where the texts differ first: a path and both values. Order of keys does not matter, the last of repeated keys counts.
pub(super) fn difference(expected: &str, got: &str) -> Option<String> {
    at(expected.trim(), got.trim(), "", DEPTH)
}

fn at(expected: &str, got: &str, path: &str, depth: usize) -> Option<String> {
    if expected == got {
        return None;
    }
    let differ = || {
        let place = if path.is_empty() { "the result" } else { path };
        Some(format!("{place}: expected {}, got {}", shorten(expected), shorten(got)))
    };
    if depth == 0 {
        return differ();
    }
    match (expected.as_bytes().first(), got.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => match (Fields::parse(expected), Fields::parse(got)) {
            (Some(expected), Some(got)) => object(&expected, &got, path, depth),
            _ => differ(),
        },
        (Some(b'['), Some(b'[')) => match (list(expected), list(got)) {
            (Some(expected), Some(got)) if expected.len() == got.len() => {
                let pairs = expected.iter().zip(&got).enumerate();
                pairs.into_iter().find_map(|(index, (a, b))| at(a.get(), b.get(), &format!("{path}[{index}]"), depth - 1))
            }
            (Some(a), Some(b)) => Some(format!("{}: expected {} items, got {}", name(path), a.len(), b.len())),
            _ => differ(),
        },
        (Some(b'"'), Some(b'"')) => {
            let same = serde_json::from_str::<String>(expected).ok() == serde_json::from_str::<String>(got).ok();
            if same { None } else { differ() }
        }
        (Some(b'-' | b'0'..=b'9'), Some(b'-' | b'0'..=b'9')) if same_number(expected, got) => None,
        _ => differ(),
    }
}

fn name(path: &str) -> &str {
    if path.is_empty() { "the result" } else { path }
}

fn list(text: &str) -> Option<Vec<Box<RawValue>>> {
    serde_json::from_str(text).ok()
}

/// Small numbers are compared as numbers, large ones as text: 9007199254740993 is not 9007199254740992.
fn same_number(expected: &str, got: &str) -> bool {
    match (expected.parse::<f64>(), got.parse::<f64>()) {
        (Ok(a), Ok(b)) => a == b && a.abs() < EXACT,
        _ => false,
    }
}

fn object(expected: &Fields, got: &Fields, path: &str, depth: usize) -> Option<String> {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    for (key, _) in &expected.0 {
        let (Some(a), Some(b)) = (expected.get(key), got.get(key)) else {
            return Some(format!("{}: {} is missing", name(path), quote(key)));
        };
        if let Some(difference) = at(a, b, &below(key), depth - 1) {
            return Some(difference);
        }
    }
    let more = got.0.iter().find(|(key, _)| expected.get(key).is_none());
    more.map(|(key, value)| format!("{}: unexpected {}: {}", name(path), quote(key), shorten(value.get())))
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn compares() {
        let same = [
            (r#"{"a":1,"b":[1.0,"é"]}"#, r#" {"b":[1,"\u00e9"],"a":1e0}"#),
            ("9007199254740993", "9007199254740993"),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
        ];
        for (a, b) in same {
            assert_eq!(difference(a, b), None, "{a} {b}");
        }
        let other = [
            ("9007199254740993", "9007199254740992", "the result: expected 9007199254740993"),
            (r#"{"a":[1,{"b":2}]}"#, r#"{"a":[1,{"b":3}]}"#, "a[1].b: expected 2, got 3"),
            (r#"{"a":1}"#, r#"{"a":1,"b":2}"#, "unexpected \"b\""),
            (r#"{"a":1,"b":2}"#, r#"{"a":1}"#, "\"b\" is missing"),
            ("[1]", "[1,2]", "expected 1 items"),
            ("1", "\"1\"", "expected 1"),
            ("null", "{}", "expected null"),
        ];
        for (a, b, text) in other {
            let found = difference(a, b).unwrap_or_default();
            assert!(found.contains(text), "{a} {b}: {found}");
        }
    }
}
