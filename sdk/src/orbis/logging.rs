//! The host's log.

use crate::records::Level;
use crate::rt::imports::orbis::env;

/// Writes a line to the host's log, in which it stands as `[Plugin: name] text` (`runtime.rs:891-900`). The crates `log` and
/// `tracing` do so, too, with the features of these names.
///
/// ```
/// use anyhost::orbis::{self, Level, Mock};
///
/// let mock = Mock::new();
/// orbis::info("3 items");
/// orbis::log(Level::Warn, "an old client");
/// assert_eq!(mock.logs(), [(Level::Info, "3 items".to_owned()), (Level::Warn, "an old client".to_owned())]);
/// ```
///
/// It needs no permission. Lines are lost after 10,000 calls of the host in a request, or 5 seconds (`runtime.rs:210-232`).
/// In the dialect `docs`, `Warn` is written as an error and `Trace` as for debugging, each with its name in front.
#[cfg(not(feature = "orbis-docs"))]
pub fn log(level: Level, text: &str) {
    let number = match level {
        Level::Error => 0,
        Level::Warn => 1,
        Level::Info => 2,
        Level::Debug => 3,
        Level::Trace => 4,
    };
    env::log(number, text);
}

/// Writes a line to the host's log, which has three levels: `Warn` is written as an error and `Trace` as for debugging, each
/// with its name in front.
#[cfg(feature = "orbis-docs")]
pub fn log(level: Level, text: &str) {
    match level {
        Level::Error => env::log_error(text),
        Level::Warn => env::log_error(&crate::join(&["warn: ", text])),
        Level::Info => env::log_info(text),
        Level::Debug => env::log_debug(text),
        Level::Trace => env::log_debug(&crate::join(&["trace: ", text])),
    }
}

macro_rules! levels {
    ($($name:ident $level:ident;)*) => {$(
        #[doc = concat!("[`log`](fn@log) at [`Level::", stringify!($level), "`].")]
        pub fn $name(text: &str) {
            log(Level::$level, text);
        }
    )*};
}
levels! {
    error Error;
    warn Warn;
    info Info;
    debug Debug;
    trace Trace;
}

/// What is done before a handler runs: a panic's text is logged, since the host says no more of a trap than that there was one.
pub(super) fn begin() {
    crate::rt::panic_tells(error);
    #[cfg(any(feature = "log", feature = "tracing"))]
    crate::records::install::<records::Log>();
}

#[cfg(any(feature = "log", feature = "tracing"))]
mod records {
    use crate::records::{Level, Sink};

    /// Records of the crates `log` and `tracing`.
    pub(super) struct Log;

    impl Sink for Log {
        /// The host does not say what it shows.
        fn keeps(_: Level) -> bool {
            true
        }

        fn send(level: Level, text: &str) {
            super::log(level, text);
        }

        /// The mock of this thread hears it, or whoever runs the plugin.
        #[cfg(not(target_family = "wasm"))]
        fn hear(level: Level, text: &str) -> bool {
            let heard = crate::rt::native::is_answered() || crate::rt::native::is_installed();
            if heard {
                Self::send(level, text);
            }
            heard
        }
    }
}
