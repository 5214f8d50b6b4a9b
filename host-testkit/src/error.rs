//! What stops a run or a check that is not the plugin's fault.

use std::fmt;
use std::path::PathBuf;

/// Why no report could be made: the question was wrong, not the plugin.
///
/// Whatever a plugin does wrong is inside the report.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The file does not begin as a WebAssembly binary does.
    NotWasm {
        /// The file.
        file: String,
        /// What it begins with.
        reason: String,
    },
    /// A component, which this emulator does not run.
    Component {
        /// The file.
        file: String,
        /// The host's title.
        host: &'static str,
    },
    /// A plugin that its host does not load, where one is needed that it does.
    Refused {
        /// The file.
        file: String,
        /// The host's title.
        host: &'static str,
        /// What is wrong.
        message: String,
    },
    /// A host or a dialect that is entered as data only.
    NotBuilt {
        /// The host's id.
        host: &'static str,
        /// Why, and what is there.
        reason: String,
    },
    /// A switch or a value of a switch that the host does not have.
    Setting(String),
    /// A request that the host's own user could not make.
    Request(String),
    /// A vector file or case that cannot be used.
    Vector {
        /// The file.
        file: String,
        /// The case, if the file could be read that far.
        case: Option<String>,
        /// What to change.
        message: String,
    },
    /// A file that cannot be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A package that cannot be read or made.
    Package {
        /// The folder or the archive.
        file: String,
        /// What is wrong, and what to do.
        message: String,
    },
    /// cargo, or what it was asked to build.
    Cargo {
        /// The crate's folder.
        path: PathBuf,
        /// What went wrong, and what to do.
        message: String,
    },
    /// The engine could not be made, or broke.
    Engine(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWasm { file, reason } => write!(f, "{file} is not WebAssembly: {reason}"),
            Self::Component { file, host } => write!(
                f,
                "{file} is a component; anyhost runs core modules for {host} only: hand over the core module that it was made from"
            ),
            Self::Refused { file, host, message } => write!(f, "{host} does not load {file}: {message}"),
            Self::NotBuilt { host, reason } => write!(f, "{host} cannot be run yet: {reason}"),
            Self::Setting(message) | Self::Request(message) => f.write_str(message),
            Self::Vector { file, case: Some(case), message } => write!(f, "{file}: case `{case}`: {message}"),
            Self::Vector { file, case: None, message } => write!(f, "{file}: {message}"),
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Cargo { path, message } => write!(f, "{}: {message}", path.display()),
            Self::Package { file, message } => write!(f, "{file}: {message}"),
            Self::Engine(message) => write!(f, "the WebAssembly engine failed: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
