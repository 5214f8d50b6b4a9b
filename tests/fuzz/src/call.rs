//! Any context gets an answer in the host's form, and what comes out is what went in.

use crate::nodes::{ITEM, PINS, documented, several::two, today};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What a host and dialect call things.
struct Wire {
    inputs: &'static str,
    item: Option<&'static str>,
    exec: bool,
}

const SOURCE: Wire = Wire { inputs: "inputs", item: None, exec: true };
const DOCS: Wire = Wire { inputs: "inputs", item: None, exec: false };
const NLINK: Wire = Wire { inputs: "params", item: Some("$json"), exec: false };

/// Calls the nodes in every dialect.
///
/// # Panics
/// If an answer is not what it must be.
pub fn call(context: &[u8]) {
    let mut no_calls = |name: &str, _: &[&[u8]]| panic!("{name} was called");
    let text =
        |answer: Option<Vec<u8>>| String::from_utf8(answer.expect("the node is for this dialect")).expect("an answer is UTF-8");
    check(&SOURCE, context, &text(today::echo::__anyhost_answer("flow-like", "source", context, &mut no_calls)));
    check(&DOCS, context, &text(documented::echo::__anyhost_answer("flow-like", "docs", context, &mut no_calls)));
    check(&NLINK, context, &text(today::echo::__anyhost_answer("nlink", "docs", context, &mut no_calls)));
    several(context, &text(two::__anyhost_answer("flow-like", "source", context, &mut no_calls)));
}

/// The node that the context names has answered, or there is an error.
fn several(context: &[u8], answer: &str) {
    let Some(outputs) = outputs(&SOURCE, answer) else { return };
    let context = std::str::from_utf8(context).ok().and_then(object).expect("an object");
    let name: String = serde_json::from_str(context["node_name"].get()).expect("a name");
    match &*name {
        "length" => {
            let inputs = object(context["inputs"].get()).expect("inputs");
            let text: String = serde_json::from_str(inputs["text"].get()).expect("a text");
            assert_eq!(outputs["output"].get(), text.len().to_string());
        }
        "other" => assert!(outputs.is_empty() && answer.contains("\"right\""), "{answer}"),
        _ => panic!("{answer} as the answer of {name}"),
    }
}

/// The outputs, or `None` if it is an error.
fn outputs<'a>(wire: &Wire, answer: &'a str) -> Option<Object<'a>> {
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

fn check(wire: &Wire, context: &[u8], answer: &str) {
    let Some(outputs) = outputs(wire, answer) else { return };
    let context = std::str::from_utf8(context).expect("what is no UTF-8 is refused");
    let context = object(context).unwrap_or_else(|| panic!("{context} is no object, and {answer} the answer"));
    let inputs = context.get(wire.inputs).map_or("{}", |inputs| inputs.get());
    let inputs = object(inputs).unwrap_or_else(|| {
        assert_eq!(inputs, "null");
        BTreeMap::new()
    });
    for (name, default) in PINS {
        let given = match wire.item.filter(|_| *name == ITEM).and_then(|key| context.get(key)) {
            Some(item) => Some(item.get()),
            None => inputs.get(*name).map(|value| value.get()).filter(|text| *text != "null" || default.is_none()),
        };
        let given = given.or(*default).unwrap_or("null");
        let output = outputs[&*format!("{name}_out")].get();
        if *name == ITEM {
            assert_eq!(output, given, "byte for byte");
            continue;
        }
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
