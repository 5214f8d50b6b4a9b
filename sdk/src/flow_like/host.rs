//! What core modules get of the host's functions. The rest answers with addresses in the host's own memory, or does
//! nothing; the data says why, function by function.

use crate::rt::imports::flow_like as raw;

/// How much a log record matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The flow shows it as Debug.
    Trace,
    /// The flow shows it as Debug.
    Debug,
    /// Info.
    Info,
    /// Warn.
    Warn,
    /// Error.
    Error,
}

/// Writes to the flow's log, which filters by its own level.
///
/// Void on the host's older epoch, which does not see the guest's memory (`linker.rs:1363-1379`). Records are lost when the
/// node traps (`node.rs:447-450`).
pub fn log(level: Level, message: &str) {
    raw::log(level, message);
}

/// Sends a piece of text to the client while the node runs. Needs the permission `streaming`; void on the older epoch.
pub fn stream_text(text: &str) {
    raw::stream_text(text);
}

/// Milliseconds since 1970, from the host's clock. WASI's clock is a stub there that leaves the time unwritten.
#[must_use]
pub fn time_now() -> u64 {
    raw::time_now()
}

/// 64 random bits from the host. WASI's `random_get` is a stub there that leaves the bytes unwritten.
#[must_use]
pub fn random() -> u64 {
    raw::random()
}

/// Something that a plugin sent while it ran natively.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// A log record.
    Log(Level, String),
    /// A piece of text for the client.
    Text(String),
}

/// What was sent on this thread since the last call of this function; empty in wasm, where the host has it.
#[must_use]
pub fn recorded() -> Vec<Sent> {
    raw::recorded()
}
