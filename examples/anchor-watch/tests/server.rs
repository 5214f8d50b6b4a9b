//! The plugin's wasm on a server in this process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::LazyLock;

use anyhost_testkit::build::{BuildOptions, build};
use anyhost_testkit::signalk::Server;
use serde_json::{Value, json};

static WASM: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let built = build(Path::new(env!("CARGO_MANIFEST_DIR")), &BuildOptions::default()).unwrap();
    std::fs::read(&built[0].wasm).unwrap()
});

// ANCHOR: server
/// A server on which the plugin runs, and the boat is in the harbour.
fn server() -> Server {
    let mut server = Server::new(&WASM).unwrap();
    server.start(&json!({"maxRadius": 50, "patience": 5})).unwrap();
    server.set("navigation.position", json!({"latitude": 60, "longitude": 24}));
    server
}

#[test]
fn it_says_when_the_anchor_drags() {
    let mut server = server();
    let reply = server.put("navigation.anchor.position", json!({"latitude": 60, "longitude": 24}));
    assert_eq!(reply.status, 200);
    server.set("navigation.position", json!({"latitude": 60.001, "longitude": 24}));
    assert_eq!(alarm(&mut server), "emergency");
    assert_eq!(server.get("/status").json()["state"], "dragging");
    assert!(server.findings().is_empty());
}

fn alarm(server: &mut Server) -> Value {
    server.value("notifications.navigation.anchor").unwrap()["state"].clone()
}
// ANCHOR_END: server

#[test]
fn silence_is_an_alarm() {
    let mut server = server();
    assert_eq!(server.send("POST", "/anchor", &json!({})).status, 200);
    for _ in 0..4 {
        server.poll();
    }
    assert_eq!(alarm(&mut server), "normal");
    // What is not of the own vessel, and what is no position, is no news.
    server.set_of("vessels.urn:mrn:imo:mmsi:230099999", "navigation.position", json!({"latitude": 60, "longitude": 24}));
    server.set("navigation.position", json!("here"));
    server.poll();
    assert_eq!(alarm(&mut server), "alarm");
}

/// An anchor that is down stays down, whatever the server does to the plugin.
#[test]
fn a_start_goes_on_where_a_stop_was() {
    let mut server = server();
    server.put("navigation.anchor.position", json!({"latitude": 60, "longitude": 24}));
    let saved = server.saved_config().unwrap();
    server.start(&json!({"maxRadius": 70})).unwrap();
    let status = server.get("/status").json();
    assert_eq!((&status["anchor"]["latitude"], &status["maxRadius"]), (&json!(60.0), &json!(70.0)));
    server.stop().unwrap();
    assert_eq!((server.get("/status").status, server.status().as_deref()), (503, Some("stopped")));
    let mut fresh = Server::new(&WASM).unwrap();
    fresh.start(&saved).unwrap();
    assert_eq!(fresh.get("/status").json()["anchor"], json!({"latitude": 60.0, "longitude": 24.0}));
}

#[test]
fn a_wrong_configuration_is_said() {
    let mut server = Server::new(&WASM).unwrap();
    for (config, says) in [
        (json!({"maxRadius": "wide"}), "configuration.maxRadius: expected a number, found a string"),
        (json!({"patience": 1}), "configuration.patience: must be from 2 to 600"),
        (json!({"anchor": {"latitude": 60}}), "configuration.anchor: missing field \"longitude\""),
    ] {
        assert!(server.start(&config).is_err());
        assert!(server.is_error() && server.status().unwrap().starts_with(says), "{:?}", server.status());
    }
    server.start_unconfigured().unwrap();
    assert_eq!(server.get("/status").json()["maxRadius"], 50.0);
}
