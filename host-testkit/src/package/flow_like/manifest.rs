//! `flow-like.toml` as types, and as a table with places in its errors.

use serde::{Deserialize, Serialize};
use toml::Table;

/// The manifest (`manifest.rs:335-455`). Fields that the host does not have are passed over.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Fields {
    pub(super) manifest_version: i64,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) license: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repository: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) homepage: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) keywords: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_flow_like_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wasm_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wasm_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) authors: Vec<Author>,
    #[serde(default)]
    pub(super) permissions: Permissions,
    #[serde(default)]
    pub(super) nodes: Vec<NodeEntry>,
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub(super) metadata: Table,
}

/// One of `[[authors]]`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Author {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

/// `[permissions]`: tiers, lists, and flags by the names of the data.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Permissions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) memory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timeout: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) oauth_scopes: Vec<OauthScope>,
    #[serde(flatten)]
    pub(super) flags: Table,
}

/// One of `[[permissions.oauth_scopes]]`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OauthScope {
    pub(super) provider: String,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) required: Option<bool>,
}

/// One of `[[nodes]]`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct NodeEntry {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) icon: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) oauth_providers: Vec<String>,
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub(super) metadata: Table,
}

/// The table; the error says where it ends to be TOML.
pub(super) fn parse(text: &str) -> Result<Table, String> {
    text.parse::<Table>().map_err(|error| in_words(text, &error))
}

/// Why the fields have not the types that the host wants, if they have not.
pub(super) fn mistyped(text: &str) -> Option<String> {
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
