//! Records of the crates `log` and `tracing` in the flow's log.

use super::LogLevel;
use crate::records::{self, Level, Sink};
use core::sync::atomic::{AtomicU8, Ordering};

/// What the flow keeps, as far as a context has said: [`LogLevel`] as a number.
static KEPT: AtomicU8 = AtomicU8::new(LogLevel::Debug as u8);

struct Flow;

impl Sink for Flow {
    fn keeps(level: Level) -> bool {
        LogLevel::from_number(KEPT.load(Ordering::Relaxed)).keeps(level)
    }

    fn send(level: Level, text: &str) {
        super::context::log(level, text);
    }

    /// Whoever runs the node hears it, or the last mock of this thread.
    #[cfg(not(target_family = "wasm"))]
    fn hear(level: Level, text: &str) -> bool {
        let send = || Self::send(level, text);
        if crate::rt::native::is_answered() {
            send();
            return true;
        }
        super::mock::hear(send)
    }
}

/// Makes records arrive.
pub(super) fn install() {
    KEPT.store(LogLevel::Debug as u8, Ordering::Relaxed);
    records::install::<Flow>();
}

/// Passes over records that the flow would drop, so that they need not be put together.
pub(super) fn keep(level: LogLevel) {
    KEPT.store(level as u8, Ordering::Relaxed);
}
