//! The environment that cargo is started with: the user's, without what an outer cargo left in it.

use std::path::Path;
use std::process::Command;

/// Set by cargo for what it runs (`cargo run`, `cargo test`, build scripts). Handed on, they would describe the wrong
/// package, and the outer toolchain would win over the author's `rust-toolchain.toml`.
const LEAKING: &[&str] = &[
    "CARGO",
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_MAKEFLAGS",
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_LINKS",
    "CARGO_MANIFEST_PATH",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_RUSTC_CURRENT_DIR",
    "CARGO_TARGET_TMPDIR",
    "OUT_DIR",
    "RUST_RECURSION_COUNT",
];

const LEAKING_PREFIXES: &[&str] = &["CARGO_BIN_EXE_", "CARGO_CFG_", "CARGO_FEATURE_", "CARGO_PKG_"];

/// The rustup proxies set it to the outer toolchain. Outside of cargo it is the user's own choice and stays.
const TOOLCHAIN: &str = "RUSTUP_TOOLCHAIN";

/// A tool to run in the crate's folder, where rustup looks for the toolchain that the crate asks for.
pub(super) fn tool(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder);
    for name in LEAKING {
        command.env_remove(name);
    }
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| LEAKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(&name);
        }
    }
    if std::env::var_os("CARGO").is_some() {
        command.env_remove(TOOLCHAIN);
    }
    command
}
