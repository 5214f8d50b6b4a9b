//! Sockets of a mock, and the peers that a test plays.

use super::Mock;
use super::server::State;
use crate::rt::native::Arg;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// A datagram, with the address and the port that it comes from or goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Datagram {
    /// Address.
    pub address: String,
    /// Port.
    pub port: u16,
    /// What it holds.
    pub data: Vec<u8>,
}

/// All sockets of the plugin, and what there is to reach.
#[derive(Debug, Default)]
pub(super) struct Sockets {
    ids: i32,
    udp: BTreeMap<i32, UdpSocket>,
    sent: Vec<Datagram>,
    tcp: BTreeMap<i32, TcpSocket>,
    peers: BTreeMap<String, Peer>,
}

#[derive(Debug, Default)]
struct UdpSocket {
    port: Option<u16>,
    groups: Vec<String>,
    queue: VecDeque<Datagram>,
}

/// A socket is forgotten by the server once its connection is closed, by whichever side.
#[derive(Debug, Default)]
struct TcpSocket {
    peer: Option<String>,
    chunks_only: bool,
    partial: Vec<u8>,
    lines: VecDeque<Vec<u8>>,
    chunks: VecDeque<Vec<u8>>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Peer {
    refuses: bool,
    /// Said while nobody was connected.
    waiting: Vec<u8>,
    heard: Vec<u8>,
}

/// A peer that a test plays, see [`Mock::tcp_peer`].
#[derive(Debug)]
pub struct TcpPeer {
    state: Rc<State>,
    name: String,
}

impl Mock {
    /// Lets a datagram arrive from an address and a port at every socket that the plugin has bound to this port.
    #[expect(clippy::panic, reason = "fails a test")]
    pub fn udp_arrives(&self, port: u16, (address, from): (&str, u16), data: impl AsRef<[u8]>) {
        let datagram = Datagram { address: address.to_owned(), port: from, data: data.as_ref().to_vec() };
        let arrived = self.with(|server| {
            let bound = server.sockets.udp.values_mut().filter(|socket| socket.port == Some(port));
            bound.map(|socket| socket.queue.push_back(datagram.clone())).count()
        });
        if arrived == 0 {
            panic!("the plugin has no UDP socket that is bound to port {port}");
        }
    }

    /// The datagrams that the plugin sent, and where to.
    #[must_use]
    pub fn udp_sent(&self) -> Vec<Datagram> {
        self.with(|server| server.sockets.sent.clone())
    }

    /// The multicast groups that the plugin's sockets are in.
    #[must_use]
    pub fn udp_groups(&self) -> Vec<String> {
        self.with(|server| server.sockets.udp.values().flat_map(|socket| socket.groups.clone()).collect())
    }

    /// Plays the peer that the plugin connects to.
    pub fn tcp_peer(&self, host: &str, port: u16) -> TcpPeer {
        let name = format!("{host}:{port}");
        self.with(|server| server.sockets.peers.insert(name.clone(), Peer::default()));
        TcpPeer { state: self.state.clone(), name }
    }

    /// A peer that refuses connections.
    pub fn tcp_refuses(&self, host: &str, port: u16) {
        let peer = Peer { refuses: true, ..Peer::default() };
        self.with(|server| server.sockets.peers.insert(format!("{host}:{port}"), peer));
    }

    /// How many sockets the plugin has open, or has not closed after their peer did.
    #[must_use]
    pub fn open_sockets(&self) -> usize {
        self.with(|server| server.sockets.udp.len() + server.sockets.tcp.len())
    }
}

impl TcpPeer {
    /// Sends bytes to whoever is connected, or else to who connects next.
    pub fn says(&self, data: impl AsRef<[u8]>) {
        let sockets = &mut self.state.inner.borrow_mut().sockets;
        let mut heard = false;
        for socket in sockets.tcp.values_mut().filter(|socket| !socket.closed && socket.peer.as_ref() == Some(&self.name)) {
            socket.arrives(data.as_ref());
            heard = true;
        }
        if let Some(peer) = sockets.peers.get_mut(&self.name).filter(|_| !heard) {
            peer.waiting.extend(data.as_ref());
        }
    }

    /// All bytes that the plugin sent.
    #[must_use]
    pub fn heard(&self) -> Vec<u8> {
        self.state.inner.borrow().sockets.peers.get(&self.name).map(|peer| peer.heard.clone()).unwrap_or_default()
    }

    /// Closes all connections. What has arrived and was not received is lost, as on the server.
    pub fn closes(&self) {
        for socket in self.state.inner.borrow_mut().sockets.tcp.values_mut() {
            if socket.peer.as_ref() == Some(&self.name) {
                *socket = TcpSocket { closed: true, ..TcpSocket::default() };
            }
        }
    }
}

impl TcpSocket {
    fn arrives(&mut self, data: &[u8]) {
        if self.chunks_only {
            self.chunks.push_back(data.to_vec());
            return;
        }
        self.partial.extend(data);
        while let Some(end) = self.partial.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.partial.drain(..=end).collect();
            let line = line.strip_suffix(b"\n").unwrap_or(&line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !line.is_empty() {
                self.lines.push_back(line.to_vec());
            }
        }
    }
}

fn len(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

/// Writes as much as there is room for; the rest is lost.
fn fill(buffer: &mut [u8], data: &[u8]) -> i32 {
    let fits = data.len().min(buffer.len());
    for (to, from) in buffer.iter_mut().zip(data) {
        *to = *from;
    }
    len(fits)
}

impl Sockets {
    fn id(&mut self) -> i32 {
        self.ids += 1;
        self.ids
    }

    /// What a function of sockets gives (`env-imports.ts:646-1035`); why it would do nothing.
    pub(super) fn call(&mut self, name: &str, args: &mut [Arg<'_>]) -> Result<Option<i32>, String> {
        if let Some(name) = name.strip_prefix("Udp") {
            return Ok(self.udp(name.trim_start_matches(':'), args));
        }
        match name.strip_prefix("Tcp") {
            Some(name) => self.tcp(name.trim_start_matches(':'), args),
            None => Err("it is no function of the server".to_owned()),
        }
    }

    fn udp(&mut self, name: &str, args: &mut [Arg<'_>]) -> Option<i32> {
        let id = self.id();
        match (name, args) {
            ("", _) => {
                self.udp.insert(id, UdpSocket::default());
                return Some(id);
            }
            ("bind", [Arg::Number(id), Arg::Number(port)]) => {
                if let Some(socket) = self.udp.get_mut(id) {
                    socket.port = u16::try_from(*port).ok();
                }
            }
            ("join", [Arg::Number(id), Arg::Text(group), _]) => self.udp.get_mut(id)?.groups.push((*group).to_owned()),
            ("leave", [Arg::Number(id), Arg::Text(group), _]) => {
                let groups = &mut self.udp.get_mut(id)?.groups;
                match groups.iter().position(|joined| joined == group) {
                    Some(at) => _ = groups.remove(at),
                    None => return Some(-1),
                }
            }
            ("send", [_, Arg::Text(address), Arg::Number(port), Arg::Bytes(data)]) => {
                let port = u16::try_from(*port).unwrap_or(0);
                self.sent.push(Datagram { address: (*address).to_owned(), port, data: data.to_vec() });
                return Some(len(data.len()));
            }
            ("receive", [Arg::Number(id), Arg::Buffer(buffer), Arg::Buffer(address), Arg::Buffer(port)]) => {
                let Some(datagram) = self.udp.get_mut(id).and_then(|socket| socket.queue.pop_front()) else { return Some(0) };
                fill(address, datagram.address.as_bytes());
                fill(port, &datagram.port.to_le_bytes());
                return Some(fill(buffer, &datagram.data));
            }
            ("pending", [Arg::Number(id)]) => return Some(self.udp.get(id).map_or(0, |socket| len(socket.queue.len()))),
            ("close", [Arg::Number(id)]) => {
                self.udp.remove(id);
                return None;
            }
            _ => {}
        }
        Some(0)
    }

    fn tcp(&mut self, name: &str, args: &mut [Arg<'_>]) -> Result<Option<i32>, String> {
        let new = self.id();
        let (id, args) = match args {
            [Arg::Number(id), args @ ..] => (*id, args),
            _ => (new, &mut [][..]),
        };
        if name.is_empty() {
            self.tcp.insert(id, TcpSocket::default());
            return Ok(Some(id));
        }
        if name == "close" {
            self.tcp.remove(&id);
            return Ok(None);
        }
        let socket = self.tcp.get_mut(&id).filter(|socket| !socket.closed);
        let Some(socket) = socket else {
            return Ok(Some(if matches!(name, "line" | "receive" | "pending") { 0 } else { -1 }));
        };
        Ok(Some(match (name, args) {
            ("connect", [Arg::Text(host), Arg::Number(port)]) => {
                let name = format!("{host}:{port}");
                let Some(peer) = self.peers.get_mut(&name) else {
                    return Err(format!("nobody is at {name}: add `let peer = mock.tcp_peer({host:?}, {port});`"));
                };
                socket.closed = peer.refuses;
                socket.peer = Some(name);
                socket.arrives(&std::mem::take(&mut peer.waiting));
                0
            }
            ("state", _) => socket.peer.is_some().into(),
            ("set_lines", [Arg::Number(on)]) => {
                socket.chunks_only = *on == 0;
                0
            }
            ("send", [Arg::Bytes(data)]) => {
                if let Some(peer) = socket.peer.as_ref().and_then(|peer| self.peers.get_mut(peer)) {
                    peer.heard.extend(*data);
                }
                len(data.len())
            }
            ("line", [Arg::Buffer(buffer)]) => socket.lines.pop_front().map_or(0, |line| fill(buffer, &line)),
            ("receive", [Arg::Buffer(buffer)]) => socket.chunks.pop_front().map_or(0, |chunk| fill(buffer, &chunk)),
            ("pending", _) => len(if socket.chunks_only { socket.chunks.len() } else { socket.lines.len() }),
            _ => -1,
        }))
    }
}
