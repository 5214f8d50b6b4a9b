//! Zero, one or a thousand items, as nLink reads them and as a list elsewhere.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used)]

use anyhost::nlink::Item;
use anyhost::{Items, Outputs, Pin, Raw, node};

/// One word.
#[derive(Debug, Outputs)]
struct Word<'a> {
    /// The word.
    word: &'a str,
    /// How long it is.
    length: usize,
}

#[node(nlink, flow_like)]
fn words<'a>(text: &'a str, #[pin(default = false)] fail: bool) -> Result<Items<Word<'a>>, String> {
    if fail {
        return Err("told to".into());
    }
    Ok(text.split_whitespace().map(|word| Word { word, length: word.len() }).collect())
}

/// A person.
#[derive(Debug, Clone, Pin)]
struct Person {
    name: String,
    age: Option<u8>,
}

mod typed {
    use super::*;

    #[node(nlink, flow_like)]
    pub(super) fn typed(#[pin(item)] item: Vec<Person>) -> Items<Person> {
        item.into()
    }
}

mod raw {
    use super::*;

    #[node(nlink)]
    pub(super) fn twice<'a>(#[pin(item)] item: Raw<'a>) -> Items<Raw<'a>> {
        vec![item, item].into()
    }
}

mod counts {
    use super::*;

    #[node(nlink, flow_like)]
    pub(super) fn counts(to: u32) -> Items<u32> {
        (0..to).collect()
    }
}

mod extras {
    use super::*;

    #[node(nlink)]
    pub(super) fn extras<'a>(#[pin(item)] item: Raw<'a>, binary: Option<Raw<'a>>) -> Items<Item<'a>> {
        let paired_item = Some(Raw::new("[0]").unwrap());
        [Item { binary, paired_item, ..Item::from(item) }, Item::from(item)].into_iter().collect()
    }
}

mod one {
    use super::*;

    #[node(nlink, flow_like)]
    pub(super) fn one<'a>(#[pin(item)] item: Raw<'a>) -> Item<'a> {
        Item { paired_item: Some(Raw::NULL), ..Item::from(item) }
    }
}

type Answer = fn(&str, &str, &[u8], &mut dyn FnMut(&str, &[&[u8]]) -> Option<Vec<u8>>) -> Option<Vec<u8>>;

fn nlink(answer: Answer, context: &str) -> String {
    String::from_utf8(answer("nlink", "docs", context.as_bytes(), &mut |_, _| None).unwrap()).unwrap()
}

fn flow_like(answer: Answer, inputs: &str) -> String {
    let context = format!("{{\"inputs\":{inputs}}}");
    let result = answer("flow-like", "source", context.as_bytes(), &mut |_, _| None).unwrap();
    let result = String::from_utf8(result).unwrap();
    let outputs = result
        .strip_prefix(r#"{"error":null,"outputs":"#)
        .and_then(|rest| rest.strip_suffix(r#","activate_exec":["exec_out"]}"#));
    outputs.unwrap_or(&result).to_owned()
}

#[test]
fn none_one_or_more() {
    let words = words::__anyhost_answer;
    assert_eq!(nlink(words, r#"{"params":{"text":""}}"#), "[]");
    assert_eq!(nlink(words, r#"{"params":{"text":"a"}}"#), r#"[{"json":{"word":"a","length":1}}]"#);
    assert_eq!(
        nlink(words, r#"{"params":{"text":"a bc"}}"#),
        r#"[{"json":{"word":"a","length":1}},{"json":{"word":"bc","length":2}}]"#
    );
    assert_eq!(nlink(words, r#"{"params":{"text":"a","fail":true}}"#), r#"{"error":"told to"}"#);
    let thousand = nlink(counts::counts::__anyhost_answer, r#"{"params":{"to":1000}}"#);
    assert!(thousand.starts_with(r#"[{"json":{"output":0}},{"json":{"output":1}},"#));
    assert_eq!(thousand.matches("json").count(), 1000);
}

#[test]
fn elsewhere_they_are_one_list() {
    assert_eq!(
        flow_like(words::__anyhost_answer, r#"{"text":"a b"}"#),
        r#"{"items":[{"word":"a","length":1},{"word":"b","length":1}]}"#
    );
    assert_eq!(flow_like(words::__anyhost_answer, r#"{"text":""}"#), r#"{"items":[]}"#);
    assert_eq!(flow_like(counts::counts::__anyhost_answer, r#"{"to":2}"#), r#"{"items":[0,1]}"#);
    assert_eq!(flow_like(one::one::__anyhost_answer, r#"{"item":[1]}"#), r#"{"output":[1]}"#);
}

#[test]
fn data_is_passed_byte_for_byte() {
    let item = r#"{"z":9007199254740993,"a":1e400,"é<>&":" \ud800\u0041"}"#;
    let context = format!(r#"{{"$json":{item},"params":{{}}}}"#);
    let json = format!(r#"{{"json":{item}}}"#);
    assert_eq!(nlink(raw::twice::__anyhost_answer, &context), format!("[{json},{json}]"));
    assert_eq!(
        nlink(typed::typed::__anyhost_answer, r#"{"$json":[{"name":"a"},{"age":7,"name":"b","x":0}]}"#),
        r#"[{"json":{"name":"a","age":null}},{"json":{"name":"b","age":7}}]"#
    );
}

#[test]
fn extras_are_written_where_they_are_set() {
    assert_eq!(
        nlink(extras::extras::__anyhost_answer, r#"{"$json":{"a":1},"params":{"binary":{"file":{}}}}"#),
        r#"[{"json":{"a":1},"binary":{"file":{}},"pairedItem":[0]},{"json":{"a":1}}]"#
    );
    assert_eq!(nlink(one::one::__anyhost_answer, r#"{"$json":{}}"#), r#"[{"json":{},"pairedItem":null}]"#);
}
