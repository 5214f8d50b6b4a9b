//! Any context gets an answer in the host's form, and what comes out is what went in.

use crate::nodes::{DEFAULTS, ECHO, OTHER, PINS};
use anyhost::rt::{Node, Writer, abi::NodeWire, run, wire};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Each dialect that has calls of nodes.
const DIALECTS: [&NodeWire; 3] = [wire("flow-like", "source"), wire("flow-like", "docs"), wire("nlink", "docs")];

/// Calls the node in every dialect.
///
/// # Panics
/// If an answer is not what it must be.
pub fn call(context: &[u8]) {
    for wire in DIALECTS {
        let nodes: &[&'static Node] = if wire.node.is_some() { &[&ECHO, &OTHER] } else { &[&ECHO] };
        let answer = answer(wire, nodes, context);
        check(wire, context, &answer);
    }
}

fn answer(wire: &NodeWire, nodes: &[&'static Node], context: &[u8]) -> String {
    let mut context = context.to_vec().into_boxed_slice();
    let mut out = Writer::from_vec(b"before".to_vec());
    run(wire, nodes, &mut context, &mut out);
    String::from_utf8(out.into_vec()).expect("an answer is UTF-8").strip_prefix("before").expect("it is appended").to_owned()
}

/// The outputs, or `None` if it is an error.
fn outputs<'a>(wire: &NodeWire, answer: &'a str) -> Option<Object<'a>> {
    if wire.item.is_some() && answer.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(answer).expect("a list of items");
        let [item] = &*items else { panic!("{answer}") };
        return Some(object(object(item.get()).expect("an item")["json"].get()).expect("an object"));
    }
    let answer = object(answer).unwrap_or_else(|| panic!("{answer}"));
    let error = answer.get("error").map(|error| error.get());
    if let Some(error) = error.filter(|error| *error != "null") {
        serde_json::from_str::<String>(error).expect("a text");
        let empty = [("outputs", "{}"), ("activate_exec", "[]")];
        let rest = answer.iter().filter(|(key, _)| *key != "error");
        assert!(rest.into_iter().all(|(key, value)| empty.contains(&(key, value.get()))), "{answer:?}");
        return None;
    }
    assert_eq!(answer.contains_key("activate_exec"), wire.exec, "{answer:?}");
    Some(object(answer["outputs"].get()).expect("an object"))
}

/// An object as serde_json sees it: the last of repeated keys counts, values are text.
type Object<'a> = BTreeMap<String, &'a RawValue>;

fn object(text: &str) -> Option<Object<'_>> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Raw<'a>(#[serde(borrow)] Object<'a>);
    serde_json::from_str::<Raw<'_>>(text).ok().map(|raw| raw.0)
}

fn check(wire: &NodeWire, context: &[u8], answer: &str) {
    let Some(outputs) = outputs(wire, answer) else { return };
    let context = std::str::from_utf8(context).expect("what is no UTF-8 is refused");
    let context = object(context).unwrap_or_else(|| panic!("{context} is no object, and {answer} the answer"));
    if wire
        .node
        .and_then(|key| context.get(key))
        .is_some_and(|name| serde_json::from_str(name.get()).is_ok_and(|name: String| name == "other"))
    {
        return assert!(outputs.is_empty() && answer.contains("\"right\""), "{answer}");
    }
    let inputs = context.get(wire.inputs).map_or("{}", |inputs| inputs.get());
    let inputs = object(inputs).unwrap_or_else(|| {
        assert_eq!(inputs, "null");
        BTreeMap::new()
    });
    for (pin, (name, default)) in PINS.iter().zip(DEFAULTS).enumerate() {
        let given = match wire.item.filter(|_| ECHO.item == Some(pin)).and_then(|key| context.get(key)) {
            Some(item) => Some(item.get()),
            None => inputs.get(*name).map(|value| value.get()).filter(|text| *text != "null" || default.is_none()),
        };
        let given = given.or(*default).unwrap_or("null");
        if ECHO.item == Some(pin) {
            assert_eq!(outputs[*name].get(), given, "byte for byte");
            continue;
        }
        let output = outputs[*name].get();
        assert!(echoed(output, given), "{name}: {given} became {output}");
    }
}

/// Whether an output is the input: what a type does not have is dropped, what may be absent is added.
fn echoed(output: &str, input: &str) -> bool {
    // Absent and null are the same where there is a default.
    if input == "null" {
        return true;
    }
    if let (Some(output), Some(input)) = (object(output), object(input)) {
        return output.iter().all(|(key, value)| match input.get(key) {
            Some(input) => echoed(value.get(), input.get()),
            None => matches!(key.as_str(), "unit" | "names" | "inner"),
        });
    }
    if let (Some(output), Some(input)) = (list(output), list(input)) {
        return output.len() == input.len() && output.iter().zip(input).all(|(output, input)| echoed(output.get(), input.get()));
    }
    let [output, input] = [output, input].map(|text| serde_json::from_str::<Value>(text).expect("a value without parts"));
    match (&output, &input) {
        (Value::Number(output), Value::Number(input)) if output.is_f64() || input.is_f64() => output.as_f64() == input.as_f64(),
        _ => output == input,
    }
}

fn list(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}
