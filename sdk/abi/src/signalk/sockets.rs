//! UDP and TCP sockets of module `env`. All need `rawSockets`; without it every function that returns a value gives -1.
//!
//! Sending, binding and connecting are asynchronous: their results say that the call was taken, not that it worked.

use crate::model::*;
use crate::orbis::table::imports;

pub(super) const SOCKETS: [Import; 20] = imports! {
    from "signalk-server 2.32.0, ";
    "env" {
        "sk_udp_create"(kind: I32) -> I32 "id > 0, -1 = refused" if "rawSockets", Offer::Wrapped("signalk::Udp"),
            Observed "env-imports.ts:646", "Creates a socket; kind 1 is UDP over IPv6, else IPv4.";
        "sk_udp_bind"(socket: I32, port: I32) -> I32 "0, also for an unknown socket or a busy port; -1 = refused" if "rawSockets", Offer::Wrapped("signalk::Udp::bind"),
            Observed "env-imports.ts:661", "Binds to all addresses; port 0 is any, which cannot be learnt.";
        "sk_udp_join_multicast"(socket: I32, address: Str, interface: Str) -> I32 "0 = taken, -1 = failed" if "rawSockets", Offer::Wrapped("signalk::Udp::join"),
            Read "env-imports.ts:680", "Joins a group; an empty interface is the default one.";
        "sk_udp_leave_multicast"(socket: I32, address: Str, interface: Str) -> I32 "0 = taken, -1 = failed" if "rawSockets", Offer::Wrapped("signalk::Udp::leave"),
            Read "env-imports.ts:709", "Leaves a group.";
        "sk_udp_set_multicast_ttl"(socket: I32, value: I32) -> I32 "0 = taken, -1 = failed" if "rawSockets", Offer::Wrapped("signalk::Udp::set_multicast_ttl"),
            Read "env-imports.ts:735-757", "Sets an option, once bound.";
        "sk_udp_set_multicast_loopback"(socket: I32, value: I32) -> I32 "0 = taken, -1 = failed" if "rawSockets", Offer::Wrapped("signalk::Udp::set_multicast_loopback"),
            Read "env-imports.ts:735-757", "Sets an option, once bound.";
        "sk_udp_set_broadcast"(socket: I32, value: I32) -> I32 "0 = taken, -1 = failed" if "rawSockets", Offer::Wrapped("signalk::Udp::set_broadcast"),
            Read "env-imports.ts:735-757", "Sets an option, once bound.";
        "sk_udp_send"(socket: I32, address: Str, port: I32, data: Bytes) -> I32 "length, also for an unknown socket; -1 = bad pointer or refused" if "rawSockets", Offer::Wrapped("signalk::Udp::send"),
            Observed "env-imports.ts:769", "Sends a datagram.";
        "sk_udp_recv"(socket: I32, data: Buffer, address_out: Out(64), port_out: Out(2)) -> I32 "length; 0 = nothing, empty or unknown socket; -1 = failed" if "rawSockets", Offer::Wrapped("signalk::Udp::receive"),
            Observed "env-imports.ts:805", "Receives a datagram, cut to the buffer; address_out gets text and NUL without bound (64 bytes do for an IPv6 address with its interface), port_out a u16, little-endian.";
        "sk_udp_pending"(socket: I32) -> I32 "datagrams; 0 for an unknown socket" if "rawSockets", Offer::Wrapped("signalk::Udp::pending"),
            Observed "env-imports.ts:845", "Counts what is queued.";
        "sk_udp_close"(socket: I32) if "rawSockets", Offer::Wrapped("signalk::Udp::close"),
            Read "env-imports.ts:853", "Leaves groups and closes.";
        "sk_tcp_create"() -> I32 "id > 0, -1 = refused" if "rawSockets", Offer::Wrapped("signalk::Tcp"),
            Observed "env-imports.ts:867", "Creates a socket.";
        "sk_tcp_connect"(socket: I32, host: Str, port: I32) -> I32 "0 = started, -1 = unknown, or connected already" if "rawSockets", Offer::Wrapped("signalk::Tcp::connect"),
            Observed "env-imports.ts:883", "Starts to connect.";
        "sk_tcp_connected"(socket: I32) -> I32 "1, 0, -1 = unknown, closed or refused" if "rawSockets", Offer::Wrapped("signalk::Tcp::state"),
            Observed "env-imports.ts:905", "Tells whether it is connected.";
        "sk_tcp_set_line_buffering"(socket: I32, on: I32) -> I32 "0 = done, -1 = failed" if "rawSockets", Offer::Wrapped("signalk::Tcp::set_lines"),
            Observed "env-imports.ts:916", "Chooses lines, the default, or raw chunks.";
        "sk_tcp_send"(socket: I32, data: Bytes) -> I32 "length, also if not connected; -1 = bad pointer or refused" if "rawSockets", Offer::Wrapped("signalk::Tcp::send"),
            Observed "env-imports.ts:931", "Sends bytes.";
        "sk_tcp_recv_line"(socket: I32, line: Buffer) -> I32 "length; 0 = none" if "rawSockets", Offer::Wrapped("signalk::Tcp::line"),
            Observed "env-imports.ts:962", "Receives a line without its ending; the rest of one longer than the buffer is lost.";
        "sk_tcp_recv_raw"(socket: I32, data: Buffer) -> I32 "length; 0 = none" if "rawSockets", Offer::Wrapped("signalk::Tcp::receive"),
            Observed "env-imports.ts:998", "Receives a chunk; the rest of one longer than the buffer is lost.";
        "sk_tcp_pending"(socket: I32) -> I32 "lines or chunks; 0 for an unknown socket" if "rawSockets", Offer::Wrapped("signalk::Tcp::pending"),
            Observed "env-imports.ts:1027", "Counts what is queued.";
        "sk_tcp_close"(socket: I32) if "rawSockets", Offer::Wrapped("signalk::Tcp::close"),
            Read "env-imports.ts:1035", "Closes; the server never does.";
    }
};
