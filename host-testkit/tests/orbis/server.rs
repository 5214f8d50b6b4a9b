//! The host for authors' tests.

use std::collections::BTreeSet;

use anyhost_testkit::orbis::{Event, Request, Server};
use serde_json::{Value, json};

use super::guest::{Guest, manifest};

/// Counts in state: the first call answers 0, the second 1.
const COUNT: &str = "(local $b i32)
    (local.set $b (call $state_get (i32.const 256) (i32.const 1)))
    (if (i32.eqz (local.get $b)) (then
        (drop (call $state_set (i32.const 256) (i32.const 1) (i32.const 257) (i32.const 1)))
        (return (call $number (i32.const 0)))))
    (i32.store8 offset=4 (local.get $b) (i32.add (i32.const 1) (i32.load8_u offset=4 (local.get $b))))
    (drop (call $state_set (i32.const 256) (i32.const 1) (i32.add (local.get $b) (i32.const 4)) (i32.const 1)))
    (call $log (i32.const 2) (i32.const 256) (i32.const 1))
    (i32.store8 offset=4 (local.get $b) (i32.sub (i32.load8_u offset=4 (local.get $b)) (i32.const 0)))
    (local.get $b)";

fn guest() -> Guest {
    let routes: &[(&str, bool)] =
        &[("POST /count count", false), ("GET /echo echo", true), ("PUT /echo echo", false), ("GET /trap trap", false)];
    Guest::default().imports().text(256, "k0").handler("count", COUNT).handler("trap", "unreachable").routes(routes)
}

fn count(server: &mut Server) -> Value {
    let response = server.send("POST", "/count", &json!(null));
    assert_eq!(response.status, 200, "{response:?}");
    response.data()
}

#[test]
fn state_outlives_requests_and_restarts() {
    let mut server = Server::new(&guest().wasm()).unwrap();
    assert_eq!([count(&mut server), count(&mut server), count(&mut server)], [json!(0), json!(1), json!(2)]);
    assert_eq!(server.state().get("k"), Some(&json!(2)));
    server.restart().unwrap();
    assert_eq!(count(&mut server), 3);
    // Disabling clears it.
    server.disable();
    assert!(server.state().is_empty());
    let off = server.send("POST", "/count", &json!(null));
    assert_eq!((off.status, off.error().as_deref()), (500, Some("Plugin 'demo' is not running")));
    server.enable();
    assert_eq!(count(&mut server), 0);
    server.set_state("k", 6);
    assert_eq!(count(&mut server), 7);
    assert_eq!(server.logs().len(), 4);
    assert!(server.calls().iter().any(|call| call.import == "env.state_set") && server.fuel() > 0);
}

#[test]
fn requests_in_the_servers_envelope() {
    let mut server = Server::new(&guest().wasm()).unwrap();
    let refused = server.get("/echo");
    assert_eq!(refused.status, 401);
    assert_eq!(refused.json(), json!({"success": false, "error": {"code": "AUTH_ERROR", "message": "Authentication required"}}));
    let context = server.request(Request::new("GET", "/echo?a=1").admin("root").header("X-A", "b")).data();
    assert_eq!((&context["user_id"], &context["is_admin"], &context["query"]["a"]), (&json!("root"), &json!(true), &json!("1")));
    assert_eq!(context["headers"], json!({"x-a": "b"}));
    // Any bytes can be a body.
    let context = server.request(Request::new("PUT", "/echo").body(*b"caf\xe9")).data();
    assert_eq!((&context["body"], &context["user_id"]), (&json!("caf\u{fffd}"), &Value::Null));
    let missing = server.get("/nothing");
    assert_eq!((missing.status, missing.error().as_deref()), (404, Some("Route GET /nothing not found in plugin 'demo'")));
    let trap = server.get("/trap");
    assert_eq!(trap.status, 500);
    assert!(trap.error().unwrap().starts_with("Failed to execute handler 'trap': error while executing"), "{trap:?}");
    // The answers are their contexts, and the trap says nothing before it.
    let rules: BTreeSet<&str> = server.findings().iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, BTreeSet::from(["OB109", "OB202", "OB310"]));
    assert_eq!(server.get("/%ff").status, 400);
}

#[test]
fn what_the_host_answers_itself() {
    let mut server = Server::setup().disabled().wasm(&guest().wasm()).unwrap();
    assert_eq!(server.send("POST", "/count", &json!(null)).status, 500);
    assert_eq!(server.request(Request::new("POST", "/enable").user("ada")).status, 403);
    let enabled = server.request(Request::new("POST", "/enable").admin("root"));
    assert_eq!(enabled.json()["message"], "Plugin 'demo' enabled");
    assert_eq!(count(&mut server), 0);
    assert_eq!(server.get("/pages").data(), json!({"pages": []}));
    assert_eq!(server.get("/enable").status, 405);
    server.request(Request::new("POST", "/disable").admin("root"));
    assert!(server.state().is_empty());
}

#[test]
fn the_desktop() {
    let mut server = Server::new(&guest().wasm()).unwrap();
    let context = server.call("echo", &json!({"a": 1}), Some("ada")).unwrap();
    assert_eq!((&context["path"], &context["body"], &context["user_id"]), (&json!("/echo"), &json!({"a": 1}), &json!("ada")));
    let error = server.call("nothing", &json!({}), None).unwrap_err();
    assert_eq!(error, "Plugin execution failed: Plugin error: Handler 'nothing' not found");
}

/// What the host documents, and a test grants: a database of the test's, and events.
#[test]
fn as_intended() {
    let texts = "SELECT name FROM items WHERE id = $1[1]";
    let asks = r#","permissions":["database_read"]"#;
    let guest = Guest::default()
        .imports()
        .text(256, texts)
        .handler("read", "(call $db_query (i32.const 256) (i32.const 36) (i32.const 292) (i32.const 3))")
        .handler("tell", "(call $number (call $emit_event (i32.const 263) (i32.const 4) (i32.const 292) (i32.const 3)))")
        .manifest(&manifest(&[("GET /read read", false), ("GET /tell tell", false)], asks));
    let mut server = Server::setup().set("as-intended", "yes").wasm(&guest.wasm()).unwrap();
    server
        .execute("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO items (name) VALUES ('tea'), ('milk')")
        .unwrap();
    assert_eq!(server.get("/read").data(), json!([{"name": "tea"}]));
    assert_eq!(server.query("SELECT count(*) AS n FROM items", &[]).unwrap(), [json!({"n": 2})]);
    assert!(server.query("SELECT missing", &[]).unwrap_err().contains("no such column"));
    assert_eq!(server.get("/tell").data(), 1);
    assert_eq!(server.events(), [Event { name: "name".into(), payload: json!([1]) }]);
    // Today.
    let mut denied = Server::new(&guest.wasm()).unwrap();
    assert_eq!(denied.get("/read").data(), Value::Null);
    assert!(denied.events().is_empty() && denied.logs()[0].message.contains("does not have database:read permission"));
}

#[test]
fn what_does_not_load() {
    let fails = |guest: Guest| Server::new(&guest.wasm()).err().unwrap().to_string();
    assert_eq!(
        fails(Guest::default().manifest(r#"{"name":"","version":"1.0.0"}"#)),
        "Orbis does not load plugin.wasm: Invalid manifest: Plugin name is required"
    );
    assert_eq!(Server::setup().dialect("later").wasm(&guest().wasm()).err().unwrap().to_string(), "Orbis has no dialect `later`");
    assert!(Server::new(b"no wasm").is_err());
}

#[test]
fn documented() {
    let hooks = r#"(global $init (mut i32) (i32.const 0)) (global $calls (mut i32) (i32.const 47))
        (func (export "init") (result i32) (global.get $init))
        (func (export "execute") (result i32) (i32.const 0))
        (func (export "cleanup") (result i32) unreachable)"#;
    let guest = Guest::default()
        .without_helpers()
        .but("allocate", "")
        .with(hooks)
        .text(512, r#"{"status":201,"headers":{"X-N":"1"},"body":{"n":0}}"#)
        .handler("add", "(global.set $calls (i32.add (global.get $calls) (i32.const 1))) (i32.store8 (i32.const 560) (global.get $calls)) (i32.const 512)")
        .routes(&[("POST /api/add add", true)]);
    let mut server = Server::setup().dialect("docs").wasm(&guest.wasm()).unwrap();
    let first = server.send("POST", "/api/add", &json!({}));
    assert_eq!((first.status, &first.headers), (201, &vec![("x-n".to_owned(), "1".to_owned())]));
    assert_eq!(first.json(), json!({"n": 0}));
    // One instance, until the plugin is unloaded.
    assert_eq!(server.send("POST", "/api/add", &json!({})).json(), json!({"n": 1}));
    server.restart().unwrap();
    assert!(server.findings().iter().any(|finding| finding.rule == "OB804"), "{:?}", server.findings());
    assert_eq!(server.send("POST", "/api/add", &json!({})).json(), json!({"n": 0}));
    let fails = guest.with("(func $s (global.set $init (i32.const 1))) (start $s)");
    let error = Server::setup().dialect("docs").wasm(&fails.wasm()).err().unwrap().to_string();
    assert_eq!(error, "Orbis does not load plugin.wasm: `init` returned 1");
}
