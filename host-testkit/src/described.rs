//! What a plugin says of itself, as its host reads it.

use crate::report::Finding;

/// A node that a plugin describes; of a plugin without nodes, itself: its settings are the inputs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<String>,
    /// Exec outputs.
    pub(crate) execs: Vec<String>,
    /// Names of what it asks for, as the definition has them.
    pub(crate) permissions: Vec<String>,
    /// Where clients of the host reach it.
    pub(crate) endpoints: Vec<Endpoint>,
}

/// A way to call a plugin over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// In lower case.
    pub(crate) method: String,
    /// The pattern.
    pub(crate) path: String,
    /// The export.
    pub(crate) handler: String,
}

/// An input that carries data.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Input {
    pub(crate) name: String,
    /// Canonical name of its type.
    pub(crate) ty: &'static str,
    /// Whether it takes one value, and not a list or a map.
    pub(crate) single: bool,
    /// JSON text.
    pub(crate) default: Option<String>,
    /// The texts that it takes; empty for any.
    pub(crate) choices: Vec<String>,
    /// Bounds of a number.
    pub(crate) range: Option<(f64, f64)>,
}

/// What a host reads from a plugin before it calls it.
#[derive(Debug, Default)]
pub(crate) struct Described {
    pub(crate) nodes: Vec<Node>,
    /// Broken rules that do not stop the host.
    pub(crate) findings: Vec<Finding>,
    /// The text as it was read.
    pub(crate) text: String,
}
