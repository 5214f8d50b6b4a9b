//! Records of the crates `log` and `tracing` in the server's debug log, with their level in front: `warn: no fix`.

use crate::join;
use crate::records::{self, Level, Sink};

struct Server;

impl Sink for Server {
    /// The server does not say what it shows.
    fn keeps(_: Level) -> bool {
        true
    }

    fn send(level: Level, text: &str) {
        super::debug(&join(&[level.as_str(), ": ", text]));
    }

    /// The mock of this thread hears it.
    #[cfg(not(target_family = "wasm"))]
    fn hear(level: Level, text: &str) -> bool {
        let heard = crate::rt::native::is_installed();
        if heard {
            Self::send(level, text);
        }
        heard
    }
}

/// Makes records arrive.
pub(super) fn install() {
    records::install::<Server>();
}
