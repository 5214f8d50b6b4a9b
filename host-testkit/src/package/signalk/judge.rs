//! What is wrong with package.json and what lies beside it.

use anyhost_abi::signalk::package::{CAPABILITIES, KEYWORD, KEYWORDS, NO_STORAGE, NPM_FOLDER, PACKAGE, WEB, WEB_KEYWORD, key};
use anyhost_abi::signalk::rules;
use serde_json::{Map, Value};

use super::{Npm, Uses, inside};
use crate::Error;
use crate::described::Node;
use crate::package::files::Files;
use crate::report::Finding;
use crate::text::shorten;

/// How deep a wasm is looked for where package.json does not name it.
const SEARCH_DEPTH: usize = 2;

/// Whether a package.json is one of this host: by what it says, or by what it would say if it were well.
pub(super) fn is_meant(fields: &Map<String, Value>) -> bool {
    let keyword = |list: &Vec<Value>| list.iter().filter_map(Value::as_str).any(|word| word == KEYWORD);
    let nested = |name| fields.get(key::SIGNALK).is_some_and(|table| table.get(name).is_some());
    [key::MANIFEST, key::CAPABILITIES].iter().any(|name| fields.contains_key(*name) || nested(*name))
        || fields.get(key::KEYWORDS).and_then(Value::as_array).is_some_and(keyword)
}

/// Where the wasm is, and what is wrong with how package.json tells.
pub(super) fn place(fields: &Map<String, Value>, files: &Files) -> Result<(Option<String>, Vec<Finding>), Error> {
    let named = fields.get(key::MANIFEST);
    let detail = match named.map(Value::as_str) {
        Some(Some(text)) => match inside(text) {
            Some(path) if files.has(&path) => return Ok((Some(path), Vec::new())),
            Some(_) => format!("`{}` is `{}`, which is not there", key::MANIFEST, shorten(text)),
            None => format!("`{}` is `{}`, which leads out of the package", key::MANIFEST, shorten(text)),
        },
        Some(None) => format!("`{}` of {PACKAGE} is no text", key::MANIFEST),
        None => format!("{PACKAGE} has no `{}`", key::MANIFEST),
    };
    // What is there is judged all the same.
    let found = files.search("wasm", SEARCH_DEPTH)?.into_iter().find(|path| !path.starts_with("node_modules/"));
    Ok((found, vec![Finding::new(&rules::WASM_FILE, &detail)]))
}

pub(super) fn all(npm: &Npm, wasm: &[u8], nodes: Option<&[Node]>, findings: &mut Vec<Finding>) {
    if let Some(stray) = npm.strays.first() {
        let detail = format!("`{}` leads out of the package, or is a link", shorten(stray));
        findings.push(Finding::new(&rules::STRAY, &detail));
    }
    let fields = match &npm.fields {
        Ok(fields) => fields,
        Err(detail) => return findings.push(Finding::new(&rules::PACKAGE_JSON, detail)),
    };
    name(npm, findings);
    keywords(npm, findings);
    listed(npm, fields, findings);
    capabilities(npm, &Uses::of(wasm), findings);
    if let Some(table) = fields.get(key::SIGNALK) {
        for name in [key::MANIFEST, key::CAPABILITIES].iter().filter(|name| table.get(**name).is_some()) {
            findings.push(Finding::new(&rules::CAPABILITY_PLACE, &format!("`{name}` is inside `{}`", key::SIGNALK)));
        }
    }
    if fields.contains_key(key::DEFAULT_ENABLED) {
        findings.push(Finding::new(&rules::DEFAULT_ENABLED, &format!("{PACKAGE} has `{}`", key::DEFAULT_ENABLED)));
    }
    let display = nodes.and_then(<[Node]>::first).map(|node| node.name.as_str()).unwrap_or_default();
    if let Some(name) = npm.text(key::NAME).filter(|name| is_package_name(name) && !display.is_empty() && *name != display) {
        let detail = format!("the display name is `{}`, the package's `{}`", shorten(display), shorten(name));
        findings.push(Finding::new(&rules::DISPLAY_NAME, &detail));
    }
}

fn name(npm: &Npm, findings: &mut Vec<Finding>) {
    let name = npm.text(key::NAME).unwrap_or_default();
    if !is_package_name(name) {
        let detail = format!("`{}` of {PACKAGE} is `{}`", key::NAME, shorten(name));
        return findings.push(Finding::new(&rules::PACKAGE_JSON, &detail));
    }
    let version = npm.text(key::VERSION).unwrap_or_default();
    if let Err(error) = semver::Version::parse(version) {
        let detail = format!("`{}` of {PACKAGE} is `{}`: {error}", key::VERSION, shorten(version));
        findings.push(Finding::new(&rules::PACKAGE_JSON, &detail));
    }
    if name.starts_with('@') {
        findings.push(Finding::new(&rules::SCOPED, &format!("the package is called `{}`", shorten(name))));
    }
    let last = name.rsplit('/').next().unwrap_or_default();
    if let Some(folder) = npm.folder.as_deref().filter(|folder| ![last, name, NPM_FOLDER].contains(folder)) {
        let detail = format!("the folder is called `{}`, the package `{}`", shorten(folder), shorten(name));
        findings.push(Finding::new(&rules::FOLDER, &detail));
    }
}

fn keywords(npm: &Npm, findings: &mut Vec<Finding>) {
    let words = npm.keywords();
    if !KEYWORDS.iter().any(|word| words.contains(word)) {
        findings.push(Finding::new(&rules::KEYWORD, &format!("{PACKAGE} has neither {}", join(KEYWORDS))));
    }
    match (words.contains(WEB_KEYWORD), npm.has_web()) {
        (true, false) => {
            findings.push(Finding::new(&rules::WEB_FOLDER, &format!("the keyword is there, and no file in {WEB}/")));
        }
        (false, true) => {
            findings.push(Finding::new(&rules::WEB_KEYWORD, &format!("there are files in {WEB}/, and no keyword")));
        }
        _ => {}
    }
}

fn join(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" nor ")
}

/// Whether npm packs what is needed: entries of `files` are paths and folders, or patterns.
fn listed(npm: &Npm, fields: &Map<String, Value>, findings: &mut Vec<Finding>) {
    let Some(list) = fields.get(key::FILES).and_then(Value::as_array) else { return };
    let listed = |path: &str| {
        list.iter().filter_map(Value::as_str).any(|entry| {
            let entry = entry.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
            // What a pattern covers is npm's to say.
            entry.contains(['*', '?', '[', '{'])
                || entry.is_empty()
                || path == entry
                || path.strip_prefix(entry).is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let web = npm.files.keys().find(|name| name.starts_with(&format!("{WEB}/")));
    for path in std::iter::once(&npm.place).chain(web).filter(|path| !listed(path)) {
        let detail = format!("`{}` of {PACKAGE} leaves `{}` out", key::FILES, shorten(path));
        findings.push(Finding::new(&rules::FILES_LIST, &detail));
    }
}

fn capabilities(npm: &Npm, uses: &Uses, findings: &mut Vec<Finding>) {
    let none = Map::new();
    let asked = match npm.capabilities() {
        None => &none,
        Some(Value::Object(asked)) => asked,
        Some(other) => {
            let detail = format!("`{}` is {}", key::CAPABILITIES, shorten(&other.to_string()));
            findings.push(Finding::new(&rules::CAPABILITY_UNKNOWN, &detail));
            &none
        }
    };
    for (name, value) in asked {
        let detail = match CAPABILITIES.iter().find(|row| row.name == name) {
            None => format!("there is no capability `{}`", shorten(name)),
            Some(row) if value.is_boolean() != matches!(row.default, "true" | "false") => {
                format!("`{name}` is {}", shorten(&value.to_string()))
            }
            Some(_) => continue,
        };
        findings.push(Finding::new(&rules::CAPABILITY_UNKNOWN, &detail));
    }
    for row in CAPABILITIES {
        let on = match asked.get(row.name) {
            None => row.default != "false",
            Some(Value::String(text)) if text == NO_STORAGE => false,
            Some(value) => is_true(value),
        };
        match uses.sign(row) {
            Some(sign) if row.enforced && !on => {
                let detail = format!("the code uses `{sign}`, and `{}` is not asked for", row.name);
                findings.push(Finding::new(&rules::CAPABILITY_UNASKED, &detail));
            }
            Some(sign) if !on => {
                let detail = format!("the code uses `{sign}`, and `{}` is off", row.name);
                findings.push(Finding::new(&rules::CAPABILITY_UNENFORCED, &detail));
            }
            None if row.enforced && on => {
                findings.push(Finding::new(&rules::CAPABILITY_UNUSED, &format!("nothing in the code uses `{}`", row.name)));
            }
            _ => {}
        }
    }
}

/// What JavaScript takes for true.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(on) => *on,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// Whether npm takes it for a new package: lower case, of characters that need no escape in a URL, with or without a scope.
pub(crate) fn is_package_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.~".contains(c);
    let part = |part: &str| !part.is_empty() && !part.starts_with(['.', '_']) && part.chars().all(plain);
    let whole = match name.strip_prefix('@') {
        Some(scoped) => scoped.split_once('/').is_some_and(|(scope, rest)| part(scope) && part(rest)),
        None => part(name),
    };
    whole && name.len() <= 214 && !["node_modules", "favicon.ico"].contains(&name)
}

/// What `npm pack` calls the archive.
pub(crate) fn archive_name(name: &str, version: &str) -> String {
    format!("{}-{version}.tgz", name.trim_start_matches('@').replace('/', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["a", "my-plugin", "@s/x", "a.b_c~d", "0"] {
            assert!(is_package_name(name), "{name}");
        }
        for name in ["", "A", "../x", "a/b", "@s", "@s/", "@/x", "@s/x/y", ".a", "_a", "a b", "node_modules", "a\\b", "é"] {
            assert!(!is_package_name(name), "{name}");
        }
        assert_eq!(archive_name("@s/x", "1.0.0"), "s-x-1.0.0.tgz");
    }
}
