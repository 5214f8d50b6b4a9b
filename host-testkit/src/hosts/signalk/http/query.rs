//! Queries and forms as `qs` reads them: repeated keys are lists, brackets nest.

use crate::hosts::signalk::js::Js;

/// Pairs that are read.
const PAIRS: usize = 1_000;
/// Brackets that are read; what is deeper is one key.
const DEPTH: usize = 5;
/// Largest index of a list.
const INDEX: usize = 20;

/// Reads a query without its `?`.
pub(in crate::hosts::signalk) fn parse(text: &str) -> Js {
    let mut object = Js::Object(Vec::new());
    for pair in text.split('&').filter(|pair| !pair.is_empty()).take(PAIRS) {
        // `a[b=c]=d`: the sign behind a bracket ends the key.
        let split = pair.find("]=").map(|at| at + 1).or_else(|| pair.find('='));
        let (key, value) = split.map_or((pair, ""), |at| (&pair[..at], &pair[at + 1..]));
        let key = decode(key);
        if key.is_empty() {
            continue;
        }
        let parts = keys(&key);
        insert(&mut object, &parts, Js::Text(decode(value)));
    }
    compact(object)
}

/// `a[b][]` as `a`, `b`, ``.
fn keys(key: &str) -> Vec<String> {
    let Some(first) = key.find('[').filter(|at| *at > 0) else { return vec![key.to_owned()] };
    let mut parts = vec![key[..first].to_owned()];
    let mut rest = &key[first..];
    while let Some(inner) = rest.strip_prefix('[') {
        if parts.len() > DEPTH {
            parts.push(rest.to_owned());
            return parts;
        }
        let Some((part, after)) = inner.split_once(']') else { break };
        parts.push(part.to_owned());
        rest = after;
    }
    parts
}

/// Lists are objects of their indices until all is read.
fn insert(object: &mut Js, parts: &[String], value: Js) {
    let Some((first, rest)) = parts.split_first() else { return };
    let Js::Object(fields) = object else { return };
    let key = if first.is_empty() { fields.len().to_string() } else { first.clone() };
    let known = fields.iter_mut().find(|field| field.0 == key).map(|field| &mut field.1);
    match (known, rest.is_empty()) {
        (None, true) => fields.push((key, value)),
        (None, false) => {
            let mut below = Js::Object(Vec::new());
            insert(&mut below, rest, value);
            fields.push((key, below));
        }
        (Some(Js::List(items)), true) => items.push(value),
        (Some(known), true) => *known = Js::List(vec![known.clone(), value]),
        (Some(below @ Js::Object(_)), false) => insert(below, rest, value),
        (Some(known), false) => {
            let mut below = Js::Object(vec![("0".to_owned(), known.clone())]);
            insert(&mut below, rest, value);
            *known = below;
        }
    }
}

fn compact(value: Js) -> Js {
    let Js::Object(fields) = value else { return value };
    Js::Object(fields.into_iter().map(|(key, value)| (key, below(value))).collect())
}

/// An object whose keys are indices is a list.
fn below(value: Js) -> Js {
    let value = compact(value);
    let Js::Object(mut fields) = value else { return value };
    let index = |field: &(String, Js)| field.0.parse::<usize>().ok().filter(|index| *index <= INDEX);
    if fields.iter().all(|field| index(field).is_some()) {
        fields.sort_by_key(|field| index(field));
        return Js::List(fields.into_iter().map(|field| field.1).collect());
    }
    Js::Object(fields)
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    component(&text).unwrap_or(text)
}

/// `decodeURIComponent`; `None` where it throws.
pub(in crate::hosts::signalk) fn component(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first != b'%' {
            bytes.push(*first);
            rest = after;
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn queries_are_read_as_qs_does() {
        for (query, json) in [
            ("", "{}"),
            ("x=1", r#"{"x":"1"}"#),
            ("y=a&y=b&y=c", r#"{"y":["a","b","c"]}"#),
            ("a[b]=1&a[c]=2", r#"{"a":{"b":"1","c":"2"}}"#),
            ("a[]=1&a[]=2", r#"{"a":["1","2"]}"#),
            ("a[1]=b&a[0]=a", r#"{"a":["a","b"]}"#),
            ("q=%E2%98%B8+x&z", r#"{"q":"☸ x","z":""}"#),
            ("p=100%", r#"{"p":"100%"}"#),
        ] {
            assert_eq!(parse(query).to_json(), json, "{query}");
        }
    }
}
