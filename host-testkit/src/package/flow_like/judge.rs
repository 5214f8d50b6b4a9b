//! What is wrong with a manifest.

use std::collections::BTreeSet;

use anyhost_abi::flow_like::manifest::{
    ALLOWED_HOSTS, DEFAULT_TIER, FLAGS, MEMORY_TIERS, OAUTH, TIMEOUT_TIERS, VERSION, key, table,
};
use anyhost_abi::flow_like::rules;
use anyhost_abi::flow_like::sandbox::{CAPABILITIES, capability, permission};
use toml::{Table, Value};

use super::{Manifest, manifest};
use crate::described::Node;
use crate::package::sha256;
use crate::report::Finding;
use crate::request::Capabilities;
use crate::text::shorten;

/// Everything that can be said without the host.
pub(super) fn all(manifest: &Manifest, wasm: &[u8], nodes: Option<&[Node]>, findings: &mut Vec<Finding>) {
    let table = match &manifest.table {
        Ok(table) => table,
        Err(error) => {
            return findings.push(Finding::new(&rules::MANIFEST_FIELDS, &format!("the manifest does not parse: {error}")));
        }
    };
    let before = findings.len();
    fields(table, findings);
    entries(table, findings);
    permissions(table, findings);
    oauth(table, findings);
    let refused = findings.iter().skip(before).any(|finding| finding.level == anyhost_abi::Level::Error);
    if let (false, Some(error)) = (refused, manifest::mistyped(&manifest.text)) {
        findings.push(Finding::new(&rules::MANIFEST_FIELDS, &format!("the manifest does not parse: {error}")));
    }
    hash(table, wasm, findings);
    if let Some(nodes) = nodes {
        definitions(table, nodes, findings);
    }
}

fn text<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

fn list<'a>(table: &'a Table, key: &str) -> &'a [Value] {
    table.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn fields(table: &Table, findings: &mut Vec<Finding>) {
    let mut missing = |detail: String| findings.push(Finding::new(&rules::MANIFEST_FIELDS, &detail));
    let version = table.get(key::MANIFEST_VERSION).and_then(Value::as_integer);
    if version.is_none() {
        missing(format!("the manifest has no number `{}`", key::MANIFEST_VERSION));
    }
    for name in key::REQUIRED {
        match text(table, name) {
            None => missing(format!("the manifest has no text `{name}`")),
            Some(value) if value.trim().is_empty() && key::NOT_EMPTY.contains(name) => {
                missing(format!("`{name}` of the manifest is empty"));
            }
            Some(_) => {}
        }
    }
    if let Some(version) = version.filter(|version| *version != VERSION) {
        findings.push(Finding::new(&rules::MANIFEST_VERSION, &format!("`{}` is {version}", key::MANIFEST_VERSION)));
    }
    if let Some(id) = text(table, key::ID).filter(|id| !id.is_empty() && !is_reverse_domain(id)) {
        findings.push(Finding::new(&rules::MANIFEST_ID, &format!("the id is `{}`", shorten(id))));
    }
}

/// Words of letters, digits, `-` and `_`, at least two, with dots between.
pub(super) fn is_reverse_domain(id: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphanumeric())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    id.contains('.') && id.split('.').all(word)
}

fn entries(table: &Table, findings: &mut Vec<Finding>) {
    let mut say = |detail: &str| findings.push(Finding::new(&rules::MANIFEST_NODES, detail));
    let Some(Value::Array(nodes)) =
        table.get(table::NODES).filter(|nodes| nodes.as_array().is_some_and(|nodes| !nodes.is_empty()))
    else {
        return say("the manifest lists no node");
    };
    for (at, node) in nodes.iter().enumerate() {
        let missing = |name: &&&str| node.get(**name).and_then(Value::as_str).is_none();
        if let Some(name) = key::NODE_REQUIRED.iter().find(missing) {
            say(&format!("node {} of the manifest has no text `{name}`", at + 1));
        }
    }
}

fn permissions(table: &Table, findings: &mut Vec<Finding>) {
    let Some(permissions) = table.get(table::PERMISSIONS).and_then(Value::as_table) else { return };
    for (name, tiers) in [(key::MEMORY, MEMORY_TIERS), (key::TIMEOUT, TIMEOUT_TIERS)] {
        let Some(value) = permissions.get(name) else { continue };
        if !value.as_str().is_some_and(|value| tiers.iter().any(|tier| tier.0 == value)) {
            let detail = format!("`{name}` is {value}; the default is \"{DEFAULT_TIER}\"");
            findings.push(Finding::new(&rules::MANIFEST_TIER, &detail));
        }
    }
    let inner = [table::NETWORK, table::FILESYSTEM];
    for place in ["", inner[0], inner[1]] {
        let own: &[&str] = match place {
            "" => &[key::MEMORY, key::TIMEOUT, table::OAUTH_SCOPES, table::NETWORK, table::FILESYSTEM],
            table::NETWORK => &[ALLOWED_HOSTS],
            _ => &[],
        };
        let here = if place.is_empty() { Some(permissions) } else { permissions.get(place).and_then(Value::as_table) };
        for (name, value) in here.into_iter().flatten() {
            let flag = FLAGS.iter().any(|flag| flag.table == place && flag.key == name);
            let dot = if place.is_empty() { "" } else { "." };
            if !flag && !own.contains(&name.as_str()) {
                let detail = format!("the manifest sets `permissions.{place}{dot}{name}`, which is no permission");
                findings.push(Finding::new(&rules::MANIFEST_FLAG, &detail));
            } else if flag && !value.is_bool() {
                let detail =
                    format!("the manifest does not parse: `permissions.{place}{dot}{name}` is {value}, not true or false");
                findings.push(Finding::new(&rules::MANIFEST_FIELDS, &detail));
            }
        }
    }
}

fn oauth(table: &Table, findings: &mut Vec<Finding>) {
    let scopes = table.get(table::PERMISSIONS).and_then(Value::as_table).map(|table| list(table, table::OAUTH_SCOPES));
    let declared: BTreeSet<&str> =
        scopes.unwrap_or_default().iter().filter_map(|scope| scope.get(key::PROVIDER)?.as_str()).collect();
    for node in list(table, table::NODES).iter().filter_map(Value::as_table) {
        for provider in list(node, key::OAUTH_PROVIDERS).iter().filter_map(Value::as_str) {
            if !declared.contains(provider) {
                let id = text(node, key::ID).unwrap_or_default();
                let detail = format!("node `{}` wants tokens of `{}`, which is not declared", shorten(id), shorten(provider));
                findings.push(Finding::new(&rules::MANIFEST_OAUTH, &detail));
            }
        }
    }
}

fn hash(table: &Table, wasm: &[u8], findings: &mut Vec<Finding>) {
    let Some(given) = table.get(key::WASM_HASH) else { return };
    let actual = sha256(wasm);
    if !given.as_str().is_some_and(|given| given.eq_ignore_ascii_case(&actual)) {
        let detail = format!("`{}` is {}, the artefact's is {actual}", key::WASM_HASH, shorten(&given.to_string()));
        findings.push(Finding::new(&rules::WASM_HASH, &detail));
    }
}

/// The manifest beside what the wasm says of its nodes.
fn definitions(table: &Table, nodes: &[Node], findings: &mut Vec<Finding>) {
    let listed: BTreeSet<&str> = list(table, table::NODES).iter().filter_map(|node| node.get(key::ID)?.as_str()).collect();
    let defined: BTreeSet<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
    let named = |names: Vec<&&str>| names.into_iter().map(|name| format!("`{}`", shorten(name))).collect::<Vec<_>>().join(", ");
    for (names, what) in [
        (listed.difference(&defined).collect::<Vec<_>>(), "the manifest lists nodes that the wasm does not define"),
        (defined.difference(&listed).collect(), "the wasm defines nodes that the manifest does not list"),
    ] {
        if !names.is_empty() && !listed.is_empty() {
            findings.push(Finding::new(&rules::MANIFEST_DEFINITION, &format!("{what}: {}", named(names))));
        }
    }
    let granted = bits(table);
    for node in nodes {
        let short = |name: &&String| permission(name).is_some_and(|asked| asked & granted != asked);
        let missing: Vec<&str> = node.permissions.iter().filter(short).map(String::as_str).collect();
        if !missing.is_empty() {
            let detail = format!("node `{}` asks for {}, the manifest does not", shorten(&node.name), missing.join(", "));
            findings.push(Finding::new(&rules::MANIFEST_PERMISSIONS, &detail));
        }
    }
}

/// What the older epoch grants by the manifest.
pub(super) fn grants(table: &Table) -> Capabilities {
    let bits = bits(table);
    Capabilities::Only(CAPABILITIES.iter().filter(|row| bits & row.1 != 0).map(|row| row.0.to_owned()).collect())
}

fn bits(table: &Table) -> u32 {
    let Some(permissions) = table.get(table::PERMISSIONS).and_then(Value::as_table) else { return capability::NONE };
    let set = |place: &str, name: &str| {
        let here = if place.is_empty() { Some(permissions) } else { permissions.get(place).and_then(Value::as_table) };
        here.and_then(|table| table.get(name)).and_then(Value::as_bool) == Some(true)
    };
    let flags = FLAGS.iter().filter(|flag| set(flag.table, flag.key)).fold(capability::NONE, |bits, flag| bits | flag.grants);
    // Any entry grants tokens.
    let oauth = if list(permissions, table::OAUTH_SCOPES).is_empty() { None } else { permission(OAUTH) };
    flags | oauth.unwrap_or(capability::NONE)
}
