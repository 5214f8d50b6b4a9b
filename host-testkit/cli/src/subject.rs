//! What a path on the command line stands for.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhost_abi::{Dialect, Host};
use anyhost_testkit::build::{BuildOptions, Built, build};
use anyhost_testkit::package::Package;
use anyhost_testkit::{Origin, Settings, Target};

use crate::failure::Failure;

/// What a path stands for.
#[derive(Debug)]
pub(crate) enum Subject {
    /// A folder with a Cargo.toml, built each time.
    Crate(PathBuf),
    /// A `.wasm` file of any origin.
    Wasm(PathBuf),
    /// A host's package: a folder, an archive, or a `.wasm` with its manifest beside it.
    Package(PathBuf, Arc<Package>),
}

/// The wasms of a subject.
pub(crate) enum Plugins {
    /// Each for its host.
    Named(Vec<(&'static Host, Loaded)>),
    /// One that names no host, and none was asked for.
    Any(Loaded),
}

/// A wasm to hand to a host.
#[derive(Clone)]
pub(crate) struct Loaded {
    pub(crate) bytes: Vec<u8>,
    /// The file, as it is printed.
    pub(crate) file: String,
    /// What a crate was built for.
    pub(crate) built: Option<Built>,
    /// What it came in.
    package: Option<Arc<Package>>,
}

impl Loaded {
    /// The dialect that is meant if none is named.
    pub(crate) fn dialect(&self, host: &'static Host) -> Option<&'static Dialect> {
        self.built.as_ref().map(|built| built.dialect).or_else(|| host.dialect(None))
    }

    /// A host, for this wasm as it came. A package says nothing to other hosts than its own.
    pub(crate) fn target<'a>(&'a self, host: &'static Host, dialect: &'static Dialect, settings: &'a Settings) -> Target<'a> {
        let origin = match (&self.built, &self.package) {
            (Some(_), _) => Origin::Crate,
            (None, Some(package)) if package.host.id == host.id => Origin::Package(package),
            _ => Origin::Bare,
        };
        Target { origin, ..Target::new(host, dialect, settings) }
    }
}

impl Subject {
    /// Looks at the path, without building anything.
    pub(crate) fn of(path: &Path) -> Result<Self, Failure> {
        let data = fs::metadata(path).map_err(|error| Failure::file(path, &error))?;
        if data.is_file() {
            if path.file_name().is_some_and(|name| name == "Cargo.toml") {
                return Ok(Self::Crate(
                    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new(".")).to_owned(),
                ));
            }
            return match Package::open(path, &shown(path))? {
                Some(package) => Ok(Self::Package(path.to_owned(), Arc::new(package))),
                None => Ok(Self::Wasm(path.to_owned())),
            };
        }
        if path.join("Cargo.toml").is_file() {
            return Ok(Self::Crate(path.to_owned()));
        }
        if let Some(package) = Package::open(path, &shown(path))? {
            return Ok(Self::Package(path.to_owned(), Arc::new(package)));
        }
        if path.join("go.mod").is_file() {
            return Err(Failure::new(format!("{}: Go modules are not supported yet", path.display()))
                .help("build it, and hand over the .wasm file"));
        }
        one_wasm(path)
    }

    /// The wasm for a host, built if need be.
    pub(crate) fn load(&self, host: &'static Host) -> Result<Loaded, Failure> {
        match self {
            Self::Wasm(path) => wasm(path),
            Self::Package(_, package) => Ok(packaged(package)),
            Self::Crate(path) => {
                let options = BuildOptions { hosts: Some(vec![host]), ..BuildOptions::default() };
                match build(path, &options)?.pop() {
                    Some(built) => load_built(built),
                    None => Err(Failure::new(format!("{}: nothing was built", path.display()))),
                }
            }
        }
    }

    /// The wasms for these hosts, or for all that the plugin names.
    pub(crate) fn plugins(&self, hosts: &[&'static Host]) -> Result<Plugins, Failure> {
        let named = |hosts: &[&'static Host], load: &dyn Fn() -> Result<Loaded, Failure>| {
            hosts.iter().map(|host| Ok((*host, load()?))).collect::<Result<_, Failure>>().map(Plugins::Named)
        };
        match self {
            Self::Wasm(path) if hosts.is_empty() => wasm(path).map(Plugins::Any),
            Self::Wasm(path) => named(hosts, &|| wasm(path)),
            Self::Package(_, package) if hosts.is_empty() => named(&[package.host], &|| Ok(packaged(package))),
            Self::Package(_, package) => named(hosts, &|| Ok(packaged(package))),
            Self::Crate(path) => {
                let options = BuildOptions { hosts: (!hosts.is_empty()).then(|| hosts.to_vec()), ..BuildOptions::default() };
                let built = build(path, &options)?.into_iter().map(|built| Ok((built.host, load_built(built)?)));
                built.collect::<Result<_, Failure>>().map(Plugins::Named)
            }
        }
    }

    /// The folder that it lies in, or is.
    pub(crate) fn folder(&self) -> &Path {
        match self {
            Self::Crate(folder) => folder,
            Self::Package(path, _) if path.is_dir() => path,
            Self::Package(path, _) | Self::Wasm(path) => path.parent().unwrap_or(Path::new("")),
        }
    }
}

impl Subject {
    /// What was loaded, as it serves this dialect: a crate's wasm may serve another one, too, by another manifest.
    pub(crate) fn serving(&self, loaded: Loaded, dialect: &'static Dialect) -> Result<Loaded, Failure> {
        let (Self::Crate(path), Some(built)) = (self, &loaded.built) else { return Ok(loaded) };
        if built.other.is_none_or(|other| other.id != dialect.id) {
            return Ok(loaded);
        }
        let dialect = Some(dialect.id.to_owned());
        let options = BuildOptions { hosts: Some(vec![built.host]), dialect, ..BuildOptions::default() };
        match build(path, &options)?.pop() {
            Some(built) => load_built(built),
            None => Ok(loaded),
        }
    }
}

/// A folder with one wasm.
fn one_wasm(path: &Path) -> Result<Subject, Failure> {
    let entries = fs::read_dir(path).map_err(|error| Failure::file(path, &error))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|ending| ending == "wasm") && file.is_file())
        .collect();
    files.sort();
    match files.as_slice() {
        [file] => Ok(Subject::Wasm(file.clone())),
        [] => Err(Failure::new(format!(
            "{} is neither a crate nor a package: it has no Cargo.toml and no .wasm file",
            path.display()
        ))),
        [first, ..] => Err(Failure::new(format!("{} has {} .wasm files", path.display(), files.len()))
            .help(format!("hand over the one that is meant, such as {}", first.display()))),
    }
}

/// A file, which must begin as WebAssembly does.
pub(crate) fn wasm(path: &Path) -> Result<Loaded, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    Ok(Loaded { bytes, file: shown(path), built: None, package: None })
}

fn packaged(package: &Arc<Package>) -> Loaded {
    let (bytes, file) = (package.wasm.clone(), package.file.clone());
    Loaded { bytes, file, built: None, package: Some(Arc::clone(package)) }
}

fn load_built(built: Built) -> Result<Loaded, Failure> {
    let mut loaded = wasm(&built.wasm)?;
    loaded.built = Some(built);
    Ok(loaded)
}

/// The path as it is printed: from where the user is.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let path = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string()
}
