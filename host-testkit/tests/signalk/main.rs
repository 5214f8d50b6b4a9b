//! The emulator of Signal K against guests in WAT: what is said of the server here was seen on the real one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[path = "../common/mod.rs"]
mod common;
mod deltas;
mod guest;
mod http;
mod imports;
mod life;
mod load;
mod providers;
mod put;
mod server;
mod switches;
mod vectors;

use anyhost_testkit::{Request, RunReport};
use guest::Guest;

/// Runs a scenario.
pub fn run(guest: &Guest, scenario: &str) -> RunReport {
    with(&[], guest, scenario)
}

pub fn with(switches: &[(&str, &str)], guest: &Guest, scenario: &str) -> RunReport {
    common::run_with("signalk", switches, &guest.wasm(), &Request::json(scenario))
}

/// The rules that are broken.
pub fn rules(report: &RunReport) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

pub fn status(report: &RunReport) -> Option<&str> {
    report.scenario.as_ref().unwrap().status.as_deref()
}

/// What the steps were answered.
pub fn responses(report: &RunReport) -> Vec<serde_json::Value> {
    let responses = &report.scenario.as_ref().unwrap().responses;
    responses.iter().map(|response| serde_json::from_str(response.get()).unwrap()).collect()
}

/// Deltas that the plugin emitted.
pub fn deltas(report: &RunReport) -> Vec<serde_json::Value> {
    let deltas = &report.scenario.as_ref().unwrap().deltas;
    deltas.iter().map(|delta| serde_json::from_str(delta.get()).unwrap()).collect()
}
