//! The plugin's wasm on the testkit's server: what the documented template does.
#![allow(clippy::unwrap_used)]

use anyhost_testkit::signalk::Server;
use serde_json::json;

#[test]
fn it_runs_stops_and_says_what_is_wrong() {
    let mut server = Server::setup().crate_folder(env!("CARGO_MANIFEST_DIR")).unwrap();
    server.start_unconfigured().unwrap();
    assert_eq!((server.state(), server.status().as_deref()), ("running", Some("Running")));
    server.stop().unwrap();
    assert_eq!((server.state(), server.status().as_deref()), ("stopped", Some("Stopped")));
    assert!(server.start(&json!({"maxRadius": "wide"})).is_err());
    let error = "configuration.maxRadius: expected a number, found a string";
    assert_eq!((server.state(), server.is_error(), server.status().as_deref()), ("error", true, Some(error)));
    server.start(&json!({"maxRadius": 12.5})).unwrap();
    assert_eq!(server.state(), "running");
    assert!(server.findings().is_empty());
}
