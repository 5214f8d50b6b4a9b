//! The host's side of an instance: its functions, as the real host answers them (runtime.rs:210-232, 760-1180).

mod database;
mod functions;
mod kept;
mod net;

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use anyhost_abi::orbis::rules;
use anyhost_abi::{Dialect, Import, Rule};

use super::manifest::Manifest;
use crate::hosts::Fault;
use crate::record::{LogLevel, Record};
use crate::request::Capabilities;
use crate::sandbox::{Args, Imports, Reply, Stop, Undelivered, View};

pub(super) use database::Database;
pub use kept::Event;
pub(super) use kept::{Kept, Shared};

/// What the host does with what it asks permission for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// It asks for permissions that no plugin can have (sandbox.rs:138-149).
    Denied,
    /// As if it asked for those that there are: behind the gate are stubs (runtime.rs:932, 970, 1026, 1077).
    Stubs,
    /// What its documentation says: a database, requests to this machine, events.
    Intended,
}

/// The host's side of one instance.
pub(super) struct World {
    dialect: &'static Dialect,
    manifest: Arc<Manifest>,
    gate: Gate,
    granted: Capabilities,
    /// Calls of functions in this use.
    calls: u64,
    since: Instant,
    /// Whether there was a use before.
    used: bool,
    kept: Shared,
    /// What the plugin did wrong in its calls, once each.
    pub(super) faults: Vec<Fault>,
}

/// What a function could not do.
pub(in crate::hosts::orbis) struct Failed {
    /// In the host's words.
    text: String,
    /// What the plugin has broken, if that is the reason.
    rule: Option<&'static Rule>,
}

impl From<String> for Failed {
    fn from(text: String) -> Self {
        Self { text, rule: None }
    }
}

impl From<Failed> for String {
    fn from(failed: Failed) -> Self {
        failed.text
    }
}

/// The plugin's fault.
fn blamed(rule: &'static Rule, text: String) -> Failed {
    Failed { text, rule: Some(rule) }
}

impl World {
    pub(super) fn new(
        dialect: &'static Dialect,
        manifest: Arc<Manifest>,
        gate: Gate,
        granted: Capabilities,
        kept: Shared,
    ) -> Self {
        Self { dialect, manifest, gate, granted, calls: 0, since: Instant::now(), used: false, kept, faults: Vec::new() }
    }

    /// A use begins; whether it is the first one of the instance, which has begun with the instance.
    pub(super) fn begin(&mut self) -> bool {
        let first = !std::mem::replace(&mut self.used, true);
        if !first {
            (self.calls, self.since) = (0, Instant::now());
        }
        first
    }

    fn limit(&self, name: &str) -> u64 {
        self.dialect.limit(name).unwrap_or(u64::MAX)
    }

    /// The first thing that every function does (runtime.rs:210-232).
    fn check_limits(&mut self) -> Result<(), Failed> {
        let (most, time) = (self.limit("host_calls"), self.limit("timeout_ms"));
        self.calls += 1;
        let text = || format!("Plugin '{}' exceeded maximum calls: {most}", self.manifest.name);
        if self.granted == Capabilities::None {
            return Err(text().into());
        }
        if self.calls > most {
            return Err(blamed(&rules::HOST_CALLS, text()));
        }
        if self.since.elapsed() > Duration::from_millis(time) {
            return Err(format!("Plugin '{}' exceeded time limit: {time}ms", self.manifest.name).into());
        }
        Ok(())
    }

    fn check_permission(&self, row: &Import) -> Result<(), Failed> {
        match row.capability {
            Some(name) if self.gate == Gate::Denied || !self.granted.grant(name) => {
                Err(format!("Plugin does not have {name} permission").into())
            }
            _ => Ok(()),
        }
    }

    /// One finding of each rule is enough.
    fn blame(&mut self, rule: &'static Rule, row: &Import, why: &str) {
        if !self.faults.iter().any(|fault| fault.rule.is_some_and(|known| known.id == rule.id)) {
            self.faults.push(Fault::new(rule, why, format!("`{}` fails: {why}", row.name)));
        }
    }

    fn kept<T>(&self, act: impl FnOnce(&mut Kept) -> T) -> T {
        act(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Bytes of an argument.
fn read<'a>(args: &Args, at: usize, view: &'a View<'_>, limit: u64) -> Result<&'a [u8], Failed> {
    let (_, len) = args.span(at);
    if u64::from(len) > limit {
        return Err(blamed(&rules::ARGUMENT_BOUNDS, format!("Memory read too large: {len} bytes")));
    }
    let outside = || blamed(&rules::ARGUMENT_BOUNDS, "Failed to read memory: out of bounds memory access".to_owned());
    args.bytes(at, view).ok_or_else(outside)
}

/// A text that the host needs as UTF-8.
fn utf8<'a>(bytes: &'a [u8], what: &str) -> Result<&'a str, Failed> {
    std::str::from_utf8(bytes).map_err(|error| blamed(&rules::ARGUMENT_BOUNDS, format!("Invalid UTF-8 in {what}: {error}")))
}

/// A failure as the host logs it.
fn told(row: &Import, why: &str, record: &mut Record) {
    record.log(LogLevel::Error, &format!("{} error: Plugin error: {why}", row.name));
}

impl Imports for World {
    fn call(&mut self, row: &'static Import, args: &Args, view: &mut View<'_>, record: &mut Record) -> Result<Reply, Stop> {
        Ok(self.answer(row, args, view, record).unwrap_or_else(|why| {
            told(row, &why.text, record);
            if let Some(rule) = why.rule {
                self.blame(rule, row, &why.text);
            }
            match row.name {
                "db_execute" => Reply::I32(-1),
                _ if row.results().is_empty() => Reply::None,
                _ => Reply::I32(0),
            }
        }))
    }

    fn undelivered(&mut self, row: &'static Import, why: &Undelivered, record: &mut Record) {
        let why = match why {
            Undelivered::NoAllocator => "allocate function not found in WASM module".to_owned(),
            Undelivered::Trap(error) => format!("Failed to call allocate: {error}"),
            Undelivered::OutOfBounds => "Failed to write data: out of bounds memory access".to_owned(),
        };
        told(row, &why, record);
        self.blame(&rules::REENTRANT, row, &why);
    }

    fn enter(&mut self, _context: &[u8]) {
        self.begin();
    }
}
