//! Sockets of the server, which are open until somebody closes them.
//!
//! The server forgets to: TCP sockets stay open when a plugin stops, and so do the UDP sockets of scoped packages
//! (`plugin-lifecycle.ts:230` of the server). So those that a plugin has open are listed here, and closed when it stops.

mod tcp;
mod udp;

pub use tcp::{Connection, Tcp};
pub use udp::{Received, Udp};

use super::Error;
use alloc::vec::Vec;
use core::cell::Cell;
use std::thread::LocalKey;

const REFUSED: &str = "the server refused a socket: `wasmCapabilities` in package.json needs `rawSockets`";
const CLOSED: &str = "the socket is closed: all are when the plugin stops, so open it in `start`";

/// Ids of the open sockets of a protocol.
struct Open {
    ids: Cell<Vec<i32>>,
    close: fn(i32),
}

/// Closes all sockets of a protocol.
type CloseAll = fn();

std::thread_local! {
    /// What closes the sockets of each protocol that the plugin has used: another one is not even linked.
    static USED: Cell<[Option<CloseAll>; 2]> = const { Cell::new([None; 2]) };
}

/// Closes all sockets: the plugin stops.
pub fn close_all() {
    for close in USED.take().into_iter().flatten() {
        close();
    }
}

impl Open {
    const fn new(close: fn(i32)) -> Self {
        Self { ids: Cell::new(Vec::new()), close }
    }

    /// Lists a socket that the server has made, whose ids are positive.
    fn add(&self, id: i32, protocol: usize, close_all: CloseAll) -> Result<i32, Error> {
        if id <= 0 {
            return Err(Error::new(REFUSED));
        }
        self.change(|ids| ids.push(id));
        let mut used = USED.get();
        if let Some(slot) = used.get_mut(protocol) {
            *slot = Some(close_all);
        }
        USED.set(used);
        Ok(id)
    }

    fn has(&self, id: i32) -> bool {
        self.change(|ids| ids.contains(&id))
    }

    fn close(&self, id: i32) {
        let listed = self.change(|ids| {
            let at = ids.iter().position(|open| *open == id);
            at.map(|at| ids.swap_remove(at))
        });
        if listed.is_some() {
            self.tell(id);
        }
    }

    fn close_all(&self) {
        for id in self.ids.take() {
            self.tell(id);
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

    fn change<R>(&self, change: impl FnOnce(&mut Vec<i32>) -> R) -> R {
        let mut ids = self.ids.take();
        let result = change(&mut ids);
        self.ids.set(ids);
        result
    }
}

/// The id of a socket that is open.
fn open(sockets: &'static LocalKey<Open>, id: i32) -> Result<i32, Error> {
    if sockets.with(|open| open.has(id)) { Ok(id) } else { Err(Error::new(CLOSED)) }
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
