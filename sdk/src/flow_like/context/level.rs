//! Levels of the flow's log.

use crate::records::Level;

/// From which level on the flow keeps records (`log_level` of the context).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Everything.
    Debug,
    /// Info and above.
    Info,
    /// Warn and above.
    Warn,
    /// Errors.
    Error,
    /// Nothing that a node can send.
    Fatal,
}

impl LogLevel {
    /// From the number in the context; what is absent or unknown keeps everything.
    pub(crate) fn read(number: &str) -> Self {
        match number.as_bytes() {
            [digit] => Self::from_number(digit.wrapping_sub(b'0')),
            _ => Self::Debug,
        }
    }

    pub(crate) const fn from_number(number: u8) -> Self {
        match number {
            1 => Self::Info,
            2 => Self::Warn,
            3 => Self::Error,
            4 => Self::Fatal,
            _ => Self::Debug,
        }
    }

    /// Whether the flow keeps records of this level: else they need not be put together.
    #[must_use]
    pub const fn keeps(self, level: Level) -> bool {
        anyhost_abi::flow_like::json::flow_level(level as u32) >= self as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhost_abi::flow_like::json::{FLOW_LEVELS, LOG_LEVELS};

    #[test]
    fn levels_are_those_of_the_data() {
        let sent = [Level::Trace, Level::Debug, Level::Info, Level::Warn, Level::Error];
        assert_eq!(sent.map(Level::as_str), LOG_LEVELS);
        let kept = [LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error, LogLevel::Fatal];
        assert_eq!(kept.map(|level| format!("{level:?}")), FLOW_LEVELS);
        for (number, level) in kept.iter().enumerate() {
            assert_eq!(LogLevel::read(&number.to_string()), *level);
        }
        assert_eq!((LogLevel::read(""), LogLevel::read("5")), (LogLevel::Debug, LogLevel::Debug));
    }

    #[test]
    fn keeps_its_level_and_above() {
        assert!(LogLevel::Debug.keeps(Level::Trace) && !LogLevel::Info.keeps(Level::Debug));
        assert!(LogLevel::Warn.keeps(Level::Warn) && !LogLevel::Fatal.keeps(Level::Error));
    }
}
