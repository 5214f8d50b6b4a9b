//! The plugin on an Orbis host of the test's own: the wasm, as it is shipped.
#![allow(clippy::unwrap_used)]

use anyhost_testkit::orbis::{Request, Server};
use serde_json::{Value, json};

// ANCHOR: server
#[test]
fn items_come_and_go() {
    let mut server = Server::setup().crate_folder(env!("CARGO_MANIFEST_DIR")).unwrap();
    let add = |name: &str| Request::new("POST", "/items").json(&json!({ "name": name }));
    // The host answers 401 itself, and 200 whatever the plugin answers.
    assert_eq!(server.request(add("tea")).status, 401);
    let made = server.request(add(" tea ").user("ada"));
    assert_eq!((made.status, &made.data()["status"], &made.data()["body"]["name"]), (200, &json!(201), &json!("tea")));
    server.request(add("milk").user("ada"));

    let list = server.get("/items?page=2&per_page=1").data();
    let milk = json!({"id": 2, "name": "milk", "description": ""});
    assert_eq!(list["body"], json!({"items": [milk], "page": 2, "pages": 2, "total": 2}));

    // State outlives the host, and not the plugin's being disabled.
    server.restart().unwrap();
    assert_eq!(server.get("/items").data()["body"]["total"], 2);
    server.disable();
    server.enable();
    assert_eq!(server.get("/items").data()["body"]["total"], 0);
    assert!(server.findings().is_empty(), "{:?}", server.findings());
}
// ANCHOR_END: server

#[test]
fn the_page_gets_what_it_shows() {
    let mut server = Server::setup().crate_folder(env!("CARGO_MANIFEST_DIR")).unwrap();
    let pages = server.request(Request::new("GET", "/pages").user("ada")).data();
    assert_eq!(pages["pages"][0]["route"], "/plugins/items-api/items");
    // The arguments of the page's calls.
    let made = server.call("add", &json!({"name": "tea", "description": ""}), None).unwrap();
    assert_eq!((&made["status"], &made["body"]["error"]), (&json!(201), &Value::Null));
    assert_eq!(server.call("list", &json!({}), None).unwrap()["body"]["items"][0]["name"], "tea");
    let refused = server.call("add", &json!({"name": "", "description": ""}), None).unwrap();
    assert_eq!(refused["body"]["error"], "body.name: expected 1 to 100 characters");
}

/// So many items are no burden: each request reads only those that it shows.
#[test]
fn the_fuel_is_enough() {
    let mut server = Server::setup().crate_folder(env!("CARGO_MANIFEST_DIR")).unwrap();
    let item = |id: u32| json!({"id": id, "name": format!("item {id}"), "description": "d".repeat(200)});
    for id in 1..=500 {
        server.set_state(&format!("item {id}"), item(id));
    }
    server.set_state("items", json!({"next": 501, "ids": (1..=500).collect::<Vec<u32>>()}));
    let page = server.get("/items?page=5&per_page=100").data()["body"].take();
    assert_eq!((&page["total"], &page["items"][99]), (&json!(500), &item(500)));
    assert!(server.fuel() < 3_750_000, "{}", server.fuel());
    let full = server.request(Request::new("POST", "/items").json(&json!({"name": "tea"})).user("ada")).data();
    assert_eq!(full["status"], 409);
}
