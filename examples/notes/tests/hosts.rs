//! The host's rules, each as a test.
use std::process::ExitCode;

fn main() -> ExitCode {
    anyhost_testkit::harness::Conformance::package(env!("CARGO_MANIFEST_DIR")).main()
}
