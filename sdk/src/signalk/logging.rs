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
}

/// Makes records arrive.
pub(super) fn install() {
    records::install::<Server>();
}

/// Gives a record to the mock of this thread; whether there is one.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn hear(level: Level, text: &str) -> bool {
    let heard = crate::rt::native::is_installed();
    if heard {
        Server::send(level, text);
    }
    heard
}
