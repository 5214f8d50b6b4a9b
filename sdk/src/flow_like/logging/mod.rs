//! Records of the crates `log` and `tracing` in the flow's log. Installed by calls of Flow-Like only: a record that is made
//! while another host calls goes nowhere, and a module built for another host has nothing of this.

#[cfg(feature = "log")]
mod log;
#[cfg(feature = "tracing")]
mod tracing;

use super::{Level, LogLevel};
use core::sync::atomic::{AtomicU8, Ordering};

/// What the flow keeps, as far as a context has said: [`LogLevel`] as a number.
static KEPT: AtomicU8 = AtomicU8::new(LogLevel::Debug as u8);

/// Makes records arrive. Whoever installed a logger before keeps it.
pub(super) fn install() {
    KEPT.store(LogLevel::Debug as u8, Ordering::Relaxed);
    #[cfg(feature = "log")]
    self::log::install();
    #[cfg(feature = "tracing")]
    self::tracing::install();
}

/// Passes over records that the flow would drop, so that they need not be put together. Natively tests of several flows run
/// at the same time, and see all.
pub(super) fn keep(level: LogLevel) {
    if cfg!(target_family = "wasm") {
        KEPT.store(level as u8, Ordering::Relaxed);
    }
}

fn keeps(level: Level) -> bool {
    LogLevel::from_number(KEPT.load(Ordering::Relaxed)).keeps(level)
}

/// Sends a record to the host. Natively to whoever runs the node, or to the last mock of this thread; else nowhere.
#[cfg(target_family = "wasm")]
fn send(level: Level, message: &str) {
    super::context::log(level, message);
}

#[cfg(not(target_family = "wasm"))]
fn send(level: Level, message: &str) {
    if crate::rt::native::is_answered() {
        super::context::log(level, message);
    } else {
        super::mock::hear(|| super::context::log(level, message));
    }
}
