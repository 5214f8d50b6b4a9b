//! The package of a crate: its manifest comes from Cargo.toml and from what the wasm says of its nodes.

use std::collections::{BTreeMap, BTreeSet};

use anyhost_abi::flow_like::json::definition;
use anyhost_abi::flow_like::manifest::{ALLOWED_HOSTS, ARTEFACTS, DEFAULT_TIER, FILE, FLAGS, LOCAL_ID, OAUTH, VERSION, table};
use serde_json::Value as Json;
use toml::{Table, Value};

use crate::build::Crate;
use crate::described::Described;
use crate::package::flow_like::{Author, Fields, NodeEntry, Permissions, options};
use crate::package::{Made, sha256};

/// The files of a crate's package.
pub(super) fn contents(of: &Crate, wasm: &[u8], described: &Described) -> Result<Made, String> {
    let options = options(&of.table)?;
    let place = ARTEFACTS.first().copied().unwrap_or_default();
    let mut notes = Vec::new();
    let definitions = definitions(&described.text);
    let asked: BTreeSet<&str> = described.nodes.iter().flat_map(|node| &node.permissions).map(String::as_str).collect();
    let providers: Vec<String> = options.oauth_scopes.iter().map(|scope| scope.provider.clone()).collect();
    if asked.contains(OAUTH) && providers.is_empty() {
        return Err(format!(
            "a node has the permission `{OAUTH}`, and nothing says whose tokens it wants\nhelp: write \
             [[package.metadata.anyhost.flow-like.{}]] with provider = \"…\", scopes = [\"…\"] and reason = \"…\"",
            table::OAUTH_SCOPES
        ));
    }
    let nodes = described.nodes.iter().zip(&definitions).map(|(node, definition)| NodeEntry {
        oauth_providers: if node.permissions.iter().any(|name| name == OAUTH) { providers.clone() } else { Vec::new() },
        ..entry(definition)
    });
    let nodes: Vec<NodeEntry> = nodes.collect();
    let id = options.id.unwrap_or_else(|| {
        notes.push(format!(
            "the id is `{LOCAL_ID}{}`: write id = \"com.example.{0}\" under [package.metadata.anyhost.flow-like] before you publish it",
            of.package
        ));
        format!("{LOCAL_ID}{}", of.package)
    });
    let description = of.about.description.clone().or_else(|| match nodes.as_slice() {
        [node] => Some(node.description.clone()),
        _ => None,
    });
    let fields = Fields {
        manifest_version: VERSION,
        id,
        name: options.name.unwrap_or_else(|| of.package.clone()),
        version: of.about.version.clone(),
        description: description.unwrap_or_else(|| {
            notes.push("the package has no description: write one under [package]".into());
            String::new()
        }),
        license: of.about.license.clone(),
        repository: of.about.repository.clone(),
        homepage: of.about.homepage.clone(),
        keywords: of.about.keywords.clone(),
        min_flow_like_version: options.min_flow_like_version,
        wasm_path: Some(place.into()),
        wasm_hash: Some(sha256(wasm)),
        authors: of.about.authors.iter().map(|author| self::author(author)).collect(),
        permissions: Permissions {
            memory: Some(options.memory.unwrap_or_else(|| DEFAULT_TIER.into())),
            timeout: Some(options.timeout.unwrap_or_else(|| DEFAULT_TIER.into())),
            oauth_scopes: options.oauth_scopes,
            flags: flags(&asked, options.allowed_hosts),
        },
        nodes,
        metadata: options.metadata,
    };
    let text = toml::to_string(&fields).map_err(|error| format!("the manifest cannot be written: {error}"))?;
    let files = BTreeMap::from([(FILE.to_owned(), text.into_bytes()), (place.to_owned(), wasm.to_vec())]);
    Ok(Made { name: of.package.clone(), folder: None, archive: None, files, standalone: None, notes })
}

/// What the wasm returned: a list, or in the documented dialect one node.
fn definitions(text: &str) -> Vec<Json> {
    match serde_json::from_str(text) {
        Ok(Json::Array(nodes)) => nodes,
        Ok(node) => vec![node],
        Err(_) => Vec::new(),
    }
}

fn entry(of: &Json) -> NodeEntry {
    let text = |key: &str| of.get(key).and_then(Json::as_str).map(str::to_owned);
    NodeEntry {
        id: text(definition::NAME).unwrap_or_default(),
        name: text(definition::FRIENDLY_NAME).unwrap_or_default(),
        description: text(definition::DESCRIPTION).unwrap_or_default(),
        category: text(definition::CATEGORY).unwrap_or_default(),
        icon: text(definition::ICON),
        ..NodeEntry::default()
    }
}

/// The flags that stand for what the nodes ask for.
fn flags(asked: &BTreeSet<&str>, allowed_hosts: Vec<String>) -> Table {
    let mut flags = Table::new();
    let mut inner: BTreeMap<&str, Table> = BTreeMap::new();
    for flag in FLAGS.iter().filter(|flag| flag.permissions.iter().any(|name| asked.contains(name))) {
        let table = if flag.table.is_empty() { &mut flags } else { inner.entry(flag.table).or_default() };
        table.insert(flag.key.to_owned(), Value::Boolean(true));
    }
    if !allowed_hosts.is_empty() {
        let hosts = allowed_hosts.into_iter().map(Value::String).collect();
        inner.entry(table::NETWORK).or_default().insert(ALLOWED_HOSTS.to_owned(), Value::Array(hosts));
    }
    flags.extend(inner.into_iter().map(|(name, table)| (name.to_owned(), Value::Table(table))));
    flags
}

/// `Name <mail>`, as Cargo has it.
fn author(text: &str) -> Author {
    let (name, email) = match text.split_once('<') {
        Some((name, email)) => (name.trim(), Some(email.trim_end().trim_end_matches('>').to_owned())),
        None => (text.trim(), None),
    };
    Author { name: name.to_owned(), email, url: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors() {
        let author = |text| {
            let author = author(text);
            (author.name, author.email)
        };
        assert_eq!(author("Ada <ada@example.com>"), ("Ada".into(), Some("ada@example.com".into())));
        assert_eq!(author("Ada Lovelace"), ("Ada Lovelace".into(), None));
    }

    #[test]
    fn flags_stand_for_permissions() {
        let asked = BTreeSet::from(["streaming", "network:http", "storage:write", "functions"]);
        let flags = toml::to_string(&flags(&asked, vec!["api.example.com".into()])).unwrap_or_default();
        let expected = "streaming = true\n\n[filesystem]\nnode_storage = true\n\n[network]\nallowed_hosts = [\"api.example.com\"]\nhttp_enabled = true\n";
        assert_eq!(flags, expected);
    }
}
