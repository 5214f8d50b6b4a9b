//! The crate to build, as its manifest describes it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhost_abi::{Host, Support};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{STACK_BYTES, cargo, hint, unwind};
use crate::{Error, package};

/// The hosts' tables under `[package.metadata.anyhost]`.
type Tables = Vec<(&'static Host, Map<String, Value>)>;

/// A crate with a library.
pub(super) struct Plugin {
    /// The crate's folder.
    pub(super) folder: PathBuf,
    /// Its manifest, as cargo writes the path.
    pub(super) manifest: PathBuf,
    /// Name of the package.
    pub(super) package: String,
    /// Name of the library.
    pub(super) crate_name: String,
    /// The workspace's target folder.
    pub(super) target: PathBuf,
    /// The workspace's folder, where the lock file is.
    pub(super) workspace: PathBuf,
    /// `[package.metadata.anyhost] hosts`.
    pub(super) hosts: Option<Vec<&'static Host>>,
    /// `[package.metadata.anyhost] stack`.
    pub(super) stack: u32,
    /// `[package.metadata.anyhost] dialect`.
    pub(super) dialect: Option<String>,
    /// `[package.metadata.anyhost.<host>]`, for the package.
    pub(super) tables: Tables,
    /// Hosts with `panic = "unwind"` there.
    unwinding: Vec<&'static Host>,
    /// What the package takes from the manifest.
    pub(super) about: cargo::About,
}

/// `[package.metadata.anyhost]`, without the hosts' tables.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Metadata {
    hosts: Option<Vec<String>>,
    stack: Option<u32>,
    dialect: Option<String>,
}

impl Plugin {
    /// Reads the manifest of the crate in `folder`.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let error = |message: String| Error::Cargo { path: folder.to_owned(), message };
        let folder = folder.canonicalize().map_err(|source| Error::Io { path: folder.to_owned(), source })?;
        let manifest = folder.join("Cargo.toml");
        if !manifest.is_file() {
            return Err(error("there is no Cargo.toml in this folder".into()));
        }
        let workspace = cargo::metadata(&folder, &manifest)?;
        let same = |path: &Path| path == manifest || path.canonicalize().is_ok_and(|path| path == manifest);
        let Some(package) = workspace.packages.iter().find(|package| same(&package.manifest_path)) else {
            let members: Vec<&str> = workspace.packages.iter().map(|package| package.name.as_str()).collect();
            return Err(error(format!(
                "this Cargo.toml is of a workspace, not of a crate\nhelp: hand over the folder of one of its crates: {}",
                members.join(", ")
            )));
        };
        let Some(library) = package.targets.iter().find(|target| target.is_library()) else {
            return Err(error("the crate has no library, so nothing to export\nhelp: put the plugin into src/lib.rs".into()));
        };
        let (metadata, mut tables) = match package.metadata.get("anyhost") {
            None => (Metadata::default(), Vec::new()),
            Some(table) => {
                let (table, tables) = split(table);
                let metadata = Metadata::deserialize(table)
                    .map_err(|problem| error(format!("`[package.metadata.anyhost]` in Cargo.toml: {problem}")))?;
                (metadata, tables)
            }
        };
        let dialect = metadata.dialect.as_deref();
        let mut unwinding = Vec::new();
        for (host, table) in &mut tables {
            let in_table = |problem| error(format!("`[package.metadata.anyhost.{}]` in Cargo.toml: {problem}", host.id));
            if unwinds(host, dialect, table).map_err(in_table)? {
                unwinding.push(*host);
            }
            package::check_table(host, table).map_err(in_table)?;
        }
        let hosts = match metadata.hosts {
            None => None,
            Some(ids) => {
                let mut hosts: Vec<&'static Host> = Vec::new();
                for id in ids {
                    let host = hint::host_named(&id)
                        .map_err(|problem| error(format!("`[package.metadata.anyhost] hosts` in Cargo.toml: {problem}")))?;
                    if !hosts.iter().any(|known| known.id == host.id) {
                        hosts.push(host);
                    }
                }
                if hosts.is_empty() {
                    return Err(error(
                        "`[package.metadata.anyhost] hosts` in Cargo.toml is empty\nhelp: name a host, or remove the line".into(),
                    ));
                }
                Some(hosts)
            }
        };
        Ok(Self {
            manifest: package.manifest_path.clone(),
            package: package.name.clone(),
            crate_name: library.name.replace('-', "_"),
            target: workspace.target_directory,
            workspace: workspace.workspace_root,
            hosts,
            stack: metadata.stack.unwrap_or(STACK_BYTES),
            dialect: metadata.dialect,
            tables,
            unwinding,
            about: package.about.clone(),
            folder,
        })
    }

    /// Whether panics unwind in the wasm for this host.
    pub(super) fn unwinds(&self, host: &Host) -> bool {
        self.unwinding.iter().any(|unwinding| unwinding.id == host.id)
    }

    /// Something to change in the crate.
    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        Error::Cargo { path: self.folder.clone(), message: message.into() }
    }

    /// The crate names no host, neither in its manifest nor in its code.
    pub(super) fn not_a_plugin(&self) -> Error {
        self.error(
            "this crate is not an anyhost plugin: its code exports to no host\nhelp: put `#[anyhost::node(flow_like)]` on a \
             function, and `[package.metadata.anyhost]` with `hosts = [\"flow-like\"]` into Cargo.toml",
        )
    }

    /// A crate whose manifest names no hosts did not build for all of its code's hosts at once.
    pub(super) fn without_hosts(&self, error: Error) -> Error {
        match error {
            Error::Cargo { path, message } => Error::Cargo {
                path,
                message: format!(
                    "{message}\nhelp: to build one wasm a host, put `[package.metadata.anyhost]` with `hosts = […]` into Cargo.toml"
                ),
            },
            error => error,
        }
    }

    /// A host was asked for that the crate does not name.
    pub(super) fn does_not_name(&self, host: &Host, named: &[&Host]) -> Error {
        let ids = |hosts: &mut dyn Iterator<Item = &str>| {
            hosts.fold(String::new(), |mut list, id| {
                let _ = write!(list, "{}\"{id}\"", if list.is_empty() { "" } else { ", " });
                list
            })
        };
        self.error(format!(
            "`{}` is not built for {}: it names {}\nhelp: write `hosts = [{}]` under `[package.metadata.anyhost]` in Cargo.toml, \
             and add `{}` to {}",
            self.package,
            host.id,
            named.iter().map(|host| host.id).collect::<Vec<_>>().join(", "),
            ids(&mut named.iter().map(|host| host.id).chain([host.id])),
            attribute(host),
            ATTRIBUTES,
        ))
    }
}

/// The hosts' tables apart from the rest.
fn split(table: &Value) -> (Value, Tables) {
    let Value::Object(fields) = table else { return (table.clone(), Vec::new()) };
    let (mut rest, mut tables) = (Map::new(), Vec::new());
    for (key, value) in fields {
        match (anyhost_abi::host(key), value) {
            (Some(host), Value::Object(table)) => tables.push((host, table.clone())),
            _ => {
                rest.insert(key.clone(), value.clone());
            }
        }
    }
    (Value::Object(rest), tables)
}

/// Takes `panic` out of a host's table: whether it is "unwind".
fn unwinds(host: &Host, dialect: Option<&str>, table: &mut Map<String, Value>) -> Result<bool, String> {
    match table.remove("panic") {
        None => Ok(false),
        Some(Value::String(text)) if text == "abort" => Ok(false),
        Some(Value::String(text)) if text == "unwind" => match unwind::refusal(host, dialect) {
            None => Ok(true),
            Some(reason) => Err(format!("{reason}\nhelp: remove `panic = \"unwind\"`")),
        },
        Some(other) => Err(format!("`panic` is {other}\nhelp: write \"abort\", which is the default, or \"unwind\"")),
    }
}

/// Where the code names its hosts.
pub(super) const ATTRIBUTES: &str = "`#[node(…)]` or `#[plugin(…)]`";

/// The host's name in an attribute.
pub(super) fn attribute(host: &Host) -> String {
    host.id.replace('-', "_")
}

/// Plugins can only be built for a host that has an emulator, or nothing could be said about them.
pub(super) fn check_support(plugin: &Plugin, host: &Host) -> Result<(), Error> {
    match host.support {
        Support::Built => Ok(()),
        Support::DataOnly(reason) => Err(plugin.error(format!("plugins for {} cannot be built yet: {reason}", host.id))),
    }
}
