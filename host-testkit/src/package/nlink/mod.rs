//! nLink's package: a folder with npm's metadata, the form and the code.

mod judge;
mod options;

use std::collections::BTreeMap;

use anyhost_abi::nlink::package::{PACKAGE, SCRIPT, WASM, key};
use anyhost_abi::nlink::{HOST, package};

use super::files::Files;
use super::{Archive, Contents, Made, Package};
use crate::Error;
use crate::described::Node;
use crate::report::Finding;

pub(crate) use judge::is_node_name;
pub(crate) use options::options;

/// What is known of a package.
#[derive(Debug)]
struct Form {
    /// The documented files that are there, by name.
    files: BTreeMap<String, Vec<u8>>,
    /// Name of the folder that holds them, where that is known.
    folder: Option<String>,
    /// Bytes of the archive, or of the files.
    bytes: u64,
    strays: Vec<String>,
}

impl Contents for Form {
    fn judge(&self, _wasm: &[u8], _nodes: Option<&[Node]>) -> Vec<Finding> {
        let mut findings = Vec::new();
        judge::all(self, &mut findings);
        findings
    }

    fn made(&self, wasm: &[u8]) -> Made {
        // An id of another form may be no name of a folder at all.
        let id = judge::ids(self).into_iter().find(|id| judge::node(id).is_some());
        let folder = id.or_else(|| self.folder.clone()).unwrap_or_else(|| format!("{}node", package::FOLDER_PREFIX));
        let mut files = self.files.clone();
        files.insert(WASM.to_owned(), wasm.to_vec());
        Made {
            name: folder.clone(),
            folder: Some(folder),
            archive: Some(Archive::Zip),
            files,
            standalone: None,
            notes: Vec::new(),
        }
    }
}

/// The package in a folder or an archive, if it is one.
pub(super) fn find(files: &Files) -> Result<Option<Package>, Error> {
    let Some(npm) = files.read(PACKAGE)? else { return Ok(None) };
    let Some(wasm) = files.read(WASM)? else {
        // Many folders have a package.json.
        let npm: Option<serde_json::Value> = serde_json::from_slice(&npm).ok();
        if npm.is_none_or(|npm| npm.get(key::NLINK).is_none()) {
            return Ok(None);
        }
        let script =
            if files.has(SCRIPT) { format!("; {SCRIPT} is JavaScript, which anyhost does not run") } else { String::new() };
        return Err(files.error(format!("the package has no {WASM}{script}")));
    };
    let names: Vec<&str> = HOST.dialects.iter().flat_map(|dialect| dialect.files).map(|file| file.name).collect();
    let mut known = BTreeMap::new();
    for name in names.iter().filter(|name| **name != WASM) {
        if let Some(bytes) = files.read(name)? {
            known.insert((*name).to_owned(), bytes);
        }
    }
    let bytes = files.packed.unwrap_or_else(|| files.bytes(&names));
    let form = Form { files: known, folder: files.folder.clone(), bytes, strays: files.strays.clone() };
    Ok(Some(Package { host: &HOST, wasm, file: files.place(WASM), contents: Box::new(form) }))
}
