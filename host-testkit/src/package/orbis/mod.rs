//! Orbis's package: a folder or a zip with the manifest and the wasm. A wasm that carries its manifest is one by itself.

mod judge;

use std::collections::BTreeMap;

use anyhost_abi::orbis::HOST;
use anyhost_abi::orbis::manifest::{PAGES, ROUTES, WASM, WASM_ENTRY};
use anyhost_abi::orbis::package::{MANIFEST, SECTION, ZIP_FOLDER};
use serde_json::{Map, Value};

use super::files::{Files, Form};
use super::path::relative;
use super::{Archive, Contents, Made, Package};
use crate::Error;
use crate::build::sections;
use crate::described::Node;
use crate::hosts::orbis::manifest::{Manifest, section};
use crate::report::Finding;

pub(crate) use judge::twice;

/// How deep a wasm is looked for where it is not in its place.
const SEARCH_DEPTH: usize = 2;

/// What is known of a package.
#[derive(Debug)]
struct Plugin {
    /// The text that the host reads.
    manifest: Vec<u8>,
    /// Whether that is a section of the wasm itself.
    is_section: bool,
    /// What was wrong on the way to the wasm.
    found: Vec<Finding>,
}

impl Contents for Plugin {
    fn judge(&self, wasm: &[u8], _nodes: Option<&[Node]>) -> Vec<Finding> {
        let mut findings = self.found.clone();
        findings.extend(judge::sections(wasm, (!self.is_section).then_some(&self.manifest)));
        findings
    }

    fn manifest(&self) -> Option<&[u8]> {
        (!self.is_section).then_some(&self.manifest)
    }

    fn made(&self, wasm: &[u8]) -> Made {
        made(&self.manifest, wasm)
    }
}

/// The files of a package with this manifest, and the wasm that carries it.
pub(crate) fn made(manifest: &[u8], wasm: &[u8]) -> Made {
    let parsed = Manifest::of_file(manifest).ok();
    let name = parsed.as_ref().map_or("plugin", |manifest| &manifest.name).to_owned();
    let entry = parsed.as_ref().and_then(|manifest| manifest.wasm_entry.as_deref()).and_then(inside);
    let place = entry.unwrap_or_else(|| WASM.to_owned());
    let files = BTreeMap::from([(MANIFEST.to_owned(), manifest.to_vec()), (place, wasm.to_vec())]);
    let standalone = sections::with(wasm, SECTION, Some(manifest)).map(|wasm| (format!("{name}.wasm"), wasm));
    Made { folder: Some(name.clone()), name, files, archive: Some(Archive::ZipOfFiles), standalone, notes: Vec::new() }
}

/// The handlers that a manifest names, if the host takes it.
pub(crate) fn handlers(manifest: &[u8]) -> Result<Vec<String>, String> {
    let manifest = Manifest::of_file(manifest).map_err(|invalid| invalid.text)?;
    Ok(manifest.routes.into_iter().map(|route| route.handler).collect())
}

/// The package that a wasm is by itself, if it carries a manifest.
pub(crate) fn alone(wasm: Vec<u8>, shown: &str) -> Option<Package> {
    let manifest = section(&wasm).ok()??.to_vec();
    let contents = Box::new(Plugin { manifest, is_section: true, found: Vec::new() });
    Some(Package { host: &HOST, wasm, file: shown.to_owned(), contents })
}

/// The package in a folder or an archive, if it is one.
pub(super) fn find(files: &Files) -> Result<Option<Package>, Error> {
    // A folder of a zip is its root where nothing else is in it.
    let folders: &[&str] = if files.form == Form::Folder { &[""] } else { &["", ZIP_FOLDER] };
    let at = |folder: &str, name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let in_its_place = |name: &str| folders.iter().map(|folder| at(folder, name)).find(|path| files.has(path));
    let all = files.search("wasm", SEARCH_DEPTH)?;
    let own = in_its_place(WASM);
    let (manifest, carrier) = match in_its_place(MANIFEST) {
        Some(path) => {
            let bytes = files.read(&path)?.unwrap_or_default();
            if !is_meant(&bytes, own.is_some()) {
                return Ok(None);
            }
            (bytes, None)
        }
        None => {
            // The usual wasm is asked first, then whichever comes first.
            let roots = all.iter().filter(|path| files.form != Form::Folder || !path.contains('/'));
            let mut carriers = own.iter().chain(roots);
            let found = carriers.find_map(|path| match files.read(path) {
                Ok(wasm) => Some(Ok((section(&wasm?).ok()??.to_vec(), Some(path.clone())))),
                Err(error) => Some(Err(error)),
            });
            match found.transpose()? {
                Some(found) => found,
                None => return Ok(None),
            }
        }
    };
    let entry = Manifest::of_file(&manifest).ok().and_then(|manifest| manifest.wasm_entry).unwrap_or_else(|| WASM.to_owned());
    let place = inside(&entry).and_then(|entry| in_its_place(&entry));
    let mut found = judge::form(files);
    let place = match place.or_else(|| all.first().cloned()) {
        Some(path) => path,
        None => return Err(files.error(format!("the package has no wasm: the host says `WASM file not found: {entry}`"))),
    };
    found.extend(judge::place(files, &entry, &place));
    let wasm = files.read(&place)?.unwrap_or_default();
    let is_section = carrier.is_some_and(|carrier| carrier == place);
    let contents = Box::new(Plugin { manifest, is_section, found });
    Ok(Some(Package { host: &HOST, wasm, file: files.place(&place), contents }))
}

/// Whether a manifest.json is one of this host: browsers, and others, have files of this name.
fn is_meant(bytes: &[u8], has_wasm: bool) -> bool {
    match serde_json::from_slice::<Map<String, Value>>(bytes) {
        Ok(fields) => [ROUTES, PAGES, WASM_ENTRY].iter().any(|key| fields.contains_key(*key)) || has_wasm,
        // A file that cannot be read may be of any package; with the usual wasm beside it, it is meant to be this.
        Err(_) => has_wasm,
    }
}

/// A path of a package, as a manifest writes it.
fn inside(path: &str) -> Option<String> {
    relative(path.strip_prefix("./").unwrap_or(path))
}
