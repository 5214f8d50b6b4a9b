//! package.json out of Cargo.toml.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::build::Crate;
use crate::json::{Fields, quote};

/// What Cargo.toml has for every npm package, in npm's usual order.
pub(super) fn fields(of: &Crate, name: &str, keywords: &[String], notes: &mut Vec<String>) -> Fields {
    let about = &of.about;
    if about.description.is_none() {
        notes.push("the package has no description: write one under [package]".into());
    }
    let mut fields = Fields::default();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.put(name, value);
        }
    };
    put("name", Some(name.into()));
    put("version", Some(about.version.clone().into()));
    put("description", about.description.clone().map(Value::from));
    put("license", about.license.clone().map(Value::from));
    put("author", about.authors.first().cloned().map(Value::from));
    put("contributors", about.authors.get(1..).filter(|rest| !rest.is_empty()).map(Value::from));
    put("homepage", about.homepage.clone().map(Value::from));
    put("repository", about.repository.as_ref().map(|url| json!({ "type": "git", "url": url })));
    put("keywords", (!keywords.is_empty()).then(|| keywords.into()));
    fields
}

impl Fields {
    /// Adds a field.
    pub(super) fn put(&mut self, name: &str, value: Value) {
        self.0.extend(serde_json::value::to_raw_value(&value).ok().map(|value| (name.to_owned(), value)));
    }
}

/// One field a line, in order.
pub(super) fn lines(fields: &Fields) -> String {
    let lines: Vec<String> = fields.0.iter().map(|(name, value)| format!("  {}: {}", quote(name), value.get())).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// An object with the fields of an author's file added. What is there already is the plugin's.
pub(super) fn merged(folder: &Path, file: &str, mut fields: Fields, fixed: &str) -> Result<Fields, String> {
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
pub(super) fn named(folder: &Path, name: Option<&str>, usual: &str) -> Result<Option<Vec<u8>>, String> {
    let path = folder.join(name.unwrap_or(usual));
    if name.is_none() && !path.is_file() {
        return Ok(None);
    }
    fs::read(&path).map(Some).map_err(|error| format!("{}: {error}", path.display()))
}
