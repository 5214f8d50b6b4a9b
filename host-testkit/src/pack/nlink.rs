//! The package of a crate: package.json comes from Cargo.toml, the form and the code from the build.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhost_abi::nlink::json::PROPERTIES;
use anyhost_abi::nlink::package::{DEFINITION, FOLDER_PREFIX, ICON, NPM_PREFIX, PACKAGE, README, WASM, key};
use serde_json::{Value, json};

use crate::build::Crate;
use crate::json::{Fields, quote};
use crate::package::Made;
use crate::package::nlink::{is_node_name, options};

/// The files of a crate's package. `generated` are those that the code rendered.
pub(super) fn contents(of: &Crate, wasm: &[u8], generated: &BTreeMap<String, Vec<u8>>) -> Result<Made, String> {
    let options = options(&of.table)?;
    let mut notes = Vec::new();
    let node = options.node.unwrap_or_else(|| of.package.strip_prefix(NPM_PREFIX).unwrap_or(&of.package).to_owned());
    if !is_node_name(&node) {
        return Err(format!(
            "`{node}` is no name of a node\nhelp: write node = \"…\", of lower-case letters, digits, `-` and `_`, under \
             [package.metadata.anyhost.nlink]"
        ));
    }
    let form = generated.get(DEFINITION).ok_or_else(|| {
        format!("the code renders no {DEFINITION}\nhelp: put `#[anyhost::node(nlink)]` on the function, which renders it")
    })?;
    let form = String::from_utf8(form.clone()).map_err(|error| format!("{DEFINITION}: {error}"))?;
    let fixed = format!("`{PROPERTIES}` comes from the node's parameters");
    let form = match &options.definition {
        Some(file) => lines(&merged(&of.folder, file, Fields::parse(&form).unwrap_or_default(), &fixed)?),
        None => form,
    };
    let mut npm = npm(of, &node, &mut notes);
    if let Some(file) = &options.package {
        npm = merged(&of.folder, file, npm, "it comes from Cargo.toml")?;
    }
    let npm = lines(&npm);
    let mut files = BTreeMap::from([
        (WASM.to_owned(), wasm.to_vec()),
        (DEFINITION.to_owned(), form.into_bytes()),
        (PACKAGE.to_owned(), npm.into_bytes()),
    ]);
    if let Some(icon) = named(&of.folder, options.icon.as_deref(), ICON)? {
        files.insert(ICON.to_owned(), icon);
    }
    let readme = of.about.readme.as_deref().and_then(Path::to_str);
    if let Some(readme) = named(&of.folder, readme, README)? {
        files.insert(README.to_owned(), readme);
    }
    let folder = format!("{FOLDER_PREFIX}{node}");
    Ok(Made { name: folder.clone(), folder: Some(folder), files, notes })
}

/// package.json without what an author adds.
fn npm(of: &Crate, node: &str, notes: &mut Vec<String>) -> Fields {
    let about = &of.about;
    if about.description.is_none() {
        notes.push("the package has no description: write one under [package]".into());
    }
    let mut fields = Fields::default();
    let mut put = |name: &str, value: Option<Value>| {
        let value = value.and_then(|value| serde_json::value::to_raw_value(&value).ok());
        fields.0.extend(value.map(|value| (name.to_owned(), value)));
    };
    put(key::NAME, Some(format!("{NPM_PREFIX}{node}").into()));
    put(key::VERSION, Some(about.version.clone().into()));
    put(key::DESCRIPTION, about.description.clone().map(Value::from));
    put("license", about.license.clone().map(Value::from));
    put("author", about.authors.first().cloned().map(Value::from));
    put("contributors", about.authors.get(1..).filter(|rest| !rest.is_empty()).map(Value::from));
    put("homepage", about.homepage.clone().map(Value::from));
    put("repository", about.repository.as_ref().map(|url| json!({ "type": "git", "url": url })));
    put("keywords", (!about.keywords.is_empty()).then(|| about.keywords.clone().into()));
    put(key::NLINK, Some(json!({ key::NODES: [format!("{FOLDER_PREFIX}{node}")] })));
    fields
}

/// One field a line, in order.
fn lines(fields: &Fields) -> String {
    let lines: Vec<String> = fields.0.iter().map(|(name, value)| format!("  {}: {}", quote(name), value.get())).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// An object with the fields of an author's file added. What is there already is the plugin's.
fn merged(folder: &Path, file: &str, mut fields: Fields, fixed: &str) -> Result<Fields, String> {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let added = Fields::parse(&text).ok_or_else(|| format!("{} is no JSON object", path.display()))?;
    for (name, value) in added.0 {
        if fields.get(&name).is_some() {
            return Err(format!("{} has `{name}` again: {fixed}\nhelp: remove it there", path.display()));
        }
        fields.set(&name, value);
    }
    Ok(fields)
}

/// A file of the crate: the one that is named, which must be there, or the usual one.
fn named(folder: &Path, name: Option<&str>, usual: &str) -> Result<Option<Vec<u8>>, String> {
    let path = folder.join(name.unwrap_or(usual));
    if name.is_none() && !path.is_file() {
        return Ok(None);
    }
    fs::read(&path).map(Some).map_err(|error| format!("{}: {error}", path.display()))
}
