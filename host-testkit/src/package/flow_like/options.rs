//! What Cargo.toml says of the package beyond Cargo's own fields.

use serde::Deserialize;
use serde_json::{Map, Value};
use toml::Table;

use super::manifest::OauthScope;

/// `[package.metadata.anyhost.flow-like]`: what Cargo has no field for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) memory: Option<String>,
    pub(crate) timeout: Option<String>,
    #[serde(default)]
    pub(crate) allowed_hosts: Vec<String>,
    #[serde(default)]
    pub(crate) oauth_scopes: Vec<OauthScope>,
    pub(crate) min_flow_like_version: Option<String>,
    #[serde(default)]
    pub(crate) metadata: Table,
}

/// The table of a crate.
pub(crate) fn options(table: &Map<String, Value>) -> Result<Options, String> {
    Options::deserialize(Value::Object(table.clone())).map_err(|error| error.to_string())
}
