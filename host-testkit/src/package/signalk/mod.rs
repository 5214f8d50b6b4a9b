//! Signal K's package: one of npm, with the wasm and web pages.

mod judge;
mod options;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use anyhost_abi::signalk::HOST;
use anyhost_abi::signalk::package::{CAPABILITIES, PACKAGE, README, WASM, WEB, key};
use serde_json::{Map, Value};

use super::files::Files;
use super::path::relative;
use super::{Archive, Contents, Made, Package};
use crate::Error;
use crate::described::Node;
use crate::report::Finding;
use crate::request::Capabilities;

pub(crate) use judge::{archive_name, is_package_name};
pub(crate) use options::options;
pub(crate) use uses::Uses;

/// What is known of a package.
#[derive(Debug)]
struct Npm {
    /// package.json, or what is wrong with it.
    fields: Result<Map<String, Value>, String>,
    /// All files that are handed on, by path: package.json, the page, web pages.
    files: BTreeMap<String, Vec<u8>>,
    /// Where the wasm is.
    place: String,
    /// What was wrong on the way to it.
    found: Vec<Finding>,
    /// Name of the folder that holds them, where that is known.
    folder: Option<String>,
    strays: Vec<String>,
}

impl Npm {
    fn text(&self, name: &str) -> Option<&str> {
        self.fields.as_ref().ok()?.get(name)?.as_str()
    }

    fn keywords(&self) -> BTreeSet<&str> {
        let list = self.fields.as_ref().ok().and_then(|fields| fields.get(key::KEYWORDS)?.as_array());
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn capabilities(&self) -> Option<&Value> {
        self.fields.as_ref().ok()?.get(key::CAPABILITIES)
    }

    fn has_web(&self) -> bool {
        self.files.keys().any(|name| name.split_once('/').is_some_and(|(folder, _)| folder == WEB))
    }
}

impl Contents for Npm {
    fn judge(&self, wasm: &[u8], nodes: Option<&[Node]>) -> Vec<Finding> {
        let mut findings = self.found.clone();
        judge::all(self, wasm, nodes, &mut findings);
        findings
    }

    fn name(&self) -> Option<&str> {
        self.text(key::NAME)
    }

    fn grants(&self) -> Capabilities {
        let asks = |name: &str| match self.capabilities().and_then(|asked| asked.get(name)) {
            Some(value) => judge::is_true(value),
            None => false,
        };
        let enforced = CAPABILITIES.iter().filter(|row| row.enforced && asks(row.name));
        Capabilities::Only(enforced.map(|row| row.name.to_owned()).collect())
    }

    fn made(&self, wasm: &[u8]) -> Made {
        let name = self.text(key::NAME).filter(|name| is_package_name(name)).unwrap_or("plugin").to_owned();
        let version = self.text(key::VERSION).filter(|version| semver::Version::parse(version).is_ok()).unwrap_or("0.0.0");
        let mut files = self.files.clone();
        files.insert(self.place.clone(), wasm.to_vec());
        let archive = Some(Archive::Npm { file: archive_name(&name, version) });
        Made { folder: Some(name.clone()), name, files, archive, standalone: None, notes: Vec::new() }
    }
}

/// The package in a folder or an archive, if it is one.
pub(super) fn find(files: &Files) -> Result<Option<Package>, Error> {
    let Some(bytes) = files.read(PACKAGE)? else { return Ok(None) };
    let fields = match serde_json::from_slice(&bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(format!("{PACKAGE} is no object")),
        Err(error) => Err(format!("{PACKAGE} is not JSON: {error}")),
    };
    let (place, found) = match &fields {
        Ok(fields) if judge::is_meant(fields) => judge::place(fields, files)?,
        // A file that cannot be read may be of any package; with the usual wasm beside it, it is meant to be this.
        Err(_) if files.has(WASM) => (Some(WASM.to_owned()), Vec::new()),
        // Many folders have a package.json.
        _ => return Ok(None),
    };
    let Some(place) = place else {
        let named = fields.as_ref().ok().and_then(|fields| fields.get(key::MANIFEST)?.as_str()).unwrap_or_default();
        let named =
            if named.is_empty() { String::new() } else { format!(": `{named}`, which `{}` names, is not there", key::MANIFEST) };
        return Err(files.error(format!("the package has no wasm{named}")));
    };
    let mut known = BTreeMap::from([(PACKAGE.to_owned(), bytes)]);
    for name in [README.to_owned()].into_iter().chain(files.under(WEB)?) {
        if let Some(bytes) = files.read(&name)? {
            known.insert(name, bytes);
        }
    }
    let wasm = files.read(&place)?.unwrap_or_default();
    let file = files.place(&place);
    let npm = Npm { fields, files: known, place, found, folder: files.folder.clone(), strays: files.strays.clone() };
    Ok(Some(Package { host: &HOST, wasm, file, contents: Box::new(npm) }))
}

/// A path of a package, as package.json writes it.
fn inside(path: &str) -> Option<String> {
    relative(path.strip_prefix("./").unwrap_or(path))
}
