//! The two questions to cargo: what the crate is, and where its wasm is.

use std::io::{BufRead, BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::TARGET;
use super::env::tool;
use super::plugin::Plugin;
use super::store::Unit;
use super::unwind;
use crate::Error;

/// The profile's name. A crate's workspace may define it to set what [`PROFILE`] leaves open.
const PROFILE_NAME: &str = "anyhost-guest";

/// The size profile: given on the command line, so that it is the same in every workspace. `overflow-checks` is left to
/// the author's release profile, because it changes what a program means.
const PROFILE: &[&str] = &[
    "inherits=\"release\"",
    "opt-level=\"z\"",
    "lto=\"fat\"",
    "codegen-units=1",
    "strip=\"symbols\"",
    "debug=false",
    "debug-assertions=false",
    "incremental=false",
];

/// Part of the answer of `cargo metadata`.
#[derive(Deserialize)]
pub(super) struct Workspace {
    pub(super) packages: Vec<Package>,
    pub(super) target_directory: PathBuf,
    pub(super) workspace_root: PathBuf,
}

/// A crate of the workspace.
#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) manifest_path: PathBuf,
    pub(super) targets: Vec<Target>,
    #[serde(default)]
    pub(super) metadata: serde_json::Value,
    #[serde(flatten)]
    pub(super) about: About,
}

/// What a crate says of itself.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct About {
    pub(crate) version: String,
    pub(crate) description: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) repository: Option<String>,
    pub(crate) homepage: Option<String>,
    #[serde(default)]
    pub(crate) keywords: Vec<String>,
    #[serde(default)]
    pub(crate) authors: Vec<String>,
    pub(crate) readme: Option<PathBuf>,
}

/// A target of a crate.
#[derive(Deserialize)]
pub(super) struct Target {
    pub(super) name: String,
    kind: Vec<String>,
}

impl Target {
    /// Whether it is the library of a plugin: no build script, binary, test or procedural macro.
    pub(super) fn is_library(&self) -> bool {
        self.kind.iter().any(|kind| matches!(kind.as_str(), "lib" | "rlib" | "dylib" | "cdylib" | "staticlib"))
    }
}

/// A line of cargo's messages.
#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Message {
    CompilerArtifact {
        manifest_path: PathBuf,
        target: Target,
        filenames: Vec<PathBuf>,
        fresh: bool,
    },
    #[serde(other)]
    Other,
}

/// What cargo built.
pub(super) struct Output {
    /// The wasm.
    pub(super) wasm: PathBuf,
    /// Nothing had changed, so nothing was compiled.
    pub(super) fresh: bool,
}

/// Asks cargo about the crate's workspace, without looking at dependencies.
pub(super) fn metadata(folder: &Path, manifest: &Path) -> Result<Workspace, Error> {
    let mut command = tool("cargo", folder);
    command.args(["metadata", "--format-version", "1", "--no-deps", "--manifest-path"]).arg(manifest);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|source| cannot_run(folder, "cargo", &source))?;
    let error = |message| Error::Cargo { path: folder.to_owned(), message };
    if !output.status.success() {
        return Err(error("cargo cannot read its Cargo.toml; cargo's own message is above".into()));
    }
    serde_json::from_slice(&output.stdout).map_err(|problem| error(format!("the answer of `cargo metadata`: {problem}")))
}

/// Builds the crate's library as a wasm. The unit's arguments reach the compiler for this crate only.
pub(super) fn rustc(plugin: &Plugin, what: &str, folder: &Path, unit: &Unit) -> Result<Output, Error> {
    let mut command = tool("cargo", &plugin.folder);
    command.args(["rustc", "--lib", "--crate-type", "cdylib", "--target", TARGET, "--profile", PROFILE_NAME]);
    let panic = format!("panic=\"{}\"", if unit.unwinds() { "unwind" } else { "abort" });
    for setting in PROFILE.iter().copied().chain([panic.as_str()]) {
        command.arg("--config").arg(format!("profile.{PROFILE_NAME}.{setting}"));
    }
    if unit.unwinds() {
        unwind::apply(&mut command);
    }
    command.arg("--manifest-path").arg(&plugin.manifest).arg("--target-dir").arg(folder);
    command.args(["--message-format", "json-render-diagnostics"]);
    if !std::io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    command.arg("--").args(unit.args());

    let (success, artefacts) = messages(&mut command).map_err(|source| cannot_run(&plugin.folder, "cargo", &source))?;
    if !success {
        return Err(plugin.error(format!("`{}` does not build for {what}; cargo's messages are above", plugin.package)));
    }
    artefacts
        .into_iter()
        .find_map(|message| match message {
            Message::CompilerArtifact { manifest_path, target, filenames, fresh }
                if manifest_path == plugin.manifest && target.is_library() =>
            {
                let wasm = filenames.into_iter().find(|file| file.extension().is_some_and(|ending| ending == "wasm"))?;
                Some(Output { wasm, fresh })
            }
            _ => None,
        })
        .ok_or_else(|| plugin.error("cargo built it and named no .wasm file"))
}

/// Runs cargo and collects its messages; diagnostics go to stderr as they come.
fn messages(command: &mut Command) -> std::io::Result<(bool, Vec<Message>)> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
    let mut messages = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            // Lines that are no messages are printed by build scripts' tools and the like.
            if let Ok(message) = serde_json::from_str(&line?) {
                messages.push(message);
            }
        }
    }
    Ok((child.wait()?.success(), messages))
}

/// A tool could not be started.
pub(super) fn cannot_run(folder: &Path, tool: &str, source: &std::io::Error) -> Error {
    let help = match source.kind() {
        std::io::ErrorKind::NotFound => format!("\nhelp: install Rust with rustup, or put `{tool}` on the PATH"),
        _ => String::new(),
    };
    Error::Cargo { path: folder.to_owned(), message: format!("`{tool}` cannot be run: {source}{help}") }
}
