//! UDP and TCP sockets against scripted peers: nothing reaches a network.
//!
//! What the server does asynchronously, binding and connecting, is done when the plugin's call is over: [`Sockets::settle`].

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::super::text::decode;

/// Items that a queue holds: the oldest is dropped.
const QUEUE: usize = 1_000;

/// A peer's address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::hosts::signalk) struct Peer {
    pub(in crate::hosts::signalk) host: String,
    pub(in crate::hosts::signalk) port: u16,
}

impl Peer {
    /// `host:port`.
    pub(in crate::hosts::signalk) fn parse(text: &str) -> Option<Self> {
        let (host, port) = text.rsplit_once(':')?;
        Some(Self { host: host.trim_matches(['[', ']']).to_owned(), port: port.parse().ok()? })
    }

    pub(in crate::hosts::signalk) fn show(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// What was sent, to whom.
pub(in crate::hosts::signalk) type Sent = Vec<(Peer, Vec<u8>)>;

#[derive(Debug, Default)]
struct Udp {
    wants: Option<u16>,
    bound: Option<u16>,
    groups: BTreeSet<String>,
    queue: VecDeque<(Peer, Vec<u8>)>,
}

#[derive(Debug)]
struct Tcp {
    peer: Option<Peer>,
    connected: bool,
    raw: bool,
    partial: String,
    lines: VecDeque<String>,
    chunks: VecDeque<Vec<u8>>,
    /// What the plugin has sent since the peer looked.
    sent: Vec<u8>,
}

/// All sockets.
#[derive(Debug, Default)]
pub(in crate::hosts::signalk) struct Sockets {
    scoped: bool,
    udp: BTreeMap<i32, Udp>,
    tcp: BTreeMap<i32, Tcp>,
    udp_ids: i32,
    tcp_ids: i32,
    /// Where scripted peers accept connections.
    listeners: BTreeSet<Peer>,
    datagrams: Sent,
}

impl Sockets {
    pub(super) fn new(scoped: bool) -> Self {
        Self { scoped, ..Self::default() }
    }

    pub(super) fn scoped(&mut self, scoped: bool) {
        self.scoped = scoped;
    }

    pub(super) fn udp_create(&mut self) -> i32 {
        self.udp_ids += 1;
        self.udp.insert(self.udp_ids, Udp::default());
        self.udp_ids
    }

    pub(super) fn udp_bind(&mut self, id: i32, port: i32) {
        if let Some(socket) = self.udp.get_mut(&id) {
            socket.wants = u16::try_from(port).ok();
        }
    }

    pub(super) fn udp_group(&mut self, id: i32, group: &str, join: bool) -> bool {
        let Some(socket) = self.udp.get_mut(&id) else { return false };
        if join {
            socket.groups.insert(group.to_owned());
        } else {
            socket.groups.remove(group);
        }
        true
    }

    pub(super) fn has_udp(&self, id: i32) -> bool {
        self.udp.contains_key(&id)
    }

    pub(super) fn udp_send(&mut self, id: i32, peer: Peer, data: &[u8]) {
        if self.udp.contains_key(&id) {
            self.datagrams.push((peer, data.to_vec()));
        }
    }

    pub(super) fn udp_recv(&mut self, id: i32) -> Option<(Peer, Vec<u8>)> {
        self.udp.get_mut(&id)?.queue.pop_front()
    }

    pub(super) fn udp_pending(&self, id: i32) -> usize {
        self.udp.get(&id).map_or(0, |socket| socket.queue.len())
    }

    pub(super) fn udp_close(&mut self, id: i32) {
        self.udp.remove(&id);
    }

    pub(super) fn tcp_create(&mut self) -> i32 {
        self.tcp_ids += 1;
        let (partial, lines, chunks) = (String::new(), VecDeque::new(), VecDeque::new());
        let socket = Tcp { peer: None, connected: false, raw: false, partial, lines, chunks, sent: Vec::new() };
        self.tcp.insert(self.tcp_ids, socket);
        self.tcp_ids
    }

    pub(super) fn tcp_connect(&mut self, id: i32, peer: Peer) -> bool {
        match self.tcp.get_mut(&id) {
            Some(socket) if socket.peer.is_none() => {
                socket.peer = Some(peer);
                true
            }
            _ => false,
        }
    }

    /// `None`: unknown, or closed.
    pub(super) fn tcp_connected(&self, id: i32) -> Option<bool> {
        self.tcp.get(&id).map(|socket| socket.connected)
    }

    pub(super) fn tcp_lines(&mut self, id: i32, on: bool) -> bool {
        let Some(socket) = self.tcp.get_mut(&id) else { return false };
        socket.raw = !on;
        true
    }

    pub(super) fn tcp_send(&mut self, id: i32, data: &[u8]) {
        if let Some(socket) = self.tcp.get_mut(&id).filter(|socket| socket.connected) {
            socket.sent.extend_from_slice(data);
        }
    }

    pub(super) fn tcp_line(&mut self, id: i32) -> Option<Vec<u8>> {
        self.tcp.get_mut(&id)?.lines.pop_front().map(String::into_bytes)
    }

    pub(super) fn tcp_chunk(&mut self, id: i32) -> Option<Vec<u8>> {
        self.tcp.get_mut(&id)?.chunks.pop_front()
    }

    pub(super) fn tcp_pending(&self, id: i32) -> usize {
        self.tcp.get(&id).map_or(0, |socket| if socket.raw { socket.chunks.len() } else { socket.lines.len() })
    }

    pub(super) fn tcp_close(&mut self, id: i32) {
        self.tcp.remove(&id);
    }

    /// Sockets that are open: UDP and TCP.
    pub(in crate::hosts::signalk) fn open(&self) -> (usize, usize) {
        (self.udp.len(), self.tcp.len())
    }

    /// What a stop closes: UDP sockets, and none of a scoped package. TCP sockets stay.
    pub(in crate::hosts::signalk) fn stop(&mut self) {
        if !self.scoped {
            self.udp.clear();
        }
    }

    /// Completes what was begun: ports are bound if they are free, connections made if somebody listens.
    pub(in crate::hosts::signalk) fn settle(&mut self) {
        let mut taken: BTreeSet<u16> = BTreeSet::new();
        let mut free = 49_152;
        for socket in self.udp.values_mut() {
            // `reuseAddr` is on: a port may be bound twice, and the last one gets what comes.
            if let Some(port) = socket.wants.take() {
                while port == 0 && taken.contains(&free) {
                    free += 1;
                }
                socket.bound = Some(if port == 0 { free } else { port });
            }
            taken.extend(socket.bound);
        }
        let listeners = &self.listeners;
        self.tcp.retain(|_, socket| match &socket.peer {
            Some(peer) if !socket.connected => {
                socket.connected = listeners.contains(peer);
                socket.connected
            }
            _ => true,
        });
    }

    /// A peer accepts connections from now on.
    pub(in crate::hosts::signalk) fn listen(&mut self, peer: Peer) {
        self.listeners.insert(peer);
    }

    /// A datagram comes in. Whether anybody has bound the port.
    pub(in crate::hosts::signalk) fn datagram(&mut self, port: u16, from: Peer, data: &[u8]) -> bool {
        let Some(socket) = self.udp.values_mut().rev().find(|socket| socket.bound == Some(port)) else { return false };
        push(&mut socket.queue, (from, data.to_vec()));
        true
    }

    /// A peer sends a chunk to whoever is connected. Whether anybody is.
    pub(in crate::hosts::signalk) fn chunk(&mut self, peer: &Peer, data: &[u8]) -> bool {
        let Some(socket) = self.connected(peer) else { return false };
        if socket.raw {
            push(&mut socket.chunks, data.to_vec());
            return true;
        }
        // Each chunk is decoded by itself.
        socket.partial.push_str(&decode(data));
        while let Some((line, rest)) = socket.partial.split_once('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line).to_owned();
            socket.partial = rest.to_owned();
            if !line.is_empty() {
                push(&mut socket.lines, line);
            }
        }
        true
    }

    /// A peer closes: everything that is still buffered is gone.
    pub(in crate::hosts::signalk) fn hang_up(&mut self, peer: &Peer) {
        self.tcp.retain(|_, socket| socket.peer.as_ref() != Some(peer));
    }

    /// What a peer has received since it looked last.
    pub(in crate::hosts::signalk) fn received(&mut self, peer: &Peer) -> Vec<u8> {
        self.connected(peer).map(|socket| std::mem::take(&mut socket.sent)).unwrap_or_default()
    }

    /// Datagrams that the plugin has sent since this was asked last.
    pub(in crate::hosts::signalk) fn datagrams(&mut self) -> Sent {
        std::mem::take(&mut self.datagrams)
    }

    /// Whether anybody is connected to a peer.
    pub(in crate::hosts::signalk) fn is_connected(&self, peer: &Peer) -> bool {
        self.tcp.values().any(|socket| socket.connected && socket.peer.as_ref() == Some(peer))
    }

    fn connected(&mut self, peer: &Peer) -> Option<&mut Tcp> {
        self.tcp.values_mut().find(|socket| socket.connected && socket.peer.as_ref() == Some(peer))
    }
}

fn push<T>(queue: &mut VecDeque<T>, item: T) {
    if queue.len() >= QUEUE {
        queue.pop_front();
    }
    queue.push_back(item);
}
