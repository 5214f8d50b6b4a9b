//! What the cross-crate tests share: building guests, running them in a host.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "for tests only")]

/// The guide's examples are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/src/nodes.md")]
pub mod nodes_guide {}

/// The same for those who judge plugins.
#[cfg(doctest)]
#[doc = include_str!("../../docs/src/maintainers.md")]
pub mod maintainers_guide {}

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
    foreign_wasm_for(folder, "wasm32-unknown-unknown")
}

/// The same for another target.
///
/// # Panics
/// If it does not build: that must be heard.
#[must_use]
pub fn foreign_wasm_for(folder: &str, target: &str) -> Vec<u8> {
    let folder = root().join(folder);
    let out = root().join("target").join("foreign");
    let status = Command::new("cargo")
        .args(["build", "--release", "--locked", "--target", target, "--target-dir"])
        .arg(&out)
        .current_dir(&folder)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status()
        .expect("cargo runs");
    assert!(status.success(), "{} does not build for {target}: is it installed? `rustup target add {target}`", folder.display());
    let name = folder.file_name().unwrap().to_string_lossy().replace('-', "_");
    fs::read(out.join(target).join("release").join(name + ".wasm")).expect("it was just built")
}

/// Builds a Go module as a reactor, as nLink's documentation says, and returns its wasm. `Err` says why it cannot be had:
/// there is no Go, or it is older than 1.24, the first that builds reactors. With `CI` set that is a failure.
///
/// # Errors
/// There is no Go that can build it.
///
/// # Panics
/// If it does not build.
pub fn go_wasm(folder: &str) -> Result<Vec<u8>, String> {
    let folder = root().join(folder);
    let out = root().join("target").join("foreign").join("go.wasm");
    let version = Command::new("go").args(["env", "GOVERSION"]).env("GOTOOLCHAIN", "local").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let minor = version.strip_prefix("go1.").and_then(|rest| rest.split(['.', 'r', 'b']).next()?.parse::<u32>().ok());
    if minor.is_none_or(|minor| minor < 24) {
        let found = if version.is_empty() { "there is none" } else { &version };
        let reason = format!("{} needs Go 1.24 or newer, and {found}: NOT TESTED", folder.display());
        assert!(std::env::var_os("CI").is_none(), "{reason}");
        return Err(reason);
    }
    let status = Command::new("go")
        .args(["build", "-buildmode=c-shared", "-ldflags=-s -w", "-o"])
        .arg(&out)
        .current_dir(&folder)
        .envs([("GOOS", "wasip1"), ("GOARCH", "wasm"), ("GOTOOLCHAIN", "local"), ("GOFLAGS", "")])
        .status()
        .expect("go runs");
    assert!(status.success(), "{} does not build", folder.display());
    Ok(fs::read(out).expect("it was just built"))
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
    check_set(wasm, id, dialect, &[])
}

/// The same with switches.
///
/// # Panics
/// If the question is wrong.
#[must_use]
pub fn check_set(wasm: &[u8], id: &str, dialect: &str, pairs: &[(&str, &str)]) -> Verdict {
    let host = host(id);
    let dialect = host.dialect(Some(dialect)).unwrap();
    let settings = Settings::parse(host, dialect, pairs).unwrap();
    check(wasm, "plugin.wasm", &Target::new(host, dialect, &settings), false).unwrap_or_else(|error| panic!("{id}: {error}"))
}
