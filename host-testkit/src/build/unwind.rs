//! Building a plugin whose panics unwind, so that they become errors of its host instead of traps.
//!
//! The standard library that rustup installs for wasm aborts, so it has to be built, too: `-Zbuild-std` of a nightly cargo.
//! (With a stable one rustc ends in "the crate `panic_unwind` does not have the panic strategy `unwind`".)

use std::path::Path;
use std::process::{Command, Stdio};

use anyhost_abi::{Exceptions, Host};

use super::TARGET;
use super::env::tool;
use super::plugin::Plugin;
use crate::Error;

/// The toolchain that builds the standard library.
const TOOLCHAIN: &str = "nightly";

/// For all crates: unwind, by the standard form of exceptions and not by the one that browsers had first.
const FLAGS: &[&str] = &["-Cpanic=unwind", "-Cllvm-args=-wasm-use-legacy-eh=false"];

/// Why plugins for a host cannot unwind, if they cannot.
pub(super) fn refusal(host: &Host, dialect: Option<&str>) -> Option<String> {
    let dialect = dialect.and_then(|id| host.dialect(Some(id))).or_else(|| host.dialect(None))?;
    let reason = match dialect.exceptions {
        Exceptions::Taken => return None,
        Exceptions::Refused(reason) => reason,
        Exceptions::Unknown => "it is not known whether its engine takes exceptions",
    };
    Some(format!("{} ({}) does not take plugins that unwind: {reason}", host.id, dialect.id))
}

/// Makes sure that the toolchain and its sources are there.
pub(super) fn ensure(plugin: &Plugin) -> Result<(), Error> {
    let mut rustc = tool("rustup", &plugin.folder);
    let rustc = rustc.args(["run", TOOLCHAIN, "rustc", "--print", "sysroot"]).stdin(Stdio::null()).stderr(Stdio::null());
    let sysroot = rustc.output().ok().filter(|output| output.status.success());
    let why = "`panic = \"unwind\"` builds the standard library, which takes";
    let Some(sysroot) = sysroot else {
        return Err(plugin.error(format!(
            "{why} a nightly toolchain with its sources; there is none\nhelp: run `rustup toolchain install {TOOLCHAIN} --profile \
             minimal --component rust-src`"
        )));
    };
    let sysroot = String::from_utf8_lossy(&sysroot.stdout);
    if !Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.toml").is_file() {
        return Err(plugin.error(format!(
            "{why} the sources of the nightly toolchain; they are not there\nhelp: run `rustup component add rust-src --toolchain \
             {TOOLCHAIN}`"
        )));
    }
    Ok(())
}

/// Has cargo build the standard library, and everything for unwinding.
pub(super) fn apply(command: &mut Command) {
    command.env("RUSTUP_TOOLCHAIN", TOOLCHAIN).arg("-Zbuild-std=std,panic_unwind");
    // Cargo takes flags from the environment or from settings, never from both.
    match std::env::var("RUSTFLAGS") {
        Ok(flags) => {
            command.env("RUSTFLAGS", [&[flags.as_str()], FLAGS].concat().join(" "));
        }
        Err(_) => {
            command.arg("--config").arg(format!("target.{TARGET}.rustflags={FLAGS:?}"));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::refusal;

    #[test]
    fn hosts_whose_engine_takes_exceptions() {
        let refusal = |id, dialect| refusal(anyhost_abi::host(id).unwrap(), dialect);
        assert_eq!(refusal("flow-like", None), None);
        assert!(refusal("flow-like", Some("docs")).unwrap().starts_with("flow-like (docs) does not take"));
        assert!(refusal("nlink", None).unwrap().ends_with("wazero, has no exception handling"));
        assert!(refusal("orbis", None).unwrap().ends_with("it is not known whether its engine takes exceptions"));
    }
}
