//! `flow-like.toml` as types, and as a table with places in its errors.

use serde::{Deserialize, Serialize};
use toml::Table;

/// The manifest (`manifest.rs:335-455`). Fields that the host does not have are passed over.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Fields {
    pub(crate) manifest_version: i64,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) license: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) repository: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) homepage: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) keywords: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) min_flow_like_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wasm_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wasm_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) authors: Vec<Author>,
    #[serde(default)]
    pub(crate) permissions: Permissions,
    #[serde(default)]
    pub(crate) nodes: Vec<NodeEntry>,
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub(crate) metadata: Table,
}

/// One of `[[authors]]`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Author {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
}

/// `[permissions]`: tiers, lists, and flags by the names of the data.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Permissions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) memory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timeout: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) oauth_scopes: Vec<OauthScope>,
    #[serde(flatten)]
    pub(crate) flags: Table,
}

/// One of `[[permissions.oauth_scopes]]`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OauthScope {
    pub(crate) provider: String,
    #[serde(default)]
    pub(crate) scopes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) required: Option<bool>,
}

/// One of `[[nodes]]`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct NodeEntry {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) icon: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) oauth_providers: Vec<String>,
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub(crate) metadata: Table,
}

/// The table; the error says where it ends to be TOML.
pub(crate) fn parse(text: &str) -> Result<Table, String> {
    text.parse::<Table>().map_err(|error| in_words(text, &error))
}

/// Why the fields have not the types that the host wants, if they have not.
pub(crate) fn mistyped(text: &str) -> Option<String> {
    toml::from_str::<Fields>(text).err().map(|error| in_words(text, &error))
}

/// On one line.
fn in_words(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().lines().collect::<Vec<_>>().join(" ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message,
    }
}
