//! TCP.

use super::super::error::{done, written};
use super::{Error, Open, REFUSED, TCP, close, count, open};
use crate::rt::imports::signalk::env;

std::thread_local! {
    static OPEN: Open = const { Open::new(env::sk_tcp_close) };
}

/// A TCP connection to a peer. It is closed when it is dropped, and when the plugin stops.
///
/// ```
/// use anyhost::signalk::{Connection, Mock, Tcp};
///
/// let mock = Mock::new();
/// let peer = mock.tcp_peer("gps.local", 10110);
/// let connection = Tcp::connect("gps.local", 10110)?;
///
/// // Later, in `poll`:
/// peer.says("$GPGLL,1\r\n$GPGLL,2\r\n");
/// let mut buffer = [0; 1024];
/// while let Some(line) = connection.line(&mut buffer)? {
///     assert!(line.starts_with("$GPGLL"));
/// }
/// if connection.state()? == Connection::Connected {
///     connection.send(b"ok\r\n")?;
/// }
/// # assert_eq!(peer.heard(), b"ok\r\n");
/// # Ok::<(), anyhost::signalk::Error>(())
/// ```
///
/// Nothing waits: ask in `poll`, once a second, for what has arrived. It arrives as lines, or after
/// [`set_lines(false)`](Self::set_lines) as it comes in. The server queues up to 1000 lines or chunks and drops the oldest; what
/// is queued when the peer closes is lost (`socket-manager.ts:528-825`). A plugin may have 32 connections.
///
/// Every function fails where the package lacks the capability `rawSockets`, after the plugin's stop, and where the server
/// answers what it never should.
#[derive(Debug)]
pub struct Tcp {
    id: i32,
}

/// How far a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// On the way.
    Connecting,
    /// There.
    Connected,
    /// Refused by the peer, or closed by it: connect again with a new one.
    Closed,
}

impl Tcp {
    /// Begins to connect to a name or an address; [`state`](Self::state) tells what becomes of it.
    pub fn connect(host: &str, port: u16) -> Result<Self, Error> {
        let id = OPEN.with(|open| open.add(env::sk_tcp_create, &TCP, || OPEN.with(Open::close_all)))?;
        let socket = Self { id };
        done(env::sk_tcp_connect(id, host, port.into()), "the server did not begin to connect")?;
        Ok(socket)
    }

    fn id(&self) -> Result<i32, Error> {
        open(&OPEN, self.id)
    }

    /// How far it is.
    ///
    /// # Errors
    ///
    /// The plugin has stopped, which closed it.
    pub fn state(&self) -> Result<Connection, Error> {
        Ok(match env::sk_tcp_connected(self.id()?) {
            0 => Connection::Connecting,
            1 => Connection::Connected,
            _ => Connection::Closed,
        })
    }

    /// Whether what arrives is split into lines, which it is at first. What has arrived stays as it is.
    ///
    /// # Errors
    ///
    /// The connection is closed.
    pub fn set_lines(&self, on: bool) -> Result<(), Error> {
        done(env::sk_tcp_set_line_buffering(self.id()?, on.into()), "the connection is closed")
    }

    /// Sends bytes. That they were sent is not known, nor that they arrived.
    ///
    /// # Errors
    ///
    /// It is not connected: the server would drop them without a word.
    pub fn send(&self, data: &[u8]) -> Result<(), Error> {
        if self.state()? != Connection::Connected {
            return Err(Error::new("the connection is not there: send when `state` is `Connected`"));
        }
        let answer = env::sk_tcp_send(self.id, data);
        if usize::try_from(answer) == Ok(data.len()) { Ok(()) } else { Err(Error::new(REFUSED)) }
    }

    /// The next line that has arrived, without its end; `None` if there is none. Empty lines never arrive. What is longer than
    /// the buffer is cut, and its rest is lost: a line as long as the buffer may be one of these.
    ///
    /// # Errors
    ///
    /// The server failed, or gave a length that the buffer has not.
    pub fn line<'b>(&self, buffer: &'b mut [u8]) -> Result<Option<&'b str>, Error> {
        let answer = env::sk_tcp_recv_line(self.id()?, buffer);
        let line = written(buffer, answer, "the server failed to give a line")?;
        let text = match core::str::from_utf8(line) {
            Ok(text) => text,
            // Cut inside of a character: the server writes UTF-8.
            Err(error) => line.get(..error.valid_up_to()).and_then(|line| core::str::from_utf8(line).ok()).unwrap_or_default(),
        };
        Ok((!line.is_empty()).then_some(text))
    }

    /// The next chunk that has arrived while lines were not asked for; `None` if there is none. What is longer than the buffer
    /// is cut, and its rest is lost: 65,536 bytes take what Node.js reads at once.
    ///
    /// # Errors
    ///
    /// The server failed, or gave a length that the buffer has not.
    pub fn receive<'b>(&self, buffer: &'b mut [u8]) -> Result<Option<&'b [u8]>, Error> {
        let answer = env::sk_tcp_recv_raw(self.id()?, buffer);
        let chunk = written(buffer, answer, "the server failed to give what was received")?;
        Ok((!chunk.is_empty()).then_some(chunk))
    }

    /// How many lines, or chunks, are queued.
    pub fn pending(&self) -> Result<usize, Error> {
        count(env::sk_tcp_pending(self.id()?))
    }

    /// Closes it.
    pub fn close(self) {}
}

impl Drop for Tcp {
    fn drop(&mut self) {
        close(&OPEN, self.id);
    }
}

#[cfg(test)]
#[path = "tcp_tests.rs"]
mod tests;
