#![allow(clippy::unwrap_used)]

use super::super::super::Mock;
use super::super::close_all;
use super::*;

#[test]
fn lines_come_whole() {
    let mock = Mock::new();
    let peer = mock.tcp_peer("h", 1);
    peer.says("be");
    let connection = Tcp::connect("h", 1).unwrap();
    let mut buffer = [0; 6];
    assert_eq!(connection.line(&mut buffer), Ok(None));
    peer.says("fore\r\n\nlonger than it\nüüüü\nrest");
    assert_eq!(connection.pending(), Ok(3));
    assert_eq!(connection.line(&mut buffer), Ok(Some("before")));
    assert_eq!(connection.line(&mut buffer), Ok(Some("longer")));
    assert_eq!(connection.line(&mut [0; 5]), Ok(Some("üü")), "cut inside of a character");
    assert_eq!(connection.line(&mut buffer), Ok(None));
}

#[test]
fn chunks_come_as_they_are() {
    let mock = Mock::new();
    let peer = mock.tcp_peer("h", 1);
    let connection = Tcp::connect("h", 1).unwrap();
    connection.set_lines(false).unwrap();
    peer.says([0xff, 0, b'\n']);
    let mut buffer = [0; 8];
    assert_eq!(connection.receive(&mut buffer), Ok(Some(&[0xff, 0, b'\n'][..])));
    assert_eq!(connection.receive(&mut buffer), Ok(None));
    connection.send(b"\0ok").unwrap();
    assert_eq!(peer.heard(), b"\0ok");
}

#[test]
fn peers_refuse_and_close() {
    let mock = Mock::new();
    mock.tcp_refuses("h", 1);
    let connection = Tcp::connect("h", 1).unwrap();
    assert_eq!(connection.state(), Ok(Connection::Closed));
    assert!(connection.send(b"x").is_err() && connection.set_lines(true).is_err());
    let peer = mock.tcp_peer("h", 2);
    let connection = Tcp::connect("h", 2).unwrap();
    assert_eq!(connection.state(), Ok(Connection::Connected));
    peer.says("lost\n");
    peer.closes();
    assert_eq!(connection.state(), Ok(Connection::Closed));
    assert_eq!((connection.pending(), connection.line(&mut [0; 9])), (Ok(0), Ok(None)));
    mock.answer("signalk::Tcp::state", 0);
    assert_eq!(connection.state(), Ok(Connection::Connecting));
}

#[test]
fn it_is_closed_once_on_drop_and_on_stop() {
    let mock = Mock::new();
    mock.tcp_peer("h", 1);
    let one = Tcp::connect("h", 1).unwrap();
    let two = Tcp::connect("h", 1).unwrap();
    let udp = super::super::Udp::new().unwrap();
    one.close();
    assert_eq!(mock.open_sockets(), 2);
    close_all();
    close_all();
    assert_eq!(mock.open_sockets(), 0);
    assert!(two.state().is_err() && udp.pending().is_err());
}

#[test]
fn refusals_and_nonsense_are_errors() {
    let mock = Mock::new();
    mock.tcp_peer("h", 1);
    mock.answer("signalk::Tcp", 0);
    assert!(Tcp::connect("h", 1).is_err());
    mock.answer("signalk::Tcp::connect", -1);
    assert!(Tcp::connect("h", 1).is_err());
    assert_eq!(mock.open_sockets(), 0, "one that cannot be connected is closed");
    let connection = Tcp::connect("h", 1).unwrap();
    let mut buffer = [0; 8];
    for answer in [-1, 9, i32::MIN, i32::MAX] {
        mock.answer("signalk::Tcp::line", answer);
        assert!(connection.line(&mut buffer).is_err());
        mock.answer("signalk::Tcp::receive", answer);
        assert!(connection.receive(&mut buffer).is_err());
        mock.answer("signalk::Tcp::send", answer);
        assert!(connection.send(b"abc").is_err());
    }
    mock.without("rawSockets");
    assert!(connection.pending().is_err());
    assert!(Tcp::connect("h", 1).is_err_and(|error| error.as_str().contains("rawSockets")));
}
