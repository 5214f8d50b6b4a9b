//! The server for authors' tests.

use std::time::Duration;

use anyhost_testkit::signalk::{PutReply, Request, Server};
use serde_json::json;

use crate::Guest;

/// Emits a count at each poll, and shows it.
fn counter() -> Vec<u8> {
    let mut guest = Guest::new()
        .import("sk_register_put_handler", "$put", "(param i32 i32 i32 i32) (result i32)")
        .item("(global $n (mut i32) (i32.const 0))");
    let (context, path) = (guest.text("vessels.self"), guest.text("x.y"));
    let delta = guest.text(r#"{"updates":[{"values":[{"path":"x.y","value":{"deep":[1.5]}}]}]}"#);
    guest
        .start(&format!("(drop (call $put {context} {path})) (i32.const 0)"))
        .poll(&format!("(call $emit {delta}) (global.set $n (i32.add (global.get $n) (i32.const 1))) (call $say (global.get $n)) (i32.const 0)"))
        .answers("handle_put_vessels_self_x_y", r#"{"state":"FAILURE","message":"no"}"#)
        .endpoint(r#"{"statusCode":201,"headers":{"X-A":["1","2"]},"body":{"a":1}}"#)
        .wasm()
}

#[test]
fn a_test_of_a_plugin() {
    let mut server = Server::new(&counter()).unwrap();
    assert_eq!((server.state(), server.status()), ("starting", None));
    server.start(&json!({"n": 1})).unwrap();
    assert_eq!((server.state(), server.meta("x.y")), ("running", Some(json!({"supportsPut": true}))));
    server.poll();
    server.advance(Duration::from_millis(2_500));
    assert_eq!(server.status().as_deref(), Some("3"));
    assert_eq!(server.value("x.y"), Some(json!({"deep": [1.5]})));
    assert_eq!(
        (server.source("x.y").as_deref(), server.timestamp("x.y").as_deref()),
        (Some("tester"), Some("2022-01-01T00:00:03.000Z"))
    );
    assert_eq!(server.deltas().len(), 4);
    assert_eq!(server.put("x.y", 1), PutReply { state: "COMPLETED".into(), status: 502, message: Some("no".into()) });
    assert_eq!(server.put("x.z", 1).status, 405);

    let response = server.request(Request::new("GET", "/x?a=1").header("X-B", "c"));
    assert_eq!((response.status, response.json(), response.header("x-a")), (201, json!({"a": 1}), Some("1")));
    assert_eq!(response.headers.iter().filter(|header| header.0 == "x-a").count(), 2);

    server.set("navigation.speedOverGround", 3.5);
    server.set_of("vessels.other", "name.x", "y");
    assert_eq!(server.value("navigation.speedOverGround"), Some(json!(3.5)));
    assert_eq!(server.value_of("vessels.other", "name.x"), Some(json!("y")));
    assert_eq!(server.value("nothing"), None);

    server.stop().unwrap();
    server.poll();
    assert_eq!((server.state(), server.status().as_deref()), ("stopped", Some("3")));
    assert_eq!(server.saved_config(), Some(json!({"n": 1})));
    server.shut_down().unwrap();
    assert!(server.findings().is_empty(), "{:?}", server.findings());
}

#[test]
fn what_breaks_is_told() {
    let guest = Guest::new().start("(i32.const 9)").poll("unreachable");
    let mut server = Server::new(&guest.wasm()).unwrap();
    assert_eq!(server.start_unconfigured().unwrap_err(), "Plugin start() returned error code: 9");
    assert_eq!(server.state(), "error");
    let mut server = Server::new(&guest.start("(i32.const 0)").wasm()).unwrap();
    server.start(&json!({})).unwrap();
    server.poll();
    server.poll();
    assert_eq!(server.findings().iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["SK307", "SK307"]);
    let error = Server::new(&Guest::new().without("plugin_id").wasm()).err().unwrap().to_string();
    assert_eq!(error, "Signal K does not load plugin.wasm: `plugin_id` is not exported as a function");
    assert!(Server::setup().set("no", "x").wasm(&Guest::new().wasm()).is_err());
}

#[test]
fn capabilities_and_names_are_the_tests() {
    let guest = Guest::new()
        .import("sk_udp_create", "$udp", "(param i32) (result i32)")
        .start("(call $say (i32.add (i32.const 1) (call $udp (i32.const 0)))) (i32.const 0)");
    let mut server = Server::setup().grant(&["putHandlers"]).package("@s/x").wasm(&guest.wasm()).unwrap();
    server.start(&json!({})).unwrap();
    assert_eq!(server.status().as_deref(), Some("0"));
    assert_eq!(server.get("/plugins/_s_x/").json()["id"], "_s_x");
}

/// Opens a UDP socket at port 2000 and a TCP one to `gps:10110` at its start; each poll echoes what came.
fn sockets() -> Guest {
    let mut guest = Guest::new()
        .import("sk_udp_create", "$udp", "(param i32) (result i32)")
        .import("sk_udp_bind", "$bind", "(param i32 i32) (result i32)")
        .import("sk_udp_recv", "$recv", "(param i32 i32 i32 i32 i32) (result i32)")
        .import("sk_udp_send", "$send", "(param i32 i32 i32 i32 i32 i32) (result i32)")
        .import("sk_tcp_create", "$tcp", "(result i32)")
        .import("sk_tcp_connect", "$connect", "(param i32 i32 i32 i32) (result i32)")
        .import("sk_tcp_send", "$write", "(param i32 i32 i32) (result i32)")
        .import("sk_tcp_recv_line", "$line", "(param i32 i32 i32) (result i32)")
        .item("(global $n (mut i32) (i32.const 0))");
    let (host, to) = (guest.text("gps"), guest.text("10.0.0.9"));
    guest
        .start(&format!(
            "(drop (call $bind (call $udp (i32.const 0)) (i32.const 2000)))
             (drop (call $connect (call $tcp) {host} (i32.const 10110))) (i32.const 0)"
        ))
        .poll(&format!(
            "(global.set $n (call $recv (i32.const 1) (i32.const 1200) (i32.const 4) (i32.const 1300) (i32.const 1360)))
             (if (i32.gt_s (global.get $n) (i32.const 0)) (then
               (drop (call $send (i32.const 1) {to} (i32.load16_u (i32.const 1360)) (i32.const 1200) (global.get $n)))))
             (global.set $n (call $line (i32.const 1) (i32.const 1200) (i32.const 8)))
             (if (i32.gt_s (global.get $n) (i32.const 0)) (then
               (drop (call $write (i32.const 1) (i32.const 1200) (global.get $n)))))
             (i32.const 0)"
        ))
}

#[test]
fn sockets_talk_to_the_test() {
    let mut server = Server::new(&sockets().wasm()).unwrap();
    server.listen("gps:10110");
    server.start(&json!({})).unwrap();
    assert_eq!(server.open_sockets(), (1, 1));
    assert!(!server.udp_send(2001, "10.0.0.1:7".parse().unwrap(), b"nobody"));
    assert!(server.udp_send(2000, "10.0.0.1:7000".parse().unwrap(), b"abcdefg"));
    assert!(server.tcp_send("gps:10110", b"$GPRMC,1\r\n\r\n$GPGG"));
    server.poll();
    assert_eq!(server.udp_received(), [("10.0.0.9:7000".to_owned(), b"abcd".to_vec())], "cut to the buffer");
    assert_eq!(server.tcp_received("gps:10110"), b"$GPRMC,1");
    assert!(server.tcp_send("gps:10110", b"A,22222\n"));
    server.poll();
    assert_eq!(server.tcp_received("gps:10110"), b"$GPGGA,2", "the rest of a line is lost");
    server.stop().unwrap();
    assert_eq!(server.open_sockets(), (0, 1), "TCP sockets stay open");
    server.hang_up("gps:10110");
    assert_eq!(server.open_sockets(), (0, 0));
}

#[test]
fn sockets_of_a_scoped_package_stay_open() {
    let mut server = Server::setup().set("package", "scoped").wasm(&sockets().wasm()).unwrap();
    server.start(&json!({})).unwrap();
    assert_eq!(server.open_sockets(), (1, 0), "nobody listens: refused");
    server.stop().unwrap();
    assert_eq!(server.open_sockets(), (1, 0));
}
