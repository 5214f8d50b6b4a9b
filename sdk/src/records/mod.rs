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

#[cfg(all(not(target_family = "wasm"), any(feature = "log", feature = "tracing")))]
use {core::any::TypeId, std::cell::RefCell};

/// Where records go.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) trait Sink: 'static {
    /// Whether the host keeps records of this level: else they need not be put together.
    fn keeps(level: Level) -> bool;

    /// Sends a record to the host.
    fn send(level: Level, text: &str);

    /// Gives a record to whoever plays the host on this thread; whether there is one.
    #[cfg(not(target_family = "wasm"))]
    fn hear(level: Level, text: &str) -> bool;
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
    let room = (TypeId::of::<S>(), S::hear as Hear);
    ROOMS.with_borrow_mut(|rooms| {
        if rooms.iter().all(|(known, _)| *known != room.0) {
            rooms.push(room);
        }
    });
    #[cfg(feature = "log")]
    log::install::<Listeners>();
    #[cfg(feature = "tracing")]
    tracing::install::<Listeners>();
}

#[cfg(all(not(target_family = "wasm"), any(feature = "log", feature = "tracing")))]
type Hear = fn(Level, &str) -> bool;

#[cfg(all(not(target_family = "wasm"), any(feature = "log", feature = "tracing")))]
std::thread_local! {
    /// The rooms that have installed theirs.
    static ROOMS: RefCell<Vec<(TypeId, Hear)>> = const { RefCell::new(Vec::new()) };
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
        let rooms = ROOMS.with_borrow(Clone::clone);
        rooms.into_iter().any(|(_, hear)| hear(level, text));
    }

    fn hear(level: Level, text: &str) -> bool {
        Self::send(level, text);
        true
    }
}
