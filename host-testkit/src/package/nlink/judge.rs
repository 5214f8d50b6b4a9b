//! What is wrong with package.json and definition.json.

use std::collections::BTreeSet;

use anyhost_abi::nlink::json::{PROPERTIES, PROPERTY_TYPES, property};
use anyhost_abi::nlink::package::{DEFINITION, FOLDER_PREFIX, LIMIT, NPM_PREFIX, PACKAGE, SCRIPT, key};
use anyhost_abi::nlink::{HOST, rules};
use serde_json::{Map, Value};

use super::Form;
use crate::report::Finding;
use crate::text::shorten;

/// What archives of npm call their folder, whatever the package.
const NPM_FOLDER: &str = "package";

pub(super) fn all(form: &Form, findings: &mut Vec<Finding>) {
    npm(form, findings);
    definition(form, findings);
    let limit = HOST.dialect(None).and_then(|dialect| dialect.limit(LIMIT)).unwrap_or(u64::MAX);
    if form.bytes > limit {
        let detail = format!("the package has {} bytes; the limit is {limit}", form.bytes);
        findings.push(Finding::new(&rules::PACKAGE_SIZE, &detail));
    }
    if let Some(stray) = form.strays.first() {
        let detail = format!("`{}` leads out of the package, or is a link", shorten(stray));
        findings.push(Finding::new(&rules::PACKAGE_SIZE, &detail));
    }
    if form.files.contains_key(SCRIPT) {
        findings.push(Finding::new(&rules::SCRIPT_FALLBACK, &format!("the package has an {SCRIPT}")));
    }
}

/// A file as a JSON object, or what is wrong with it.
fn object(form: &Form, name: &str) -> Result<Map<String, Value>, String> {
    let bytes = form.files.get(name).ok_or_else(|| format!("the package has no {name}"))?;
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(format!("{name} is no object")),
        Err(error) => Err(format!("{name} is not JSON: {error}")),
    }
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The ids of the nodes that package.json lists.
pub(super) fn ids(form: &Form) -> Vec<String> {
    let listed = object(form, PACKAGE).ok().and_then(|fields| fields.get(key::NLINK)?.get(key::NODES)?.as_array().cloned());
    listed.unwrap_or_default().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn npm(form: &Form, findings: &mut Vec<Finding>) {
    let fields = match object(form, PACKAGE) {
        Ok(fields) => fields,
        Err(detail) => return findings.push(Finding::new(&rules::PACKAGE_NODES, &detail)),
    };
    let ids = ids(form);
    if ids.is_empty() {
        findings.push(Finding::new(&rules::PACKAGE_NODES, &format!("{PACKAGE} has no list `{}.{}`", key::NLINK, key::NODES)));
    }
    for id in ids.iter().filter(|id| node(id).is_none()) {
        findings.push(Finding::new(&rules::PACKAGE_NAME, &format!("the node's id is `{}`", shorten(id))));
    }
    if let Some(folder) = form.folder.as_ref().filter(|folder| *folder != NPM_FOLDER && !ids.is_empty() && !ids.contains(folder))
    {
        findings.push(Finding::new(&rules::PACKAGE_NAME, &format!("the folder is called `{}`", shorten(folder))));
    }
    let name = text(&fields, key::NAME);
    let nodes: Vec<&str> = ids.iter().filter_map(|id| node(id)).collect();
    if !(nodes.is_empty() || nodes.iter().any(|node| name.strip_prefix(NPM_PREFIX) == Some(*node))) {
        findings.push(Finding::new(&rules::NPM_FIELDS, &format!("`{}` of {PACKAGE} is `{}`", key::NAME, shorten(name))));
    }
    let version = text(&fields, key::VERSION);
    if let Err(error) = semver::Version::parse(version) {
        let detail = format!("`{}` of {PACKAGE} is `{}`: {error}", key::VERSION, shorten(version));
        findings.push(Finding::new(&rules::NPM_FIELDS, &detail));
    }
    if text(&fields, key::DESCRIPTION).is_empty() {
        findings.push(Finding::new(&rules::NPM_FIELDS, &format!("{PACKAGE} has no `{}`", key::DESCRIPTION)));
    }
}

/// The node's name in its id; `None` for an id of another form.
pub(super) fn node(id: &str) -> Option<&str> {
    id.strip_prefix(FOLDER_PREFIX).filter(|node| is_node_name(node))
}

/// Lower-case letters, digits, `-` and `_`: what npm, folders and ids all take.
pub(crate) fn is_node_name(node: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    node.starts_with(plain) && node.chars().all(|c| plain(c) || "-_".contains(c))
}

fn definition(form: &Form, findings: &mut Vec<Finding>) {
    let properties = match object(form, DEFINITION) {
        Ok(mut fields) => match fields.remove(PROPERTIES) {
            Some(Value::Array(properties)) => properties,
            _ => {
                let detail = format!("{DEFINITION} has no list `{PROPERTIES}`");
                return findings.push(Finding::new(&rules::DEFINITION_PROPERTIES, &detail));
            }
        },
        Err(detail) => return findings.push(Finding::new(&rules::DEFINITION_PROPERTIES, &detail)),
    };
    let name = |value: &Value| value.get(property::NAME).and_then(Value::as_str).unwrap_or_default().to_owned();
    let names: BTreeSet<String> = properties.iter().map(name).collect();
    let mut seen = BTreeSet::new();
    for (at, value) in properties.iter().enumerate() {
        let name = name(value);
        let place = if name.is_empty() { format!("property {}", at + 1) } else { format!("property `{}`", shorten(&name)) };
        if name.is_empty() {
            findings.push(Finding::new(&rules::PROPERTY_FIELDS, &format!("{place} has no `{}`", property::NAME)));
        } else if !seen.insert(name.clone()) {
            findings.push(Finding::new(&rules::DUPLICATE_PROPERTY, &format!("two properties are called `{}`", shorten(&name))));
        }
        let ty = value.get(property::TYPE).cloned().unwrap_or_default();
        if !ty.as_str().is_some_and(|ty| PROPERTY_TYPES.contains(&ty)) {
            let detail = format!("`{}` of {place} is {}", property::TYPE, shorten(&ty.to_string()));
            findings.push(Finding::new(&rules::PROPERTY_FIELDS, &detail));
        }
        if let Some(options) = value.get(property::DISPLAY_OPTIONS) {
            shown(&place, &name, options, &names, findings);
        }
    }
}

/// When a field is shown.
fn shown(place: &str, own: &str, options: &Value, names: &BTreeSet<String>, findings: &mut Vec<Finding>) {
    let mut say = |detail: String| findings.push(Finding::new(&rules::DISPLAY_OPTIONS, &detail));
    let Some(show) = options.get(property::SHOW).and_then(Value::as_object) else {
        return say(format!("`{}` of {place} has no object `{}`", property::DISPLAY_OPTIONS, property::SHOW));
    };
    for (name, values) in show {
        if name == own || !names.contains(name) {
            say(format!("{place} waits for `{}`, which is no other property", shorten(name)));
        }
        if values.as_array().is_none_or(Vec::is_empty) {
            say(format!("{place} waits for {} of `{}`, which is no list of values", shorten(&values.to_string()), shorten(name)));
        }
    }
}
