//! Manifests that a host reads out of the wasm itself, and of the other dialect that a wasm may serve, too.

use anyhost_abi::{Dialect, Host};

use super::artefact::Artefact;
use super::plugin::Plugin;
use crate::{Error, package};

/// A file of a package that the macros rendered.
#[derive(Debug, Clone)]
pub(super) struct Rendered {
    pub(super) name: String,
    pub(super) content: Vec<u8>,
    /// The section of the wasm in which the host looks for it.
    pub(super) section: Option<&'static str>,
}

impl Artefact {
    /// The manifest that the wasm carries for its host, checked against what it exports. `None`: the host reads none there, or
    /// the code has none.
    pub(super) fn manifest(&self, plugin: &Plugin, host: &'static Host, dialect: &Dialect) -> Result<Option<Rendered>, Error> {
        let Some((file, section)) = own(dialect) else { return Ok(None) };
        let Some(text) = self.section(section) else { return Ok(None) };
        self.check(plugin, host, dialect, text)?;
        Ok(Some(Rendered { name: file.to_owned(), content: text.to_vec(), section: Some(section) }))
    }

    /// The other dialect that the wasm serves, too, with its manifest: the host reads only one out of a wasm.
    pub(super) fn other(
        &self,
        plugin: &Plugin,
        host: &'static Host,
        dialect: &Dialect,
    ) -> Result<Option<(&'static Dialect, Rendered)>, Error> {
        let Some((file, section)) = own(dialect).filter(|(_, section)| self.section(section).is_some()) else { return Ok(None) };
        let Some(content) = self.rendered(file) else { return Ok(None) };
        let Some(other) = host.dialects.iter().find(|other| other.id != dialect.id && own(other).is_some()) else {
            return Ok(None);
        };
        if let [first, ..] = self.imports().as_slice() {
            return Err(plugin.error(format!(
                "one wasm cannot serve the dialects {} and {} of {}: it imports `{first}`, and what one of them has, the other has \
                 with another type or not at all\nhelp: choose one of them: `{}(dialect = \"{}\")`",
                dialect.id,
                other.id,
                host.id,
                super::plugin::attribute(host),
                other.id
            )));
        }
        if let Some(missing) = self.misses(other) {
            return Err(plugin.error(format!("{} (dialect {}) would not load the wasm: {missing}", host.id, other.id)));
        }
        self.check(plugin, host, other, content)?;
        Ok(Some((other, Rendered { name: file.to_owned(), content: content.to_vec(), section: Some(section) })))
    }

    /// Whether the host takes the text, and the wasm exports what it names.
    fn check(&self, plugin: &Plugin, host: &'static Host, dialect: &Dialect, text: &[u8]) -> Result<(), Error> {
        let refused = |why: &str| {
            Err(plugin.error(format!(
                "{} (dialect {}) would not load the plugin: {why}\nhelp: all routes of a plugin stand in one `#[plugin(…)] mod`",
                host.id, dialect.id
            )))
        };
        let handlers = match package::handlers(host, text) {
            Ok(handlers) => handlers,
            Err(why) => return refused(&why),
        };
        match handlers.iter().find_map(|handler| self.misses_handler(dialect, handler)) {
            Some(missing) => refused(&missing),
            None => Ok(()),
        }
    }
}

/// The file that a host looks for in a section of the wasm.
fn own(dialect: &Dialect) -> Option<(&'static str, &'static str)> {
    dialect.files.iter().find_map(|file| Some((file.name, file.section?)))
}
