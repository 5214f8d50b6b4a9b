//! What a host's own user asks of a plugin.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use crate::Error;

/// What is handed over where nothing is, and the host wants an object.
pub(crate) const NOTHING: &str = "{}";

/// One run: which node, on what, how often.
#[derive(Debug, Clone)]
pub struct Request {
    /// The node's name, on hosts whose plugins may have several; `None` for the only one.
    pub node: Option<String>,
    /// The route, on hosts whose plugins have routes: method, path and query, `GET /items/7?x=1`; `None` for the only one.
    pub route: Option<String>,
    /// Headers of the request to a route.
    pub headers: Vec<(String, String)>,
    /// Who makes the request to a route, by the id; `None` for nobody.
    pub user: Option<String>,
    /// What it gets.
    pub input: Input,
    /// Fields of the context that replace what the host would write.
    pub context: Option<serde_json::Value>,
    /// How often it is called; the report is of the last call.
    pub repeat: u32,
    /// What is granted. [`Capabilities::All`] is all that the plugin's [`Origin`](crate::Origin) asks for.
    pub capabilities: Capabilities,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            node: None,
            route: None,
            headers: Vec::new(),
            user: None,
            input: Input::Nothing,
            context: None,
            repeat: 1,
            capabilities: Capabilities::default(),
        }
    }
}

impl Request {
    /// A request with this JSON as input.
    #[must_use]
    pub fn json(input: &str) -> Self {
        Self { input: Input::Json(input.to_owned()), ..Self::default() }
    }

    /// A request to this route: `GET /items/7?x=1`.
    #[must_use]
    pub fn route(route: &str) -> Self {
        Self { route: Some(route.to_owned()), ..Self::default() }
    }

    /// A request with these bytes as the whole context.
    #[must_use]
    pub fn raw(context: &[u8]) -> Self {
        Self { input: Input::Raw(context.to_vec()), ..Self::default() }
    }

    /// What is wrong with a request of a route, to a plugin without any.
    pub(crate) fn without_route(&self, host: &str) -> Result<(), Error> {
        match &self.route {
            Some(route) => Err(Error::Request(format!("{host} plugins have no routes: leave out `{route}`"))),
            None if !self.headers.is_empty() || self.user.is_some() => {
                Err(Error::Request(format!("{host} plugins get no HTTP requests of their own: leave out headers and user")))
            }
            None => Ok(()),
        }
    }

    /// The fields of [`Request::context`].
    pub(crate) fn overrides(&self) -> Result<Vec<(String, Box<RawValue>)>, Error> {
        match &self.context {
            None => Ok(Vec::new()),
            Some(serde_json::Value::Object(fields)) => fields
                .iter()
                .map(|(key, value)| match serde_json::value::to_raw_value(value) {
                    Ok(value) => Ok((key.clone(), value)),
                    Err(error) => Err(Error::Request(format!("`{key}` of the context: {error}"))),
                })
                .collect(),
            Some(_) => Err(Error::Request("the context's overrides must be a JSON object".into())),
        }
    }
}

/// What a node or a route gets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Input {
    /// Nothing: `{}`, or, of a request, no body.
    #[default]
    Nothing,
    /// What the host's own user supplies, as JSON text, handed over byte for byte: Flow-Like the object of inputs, nLink
    /// the object with `params` and `$json`, Signal K a scenario, `{"config":{…},"steps":[…]}`, Orbis the body.
    Json(String),
    /// Any bytes, as the whole context; on Signal K, if they are no scenario, as the configuration of the start.
    Raw(Vec<u8>),
}

/// What a plugin is granted, by the names that the host's data has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Capabilities {
    /// Everything.
    #[default]
    All,
    /// Nothing.
    None,
    /// These.
    Only(BTreeSet<String>),
    /// Those of the node that is called, by the nodes' names.
    ByNode(BTreeMap<String, BTreeSet<String>>),
}

impl Capabilities {
    /// Whether every name of the list, separated by spaces, is granted.
    #[must_use]
    pub fn grant(&self, names: &str) -> bool {
        match self {
            Self::All => true,
            Self::None => names.is_empty(),
            Self::Only(granted) => names.split(' ').all(|name| granted.contains(name)),
            // Nobody is called yet.
            Self::ByNode(_) => names.is_empty(),
        }
    }

    /// What is granted while this node is called; the only one, if the host names none.
    pub(crate) fn while_in(&self, node: &str) -> Self {
        let Self::ByNode(nodes) = self else { return self.clone() };
        let only = || nodes.values().next().filter(|_| nodes.len() == 1);
        Self::Only(nodes.get(node).or_else(only).cloned().unwrap_or_default())
    }
}

/// The text, if it is JSON.
pub(crate) fn json(text: &str) -> Result<&str, Error> {
    match serde_json::from_str::<&RawValue>(text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Error::Request(format!(
            "the input is not JSON: {error}; to hand over other bytes as the whole context, use a raw input"
        ))),
    }
}
