//! What a path on the command line stands for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhost_abi::{Dialect, Host};
use anyhost_testkit::build::{BuildOptions, Built, build};

use crate::failure::Failure;

/// What a path stands for.
#[derive(Debug)]
pub(crate) enum Subject {
    /// A folder with a Cargo.toml, built each time.
    Crate(PathBuf),
    /// A `.wasm` file of any origin.
    Wasm(PathBuf),
}

/// A wasm to hand to a host.
pub(crate) struct Loaded {
    pub(crate) bytes: Vec<u8>,
    /// The file, as it is printed.
    pub(crate) file: String,
    /// What a crate was built for.
    pub(crate) built: Option<Built>,
}

impl Loaded {
    /// The dialect that is meant if none is named.
    pub(crate) fn dialect(&self, host: &'static Host) -> Option<&'static Dialect> {
        self.built.as_ref().map(|built| built.dialect).or_else(|| host.dialect(None))
    }
}

impl Subject {
    /// Looks at the path, without building anything.
    pub(crate) fn of(path: &Path) -> Result<Self, Failure> {
        let data = fs::metadata(path).map_err(|error| Failure::file(path, &error))?;
        if data.is_file() {
            let name = path.to_string_lossy().to_lowercase();
            if [".zip", ".tar", ".tgz", ".tar.gz"].iter().any(|ending| name.ends_with(ending)) {
                return Err(unsupported(path, "archives").help("unpack it and hand over its folder, or the .wasm file in it"));
            }
            if path.file_name().is_some_and(|name| name == "Cargo.toml") {
                return Ok(Self::Crate(
                    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new(".")).to_owned(),
                ));
            }
            return Ok(Self::Wasm(path.to_owned()));
        }
        if path.join("Cargo.toml").is_file() {
            return Ok(Self::Crate(path.to_owned()));
        }
        if path.join("go.mod").is_file() {
            return Err(unsupported(path, "Go modules").help("build it, and hand over the .wasm file"));
        }
        package(path)
    }

    /// The wasm for a host, built if need be.
    pub(crate) fn load(&self, host: &'static Host) -> Result<Loaded, Failure> {
        match self {
            Self::Wasm(path) => wasm(path),
            Self::Crate(path) => {
                let options = BuildOptions { hosts: Some(vec![host]), single: false };
                match build(path, &options)?.pop() {
                    Some(built) => load_built(built),
                    None => Err(Failure::new(format!("{}: nothing was built", path.display()))),
                }
            }
        }
    }

    /// The wasms of these hosts, or of all that the plugin names; `None` for a file that names none.
    pub(crate) fn load_all(&self, hosts: &[&'static Host]) -> Result<Option<Vec<Loaded>>, Failure> {
        match self {
            Self::Wasm(_) => Ok(None),
            Self::Crate(path) => {
                let options = BuildOptions { hosts: (!hosts.is_empty()).then(|| hosts.to_vec()), single: false };
                build(path, &options)?.into_iter().map(load_built).collect::<Result<_, _>>().map(Some)
            }
        }
    }
}

/// A folder with one wasm.
fn package(path: &Path) -> Result<Subject, Failure> {
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

fn unsupported(path: &Path, what: &str) -> Failure {
    Failure::new(format!("{}: {what} are not supported yet", path.display()))
}

/// A file, which must begin as WebAssembly does.
pub(crate) fn wasm(path: &Path) -> Result<Loaded, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    Ok(Loaded { bytes, file: shown(path), built: None })
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
