//! Writing packages: of a crate, which is built first, or of a package that is there.

mod flow_like;
mod nlink;
mod npm;
mod orbis;
mod signalk;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhost_abi::{Dialect, Host, Level, Support};

use crate::Error;
use crate::build::{BuildOptions, Crate, build};
use crate::hosts::Fault;
use crate::package::files::Files;
use crate::package::{Made, Package};
use crate::report::Finding;
use crate::run::Runner;
use crate::settings::Settings;
use crate::target::{Origin, Target};

/// A package that was made.
#[derive(Debug)]
#[non_exhaustive]
pub struct Packed {
    /// The host.
    pub host: &'static Host,
    /// The dialect of its wasm.
    pub dialect: &'static Dialect,
    /// Its folder.
    pub folder: PathBuf,
    /// Its archive, for hosts that install one.
    pub archive: Option<PathBuf>,
    /// The wasm that is a package by itself, for hosts that install one.
    pub standalone: Option<PathBuf>,
    /// The files in the folder.
    pub files: Vec<PathBuf>,
    /// Bytes of the wasm.
    pub bytes: u64,
    /// What its author should know.
    pub notes: Vec<String>,
    /// What the host would find wrong with it. With an error among them nothing was written.
    pub findings: Vec<Finding>,
}

impl Packed {
    /// Whether the host would take it, so that it was written.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.findings.iter().all(|finding| finding.level < Level::Error)
    }
}

/// Makes the package of the plugin at `path` for a host: of a crate, which is built first, or of a package, which is written
/// as it is after it was judged. The bytes are the same in every run.
///
/// Flow-Like: `out` becomes the folder, with `flow-like.toml` and the wasm. nLink: the folder `nlink-community.<node>` in
/// `out`, and a zip of it beside it. Signal K: a folder named like the package in `out`, and beside it the archive that npm
/// installs. Orbis: a folder named like the plugin in `out`, and beside it a zip of what is in it, and a wasm that carries the
/// manifest; each can be installed. Without `out` a crate's package goes to `target/anyhost/package/<host>/`.
///
/// The manifest is Cargo.toml's, with `[package.metadata.anyhost.<host>]` for what Cargo has no field for; nodes and
/// permissions are those that the wasm describes. It is judged by the host's rules, and the wasm is loaded as by the host,
/// before anything is written. Orbis's manifest is what the code renders.
///
/// `dialect` is that of a plugin that serves several; else the first one's package is made.
///
/// # Errors
///
/// [`Error::NotBuilt`] for hosts that are data only; those of [`build`](crate::build::build); [`Error::Package`] and
/// [`Error::Cargo`] where something is missing that only the author can say; [`Error::Io`].
pub fn pack(path: &Path, host: &'static Host, dialect: Option<&str>, out: Option<&Path>) -> Result<Packed, Error> {
    if let Support::DataOnly(reason) = host.support {
        return Err(Error::NotBuilt { host: host.title, reason: reason.to_owned() });
    }
    let shown = path.display().to_string();
    if path.join("Cargo.toml").is_file() {
        return of_crate(path, host, dialect, out);
    }
    let missing = |message: String| Error::Package { file: shown.clone(), message };
    match of_any_form(path, host, &shown)? {
        Some(package) if package.host.id == host.id => {
            let out = out.ok_or_else(|| missing("where to write the package is not said\nhelp: add `--out DIR`".into()))?;
            let dialect = host.dialect(dialect).ok_or_else(|| missing(format!("{} has no such dialect", host.id)))?;
            write(host, dialect, package.made(), &package.wasm, Place::Given(out))
        }
        Some(package) => Err(missing(format!("it is a package for {}, not for {}", package.host.id, host.id))),
        None => {
            let mut manifests: Vec<&str> = Vec::new();
            for file in host.dialects.iter().flat_map(|dialect| dialect.files) {
                if !manifests.contains(&file.name) {
                    manifests.push(file.name);
                }
            }
            Err(missing(format!(
                "nothing here says what the package is called, its version and what it does\nhelp: hand over a crate's folder, or a \
                 folder with the package's files: {}",
                manifests.iter().take(3).copied().collect::<Vec<_>>().join(", ")
            )))
        }
    }
}

/// The package at a path, also one that is a wasm by itself.
fn of_any_form(path: &Path, host: &Host, shown: &str) -> Result<Option<Package>, Error> {
    let package = Package::open(path, shown)?;
    if package.is_some() || host.id != anyhost_abi::orbis::HOST.id || !path.is_file() {
        return Ok(package);
    }
    let wasm = fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    Ok(crate::package::orbis::alone(wasm, shown))
}

/// Where a package goes.
enum Place<'a> {
    /// The user's; what else is there stays.
    Given(&'a Path),
    /// Ours: what was left of another run is removed.
    Own(PathBuf),
}

fn of_crate(path: &Path, host: &'static Host, dialect: Option<&str>, out: Option<&Path>) -> Result<Packed, Error> {
    let of = Crate::read(path, host)?;
    let options = BuildOptions { hosts: Some(vec![host]), dialect: dialect.map(str::to_owned), ..BuildOptions::default() };
    let built = build(path, &options)?.pop().ok_or_else(|| of.error("nothing was built"))?;
    built.is_of(dialect).map_err(|message| of.error(&message))?;
    let read = |path: &Path| fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source });
    let wasm = read(&built.wasm)?;
    let settings = Settings::parse(host, built.dialect, &[])?;
    let target = Target { origin: Origin::Crate, ..Target::new(host, built.dialect, &settings) };
    let described = match Runner::open(&wasm, &built.wasm.display().to_string(), &target)? {
        Ok(runner) => runner.described,
        Err(faults) => {
            return Ok(Packed {
                host,
                dialect: built.dialect,
                folder: PathBuf::new(),
                archive: None,
                standalone: None,
                files: Vec::new(),
                bytes: wasm.len() as u64,
                notes: built.notes,
                findings: faults.iter().filter_map(Fault::finding).collect(),
            });
        }
    };
    let mut generated = BTreeMap::new();
    for file in &built.files {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        generated.insert(name.unwrap_or_default(), read(file)?);
    }
    let made = match host.id {
        id if id == anyhost_abi::nlink::HOST.id => nlink::contents(&of, &wasm, &generated),
        id if id == anyhost_abi::orbis::HOST.id => orbis::contents(&of, &wasm, &generated),
        id if id == anyhost_abi::signalk::HOST.id => signalk::contents(&of, &wasm),
        _ => flow_like::contents(&of, &wasm, &described),
    };
    let made = made.map_err(|message| of.error(&message))?;
    let place = match out {
        Some(out) => Place::Given(out),
        None => {
            let folder = of.target.join("anyhost/package").join(host.id);
            Place::Own(if made.folder.is_some() { folder } else { folder.join(&made.name) })
        }
    };
    write(host, built.dialect, made, &wasm, place)
}

/// Judges the package as the host would get it, and writes it if the host would take it.
fn write(host: &'static Host, dialect: &'static Dialect, made: Made, wasm: &[u8], place: Place<'_>) -> Result<Packed, Error> {
    let archived = made.archived()?;
    let bytes = archived.as_ref().map(|(_, bytes)| bytes.len() as u64);
    let files = Files::in_memory(made.files.clone(), &made.name, bytes);
    let findings = match Package::of(&files)? {
        Some(package) => judged(&package, host, dialect)?,
        None => return Err(files.error("the files are no package of the host")),
    };
    let (root, own) = match &place {
        Place::Given(out) => (*out, false),
        Place::Own(out) => (out.as_path(), true),
    };
    let folder = made.folder.as_ref().map_or_else(|| root.to_owned(), |name| root.join(name));
    let mut packed = Packed {
        host,
        dialect,
        archive: archived.as_ref().map(|(name, _)| root.join(name)),
        standalone: made.standalone.as_ref().map(|(name, _)| root.join(name)),
        files: made.files.keys().map(|name| folder.join(name)).collect(),
        folder,
        bytes: wasm.len() as u64,
        notes: made.notes,
        findings,
    };
    if !packed.is_written() {
        (packed.files, packed.archive, packed.standalone) = (Vec::new(), None, None);
        return Ok(packed);
    }
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Io { path, source }
    };
    if own && packed.folder.exists() {
        fs::remove_dir_all(&packed.folder).map_err(io(&packed.folder))?;
    }
    for (path, content) in packed.files.iter().zip(made.files.values()) {
        let parent = path.parent().unwrap_or(root);
        fs::create_dir_all(parent).map_err(io(parent))?;
        fs::write(path, content).map_err(io(path))?;
    }
    for (path, file) in [(&packed.archive, archived), (&packed.standalone, made.standalone)] {
        if let (Some(path), Some((_, bytes))) = (path, file) {
            fs::write(path, bytes).map_err(io(path))?;
        }
    }
    Ok(packed)
}

/// What the host finds wrong when it loads the package.
fn judged(package: &Package, host: &'static Host, dialect: &'static Dialect) -> Result<Vec<Finding>, Error> {
    let settings = Settings::parse(host, dialect, &[])?;
    let target = Target { origin: Origin::Package(package), ..Target::new(host, dialect, &settings) };
    Ok(match Runner::open(&package.wasm, &package.file, &target)? {
        Ok(runner) => package.judge(Some(&runner.described.nodes)),
        Err(faults) => faults.iter().filter_map(Fault::finding).chain(package.judge(None)).collect(),
    })
}
