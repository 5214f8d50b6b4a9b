//! Records of the crates `log` and `tracing` in the log of hosts that have one.
//!
//! A room installs its [`Sink`] when a plugin is called: a record that is made while another host calls goes nowhere, and a
//! module built for another host has nothing of this.

mod level;
#[cfg(feature = "log")]
mod log;
#[cfg(feature = "tracing")]
mod tracing;

pub use level::Level;

/// Where records go.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) trait Sink: 'static {
    /// Whether the host keeps records of this level: else they need not be put together.
    fn keeps(level: Level) -> bool;

    /// Sends a record to the host.
    fn send(level: Level, text: &str);
}

/// Makes records arrive. Whoever installed a logger before keeps it.
#[cfg(all(target_family = "wasm", any(feature = "log", feature = "tracing")))]
pub(crate) fn install<S: Sink>() {
    #[cfg(feature = "log")]
    log::install::<S>();
    #[cfg(feature = "tracing")]
    tracing::install::<S>();
}

/// Natively tests of several hosts run in one process, so records go to whoever listens on their thread.
#[cfg(all(not(target_family = "wasm"), any(feature = "log", feature = "tracing")))]
pub(crate) fn install<S: Sink>() {
    #[cfg(feature = "log")]
    log::install::<Listeners>();
    #[cfg(feature = "tracing")]
    tracing::install::<Listeners>();
}

#[cfg(all(not(target_family = "wasm"), any(feature = "log", feature = "tracing")))]
struct Listeners;

#[cfg(all(not(target_family = "wasm"), any(feature = "log", feature = "tracing")))]
impl Sink for Listeners {
    fn keeps(_: Level) -> bool {
        true
    }

    /// The first room that has somebody who listens takes it; where nobody does, it goes nowhere.
    fn send(level: Level, text: &str) {
        let rooms: [fn(Level, &str) -> bool; 2] = [crate::flow_like::hear, crate::signalk::hear];
        rooms.into_iter().any(|hear| hear(level, text));
    }
}
