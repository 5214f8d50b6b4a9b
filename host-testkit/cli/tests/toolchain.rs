//! A toolchain that cannot compile to wasm yet, played by scripts before the real one on the PATH.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{BY_HAND, Ran, file, package, spawn};

const HOSTS: &str = "[package.metadata.anyhost]\nhosts = [\"nlink\"]\n";

/// Builds the crate with a `rustc` that has no wasm until `rustup target add` was run.
fn build(folder: &Path) -> Ran {
    let rustc = which("rustc");
    let libs = folder.join("libs");
    let scripts = folder.join("scripts");
    script(
        &scripts,
        "rustc",
        &format!("if [ \"$2\" = target-libdir ]; then echo {}; else exec {} \"$@\"; fi", libs.display(), rustc.display()),
    );
    script(&scripts, "rustup", &format!("echo \"$@\" > {0}; mkdir {1}", folder.join("asked").display(), libs.display()));
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_anyhost"));
    command.args(["build", "."]).current_dir(folder).env("PATH", format!("{}:{path}", scripts.display()));
    spawn(&mut command, b"")
}

fn which(name: &str) -> PathBuf {
    std::env::split_paths(&std::env::var_os("PATH").unwrap()).map(|folder| folder.join(name)).find(|file| file.is_file()).unwrap()
}

fn script(folder: &Path, name: &str, text: &str) {
    let path = file(folder, name, format!("#!/bin/sh\n{text}\n"));
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_target_is_missing() {
    // The proxies of rustup say which toolchain this is; without them there is nothing to pin.
    let Ok(channel) = std::env::var("RUSTUP_TOOLCHAIN") else { return };
    let folder = package("no-target", HOSTS, BY_HAND);
    file(&folder, "rust-toolchain.toml", format!("[toolchain]\nchannel = \"{channel}\"\n"));
    let ran = build(&folder);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.trim_end().ends_with(&format!(
            "the target wasm32-unknown-unknown is not installed for its toolchain\nhelp: run `rustup target add wasm32-unknown-unknown --toolchain {channel}`"
        )),
        "{ran:?}"
    );
    assert!(!folder.join("asked").exists(), "nothing is installed that the project does not ask for");
}

#[test]
fn the_project_asks_for_the_target() {
    let Ok(channel) = std::env::var("RUSTUP_TOOLCHAIN") else { return };
    let folder = package("asks-for-target", HOSTS, BY_HAND);
    file(
        &folder,
        "rust-toolchain.toml",
        format!("[toolchain]\nchannel = \"{channel}\" # pinned\ntargets = [\n  \"wasm32-unknown-unknown\",\n]\n"),
    );
    let ran = build(&folder);
    assert_eq!(ran.code, 0, "{ran:?}");
    let by_hand = format!("target add wasm32-unknown-unknown --toolchain {channel}");
    assert_eq!(fs::read_to_string(folder.join("asked")).unwrap().trim(), by_hand);
    assert!(
        ran.err.contains("rust-toolchain.toml lists wasm32-unknown-unknown, which is not installed: rustup target add"),
        "{ran:?}"
    );
}
