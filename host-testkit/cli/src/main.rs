//! `anyhost`
use std::process::ExitCode;

fn main() -> ExitCode {
    anyhost_cli::main()
}
