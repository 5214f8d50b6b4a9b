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
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::super::Mock;
    use super::super::close_all;
    use super::*;

    #[test]
    fn datagrams_go_both_ways() {
        let mock = Mock::new();
        let socket = Udp::bind(2000).unwrap();
        let mut buffer = [0; 4];
        assert!(socket.receive(&mut buffer).unwrap().is_none());
        mock.udp_arrives(2000, ("fe80::1%eth0", 65535), b"123456");
        mock.udp_arrives(2000, ("10.0.0.2", 1), b"");
        assert_eq!(socket.pending(), Ok(2));
        let received = socket.receive(&mut buffer).unwrap().unwrap();
        assert_eq!((received.data(), received.address(), received.port()), (&b"1234"[..], "fe80::1%eth0", 65535));
        let received = socket.receive(&mut buffer).unwrap().unwrap();
        assert_eq!((received.data(), received.address(), received.port()), (&b""[..], "10.0.0.2", 1));
        assert!(socket.receive(&mut buffer).unwrap().is_none());
        socket.send("10.0.0.2", 9, &[0, 255]).unwrap();
        let sent = mock.udp_sent();
        assert_eq!((&*sent[0].address, sent[0].port, &*sent[0].data), ("10.0.0.2", 9, &[0, 255][..]));
    }

    #[test]
    fn groups_and_options_are_set() {
        let mock = Mock::new();
        let socket = Udp::bind_v6(2000).unwrap();
        socket.join("239.1.1.1", None).unwrap();
        socket.join("239.1.1.2", Some("10.0.0.1")).unwrap();
        assert_eq!(mock.udp_groups(), ["239.1.1.1", "239.1.1.2"]);
        socket.leave("239.1.1.1", None).unwrap();
        assert_eq!(mock.udp_groups(), ["239.1.1.2"]);
        assert!(socket.leave("239.1.1.1", None).is_err());
        socket.set_multicast_ttl(4).unwrap();
        socket.set_multicast_loopback(false).unwrap();
        socket.set_broadcast(true).unwrap();
    }

    #[test]
    fn it_is_closed_once_on_drop_and_on_stop() {
        let mock = Mock::new();
        {
            let one = Udp::new().unwrap();
            let _two = Udp::new_v6().unwrap();
            assert_eq!(mock.open_sockets(), 2);
            one.close();
            assert_eq!(mock.open_sockets(), 1);
        }
        assert_eq!(mock.open_sockets(), 0);
        let kept = Udp::bind(1).unwrap();
        close_all();
        assert_eq!(mock.open_sockets(), 0);
        assert_eq!(kept.send("a", 1, b"").map_err(|error| error.as_str().contains("closed")), Err(true));
        // The next start opens its own.
        let next = Udp::bind(1).unwrap();
        drop(kept);
        assert_eq!(mock.open_sockets(), 1);
        assert!(next.pending().is_ok());
        // One that outlives its mock closes nothing.
        drop(mock);
        drop(next);
    }

    #[test]
    fn there_are_so_many_and_no_more() {
        let mock = Mock::new();
        let mut all: Vec<_> = (0..32).map(|_| Udp::new().unwrap()).collect();
        assert!(Udp::new().is_err_and(|error| error.as_str().starts_with("32 sockets")));
        assert_eq!(mock.open_sockets(), 32, "none was made in vain");
        all.remove(7);
        all.push(Udp::new().unwrap());
        assert!(Udp::new().is_err());
        drop(all);
        assert_eq!(mock.open_sockets(), 0);
    }

    #[test]
    fn refusals_and_nonsense_are_errors() {
        let mock = Mock::new();
        for answer in [0, -1, i32::MIN] {
            mock.answer("signalk::Udp", answer);
            assert!(Udp::new().is_err());
        }
        mock.answer("signalk::Udp::bind", -1);
        assert!(Udp::bind(1).is_err());
        assert_eq!(mock.open_sockets(), 0, "one that cannot be bound is closed");
        let socket = Udp::bind(1).unwrap();
        let mut buffer = [0; 8];
        for answer in [-1, 9, i32::MIN, i32::MAX] {
            mock.answer("signalk::Udp::receive", answer);
            assert!(socket.receive(&mut buffer).is_err());
            mock.answer("signalk::Udp::send", answer);
            assert!(socket.send("a", 1, b"abc").is_err());
        }
        mock.answer("signalk::Udp::pending", -1);
        assert!(socket.pending().is_err());
        mock.without("rawSockets");
        assert!(socket.join("g", None).is_err() && socket.set_broadcast(true).is_err() && socket.set_multicast_ttl(1).is_err());
        assert!(Udp::new().is_err_and(|error| error.as_str().contains("rawSockets")));
    }
}
