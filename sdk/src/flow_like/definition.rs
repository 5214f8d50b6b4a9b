//! Definitions of nodes, rendered by the compiler (`abi.rs:76-142` of the host).

use crate::rt::konst::{Text, same};
use crate::rt::{NodeInfo, PinInfo};
use anyhost_abi::flow_like::json::{EXECUTION, data_type, definition as keys, pin, value_type};

/// The length of [`definitions`].
#[doc(hidden)]
#[must_use]
pub const fn definitions_len(nodes: &[&NodeInfo]) -> usize {
    render::<0>(nodes).len()
}

/// The length of the first node's definition: what `get_node` returns of [`definitions`], from its second byte on.
#[doc(hidden)]
#[must_use]
pub const fn definition_len(nodes: &[&NodeInfo]) -> usize {
    let mut text = Text::<0>::new();
    if let [node, ..] = nodes {
        definition(&mut text, node);
    }
    text.len()
}

/// The definitions of all nodes: a JSON array, as `get_nodes` returns it.
#[doc(hidden)]
#[must_use]
pub const fn definitions<const N: usize>(nodes: &[&NodeInfo]) -> [u8; N] {
    render::<N>(nodes).into_bytes()
}

const fn render<const N: usize>(nodes: &[&NodeInfo]) -> Text<N> {
    let mut text = Text::new();
    text.add("[");
    let mut i = 0;
    while i < nodes.len() {
        if i > 0 {
            text.add(",");
        }
        definition(&mut text, nodes[i]);
        i += 1;
    }
    text.add("]");
    text
}

const fn definition<const N: usize>(text: &mut Text<N>, node: &NodeInfo) {
    text.add("{");
    text.string(keys::NAME);
    text.add(":");
    text.string(node.name);
    text.member(keys::FRIENDLY_NAME, node.title);
    text.member(keys::DESCRIPTION, node.description);
    text.member(keys::CATEGORY, node.category);
    if let Some(icon) = node.icon {
        text.member(keys::ICON, icon);
    }
    if let Some(docs) = node.docs {
        text.member(keys::DOCS, docs);
    }
    if node.long_running {
        text.key(keys::LONG_RUNNING);
        text.add("true");
    }
    if !node.scores.is_empty() {
        scores(text, node.scores);
    }
    if !node.permissions.is_empty() {
        text.key(keys::PERMISSIONS);
        text.strings(node.permissions);
    }
    text.add(",");
    text.string(keys::PINS);
    text.add(":[");
    if !node.pure_ {
        begin_pin(text, pin::EXEC_IN, "In", "Runs the node", pin::INPUT, EXECUTION);
        text.add("},");
    }
    data_pins(text, node.inputs, pin::INPUT);
    let mut i = 0;
    while i < node.execs.len() {
        let exec = &node.execs[i];
        begin_pin(text, exec.name, exec.title, exec.description, pin::OUTPUT, EXECUTION);
        text.add("},");
        i += 1;
    }
    data_pins(text, node.outputs, pin::OUTPUT);
    text.drop_comma();
    text.add("]}");
    check_names(node);
}

const fn scores<const N: usize>(text: &mut Text<N>, scores: &[(&str, u8)]) {
    text.key(keys::SCORES);
    text.add("{");
    let mut i = 0;
    while i < scores.len() {
        text.string(scores[i].0);
        text.add(":");
        text.number(scores[i].1 as u32);
        text.add(",");
        i += 1;
    }
    text.drop_comma();
    text.add("}");
}

/// The host finds pins by name, whether they are inputs or outputs.
const fn check_names(node: &NodeInfo) {
    let mut i = 0;
    while i < node.inputs.len() {
        let mut o = 0;
        while o < node.outputs.len() {
            assert!(
                !same(node.inputs[i].name, node.outputs[o].name),
                "a node for Flow-Like has an input and an output of one name: call one of them otherwise, by `#[pin(name = \"…\")]`"
            );
            o += 1;
        }
        assert!(
            node.pure_ || !same(node.inputs[i].name, pin::EXEC_IN),
            "an input for Flow-Like is called like the exec input: call it otherwise, by `#[pin(name = \"…\")]`"
        );
        i += 1;
    }
}

const fn data_pins<const N: usize>(text: &mut Text<N>, pins: &[PinInfo], direction: &str) {
    let mut i = 0;
    while i < pins.len() {
        data_pin(text, &pins[i], direction);
        text.add(",");
        i += 1;
    }
}

/// A pin up to its type; the brace stays open.
const fn begin_pin<const N: usize>(text: &mut Text<N>, name: &str, title: &str, description: &str, direction: &str, ty: &str) {
    text.add("{");
    text.string(pin::NAME);
    text.add(":");
    text.string(name);
    text.member(pin::FRIENDLY_NAME, title);
    text.member(pin::DESCRIPTION, description);
    text.member(pin::PIN_TYPE, direction);
    text.member(pin::DATA_TYPE, ty);
}

const fn data_pin<const N: usize>(text: &mut Text<N>, info: &PinInfo, direction: &str) {
    begin_pin(text, info.name, info.title, info.description, direction, data_type(info.ty.data));
    let value = value_type(info.ty.value);
    if !same(value, anyhost_abi::flow_like::json::VALUE_TYPES[0]) {
        text.member(pin::VALUE_TYPE, value);
    }
    if let Some(default) = info.default {
        text.key(pin::DEFAULT_VALUE);
        text.add(default);
    }
    if let Some(schema) = info.ty.schema {
        // JSON Schema as text, not as an object.
        text.member(pin::SCHEMA, schema);
    }
    let choices = if info.choices.is_empty() { info.ty.choices } else { info.choices };
    if !choices.is_empty() {
        text.key(pin::VALID_VALUES);
        text.strings(choices);
    }
    // The host takes a pair of numbers: both ends or none.
    if let Some((min, max)) = info.range
        && !min.is_empty()
        && !max.is_empty()
    {
        text.key(pin::RANGE);
        text.add("[");
        text.add(min);
        text.add(",");
        text.add(max);
        text.add("]");
    }
    if let Some(step) = info.step {
        text.key(pin::STEP);
        text.add(step);
    }
    if info.sensitive {
        text.key(pin::SENSITIVE);
        text.add("true");
    }
    if info.enforce_schema {
        text.key(pin::ENFORCE_SCHEMA);
        text.add("true");
    }
    text.add("}");
}
