//! Flow-Like's package: a folder with `flow-like.toml`, or a wasm with `<module>.toml` beside it.

mod judge;
mod manifest;
mod options;

use std::collections::BTreeMap;
use std::path::Path;

use anyhost_abi::flow_like::manifest::{ARTEFACTS, BESIDE, FILE, SEARCH_DEPTH, SEARCH_PREFERS, WRONG_FILE, key};
use anyhost_abi::flow_like::{HOST, rules};
use toml::Table;

use super::files::Files;
use super::path::relative;
use super::{Contents, Made, Package};
use crate::Error;
use crate::described::Node;
use crate::report::Finding;
use crate::request::Capabilities;

pub(crate) use manifest::{Author, Fields, NodeEntry, Permissions};
pub(crate) use options::options;

/// What is known of a manifest.
#[derive(Debug)]
struct Manifest {
    /// Its table, or why it does not parse.
    table: Result<Table, String>,
    /// The text, for the types of its fields.
    text: String,
    /// What was wrong on the way to the artefact.
    found: Vec<Finding>,
}

impl Contents for Manifest {
    fn judge(&self, wasm: &[u8], nodes: Option<&[Node]>) -> Vec<Finding> {
        let mut findings = self.found.clone();
        judge::all(self, wasm, nodes, &mut findings);
        findings
    }

    fn grants(&self) -> Capabilities {
        self.table.as_ref().map_or(Capabilities::None, judge::grants)
    }

    fn made(&self, wasm: &[u8]) -> Made {
        let field = |name| self.table.as_ref().ok().and_then(|table| table.get(name)).and_then(|value| value.as_str());
        let place = field(key::WASM_PATH).and_then(relative).unwrap_or_else(|| ARTEFACTS[0].to_owned());
        let files = BTreeMap::from([(FILE.to_owned(), self.text.clone().into_bytes()), (place, wasm.to_vec())]);
        Made {
            name: field(key::ID).unwrap_or_default().to_owned(),
            folder: None,
            archive: None,
            files,
            standalone: None,
            notes: Vec::new(),
        }
    }
}

impl Manifest {
    fn read(bytes: Vec<u8>) -> Self {
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                return Self {
                    table: Err(format!("it is not UTF-8: {}", error.utf8_error())),
                    text: String::new(),
                    found: Vec::new(),
                };
            }
        };
        Self { table: manifest::parse(&text), text, found: Vec::new() }
    }
}

/// The package in a folder or an archive, if it is one.
pub(super) fn find(files: &Files) -> Result<Option<Package>, Error> {
    let mut manifest = match (files.read(FILE)?, files.has(WRONG_FILE)) {
        (Some(bytes), _) => Manifest::read(bytes),
        (None, true) => {
            let mut manifest = Manifest::read(files.read(WRONG_FILE)?.unwrap_or_default());
            // A file of this name may be anything; with an artefact that the host would find, it is meant to be this.
            if artefact(files, &mut manifest)?.is_none() {
                return Ok(None);
            }
            manifest.found = vec![Finding::new(&rules::MANIFEST_FILE, &format!("the manifest is called {WRONG_FILE}"))];
            manifest
        }
        (None, false) => return Ok(None),
    };
    if let Some(stray) = files.strays.first() {
        return Err(files.error(format!("`{stray}` leads out of the package, or is a link")));
    }
    let Some(name) = artefact(files, &mut manifest)? else {
        return Err(files.error(format!(
            "the package has no artefact: no `wasm_path` that is there, none of {}, and no other .wasm",
            ARTEFACTS.join(", ")
        )));
    };
    let wasm = files.read(&name)?.unwrap_or_default();
    Ok(Some(Package { host: &HOST, wasm, file: files.place(&name), contents: Box::new(manifest) }))
}

/// The package that a wasm with its manifest beside it is.
pub(super) fn beside(path: &Path, shown: &str) -> Result<Option<Package>, Error> {
    let manifest = path.with_extension(BESIDE);
    if path.extension().is_none_or(|ending| ending != "wasm") || !manifest.is_file() {
        return Ok(None);
    }
    let read = |path: &Path| std::fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source });
    let contents = Box::new(Manifest::read(read(&manifest)?));
    Ok(Some(Package { host: &HOST, wasm: read(path)?, file: shown.to_owned(), contents }))
}

/// The artefact, where the desktop looks for it.
fn artefact(files: &Files, manifest: &mut Manifest) -> Result<Option<String>, Error> {
    let named = manifest.table.as_ref().ok().and_then(|table| table.get(key::WASM_PATH)).and_then(|value| value.as_str());
    if let Some(named) = named {
        match relative(named) {
            Some(path) if files.has(&path) => return Ok(Some(path)),
            Some(_) => manifest.found.push(Finding::new(&rules::WASM_PATH, &format!("`{named}` is not there"))),
            None => manifest.found.push(Finding::new(&rules::WASM_PATH, &format!("`{named}` leads out of the package"))),
        }
    }
    if let Some(name) = ARTEFACTS.iter().find(|name| files.has(name)) {
        return Ok(Some((*name).to_owned()));
    }
    let found = files.search("wasm", SEARCH_DEPTH)?;
    Ok(found.iter().find(|name| name.contains(SEARCH_PREFERS)).or(found.first()).cloned())
}
