//! The emulator of Orbis against guests in WAT: what is said of the host here was seen on the real one, or read in its source.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[path = "../common/mod.rs"]
mod common;
mod context;
mod documented;
mod front;
mod guest;
mod imports;
mod intended;
mod limits;
mod results;
mod sequence;
mod server;
mod state;
mod vectors;

use anyhost_testkit::{Request, RunReport};
use guest::Guest;
use serde_json::Value;

/// Runs a request to a route.
pub fn run(guest: &Guest, route: &str) -> RunReport {
    with(&[], guest, &Request::route(route))
}

pub fn with(switches: &[(&str, &str)], guest: &Guest, request: &Request) -> RunReport {
    common::run_with("orbis", switches, &guest.wasm(), request)
}

/// The handler's value.
pub fn result(report: &RunReport) -> Value {
    match &report.result {
        Some(result) => serde_json::from_str(result.get()).unwrap(),
        None => panic!("no result: {:?}", report.error),
    }
}

/// The host's words.
pub fn error(report: &RunReport) -> &str {
    assert!(!report.ok);
    report.error.as_deref().unwrap()
}

/// Lines of the log.
pub fn logs(report: &RunReport) -> Vec<String> {
    report.logs.iter().map(|log| format!("{:?} {}", log.level, log.message)).collect()
}
