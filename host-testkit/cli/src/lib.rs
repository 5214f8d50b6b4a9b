//! The command line of anyhost: builds, runs, checks and tests WebAssembly plugins.
//!
//! Exit codes: 0 all well, 1 the plugin is at fault, 2 the command line, a file or the toolchain is. Results go to stdout,
//! errors to stderr, in lines that begin with `error:` and `help:`. No colour anywhere.

mod args;
mod command;
mod failure;
mod format;
mod help;
mod out;
mod subject;
mod text;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use out::Out;

/// How a command ended, if it could be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Exit code 0.
    Well,
    /// Exit code 1.
    PluginAtFault,
}

impl From<bool> for Verdict {
    fn from(well: bool) -> Self {
        if well { Self::Well } else { Self::PluginAtFault }
    }
}

/// Carries out the command line of this process.
#[doc(hidden)]
#[must_use]
pub fn main() -> ExitCode {
    let mut args: Vec<OsString> = std::env::args_os().skip(1).collect();
    // Cargo hands `cargo anyhost run` over as `cargo-anyhost anyhost run`.
    if args.first().is_some_and(|first| first == "anyhost") {
        args.remove(0);
    }
    let mut out = Out::stdout();
    match command::dispatch(args, &mut out) {
        Ok(Verdict::Well) => ExitCode::SUCCESS,
        Ok(Verdict::PluginAtFault) => ExitCode::from(1),
        Err(failure) => {
            // With stderr gone, too, the exit code is all that is left.
            let _ = write!(std::io::stderr(), "{failure}");
            ExitCode::from(2)
        }
    }
}
