//! Node definitions as the host deserialises them.

use anyhost_abi::Rule;
use anyhost_abi::flow_like::json::{EXECUTION, GENERIC, VALUE_TYPES, canonical, definition, pin};
use anyhost_abi::flow_like::{rules, sandbox, text};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::hosts::{Fault, Input, Node};
use crate::json::Fields;
use crate::text::shorten;

/// Bytes of definitions that are looked at.
const DEFINITION_BYTES: usize = 4 << 20;

/// A node; the messages of a definition that does not parse are this type's.
#[derive(Debug, Deserialize)]
pub(super) struct NodeDefinition {
    pub(super) name: String,
    #[allow(dead_code)]
    friendly_name: String,
    #[allow(dead_code)]
    description: String,
    #[allow(dead_code)]
    category: String,
    #[allow(dead_code)]
    #[serde(default)]
    icon: Option<String>,
    pub(super) pins: Vec<PinDefinition>,
    #[serde(default)]
    scores: Option<Scores>,
    #[allow(dead_code)]
    #[serde(default)]
    long_running: Option<bool>,
    #[allow(dead_code)]
    #[serde(default)]
    docs: Option<String>,
    #[allow(dead_code)]
    #[serde(default)]
    abi_version: Option<u32>,
    #[serde(default)]
    permissions: Vec<String>,
}

/// A pin.
#[derive(Debug, Deserialize)]
pub(super) struct PinDefinition {
    pub(super) name: String,
    #[allow(dead_code)]
    friendly_name: String,
    #[allow(dead_code)]
    description: String,
    pub(super) pin_type: String,
    pub(super) data_type: String,
    #[serde(default)]
    default_value: Option<Box<RawValue>>,
    #[serde(default)]
    pub(super) value_type: Option<String>,
    #[serde(default)]
    pub(super) schema: Option<String>,
    #[serde(default)]
    valid_values: Option<Vec<String>>,
    #[serde(default)]
    range: Option<(f64, f64)>,
    /// These are E2's: E1 skips them, whatever they are.
    #[serde(default)]
    step: Option<Box<RawValue>>,
    #[serde(default)]
    sensitive: Option<Box<RawValue>>,
    #[serde(default)]
    enforce_schema: Option<Box<RawValue>>,
    #[serde(default)]
    enforce_generic_value_type: Option<Box<RawValue>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Scores {
    privacy: u8,
    security: u8,
    performance: u8,
    governance: u8,
    reliability: u8,
    cost: u8,
}

impl NodeDefinition {
    /// The highest score.
    pub(super) fn top_score(&self) -> u8 {
        let score = |s: &Scores| [s.privacy, s.security, s.performance, s.governance, s.reliability, s.cost].into_iter().max();
        self.scores.as_ref().and_then(score).unwrap_or(0)
    }

    /// Permissions that E2 does not know.
    pub(super) fn unknown_permissions(&self) -> impl Iterator<Item = &str> {
        self.permissions.iter().map(String::as_str).filter(|name| sandbox::permission(name).is_none())
    }

    /// What the host makes of it.
    pub(super) fn node(&self) -> Node {
        let mut node = Node {
            name: self.name.clone(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            execs: Vec::new(),
            permissions: self.permissions.clone(),
            endpoints: Vec::new(),
        };
        for pin in &self.pins {
            let exec = pin.data_type() == EXECUTION;
            match (pin.is_output(), exec) {
                (true, true) => node.execs.push(pin.name.clone()),
                (true, false) => node.outputs.push(pin.name.clone()),
                (false, _) => node.inputs.push(pin.input()),
            }
        }
        node
    }
}

impl PinDefinition {
    /// Anything that is not an output is an input.
    pub(super) fn is_output(&self) -> bool {
        self.pin_type.eq_ignore_ascii_case(pin::OUTPUT)
    }

    /// The canonical name of its type; unknown ones are generic.
    pub(super) fn data_type(&self) -> &'static str {
        canonical(&self.data_type).unwrap_or(GENERIC)
    }

    fn input(&self) -> Input {
        let normal = VALUE_TYPES.first().copied().unwrap_or_default();
        let many = self.value_type.as_deref().is_some_and(|ty| ty != normal && VALUE_TYPES.contains(&ty));
        Input {
            name: self.name.clone(),
            ty: self.data_type(),
            single: !many,
            default: self.default_value.as_ref().map(|value| value.get().to_owned()),
            choices: self.valid_values.clone().unwrap_or_default(),
            range: self.range,
        }
    }

    /// A field of E2's that has another type than it should.
    pub(super) fn later_field(&self) -> Option<&'static str> {
        let number = |value: &RawValue| serde_json::from_str::<Option<f64>>(value.get()).is_ok();
        let flag = |value: &RawValue| serde_json::from_str::<Option<bool>>(value.get()).is_ok();
        let wrong = |value: &Option<Box<RawValue>>, fits: &dyn Fn(&RawValue) -> bool| value.as_deref().is_some_and(|v| !fits(v));
        let fields: [(&'static str, bool); 4] = [
            (pin::STEP, wrong(&self.step, &number)),
            (pin::SENSITIVE, wrong(&self.sensitive, &flag)),
            (pin::ENFORCE_SCHEMA, wrong(&self.enforce_schema, &flag)),
            (pin::ENFORCE_GENERIC_VALUE_TYPE, wrong(&self.enforce_generic_value_type, &flag)),
        ];
        fields.iter().find(|field| field.1).map(|field| field.0)
    }
}

/// Which getter a text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Getter {
    /// One object.
    One,
    /// An array.
    All,
}

/// Parses what a getter returned.
pub(super) fn parse(text: &str, getter: Getter) -> Result<Vec<NodeDefinition>, Fault> {
    if text.len() > DEFINITION_BYTES {
        let detail = format!("the definition has {} bytes; anyhost looks at no more than {DEFINITION_BYTES}", text.len());
        return Err(Fault::new(&rules::DEFINITION_JSON, detail.clone(), detail));
    }
    let parsed = match getter {
        Getter::All => serde_json::from_str(text),
        Getter::One => serde_json::from_str(text).map(|node| vec![node]),
    };
    let nodes: Vec<NodeDefinition> = parsed.map_err(|error| {
        let detail = format!("the definition does not parse ({error}): `{}`", shorten(text));
        Fault::new(blame(text, getter, &error), format!("{}{error}", text::DEFINITION), detail)
    })?;
    if nodes.is_empty() {
        return Err(Fault::new(&rules::NO_NODES, text::NO_DEFINITION, "the module defines no node"));
    }
    Ok(nodes)
}

/// The rule that a definition breaks which does not parse.
fn blame(text: &str, getter: Getter, error: &serde_json::Error) -> &'static Rule {
    if !error.is_data() {
        return &rules::DEFINITION_JSON;
    }
    let one = Fields::parse(text);
    let nodes: Vec<Fields> = match (getter, one) {
        (Getter::All, None) => match serde_json::from_str::<Vec<Box<RawValue>>>(text) {
            Ok(nodes) => nodes.iter().filter_map(|node| Fields::parse(node.get())).collect(),
            Err(_) => return &rules::DEFINITION_SHAPE,
        },
        (Getter::One, Some(node)) => vec![node],
        _ => return &rules::DEFINITION_SHAPE,
    };
    for node in &nodes {
        let strings = definition::REQUIRED.iter().all(|name| node.get(name).is_some_and(is_text));
        if !strings {
            return &rules::DEFINITION_FIELD;
        }
        if node.get(definition::SCORES).is_some_and(|scores| serde_json::from_str::<Option<Scores>>(scores).is_err()) {
            return &rules::SCORE;
        }
        let pins: Option<Vec<Fields>> = node.get(definition::PINS).and_then(|pins| serde_json::from_str(pins).ok());
        let Some(pins) = pins else { return &rules::DEFINITION_FIELD };
        let complete = |pin: &Fields| pin::REQUIRED.iter().all(|name| pin.get(name).is_some_and(is_text));
        if !pins.iter().all(complete) {
            return &rules::DEFINITION_FIELD;
        }
        let range = |range: &str| serde_json::from_str::<Option<(f64, f64)>>(range).is_err();
        if pins.iter().any(|pin| pin.get(pin::RANGE).is_some_and(range)) {
            return &rules::RANGE;
        }
    }
    // All that must be there is there.
    &rules::OPTIONAL_FIELD
}

fn is_text(value: &str) -> bool {
    serde_json::from_str::<String>(value).is_ok()
}
