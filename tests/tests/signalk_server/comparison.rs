//! The emulator says what the server does: the same steps on both.

use std::fs;
use std::path::Path;

use anyhost_abi::Host;
use anyhost_testkit::package::Package;
use anyhost_testkit::{Origin, Request, Settings, Target, run};
use anyhost_tests::{host, root};
use serde_json::{Map, Value, json};

use crate::published::{Observed, packed, published};

/// What both show, without what differs from run to run: times, ids, the vessel's name.
#[derive(Debug, PartialEq)]
struct Shown {
    responses: Vec<Value>,
    deltas: Vec<Value>,
    status: Value,
}

#[test]
fn anchor_watch_is_the_same_on_both() {
    same("examples/anchor-watch", &scenario("anchor-watch"));
}

/// A plugin that does everything, and is asked everything.
#[test]
fn the_conformance_guest_is_the_same_on_both() {
    same("tests/guests/signalk", &scenario("guest"));
}

/// A hundred panics are survived on a stack of 64 KiB, and what they leave behind is taken back.
#[test]
fn traps_are_survived_on_both() {
    let mut steps = vec![json!({"http": {"path": "/trap/now"}}); 100];
    steps.push(json!({"http": {"path": "/state"}}));
    let shown = same("tests/guests/signalk", &json!({"steps": steps}).to_string());
    let Some(last) = shown.and_then(|shown| shown.responses.last().cloned()) else { return };
    assert_eq!(last["status"], 200, "{last}");
}

fn scenario(name: &str) -> String {
    fs::read_to_string(root().join("tests/signalk/scenarios").join(name).with_extension("json")).unwrap()
}

/// Plays a scenario on both; what the server shows, where there is one.
#[track_caller]
fn same(of: &'static str, text: &str) -> Option<Shown> {
    let server = published()?;
    let package = packed(of).folder;
    let name = package.file_name().unwrap().to_str().unwrap();
    let scenario: Value = serde_json::from_str(text).unwrap();
    let emulated = emulated(host("signalk"), &package, text, if server.version.starts_with("2.23") { "2.23" } else { "2.32" });

    let given = scenario["steps"].as_array().unwrap();
    let mut steps = vec![json!({"start": scenario.get("config").unwrap_or(&json!({}))})];
    steps.extend(given.iter().cloned());
    // The server tells of a status within a second.
    steps.push(json!({"status": emulated.status}));
    let real = real(&server.run(&format!("comparison-{name}-{}", given.len()), &package, None, &steps), name);

    let mut differences = Vec::new();
    let mut compare = |what: String, emulated: Option<&Value>, real: Option<&Value>| {
        if emulated != real {
            let show =
                |value: Option<&Value>| value.map_or_else(String::new, |value| value.to_string().chars().take(500).collect());
            differences.push(format!("{what}\n  emulator: {}\n  server:   {}", show(emulated), show(real)));
        }
    };
    for (at, step) in given.iter().enumerate() {
        compare(format!("step {at}, {step}"), emulated.responses.get(at), real.responses.get(at));
    }
    for at in 0..emulated.deltas.len().max(real.deltas.len()) {
        compare(format!("delta {at}"), emulated.deltas.get(at), real.deltas.get(at));
    }
    compare("status".into(), Some(&emulated.status), Some(&real.status));
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
    Some(real)
}

fn emulated(host: &'static Host, package: &Path, scenario: &str, version: &str) -> Shown {
    let name = package.file_name().unwrap().to_str().unwrap();
    let wasm = fs::read(package.join("plugin.wasm")).unwrap();
    let package = Package::open(package, "package").unwrap().unwrap();
    let dialect = host.dialect(None).unwrap();
    let settings = Settings::parse(host, dialect, &[("server", version)]).unwrap();
    let target = Target { origin: Origin::Package(&package), ..Target::new(host, dialect, &settings) };
    let report = run(&wasm, "plugin.wasm", &target, &Request::json(scenario)).unwrap();
    let shown = report.scenario.unwrap();
    let parse = |values: &[Box<serde_json::value::RawValue>]| -> Vec<Value> {
        values.iter().map(|value| serde_json::from_str(value.get()).unwrap()).collect()
    };
    Shown {
        responses: parse(&shown.responses).iter().map(response).collect(),
        deltas: deltas(&parse(&shown.deltas), name),
        status: json!(shown.status),
    }
}

fn real(observed: &Observed, name: &str) -> Shown {
    // The first step is the start, and the last one the status.
    let [_, steps @ .., status] = &observed.responses[..] else { panic!("{observed:?}") };
    Shown {
        responses: steps.iter().map(response).collect(),
        deltas: deltas(&observed.deltas, name),
        status: status["message"].clone(),
    }
}

/// A response of HTTP: its status, body and type. Anything else as it is.
fn response(shown: &Value) -> Value {
    let Some(status) = shown.get("status") else { return shown.clone() };
    let kind = shown["headers"]["content-type"].as_str().map(|kind| kind.split(';').next().unwrap_or_default());
    if kind == Some("text/html") && status.as_u64() >= Some(400) {
        // Express's own pages are for people.
        return json!({"status": status});
    }
    let mut body = numbers(&shown["body"]);
    if let Some(polls) = body.get_mut("polls") {
        // The server polls in its own time.
        *polls = Value::Null;
    }
    json!({"status": status, "body": body, "type": kind})
}

/// Deltas that the plugin emits in its own name, and that say something: one that says nothing is how a plugin asks for its
/// vessel's name. The server itself emits what clients change of resources, in the plugin's name.
fn deltas(shown: &[Value], package: &str) -> Vec<Value> {
    let says =
        |update: &Value| ["values", "meta"].iter().any(|list| update[list].as_array().is_some_and(|list| !list.is_empty()));
    let of_server = |update: &Value| update["values"][0]["path"].as_str().is_some_and(|path| path.starts_with("resources."));
    let counts = |update: &Value| update["$source"] == package && says(update) && !of_server(update);
    shown.iter().filter(|delta| delta["updates"].as_array().unwrap().iter().any(counts)).map(delta).collect()
}

/// A delta without times, ids and the vessel's name.
fn delta(shown: &Value) -> Value {
    let own = shown["context"].as_str().is_some_and(|context| context.contains(":uuid:") || context == "vessels.self");
    let updates = shown["updates"].as_array().unwrap().iter().map(|update| {
        let mut update = update.as_object().unwrap().clone();
        for key in ["timestamp", "notificationId"] {
            update.remove(key);
        }
        for entry in update.get_mut("values").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(value) = entry["value"].as_object_mut() {
                value.remove("id");
            }
        }
        numbers(&Value::Object(update))
    });
    let context = if own { json!("vessels.self") } else { shown["context"].clone() };
    json!({"context": context, "updates": updates.collect::<Vec<_>>()})
}

/// Numbers as JavaScript has them: 30.0 is 30.
fn numbers(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(numbers).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), numbers(value))).collect::<Map<_, _>>().into(),
        other => other.clone(),
    }
}
