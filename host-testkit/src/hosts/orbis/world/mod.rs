//! The host's side of an instance: its functions, as the real host answers them (runtime.rs:210-232, 760-1180).

mod database;
mod functions;
mod kept;
mod net;

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use anyhost_abi::{Dialect, Import};

use super::manifest::Manifest;
use crate::record::{LogLevel, Record};
use crate::request::Capabilities;
use crate::sandbox::{Args, Imports, Reply, Stop, Undelivered, View};

pub(super) use database::Database;
pub(super) use kept::{Event, Kept, Shared};

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
}

/// What a function could not do, in the host's words.
type Failed = String;

impl World {
    pub(super) fn new(
        dialect: &'static Dialect,
        manifest: Arc<Manifest>,
        gate: Gate,
        granted: Capabilities,
        kept: Shared,
    ) -> Self {
        Self { dialect, manifest, gate, granted, calls: 0, since: Instant::now(), used: false, kept }
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
        if self.calls > most {
            return Err(format!("Plugin '{}' exceeded maximum calls: {most}", self.manifest.name));
        }
        if self.since.elapsed() > Duration::from_millis(time) {
            return Err(format!("Plugin '{}' exceeded time limit: {time}ms", self.manifest.name));
        }
        Ok(())
    }

    fn check_permission(&self, row: &Import) -> Result<(), Failed> {
        match row.capability {
            Some(name) if self.gate == Gate::Denied || !self.granted.grant(name) => {
                Err(format!("Plugin does not have {name} permission"))
            }
            _ => Ok(()),
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
        return Err(format!("Memory read too large: {len} bytes"));
    }
    args.bytes(at, view).ok_or_else(|| "Failed to read memory: out of bounds memory access".to_owned())
}

/// A text that the host needs as UTF-8.
fn utf8<'a>(bytes: &'a [u8], what: &str) -> Result<&'a str, Failed> {
    std::str::from_utf8(bytes).map_err(|error| format!("Invalid UTF-8 in {what}: {error}"))
}

/// A failure as the host logs it.
fn told(row: &Import, why: &str, record: &mut Record) {
    record.log(LogLevel::Error, &format!("{} error: Plugin error: {why}", row.name));
}

impl Imports for World {
    fn call(&mut self, row: &'static Import, args: &Args, view: &mut View<'_>, record: &mut Record) -> Result<Reply, Stop> {
        Ok(self.answer(row, args, view, record).unwrap_or_else(|why| {
            told(row, &why, record);
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
    }

    fn enter(&mut self, _context: &[u8]) {
        self.begin();
    }
}
