//! Builds a crate folder: one wasm a host, with the size profile, wherever the crate lies.
//!
//! The hosts are read from `[package.metadata.anyhost]` and compared with what the code exports to, which the macros leave
//! in the section `anyhost:hosts`. The author's crate alone is told by `--cfg` which host it is built for, so that no
//! dependency is built twice.
//!
//! Cargo's messages go to stderr as they are.

mod about;
mod artefact;
mod cargo;
mod env;
mod hint;
mod manifest;
mod module;
mod plugin;
pub(crate) mod sections;
mod store;
mod toolchain;
mod unwind;

use std::path::{Path, PathBuf};

use anyhost_abi::{Dialect, Host};

use crate::Error;
use artefact::Artefact;
use manifest::Rendered;
use plugin::Plugin;
use store::{Store, Unit};

pub(crate) use about::Crate;
pub use hint::{closest, host_named};

/// The rustc target of core modules.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The shadow stack of a plugin, unless its manifest says another size: one page instead of rustc's sixteen.
pub const STACK_BYTES: u32 = 65536;

/// What to build.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// These hosts only; all that the crate names for `None`.
    pub hosts: Option<Vec<&'static Host>>,
    /// One wasm for all of them, with the exports of each.
    pub single: bool,
    /// This dialect of hosts for which the wasm serves several; else the first one.
    pub dialect: Option<String>,
}

/// A wasm that was built for a host, and what lies beside it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Built {
    /// The host.
    pub host: &'static Host,
    /// The dialect that it exports to.
    pub dialect: &'static Dialect,
    /// The file to ship. Sections that only tools read are removed.
    pub wasm: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What it imports, as `module.name`.
    pub imports: Vec<String>,
    /// Package files that the code generated, written beside the wasm.
    pub files: Vec<PathBuf>,
    /// The other dialect of the host that the wasm was verified for, too.
    pub other: Option<&'static Dialect>,
    /// What is worth knowing about this build.
    pub notes: Vec<String>,
}

impl Built {
    /// Whether it is of this dialect, where one was asked for that the host has. The error says what to write.
    ///
    /// # Errors
    ///
    /// A text for the plugin's author.
    pub fn is_of(&self, dialect: Option<&str>) -> Result<(), String> {
        match dialect {
            Some(asked) if asked != self.dialect.id && self.host.dialect(dialect).is_some() => Err(format!(
                "the code exports to the dialect {} of {}, not to {asked}\nhelp: choose it in the code: `{}(dialect = \"{asked}\")`",
                self.dialect.id,
                self.host.id,
                plugin::attribute(self.host)
            )),
            _ => Ok(()),
        }
    }
}

/// Builds the crate in the folder `path`.
///
/// Cargo runs every time; where nothing changed since the last build it runs once, however many hosts there are.
///
/// # Errors
///
/// [`Error::Cargo`] where the folder is not a crate, the crate is not a plugin or does not build, a tool or target is
/// missing, or the code does not export what a host needs. The message says what to change; cargo's own messages are on
/// stderr by then. [`Error::Io`] where a file cannot be read or written.
pub fn build(path: &Path, options: &BuildOptions) -> Result<Vec<Built>, Error> {
    let plugin = Plugin::read(path)?;
    let mut store = Store::open(&plugin)?;
    let looks_complete = store.has_built();
    if !looks_complete {
        toolchain::ensure_target(&plugin)?;
    }
    match build_with(&plugin, options, &mut store) {
        // The toolchain may be another one than last time.
        Err(Error::Cargo { .. }) if looks_complete && !store.has_built() && toolchain::ensure_target(&plugin)? => {
            build_with(&plugin, options, &mut store)
        }
        result => result,
    }
}

fn build_with(plugin: &Plugin, options: &BuildOptions, store: &mut Store) -> Result<Vec<Built>, Error> {
    let hosts = hosts(plugin, options, store)?;
    if options.single {
        if let Some(host) = hosts.iter().find(|host| plugin.unwinds(host)) {
            return Err(plugin.error(format!(
                "one wasm for all hosts aborts at a panic, and Cargo.toml wants it to unwind for {0}\nhelp: build one wasm a host, or \
                 remove `panic = \"unwind\"` from `[package.metadata.anyhost.{0}]`",
                host.id
            )));
        }
        let unit = Unit::single(plugin);
        store.build(plugin, std::slice::from_ref(&unit))?;
        return single(plugin, &unit, options, store, &hosts);
    }
    let units: Vec<Unit> = hosts.iter().map(|host| Unit::host(plugin, host)).collect();
    store.build(plugin, &units)?;
    hosts.iter().zip(&units).map(|(host, unit)| finish(plugin, host, unit, options, store)).collect()
}

/// The hosts to build for: those asked for, all of which the crate must name, or all that the crate names.
fn hosts(plugin: &Plugin, options: &BuildOptions, store: &mut Store) -> Result<Vec<&'static Host>, Error> {
    let named = match &plugin.hosts {
        Some(named) => named.clone(),
        None => {
            let unit = Unit::single(plugin);
            store.build(plugin, std::slice::from_ref(&unit)).map_err(|error| plugin.without_hosts(error))?;
            let probe = Artefact::read(plugin, &store.raw(&unit))?;
            let mut hosts = Vec::new();
            for id in probe.hosts().into_iter().flatten() {
                hosts.push(host_named(id).map_err(|message| plugin.error(message))?);
            }
            if hosts.is_empty() {
                return Err(plugin.not_a_plugin());
            }
            hosts
        }
    };
    let hosts = match &options.hosts {
        None => named,
        Some(asked) => {
            if let Some(host) = asked.iter().find(|host| !named.iter().any(|named| named.id == host.id)) {
                return Err(plugin.does_not_name(host, &named));
            }
            asked.clone()
        }
    };
    for host in &hosts {
        plugin::check_support(plugin, host)?;
    }
    Ok(hosts)
}

/// One host's file out of its raw artefact.
fn finish(plugin: &Plugin, host: &'static Host, unit: &Unit, options: &BuildOptions, store: &Store) -> Result<Built, Error> {
    let artefact = Artefact::read(plugin, &store.raw(unit))?;
    artefact.names(plugin, host)?;
    let mut notes = Vec::new();
    if let (Some(named), Some(exported)) = (&plugin.hosts, artefact.hosts()) {
        let more: Vec<&str> = exported.into_iter().filter(|id| !named.iter().any(|host| host.id == *id)).collect();
        if !more.is_empty() {
            notes.push(format!(
                "the code also exports to {}, which `[package.metadata.anyhost]` does not list in `hosts`",
                more.join(", ")
            ));
        }
    }
    let served = served(plugin, host, &artefact, options)?;
    notes.extend(served.notes);
    let (mut folder, dialect) = (store.folder(unit), served.dialect);
    if served.is_second {
        folder.push(dialect.id);
    }
    let written = artefact.write(&folder, &artefact::file_name(plugin, dialect), served.manifest.as_ref())?;
    Ok(Built {
        host,
        dialect,
        wasm: written.wasm,
        bytes: written.bytes,
        imports: artefact.imports(),
        files: written.files,
        other: served.other,
        notes,
    })
}

/// What a wasm is for a host.
struct Served {
    dialect: &'static Dialect,
    /// The manifest that the host reads out of the wasm.
    manifest: Option<Rendered>,
    /// The other dialect that it serves, too.
    other: Option<&'static Dialect>,
    /// What is meant is not the dialect that the wasm's own manifest is for.
    is_second: bool,
    notes: Vec<String>,
}

/// The dialect that is meant, which the wasm was verified for, as for the other one that it serves, if it does.
fn served(plugin: &Plugin, host: &'static Host, artefact: &Artefact, options: &BuildOptions) -> Result<Served, Error> {
    let dialect = artefact.dialect(plugin, host)?;
    artefact.offered(plugin, host, dialect)?;
    let manifest = artefact.manifest(plugin, host, dialect)?;
    let other = artefact.other(plugin, host, dialect)?;
    let mut notes = denied(host, dialect, &artefact.imports());
    match other {
        Some((second, manifest)) if options.dialect.as_deref() == Some(second.id) => {
            Ok(Served { dialect: second, manifest: Some(manifest), other: Some(dialect), is_second: true, notes })
        }
        other => {
            let other = other.map(|(other, _)| other);
            if let Some(other) = other {
                notes.push(format!(
                    "the wasm serves the dialect {0}, too, by another manifest: `--dialect {0}` writes it",
                    other.id
                ));
            }
            Ok(Served { dialect, manifest, other, is_second: false, notes })
        }
    }
}

/// Imports that the host has and always denies.
fn denied(host: &Host, dialect: &Dialect, imports: &[String]) -> Vec<String> {
    if host.id != anyhost_abi::orbis::HOST.id {
        return Vec::new();
    }
    let rule = anyhost_abi::orbis::rules::DENIED_IMPORT;
    let is_denied = |import: &&anyhost_abi::Import| {
        anyhost_abi::orbis::rules::import_rule(import).is_some_and(|found| found.id == rule.id)
            && (rule.dialects.is_empty() || rule.dialects.contains(&dialect.id))
    };
    let rows = dialect.imports.iter().filter(is_denied).map(|import| format!("{}.{}", import.module, import.name));
    rows.filter(|name| imports.contains(name))
        .map(|name| format!("`{name}`: the real host denies it today, always ({})", rule.id))
        .collect()
}

/// One file for all hosts, verified for each.
fn single(
    plugin: &Plugin,
    unit: &Unit,
    options: &BuildOptions,
    store: &Store,
    hosts: &[&'static Host],
) -> Result<Vec<Built>, Error> {
    let artefact = Artefact::read(plugin, &store.raw(unit))?;
    let mut all = Vec::new();
    for host in hosts {
        artefact.names(plugin, host)?;
        all.push(served(plugin, host, &artefact, options)?);
    }
    let manifest = all.iter().find_map(|served| served.manifest.as_ref());
    let written = artefact.write(&store.folder(unit), &format!("{}.wasm", plugin.crate_name), manifest)?;
    let imports = artefact.imports();
    let built = hosts.iter().zip(all).map(|(host, served)| Built {
        host,
        dialect: served.dialect,
        wasm: written.wasm.clone(),
        bytes: written.bytes,
        imports: imports.clone(),
        files: written.files.clone(),
        other: served.other,
        notes: served.notes,
    });
    Ok(built.collect())
}
