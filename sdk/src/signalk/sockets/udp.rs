//! UDP.

use super::super::error::{done, written};
use super::{Error, Open, REFUSED, UDP, close, count, open};
use crate::rt::imports::signalk::env;

std::thread_local! {
    static OPEN: Open = const { Open::new(env::sk_udp_close) };
}

/// A UDP socket. It is closed when it is dropped, and when the plugin stops.
///
/// ```
/// use anyhost::signalk::{Mock, Udp};
///
/// let mock = Mock::new();
/// let socket = Udp::bind(10110)?;
/// mock.udp_arrives(10110, ("192.168.0.7", 4000), "$GPGLL,1");
///
/// let mut buffer = [0; 1024];
/// while let Some(received) = socket.receive(&mut buffer)? {
///     assert_eq!((received.address(), received.port(), received.data()), ("192.168.0.7", 4000, b"$GPGLL,1".as_slice()));
/// }
/// # Ok::<(), anyhost::signalk::Error>(())
/// ```
///
/// Nothing waits: ask in `poll`, once a second, for what has arrived. The server queues up to 1000 datagrams and drops the
/// oldest (`socket-manager.ts:528-825`). Binding and sending are under way when these functions return, and what becomes of
/// them is only in the server's log. A plugin may have 32 open.
///
/// Every function fails where the package lacks the capability `rawSockets`, after the plugin's stop, and where the server
/// answers what it never should.
#[derive(Debug)]
pub struct Udp {
    id: i32,
}

/// A datagram that was received.
#[derive(Debug)]
pub struct Received<'b> {
    data: &'b [u8],
    address: [u8; 64],
    port: u16,
}

impl Udp {
    /// A socket for IPv4 that sends only, from any port.
    pub fn new() -> Result<Self, Error> {
        Self::create(0)
    }

    /// A socket for IPv6 that sends only, from any port.
    pub fn new_v6() -> Result<Self, Error> {
        Self::create(1)
    }

    /// A socket for IPv4 that receives what comes to a port, of any of the server's addresses. Others may bind it, too. That it is
    /// taken otherwise is only in the server's log.
    pub fn bind(port: u16) -> Result<Self, Error> {
        Self::create(0)?.bound(port)
    }

    /// The same for IPv6.
    pub fn bind_v6(port: u16) -> Result<Self, Error> {
        Self::create(1)?.bound(port)
    }

    fn create(kind: i32) -> Result<Self, Error> {
        let id = OPEN.with(|open| open.add(|| env::sk_udp_create(kind), &UDP, || OPEN.with(Open::close_all)))?;
        Ok(Self { id })
    }

    fn bound(self, port: u16) -> Result<Self, Error> {
        done(env::sk_udp_bind(self.id, port.into()), REFUSED)?;
        Ok(self)
    }

    fn id(&self) -> Result<i32, Error> {
        open(&OPEN, self.id)
    }

    /// Receives what is sent to a group, too, on the interface that has this address, or else on the default one.
    ///
    /// # Errors
    ///
    /// The group or the interface is none.
    pub fn join(&self, group: &str, interface: Option<&str>) -> Result<(), Error> {
        let failed = "the server did not join the multicast group";
        done(env::sk_udp_join_multicast(self.id()?, group, interface.unwrap_or_default()), failed)
    }

    /// Leaves a group.
    ///
    /// # Errors
    ///
    /// The socket is not in it.
    pub fn leave(&self, group: &str, interface: Option<&str>) -> Result<(), Error> {
        let failed = "the server did not leave the multicast group";
        done(env::sk_udp_leave_multicast(self.id()?, group, interface.unwrap_or_default()), failed)
    }

    /// Over how many routers datagrams to groups go. Holds once the socket is bound.
    pub fn set_multicast_ttl(&self, hops: u8) -> Result<(), Error> {
        done(env::sk_udp_set_multicast_ttl(self.id()?, hops.into()), REFUSED)
    }

    /// Whether what is sent to groups is received here as well. Holds once the socket is bound.
    pub fn set_multicast_loopback(&self, on: bool) -> Result<(), Error> {
        done(env::sk_udp_set_multicast_loopback(self.id()?, on.into()), REFUSED)
    }

    /// Whether it may send to broadcast addresses. Holds once the socket is bound.
    pub fn set_broadcast(&self, on: bool) -> Result<(), Error> {
        done(env::sk_udp_set_broadcast(self.id()?, on.into()), REFUSED)
    }

    /// Sends a datagram. Whether it got anywhere is not known.
    pub fn send(&self, address: &str, port: u16, data: &[u8]) -> Result<(), Error> {
        let answer = env::sk_udp_send(self.id()?, address, port.into(), data);
        if usize::try_from(answer) == Ok(data.len()) { Ok(()) } else { Err(Error::new(REFUSED)) }
    }

    /// The next datagram that has arrived, `None` if there is none. What is longer than the buffer is cut, and the rest is lost:
    /// 65,507 bytes take any.
    ///
    /// # Errors
    ///
    /// The server failed, or gave a length that the buffer has not.
    pub fn receive<'b>(&self, buffer: &'b mut [u8]) -> Result<Option<Received<'b>>, Error> {
        let (mut address, mut port) = ([0; 64], [0; 2]);
        let answer = env::sk_udp_recv(self.id()?, buffer, &mut address, &mut port);
        let data = written(buffer, answer, "the server failed to give a datagram")?;
        // An empty datagram has a sender.
        let none = data.is_empty() && address[0] == 0;
        Ok((!none).then(|| Received { data, address, port: u16::from_le_bytes(port) }))
    }

    /// How many datagrams are queued.
    pub fn pending(&self) -> Result<usize, Error> {
        count(env::sk_udp_pending(self.id()?))
    }

    /// Leaves its groups and closes it.
    pub fn close(self) {}
}

impl Drop for Udp {
    fn drop(&mut self) {
        close(&OPEN, self.id);
    }
}

impl<'b> Received<'b> {
    /// What it holds.
    #[must_use]
    pub const fn data(&self) -> &'b [u8] {
        self.data
    }

    /// The sender's address.
    #[must_use]
    pub fn address(&self) -> &str {
        let text = self.address.split(|byte| *byte == 0).next().unwrap_or_default();
        core::str::from_utf8(text).unwrap_or_default()
    }

    /// The sender's port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }
}

#[cfg(test)]
#[path = "udp_tests.rs"]
mod tests;
