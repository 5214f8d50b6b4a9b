//! What a crate says of itself, for its package.

use std::path::{Path, PathBuf};

use anyhost_abi::Host;
use serde_json::{Map, Value};

use super::cargo::About;
use super::plugin::Plugin;
use crate::Error;

/// A crate, as its manifest describes it to the users of a host.
pub(crate) struct Crate {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Name of the package.
    pub(crate) package: String,
    /// The workspace's target folder.
    pub(crate) target: PathBuf,
    /// Fields of Cargo's own.
    pub(crate) about: About,
    /// `[package.metadata.anyhost.<host>]`, without what the build reads of it.
    pub(crate) table: Map<String, Value>,
}

impl Crate {
    /// Reads the manifest of the crate in `folder`.
    pub(crate) fn read(folder: &Path, host: &Host) -> Result<Self, Error> {
        let plugin = Plugin::read(folder)?;
        let table = plugin.tables.into_iter().find(|(of, _)| of.id == host.id).map(|(_, table)| table);
        Ok(Self {
            folder: plugin.folder,
            package: plugin.package,
            target: plugin.target,
            about: plugin.about,
            table: table.unwrap_or_default(),
        })
    }

    /// Something to change in the crate.
    pub(crate) fn error(&self, message: &str) -> Error {
        Error::Cargo { path: self.folder.clone(), message: message.to_owned() }
    }
}
