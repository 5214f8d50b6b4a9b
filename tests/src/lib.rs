//! What the cross-crate tests share: building guests, running them in a host.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "for tests only")]

/// The guide's examples are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/src/nodes.md")]
pub mod nodes_guide {}

pub mod reference;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhost_abi::Host;
use anyhost_testkit::build::{BuildOptions, Built, build};
use anyhost_testkit::{Request, RunReport, Settings, Target, Verdict, check, run};

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the workspace").to_path_buf()
}

/// The host with this id.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn host(id: &str) -> &'static Host {
    anyhost_abi::host(id).unwrap_or_else(|| panic!("no host {id}"))
}

/// Builds the crate in a folder of the workspace for every host that it names.
///
/// # Panics
/// If it does not build.
#[must_use]
pub fn build_all(folder: &str) -> Vec<Built> {
    build(&root().join(folder), &BuildOptions::default()).unwrap_or_else(|error| panic!("{folder}: {error}"))
}

/// Builds the crate in a folder of the workspace for one host and returns its wasm.
///
/// # Panics
/// If it does not build.
#[must_use]
pub fn wasm(folder: &str, id: &str) -> Vec<u8> {
    let options = BuildOptions { hosts: Some(vec![host(id)]), ..BuildOptions::default() };
    let built = build(&root().join(folder), &options).unwrap_or_else(|error| panic!("{folder}: {error}"));
    fs::read(&built[0].wasm).expect("it was just written")
}

/// Builds a crate that does not use anyhost, with its own profile, and returns its wasm.
///
/// # Panics
/// If it does not build: that must be heard.
#[must_use]
pub fn foreign_wasm(folder: &str) -> Vec<u8> {
    let folder = root().join(folder);
    let target = root().join("target").join("foreign");
    let status = Command::new("cargo")
        .args(["build", "--release", "--locked", "--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .current_dir(&folder)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status()
        .expect("cargo runs");
    assert!(status.success(), "{} does not build", folder.display());
    let name = folder.file_name().unwrap().to_string_lossy().replace('-', "_");
    fs::read(target.join("wasm32-unknown-unknown/release").join(name + ".wasm")).expect("it was just built")
}

/// Calls a plugin once, in its host with the default settings.
///
/// # Panics
/// If the request cannot be made.
#[must_use]
pub fn run_in(wasm: &[u8], id: &str, fresh: bool, request: &Request) -> RunReport {
    let host = host(id);
    let settings = Settings::parse(host, &host.dialects[0], &[]).unwrap();
    let mut target = Target::new(host, &host.dialects[0], &settings);
    target.kept &= !fresh;
    run(wasm, "plugin.wasm", &target, request).unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// Judges a plugin in one dialect of a host.
///
/// # Panics
/// If the question is wrong.
#[must_use]
pub fn check_in(wasm: &[u8], id: &str, dialect: &str) -> Verdict {
    let host = host(id);
    let dialect = host.dialect(Some(dialect)).unwrap();
    let settings = Settings::parse(host, dialect, &[]).unwrap();
    check(wasm, "plugin.wasm", &Target::new(host, dialect, &settings), false).unwrap_or_else(|error| panic!("{id}: {error}"))
}
