//! How much records matter.

/// How much a log record matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Every step; Flow-Like shows it as Debug.
    Trace,
    /// For who looks for a fault.
    Debug,
    /// What was done.
    Info,
    /// What may be wrong.
    Warn,
    /// What went wrong.
    Error,
}

impl Level {
    /// `trace`, `debug`, `info`, `warn` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}
