//! The template that Signal K's page shows, on the emulator. What the real server does with it is in `signalk_server`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::signalk::Server;
use anyhost_testkit::{Request, Settings, Target, run};
use anyhost_tests::{foreign_wasm_for, host};
use serde_json::json;

#[test]
fn the_documented_template() {
    let wasm = foreign_wasm_for("tests/guests/documented-signalk", "wasm32-wasip1");
    let mut server = Server::new(&wasm).unwrap();
    server.start(&json!({"maxRadius": 42})).unwrap();
    assert_eq!((server.state(), server.status().as_deref()), ("running", Some("Running")));
    assert_eq!(server.get("/").json()["name"], "My Rust Plugin");
    let plugin = &server.get("/skServer/plugins").json()[0];
    assert_eq!(plugin["schema"]["properties"]["maxRadius"], json!({"type": "number", "title": "Max Radius", "default": 50}));
    server.stop().unwrap();
    assert_eq!(server.status().as_deref(), Some("Stopped"));
    server.start_unconfigured().unwrap();
    // The server writes the key `enableDebug` behind all others.
    let error = server.start(&json!({"maxRadius": "far"})).unwrap_err();
    assert_eq!(error, "Plugin start() returned error code: 1");
    let text = "Failed to parse config: invalid type: string \"far\", expected f64 at line 1 column 18";
    assert_eq!((server.state(), server.status().as_deref(), server.is_error()), ("error", Some(text), true));
    assert!(server.findings().is_empty(), "{:?}", server.findings());

    let host = host("signalk");
    let docs = host.dialect(Some("docs")).unwrap();
    let settings = Settings::parse(host, docs, &[]).unwrap();
    let report = run(&wasm, "template.wasm", &Target::new(host, docs, &settings), &Request::json("{}")).unwrap();
    assert!(report.ok, "{report:#?}");
}
