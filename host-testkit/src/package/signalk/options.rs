//! What Cargo.toml says of the package beyond Cargo's own fields.

use serde::Deserialize;
use serde_json::{Map, Value};

/// `[package.metadata.anyhost.signalk]`: what Cargo has no field for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// npm's name; the crate's, unless it is said.
    pub(crate) name: Option<String>,
    /// Keywords beside Cargo's, of which there may be five.
    #[serde(default)]
    pub(crate) keywords: Vec<String>,
    /// The folder with web pages; `public`, unless it is said.
    pub(crate) public: Option<String>,
    /// A JSON file whose fields are added to package.json.
    pub(crate) package: Option<String>,
}

/// The table of a crate.
pub(crate) fn options(table: &Map<String, Value>) -> Result<Options, String> {
    Options::deserialize(Value::Object(table.clone())).map_err(|error| error.to_string())
}
