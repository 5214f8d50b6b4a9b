//! The host's log.

use crate::records::Level;
use crate::rt::imports::orbis::source::env;

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

macro_rules! levels {
    ($($name:ident $level:ident;)*) => {$(
        #[doc = concat!("[`log`](fn@log) at [`Level::", stringify!($level), "`].")]
        pub fn $name(text: &str) {
            log(Level::$level, text);
        }
    )*};
}
pub(super) use levels;

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
    records::install::<Source>();
}

#[cfg(any(feature = "log", feature = "tracing"))]
struct Source;

#[cfg(any(feature = "log", feature = "tracing"))]
impl records::Lines for Source {
    fn write(level: Level, text: &str) {
        log(level, text);
    }
}

#[cfg(any(feature = "log", feature = "tracing"))]
pub(super) mod records {
    //! Records of the crates `log` and `tracing`.

    use crate::records::{Level, Sink};
    use core::marker::PhantomData;

    /// The log of a dialect.
    pub(in crate::orbis) trait Lines: 'static {
        /// Writes a line.
        fn write(level: Level, text: &str);
    }

    /// Lets records arrive there.
    pub(in crate::orbis) fn install<L: Lines>() {
        crate::records::install::<Log<L>>();
    }

    struct Log<L>(PhantomData<L>);

    impl<L: Lines> Sink for Log<L> {
        /// The host does not say what it shows.
        fn keeps(_: Level) -> bool {
            true
        }

        fn send(level: Level, text: &str) {
            L::write(level, text);
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
