//! Sockets of the server, which are open until somebody closes them.
//!
//! The server forgets to: TCP sockets stay open when a plugin stops, and so do the UDP sockets of scoped packages
//! (`plugin-lifecycle.ts:230` of the server). So those that a plugin has open are listed here, and closed when it stops.

mod tcp;
mod udp;

pub use tcp::{Connection, Tcp};
pub use udp::{Received, Udp};

use super::Error;
use core::cell::Cell;
use std::thread::LocalKey;

const REFUSED: &str = "the server refused a socket: `wasmCapabilities` in package.json needs `rawSockets`";
const CLOSED: &str = "the socket is closed: all are when the plugin stops, so open it in `start`";

/// How many sockets of a protocol a plugin may have open.
const MOST: usize = 32;
const FULL: &str = "32 sockets of a protocol are open: close one first";

/// Ids of the open sockets of a protocol. The server's are positive: 0 is none.
struct Open {
    ids: [Cell<i32>; MOST],
    close: fn(i32),
}

/// Closes all sockets of a protocol.
type CloseAll = fn();

// What closes the sockets of a protocol that the plugin has used: another one is not even linked.
std::thread_local! {
    static UDP: Cell<Option<CloseAll>> = const { Cell::new(None) };
    static TCP: Cell<Option<CloseAll>> = const { Cell::new(None) };
}

/// Closes all sockets: the plugin stops.
pub fn close_all() {
    // One by one, so that the compiler sees which are never set.
    if let Some(close) = UDP.get() {
        close();
    }
    if let Some(close) = TCP.get() {
        close();
    }
}

impl Open {
    const fn new(close: fn(i32)) -> Self {
        Self { ids: [const { Cell::new(0) }; MOST], close }
    }

    /// Lists a socket that the server makes.
    fn add(
        &self,
        make: impl FnOnce() -> i32,
        used: &'static LocalKey<Cell<Option<CloseAll>>>,
        close_all: CloseAll,
    ) -> Result<i32, Error> {
        let free = self.find(0).ok_or(Error::new(FULL))?;
        let id = make();
        if id <= 0 {
            return Err(Error::new(REFUSED));
        }
        free.set(id);
        used.set(Some(close_all));
        Ok(id)
    }

    fn find(&self, id: i32) -> Option<&Cell<i32>> {
        self.ids.iter().find(|open| open.get() == id)
    }

    fn close(&self, id: i32) {
        if let Some(open) = self.find(id) {
            open.set(0);
            self.tell(id);
        }
    }

    fn close_all(&self) {
        for open in &self.ids {
            let id = open.take();
            if id != 0 {
                self.tell(id);
            }
        }
    }

    fn tell(&self, id: i32) {
        // A test's plugin may be dropped behind its mock.
        #[cfg(not(target_family = "wasm"))]
        if !crate::rt::native::is_installed() {
            return;
        }
        (self.close)(id);
    }
}

/// The id of a socket that is open.
fn open(sockets: &'static LocalKey<Open>, id: i32) -> Result<i32, Error> {
    if sockets.with(|open| open.find(id).is_some()) { Ok(id) } else { Err(Error::new(CLOSED)) }
}

/// Closes a socket, unless it was.
fn close(sockets: &'static LocalKey<Open>, id: i32) {
    // At the end of a test's thread there may be no list any more.
    _ = sockets.try_with(|open| open.close(id));
}

/// A count; a negative one is an error.
fn count(answer: i32) -> Result<usize, Error> {
    usize::try_from(answer).map_err(|_| Error::new(REFUSED))
}
