//! What Cargo.toml says of the package beyond Cargo's own fields.

use serde::Deserialize;
use serde_json::{Map, Value};

/// `[package.metadata.anyhost.nlink]`: what Cargo has no field for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// The node's name.
    pub(crate) node: Option<String>,
    /// A JSON file whose fields are added to definition.json.
    pub(crate) definition: Option<String>,
    /// A JSON file whose fields are added to package.json.
    pub(crate) package: Option<String>,
    /// The node's picture.
    pub(crate) icon: Option<String>,
}

/// The table of a crate.
pub(crate) fn options(table: &Map<String, Value>) -> Result<Options, String> {
    Options::deserialize(Value::Object(table.clone())).map_err(|error| error.to_string())
}
