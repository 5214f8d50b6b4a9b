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
    /// What is worth knowing about this build.
    pub notes: Vec<String>,
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
        return single(plugin, &unit, store, &hosts);
    }
    let units: Vec<Unit> = hosts.iter().map(|host| Unit::host(plugin, host)).collect();
    store.build(plugin, &units)?;
    hosts.iter().zip(&units).map(|(host, unit)| finish(plugin, host, unit, store)).collect()
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
fn finish(plugin: &Plugin, host: &'static Host, unit: &Unit, store: &Store) -> Result<Built, Error> {
    let artefact = Artefact::read(plugin, &store.raw(unit))?;
    artefact.names(plugin, host)?;
    let dialect = artefact.dialect(plugin, host)?;
    artefact.offered(plugin, host, dialect)?;
    let folder = store.folder(unit);
    let name = artefact::file_name(plugin, dialect);
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
    let written = artefact.write(&folder, &name)?;
    Ok(Built {
        host,
        dialect,
        wasm: written.wasm,
        bytes: written.bytes,
        imports: artefact.imports(),
        files: written.files,
        notes,
    })
}

/// One file for all hosts, verified for each.
fn single(plugin: &Plugin, unit: &Unit, store: &Store, hosts: &[&'static Host]) -> Result<Vec<Built>, Error> {
    let artefact = Artefact::read(plugin, &store.raw(unit))?;
    let mut dialects = Vec::new();
    for host in hosts {
        artefact.names(plugin, host)?;
        let dialect = artefact.dialect(plugin, host)?;
        artefact.offered(plugin, host, dialect)?;
        dialects.push(dialect);
    }
    let written = artefact.write(&store.folder(unit), &format!("{}.wasm", plugin.crate_name))?;
    let imports = artefact.imports();
    let built = hosts.iter().zip(dialects).map(|(host, dialect)| Built {
        host,
        dialect,
        wasm: written.wasm.clone(),
        bytes: written.bytes,
        imports: imports.clone(),
        files: written.files.clone(),
        notes: Vec::new(),
    });
    Ok(built.collect())
}
