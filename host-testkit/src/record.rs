//! What a run leaves behind: logs and host calls.

use anyhost_abi::Import;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Entries that are kept of each kind; later ones are counted only.
const KEPT: usize = 10_000;

/// Bytes of log texts that are kept.
const KEPT_BYTES: usize = 16 << 20;

/// How grave a log line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Details of details.
    Trace,
    /// For whoever looks for a fault.
    Debug,
    /// What happens.
    Info,
    /// Not as it should be.
    Warn,
    /// Failed.
    Error,
}

/// A line that the plugin logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Log {
    /// How grave.
    pub level: LogLevel,
    /// The text.
    pub message: String,
}

/// A call of a host function.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HostCall {
    /// `module.function`.
    pub import: String,
    /// The arguments: text as text, JSON as its value, bytes as base64, a buffer as its capacity.
    pub args: Value,
    /// What the host answered; null for nothing.
    pub result: Value,
}

/// Logs and calls, bounded.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) logs: Vec<Log>,
    pub(crate) calls: Vec<HostCall>,
    bytes: usize,
    /// Entries that were not kept.
    pub(crate) dropped: u64,
}

impl Record {
    pub(crate) fn log(&mut self, level: LogLevel, message: &str) {
        if self.logs.len() >= KEPT || self.bytes.saturating_add(message.len()) > KEPT_BYTES {
            self.dropped += 1;
            return;
        }
        self.bytes += message.len();
        self.logs.push(Log { level, message: message.to_owned() });
    }

    /// What came later.
    pub(crate) fn append(&mut self, later: Self) {
        later.logs.iter().for_each(|log| self.log(log.level, &log.message));
        self.calls.extend(later.calls);
        self.dropped += later.dropped;
    }

    pub(crate) fn wants_call(&mut self) -> bool {
        let wants = self.calls.len() < KEPT && self.bytes < KEPT_BYTES;
        if !wants {
            self.dropped += 1;
        }
        wants
    }

    pub(crate) fn call(&mut self, row: &Import, args: Value, result: Value) {
        // Texts are what weighs; the size of the JSON is near enough.
        self.bytes += args.to_string().len() + result.to_string().len();
        self.calls.push(HostCall { import: format!("{}.{}", row.module, row.name), args, result });
    }
}
