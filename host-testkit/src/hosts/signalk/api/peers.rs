//! Who a plugin's sockets talk to: the test.

use std::net::SocketAddr;

use super::Server;
use crate::hosts::signalk::world::Peer;

impl From<SocketAddr> for Peer {
    fn from(address: SocketAddr) -> Self {
        Self { host: address.ip().to_string(), port: address.port() }
    }
}

/// `host:port`; a text that is none is a host at port 0, where nobody is.
fn peer(text: &str) -> Peer {
    Peer::parse(text).unwrap_or_else(|| Peer { host: text.to_owned(), port: 0 })
}

impl Server {
    /// A TCP peer at `host:port` accepts connections from now on; without one they are refused.
    pub fn listen(&mut self, address: &str) {
        self.world().sockets.listen(peer(address));
    }

    /// A TCP peer sends a chunk. Whether the plugin is connected to it.
    pub fn tcp_send(&mut self, address: &str, bytes: &[u8]) -> bool {
        self.world().sockets.chunk(&peer(address), bytes)
    }

    /// What a TCP peer has received from the plugin since this was asked last.
    pub fn tcp_received(&mut self, address: &str) -> Vec<u8> {
        self.world().sockets.received(&peer(address))
    }

    /// A TCP peer closes the connection: what the plugin has not read yet is lost.
    pub fn hang_up(&mut self, address: &str) {
        self.world().sockets.hang_up(&peer(address));
    }

    /// A datagram comes in. Whether the plugin has bound the port.
    pub fn udp_send(&mut self, port: u16, from: SocketAddr, bytes: &[u8]) -> bool {
        self.world().sockets.datagram(port, from.into(), bytes)
    }

    /// Datagrams that the plugin has sent since this was asked last: `host:port` and the bytes.
    pub fn udp_received(&mut self) -> Vec<(String, Vec<u8>)> {
        self.world().sockets.datagrams().into_iter().map(|(to, bytes)| (to.show(), bytes)).collect()
    }

    /// How many UDP and TCP sockets are open. After a stop the server closes the UDP ones of a package without scope, and
    /// nothing else.
    pub fn open_sockets(&mut self) -> (usize, usize) {
        self.world().sockets.open()
    }
}
