//! The compiler's wasm: judged against the host's data, split into the file to ship and the files beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhost_abi::{Dialect, Host, Kind, SECTION_HOSTS, SECTION_PREFIX, Support};

use super::manifest::Rendered;
use super::module::Module;
use super::plugin::{ATTRIBUTES, Plugin, attribute};
use super::sections::{self, Custom, custom, stripped};
use crate::Error;

/// Name and content.
type Named = (String, Vec<u8>);

/// A wasm as the compiler wrote it.
pub(super) struct Artefact {
    module: Module,
    /// What `anyhost:hosts` lists; `None` where the section is missing.
    hosts: Option<Vec<String>>,
    /// Name and content of the package files that the macros rendered.
    files: Vec<Named>,
    /// Those of sections that stay in the file. The linker joins sections of one name.
    sections: Vec<Named>,
    shipped: Vec<u8>,
}

/// What was written.
pub(super) struct Written {
    pub(super) wasm: PathBuf,
    pub(super) bytes: u64,
    pub(super) files: Vec<PathBuf>,
}

impl Artefact {
    /// Reads an artefact.
    pub(super) fn read(plugin: &Plugin, path: &Path) -> Result<Self, Error> {
        let wasm = fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let unreadable = |reason: &str| plugin.error(format!("the wasm that cargo built cannot be read: {reason}"));
        let sections = custom(&wasm).ok_or_else(|| unreadable("its sections are cut off"))?;
        let shipped = stripped(&wasm, &sections);
        let module = Module::read(&shipped).map_err(|reason| unreadable(&reason))?;
        let (mut files, mut kept) = (Vec::new(), Vec::new());
        for section in &sections {
            let rendered = |name: &str| (name.to_owned(), section.data.to_vec());
            match file(section) {
                Some(name) if files.iter().any(|(known, _)| *known == name) => {}
                Some(name) => files.push(rendered(name)),
                None => kept.push(rendered(section.name)),
            }
        }
        Ok(Self { module, hosts: listed(&sections), files, sections: kept, shipped })
    }

    /// The hosts that the code exports to; `None` where it does not say, because no macro of anyhost wrote it.
    pub(super) fn hosts(&self) -> Option<Vec<&str>> {
        Some(self.hosts.as_ref()?.iter().map(String::as_str).collect())
    }

    /// What it imports, as `module.name`.
    pub(super) fn imports(&self) -> Vec<String> {
        self.module.imports().to_vec()
    }

    /// What the first section of this name holds.
    pub(super) fn section(&self, name: &str) -> Option<&[u8]> {
        self.sections.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_slice())
    }

    /// A package file that the macros rendered.
    pub(super) fn rendered(&self, name: &str) -> Option<&[u8]> {
        self.files.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_slice())
    }

    /// What the dialect needs of the exports and does not find.
    pub(super) fn misses(&self, dialect: &Dialect) -> Option<String> {
        self.module.misses(dialect)
    }

    /// What is wrong with an export that a manifest names as a handler.
    pub(super) fn misses_handler(&self, dialect: &Dialect, handler: &str) -> Option<String> {
        self.module.misses_handler(dialect, handler)
    }

    /// Refuses a host that the manifest names and the code does not.
    pub(super) fn names(&self, plugin: &Plugin, host: &Host) -> Result<(), Error> {
        match &self.hosts {
            Some(hosts) if !hosts.iter().any(|id| id == host.id) => Err(plugin.error(format!(
                "its Cargo.toml names the host `{}`, to which the code does not export\nhelp: add `{}` to {ATTRIBUTES}, or remove \
                 \"{}\" from `hosts` under `[package.metadata.anyhost]`",
                host.id,
                attribute(host),
                host.id
            ))),
            _ => Ok(()),
        }
    }

    /// The dialect that the module exports to: the manifest's, or the first one whose exports are all there.
    pub(super) fn dialect(&self, plugin: &Plugin, host: &'static Host) -> Result<&'static Dialect, Error> {
        let core = |dialect: &&Dialect| dialect.kind != Kind::Component && dialect.support == Support::Built;
        let mut dialects = host.dialects.iter().filter(core);
        // A host without the dialect that the manifest chooses, for others, is built in its own way.
        let chosen = plugin.dialect.as_deref().and_then(|id| host.dialects.iter().filter(core).find(|dialect| dialect.id == id));
        let first = chosen
            .or_else(|| dialects.next())
            .ok_or_else(|| plugin.error(format!("{} has no dialect that a core module can be built for", host.id)))?;
        let Some(missing) = self.module.misses(first) else { return Ok(first) };
        if chosen.is_none()
            && let Some(other) = dialects.find(|dialect| self.module.misses(dialect).is_none())
        {
            return Ok(other);
        }
        let help = match (&self.hosts, chosen) {
            (_, Some(dialect)) => {
                format!("`dialect = \"{}\"` in Cargo.toml must be the one that the code exports to", dialect.id)
            }
            (Some(_), None) => "use the same version of the crate `anyhost` and of this command".to_owned(),
            (None, None) => format!("put `#[anyhost::node({})]` on a function; it writes the exports", attribute(host)),
        };
        Err(plugin.error(format!("{} (dialect {}) would not load the wasm: {missing}\nhelp: {help}", host.id, first.id)))
    }

    /// Refuses what the host would not instantiate: a function that it does not offer.
    pub(super) fn offered(&self, plugin: &Plugin, host: &Host, dialect: &Dialect) -> Result<(), Error> {
        let offers = |name: &str| dialect.imports.iter().any(|import| format!("{}.{}", import.module, import.name) == name);
        match self.module.imports().iter().find(|name| !offers(name)) {
            Some(name) => Err(plugin.error(format!(
                "{} would not load the wasm: it imports `{name}`, which that host does not have\nhelp: functions of one host \
                 serve no other: call them in nodes of that host only, or remove `{}` from the hosts",
                host.id, host.id
            ))),
            None => Ok(()),
        }
    }

    /// Writes the file to ship and the package files. A file that is the same already keeps its date. A manifest that the host
    /// reads out of the wasm is in one section of it, and beside it.
    pub(super) fn write(&self, folder: &Path, name: &str, manifest: Option<&Rendered>) -> Result<Written, Error> {
        fs::create_dir_all(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })?;
        let wasm = folder.join(name);
        let section = manifest.and_then(|manifest| Some((manifest.section?, manifest.content.as_slice())));
        let carrying = section.and_then(|(name, content)| sections::with(&self.shipped, name, Some(content)));
        let shipped = carrying.as_deref().unwrap_or(&self.shipped);
        write(&wasm, shipped)?;
        let own = manifest.map(|manifest| (&manifest.name, &manifest.content));
        let others =
            self.files.iter().map(|(name, content)| (name, content)).filter(|file| own.is_none_or(|own| own.0 != file.0));
        let mut files = Vec::new();
        for (name, content) in others.chain(own) {
            let path = folder.join(name);
            write(&path, content)?;
            files.push(path);
        }
        Ok(Written { wasm, bytes: shipped.len() as u64, files })
    }
}

/// What the host calls the plugin's wasm, or the crate's name.
pub(super) fn file_name(plugin: &Plugin, dialect: &Dialect) -> String {
    let file = dialect.files.iter().find(|file| Path::new(file.name).extension().is_some_and(|ending| ending == "wasm"));
    file.map_or_else(|| format!("{}.wasm", plugin.crate_name), |file| file.name.to_owned())
}

/// The hosts in `anyhost:hosts`. The linker joins sections of one name.
fn listed(sections: &[Custom<'_>]) -> Option<Vec<String>> {
    let mut hosts: Option<Vec<String>> = None;
    for section in sections.iter().filter(|section| section.name == SECTION_HOSTS) {
        let hosts = hosts.get_or_insert_default();
        for id in String::from_utf8_lossy(section.data).split(|c: char| c == ',' || c == '\0' || c.is_whitespace()) {
            if !id.is_empty() && !hosts.iter().any(|known| known == id) {
                hosts.push(id.to_owned());
            }
        }
    }
    hosts
}

/// The name of the package file in a section: a plain file name, whatever the wasm says.
fn file<'a>(section: &Custom<'a>) -> Option<&'a str> {
    let name = section.name.strip_prefix(SECTION_PREFIX).filter(|_| section.name != SECTION_HOSTS)?;
    let plain =
        !name.is_empty() && !name.starts_with('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    plain.then_some(name)
}

fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    fs::write(path, content).map_err(|source| Error::Io { path: path.to_owned(), source })
}
