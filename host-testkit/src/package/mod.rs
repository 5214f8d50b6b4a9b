//! Packages: what a host installs, as a folder or as an archive.
//!
//! [`Package::open`] finds the manifest and the artefact where the host looks for them. Handed over as the
//! [`Origin`](crate::Origin) of a target, a package is judged with its wasm, and asks for its capabilities.
//! [`pack`](crate::pack()) makes the package of a plugin.
//!
//! Archives are unpacked in memory, within limits. What leads out of one, and links, are left in it.

pub(crate) mod archive;
pub(crate) mod files;
pub(crate) mod flow_like;
pub(crate) mod nlink;
pub(crate) mod orbis;
mod path;
pub(crate) mod signalk;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhost_abi::Host;
use serde_json::{Map, Value};

use crate::Error;
use crate::described::Node;
use crate::report::Finding;
use crate::request::Capabilities;
use files::Files;

/// A package of a host, with the artefact that the host would take from it.
#[derive(Debug)]
pub struct Package {
    /// The host whose package it is.
    pub host: &'static Host,
    /// The artefact.
    pub wasm: Vec<u8>,
    /// The artefact's place, as it is printed.
    pub file: String,
    contents: Box<dyn Contents>,
}

impl Package {
    /// Opens the package at a path: a folder, an archive, or a `.wasm` with a manifest beside it. `shown` is what messages
    /// call it. `None` if it is no package of a host that is known.
    ///
    /// Flow-Like: `flow-like.toml` in a folder, or `<module>.toml` beside a wasm; the artefact is looked for as the desktop
    /// does (`developer.rs:650-712`). nLink: `package.json` in a folder, with `execution.wasm`. Signal K: `package.json` in a folder, or
    /// what npm packs, with the wasm that `wasmManifest` names. Orbis: `manifest.json` in a folder or a zip, with the wasm that
    /// `wasm_entry` names, or only a wasm with the section `manifest`.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] for files that cannot be read; [`Error::Package`] for archives that are broken, too large or lead out
    /// of themselves, and for packages without an artefact. What a host would refuse is no error but judged.
    pub fn open(path: &Path, shown: &str) -> Result<Option<Self>, Error> {
        if path.is_dir() {
            return Self::of(&Files::in_folder(path, shown)?);
        }
        if !is_archive(path) {
            return flow_like::beside(path, shown);
        }
        let io = |source| Error::Io { path: path.to_owned(), source };
        let bytes = std::fs::metadata(path).map_err(io)?.len();
        if bytes > archive::ARCHIVE_BYTES {
            let message = format!("an archive of {bytes} bytes; anyhost reads no more than {}", archive::ARCHIVE_BYTES);
            return Err(Error::Package { file: shown.to_owned(), message });
        }
        let files = Files::in_archive(&std::fs::read(path).map_err(io)?, shown)?;
        match Self::of(&files)? {
            Some(package) => Ok(Some(package)),
            None => Err(files.error(
                "the archive is no package: it has neither a flow-like.toml, nor a package.json with execution.wasm or \
                     `wasmManifest`, nor a manifest.json with a wasm, nor a wasm with the section `manifest`",
            )),
        }
    }

    /// The package that these files are.
    pub(crate) fn of(files: &Files) -> Result<Option<Self>, Error> {
        for find in [flow_like::find, signalk::find, nlink::find, orbis::find] {
            if let Some(package) = find(files)? {
                return Ok(Some(package));
            }
        }
        Ok(None)
    }

    /// What is wrong with it, beside the nodes that the wasm describes, where it describes any.
    pub(crate) fn judge(&self, nodes: Option<&[Node]>) -> Vec<Finding> {
        self.contents.judge(&self.wasm, nodes)
    }

    /// The same package, to be written again.
    pub(crate) fn made(&self) -> Made {
        self.contents.made(&self.wasm)
    }

    /// What it is called, where its host knows it by a name.
    pub(crate) fn name(&self) -> Option<&str> {
        self.contents.name()
    }

    /// The bytes of the manifest, where the emulator is to read it.
    pub(crate) fn manifest(&self) -> Option<&[u8]> {
        self.contents.manifest()
    }

    /// What a host that goes by the manifest grants.
    pub(crate) fn grants(&self) -> Capabilities {
        self.contents.grants()
    }
}

/// Whether a file's name is that of an archive.
fn is_archive(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    [".zip", ".tar", ".tgz", ".tar.gz"].iter().any(|ending| name.ends_with(ending))
}

/// What stands beside the artefact.
trait Contents: fmt::Debug + Send + Sync {
    /// What is wrong with it.
    fn judge(&self, wasm: &[u8], nodes: Option<&[Node]>) -> Vec<Finding>;

    /// What it is called, where its host knows it by a name.
    fn name(&self) -> Option<&str> {
        None
    }

    /// The bytes of the manifest, where the emulator is to read it.
    fn manifest(&self) -> Option<&[u8]> {
        None
    }

    /// What a host that goes by it grants.
    fn grants(&self) -> Capabilities {
        Capabilities::All
    }

    /// The same package, to be written again.
    fn made(&self, wasm: &[u8]) -> Made;
}

/// The files of a package that is to be written.
#[derive(Debug)]
pub(crate) struct Made {
    /// What the package is called.
    pub(crate) name: String,
    /// The folder that it must lie in, where the host wants one of that name.
    pub(crate) folder: Option<String>,
    /// The archive beside it, for hosts that install one.
    pub(crate) archive: Option<Archive>,
    /// A wasm beside it that is a package by itself: its name and bytes.
    pub(crate) standalone: Option<(String, Vec<u8>)>,
    /// By path.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// What its author should know.
    pub(crate) notes: Vec<String>,
}

/// How a package is archived.
#[derive(Debug)]
pub(crate) enum Archive {
    /// A zip of the folder, named like it.
    Zip,
    /// A zip of what is in the folder, named like it.
    ZipOfFiles,
    /// As npm packs it.
    Npm {
        /// The archive's name.
        file: String,
    },
}

impl Made {
    /// The archive's name and bytes: the same for the same files.
    pub(crate) fn archived(&self) -> Result<Option<(String, Vec<u8>)>, Error> {
        let folder = self.folder.as_ref().unwrap_or(&self.name);
        let archived = match &self.archive {
            None => return Ok(None),
            Some(Archive::Zip) => archive::zip(folder, &self.files).map(|zip| (format!("{folder}.zip"), zip)),
            Some(Archive::ZipOfFiles) => archive::zip("", &self.files).map(|zip| (format!("{folder}.zip"), zip)),
            Some(Archive::Npm { file }) => archive::npm(&self.files).map(|tgz| (file.clone(), tgz)),
        };
        archived.map(Some).map_err(|message| Error::Package { file: self.name.clone(), message })
    }
}

/// Whether a host's table in Cargo.toml, `[package.metadata.anyhost.<host>]`, is well.
pub(crate) fn check_table(host: &Host, table: &Map<String, Value>) -> Result<(), String> {
    match host.id {
        id if id == anyhost_abi::flow_like::HOST.id => flow_like::options(table).map(drop),
        id if id == anyhost_abi::nlink::HOST.id => nlink::options(table).map(drop),
        id if id == anyhost_abi::signalk::HOST.id => signalk::options(table).map(drop),
        _ => Ok(()),
    }
}

/// The handlers that a manifest names, if its host takes it. The error is in the host's words.
pub(crate) fn handlers(host: &Host, manifest: &[u8]) -> Result<Vec<String>, String> {
    match host.id {
        id if id == anyhost_abi::orbis::HOST.id => orbis::handlers(manifest),
        _ => Ok(Vec::new()),
    }
}

/// Hexadecimal digits of the SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
