//! The context that `run` gets.

use std::collections::HashSet;

use anyhost_abi::flow_like::json::{EXECUTION, context as key};

use super::config::Config;
use crate::Error;
use crate::hosts::Node;
use crate::json::{Fields, append, quote, raw};
use crate::request::{self, Input, NOTHING, Request};

/// What the emulator writes as `log_level`, unless the switch says otherwise: Info.
const LOG_LEVEL: u32 = 1;

/// The node that a context names; the only one, if there is one.
pub(super) fn node_of<'a>(nodes: &'a [Node], context: &[u8]) -> Option<&'a Node> {
    if let [node] = nodes {
        return Some(node);
    }
    let fields = Fields::parse(std::str::from_utf8(context).ok()?)?;
    let name: String = serde_json::from_str(fields.get(key::NODE_NAME)?).ok()?;
    nodes.iter().find(|node| node.name == name)
}

/// The node that the request means.
fn node<'a>(nodes: &'a [Node], request: &Request) -> Result<Option<&'a Node>, Error> {
    let names = || nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>().join(", ");
    match (&request.node, nodes) {
        (None, []) => Ok(None),
        (None, [node]) => Ok(Some(node)),
        (None, _) => Err(Error::Request(format!("the module has {} nodes; say which one to run: {}", nodes.len(), names()))),
        (Some(name), _) => match nodes.iter().find(|node| node.name == *name) {
            Some(node) => Ok(Some(node)),
            None if nodes.is_empty() => Err(Error::Request(format!("there is no node `{name}`: the module describes none"))),
            None => Err(Error::Request(format!(
                "there is no node `{name}`; the module has {} (to send another name, override `{}` of the context)",
                names(),
                key::NODE_NAME
            ))),
        },
    }
}

/// The bytes that the host hands over.
pub(super) fn context(config: &Config, nodes: &[Node], request: &Request) -> Result<Vec<u8>, Error> {
    request.without_route("Flow-Like")?;
    let input = match &request.input {
        Input::Raw(bytes) => return Ok(bytes.clone()),
        Input::Nothing => NOTHING,
        Input::Json(text) => request::json(text)?,
    };
    let overrides = request.overrides()?;
    let named = overrides.iter().any(|field| field.0 == key::NODE_NAME);
    let node = match node(nodes, request) {
        Err(_) if named && request.node.is_none() => None,
        node => node?,
    };
    let Some(given) = Fields::parse(input) else {
        return Err(Error::Request(
            "the input of a Flow-Like node is a JSON object of inputs by pin name; to hand over other bytes as the whole context, \
             use a raw input"
                .into(),
        ));
    };
    let inputs = match node.filter(|_| config.defaults) {
        Some(node) => append(input.trim(), &defaults(node, &given)),
        None => input.trim().to_owned(),
    };
    let name = node.map_or("", |node| node.name.as_str());
    // The documentation's callers send the inputs alone; several nodes cannot be told apart without a name.
    let text = if config.docs {
        let name = if nodes.len() > 1 { format!(",{}:{}", quote(key::NODE_NAME), quote(name)) } else { String::new() };
        format!("{{{}:{inputs}{name}}}", quote(key::INPUTS))
    } else {
        let level = config.filter.unwrap_or(LOG_LEVEL).to_string();
        let values =
            [&inputs, r#""node-1""#, r#""run-1""#, r#""app-1""#, r#""board-1""#, r#""user-1""#, "false", &level, &quote(name)];
        let fields: Vec<String> = key::FIELDS.iter().zip(values).map(|(key, value)| format!("{}:{value}", quote(key))).collect();
        format!("{{{}}}", fields.join(","))
    };
    if overrides.is_empty() {
        return Ok(text.into_bytes());
    }
    let mut fields = Fields::parse(&text).unwrap_or_default();
    for (key, value) in overrides {
        fields.set(&key, value);
    }
    Ok(fields.to_text().into_bytes())
}

/// The defaults of inputs that were not given, as fields.
fn defaults(node: &Node, given: &Fields) -> String {
    let given: HashSet<&str> = given.0.iter().map(|field| field.0.as_str()).collect();
    let missing = node.inputs.iter().filter(|pin| pin.ty != EXECUTION && !given.contains(pin.name.as_str()));
    let fields = missing.filter_map(|pin| {
        let default = raw(pin.default.as_deref()?)?;
        Some(format!("{}:{}", quote(&pin.name), default.get()))
    });
    fields.collect::<Vec<_>>().join(",")
}
