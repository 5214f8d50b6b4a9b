#![allow(clippy::unwrap_used)]

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
