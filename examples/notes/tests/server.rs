//! The plugin on an Orbis host of the test's own: the wasm, as it is shipped.
#![allow(clippy::unwrap_used)]

use anyhost_testkit::orbis::{Request, Server};
use serde_json::json;

#[test]
fn everybody_has_their_own() {
    let mut server = Server::setup().crate_folder(env!("CARGO_MANIFEST_DIR")).unwrap();
    let add = |text: &str| Request::new("POST", "/notes").json(&json!({ "text": text }));
    assert_eq!(server.request(add("tea")).error().as_deref(), Some("Authentication required"));
    let made = server.request(add("thé").user("ada")).data();
    assert_eq!((&made["status"], &made["body"]), (&json!(201), &json!({"id": 1, "text": "thé"})));
    assert_eq!(made["headers"], json!({"location": "/note?id=1"}));
    let minimal = server.request(add("milk").user("ada").header("Prefer", "return=minimal")).data();
    assert_eq!((&minimal["status"], &minimal["body"]), (&json!(201), &json!(null)));

    // As a browser writes it; the host hands over `thÃ©`.
    let found = server.request(Request::new("GET", "/notes?contains=th%C3%A9").user("ada")).data();
    assert_eq!(found["body"], json!([{"id": 1, "text": "thé"}]));
    assert_eq!(server.request(Request::new("GET", "/notes").user("bob")).data()["body"], json!([]));
    assert_eq!(server.request(Request::new("GET", "/note?id=1").user("bob")).data()["status"], 404);

    let statistics = |server: &mut Server, request: Request| server.request(request).data();
    assert_eq!(statistics(&mut server, Request::new("GET", "/statistics").user("ada"))["status"], 403);
    let counted = statistics(&mut server, Request::new("GET", "/statistics").admin("root"));
    assert_eq!(counted["body"], json!({"notes": 2, "bytes": 8}));
    assert_eq!(server.request(Request::new("DELETE", "/note?id=1").user("ada")).data()["status"], 204);
    assert_eq!(server.state()["statistics"], json!({"notes": 1, "bytes": 4}));
    let logs: Vec<&str> = server.logs().iter().map(|log| log.message.as_str()).collect();
    assert_eq!(logs, ["ada made note 1", "ada made note 2"]);
    assert!(server.findings().is_empty(), "{:?}", server.findings());
}
