//! Contexts that a flow makes.

use anyhost_abi::flow_like::json::{EXECUTION, context as key};

use super::config::Config;
use super::context::context;
use crate::hosts::{Input, Node, Occasion, Probe};
use crate::json::{append, quote};
use crate::request::Request;

/// Nodes of a package that are tried.
const NODES: usize = 16;

/// Inputs of a node that are given odd values.
const TRIED: usize = 16;

/// Bytes of names of inputs that are given at all: hostile definitions are large.
const NAMES: usize = 1 << 14;

/// The inputs that carry data.
fn data(node: &Node) -> Vec<&Input> {
    let mut bytes = 0;
    let pins = node.inputs.iter().filter(|pin| pin.ty != EXECUTION);
    pins.take_while(|pin| {
        bytes += pin.name.len() + 8;
        bytes < NAMES
    })
    .collect()
}

/// Values of every type, of which each pin gets those that are not its own.
const VALUES: &[&str] =
    &["null", "true", "-1", "1.5", "1e300", "18446744073709551615", r#""x""#, "[]", "[[1]]", r#"{"a":[null]}"#];

/// Unusual values of a pin's own type.
fn unusual(pin: &Input) -> &'static [&'static str] {
    match pin.ty {
        "String" if pin.single => &[r#""""#, r#""\u0000\u001f\" \\ é 日本 \ud83d\ude80""#, r#""\ud800""#],
        "Integer" if pin.single => &["0", "-9223372036854775808", "9223372036854775807", "1e3"],
        "Float" if pin.single => &["0", "-0.0", "1e-300", "123456789012345678901234567890"],
        _ => &[],
    }
}

/// An ordinary value.
fn ordinary(pin: &Input) -> String {
    if let ([choice, ..], true) = (pin.choices.as_slice(), pin.single) {
        return quote(choice);
    }
    let text = match (pin.ty, pin.single) {
        (_, false) => "[]",
        ("String", _) => r#""text""#,
        ("Integer", _) => "7",
        ("Float", _) => "2.5",
        ("Boolean", _) => "true",
        ("Date", _) => r#""2026-01-01T00:00:00Z""#,
        ("Byte", _) => "[1,2,3]",
        _ => r#"{"a":1}"#,
    };
    match pin.range {
        Some((min, max)) if pin.single && text.parse::<f64>().is_ok_and(|value| value < min || value > max) => number(pin, min),
        _ => text.to_owned(),
    }
}

/// The number as the pin's type writes it.
fn number(pin: &Input, value: f64) -> String {
    if pin.ty == "Integer" { format!("{value:.0}") } else { value.to_string() }
}

/// Values that the definition excludes.
fn outside(pin: &Input) -> Vec<String> {
    let mut values = Vec::new();
    if !pin.single {
        return values;
    }
    if !pin.choices.is_empty() {
        values.push(quote("no-such-choice"));
    }
    if let Some((min, max)) = pin.range {
        let near = |bound: f64| bound.is_finite() && bound.abs() < 1e15;
        values.extend(near(min).then(|| number(pin, min - 1.0)));
        values.extend(near(max).then(|| number(pin, max + 1.0)));
    }
    values
}

fn make(config: &Config, nodes: &[Node], node: &Node, inputs: &str, over: Option<serde_json::Value>) -> Option<Vec<u8>> {
    let request = Request { node: Some(node.name.clone()), context: over, ..Request::json(inputs) };
    context(config, nodes, &request).ok()
}

/// An object of inputs; those of `other` differ.
fn object(pins: &[(&Input, String)], other: Option<(&str, &str)>) -> String {
    let value = |name: &str, usual: &str| other.filter(|other| other.0 == name).map_or(usual, |other| other.1).to_owned();
    let fields: Vec<String> =
        pins.iter().map(|(pin, usual)| format!("{}:{}", quote(&pin.name), value(&pin.name, usual))).collect();
    format!("{{{}}}", fields.join(","))
}

pub(super) fn probes(config: &Config, nodes: &[Node]) -> Vec<Probe> {
    let mut probes = Vec::new();
    for node in nodes.iter().take(NODES) {
        let add = |probes: &mut Vec<Probe>, occasion, label: String, context: Option<Vec<u8>>| {
            let label = if nodes.len() > 1 { format!("{label} (node `{}`)", node.name) } else { label };
            probes.extend(context.map(|context| Probe { occasion, label, context, plain: None }));
        };
        let pins = data(node);
        add(&mut probes, Occasion::Defaults, "inputs at their defaults".into(), make(config, nodes, node, "{}", None));
        let none = serde_json::json!({ (key::INPUTS): {} });
        add(&mut probes, Occasion::Absent, "no inputs".into(), make(config, nodes, node, "{}", Some(none)));
        let all: Vec<(&Input, String)> = pins.iter().map(|pin| (*pin, ordinary(pin))).collect();
        add(&mut probes, Occasion::Input, "ordinary inputs".into(), make(config, nodes, node, &object(&all, None), None));
        for pin in pins.iter().take(TRIED) {
            let mut give = |occasion, value: &str| {
                let label = format!("`{}` as `{value}`", pin.name);
                add(&mut probes, occasion, label, make(config, nodes, node, &object(&all, Some((&pin.name, value))), None));
            };
            unusual(pin).iter().chain(VALUES).for_each(|value| give(Occasion::Input, value));
            outside(pin).iter().for_each(|value| give(Occasion::Outside, value));
        }
        let plain = make(config, nodes, node, &object(&all, None), None);
        let extra = plain.clone().and_then(|context| String::from_utf8(context).ok());
        let extra = extra.map(|text| append(&text, r#""future":{"a":[1,null]},"":0,"trace_id":"t""#).into_bytes());
        add(&mut probes, Occasion::ExtraKeys, "further keys in the context".into(), extra);
        if let Some(probe) = probes.last_mut() {
            probe.plain = plain;
        }
        if config.docs {
            continue;
        }
        // What the desktop's debug run sends.
        let debug = serde_json::json!({ (key::NODE_ID): key::DEBUG_ID, (key::RUN_ID): key::DEBUG_ID, (key::APP_ID): key::DEBUG_ID,
            (key::BOARD_ID): key::DEBUG_ID, (key::USER_ID): "", (key::LOG_LEVEL): 0 });
        add(&mut probes, Occasion::Defaults, "the ids of a debug run".into(), make(config, nodes, node, "{}", Some(debug)));
        for name in ["", "no-such-node"] {
            let over = serde_json::json!({ (key::NODE_NAME): name });
            add(
                &mut probes,
                Occasion::NodeName,
                format!("`{}` as `{name}`", key::NODE_NAME),
                make(config, nodes, node, "{}", Some(over)),
            );
        }
        let alone = format!("{{{}:{{}}}}", quote(key::INPUTS));
        add(&mut probes, Occasion::Context, format!("`{}` alone in the context", key::INPUTS), Some(alone.into_bytes()));
        for wrong in ["null", "[]", "5"] {
            let over =
                serde_json::from_str::<serde_json::Value>(wrong).ok().map(|value| serde_json::json!({ (key::INPUTS): value }));
            add(&mut probes, Occasion::Context, format!("`{}` as `{wrong}`", key::INPUTS), make(config, nodes, node, "{}", over));
        }
    }
    probes
}

pub(super) fn bulk(config: &Config, nodes: &[Node]) -> Option<Vec<u8>> {
    let node = nodes.first()?;
    let mut long = Some(quote(&"a".repeat(8000)));
    let mut value = |pin: &Input| {
        let text = if pin.ty == "String" && pin.single && pin.choices.is_empty() { long.take() } else { None };
        text.unwrap_or_else(|| ordinary(pin))
    };
    let pins: Vec<(&Input, String)> = data(node).into_iter().map(|pin| (pin, value(pin))).collect();
    make(config, nodes, node, &object(&pins, None), None)
}
