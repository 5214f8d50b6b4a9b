//! The conformance guest of Signal K on the testkit's server: what the macro and the runtime make of an author's methods.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::LazyLock;

use anyhost_testkit::signalk::{Request, Server};
use anyhost_tests::{check_in, wasm};
use serde_json::{Value, json};

static WASM: LazyLock<Vec<u8>> = LazyLock::new(|| wasm("tests/guests/signalk", "signalk"));

fn server(config: &Value) -> Server {
    let mut server = Server::new(&WASM).unwrap();
    server.start(config).unwrap();
    server
}

fn state(server: &mut Server) -> Value {
    server.get("/state").json()
}

#[test]
fn a_configuration_has_defaults_and_limits() {
    let mut server = Server::new(&WASM).unwrap();
    server.start_unconfigured().unwrap();
    let state = state(&mut server);
    assert_eq!((&state["radius"], &state["names"], &state["count"]), (&json!(50.0), &json!(["a"]), &json!(7)));
    assert_eq!((&state["loud"], &state["key"], &state["other"]), (&json!(false), &Value::Null, &Value::Null));
    for (config, says) in [
        (json!({"maxRadius": 0.5}), "configuration.maxRadius: must be from 1 to 1000"),
        (json!({"maxRadius": "x"}), "configuration.maxRadius: expected a number, found a string"),
        (json!({"sound": "veryloud"}), "configuration.sound: must be one of \"normal\", \"veryLoud\""),
        (json!({"names": ["a", null]}), "configuration.names[1]: expected a string, found null"),
        (json!({"nested": {"count": 10}}), "configuration.nested.count: must be at most 9"),
        (json!({"nested": []}), "configuration.nested: expected an object, found an array"),
        (json!({"fail": true}), "told to fail"),
    ] {
        assert!(server.start(&config).is_err(), "{config}");
        assert_eq!(server.status().as_deref(), Some(says));
        // A failed start leaves no state of the one before.
        assert_eq!(server.get("/state").status, 503);
    }
    server.start(&json!({"maxRadius": 1000, "sound": "veryLoud", "KEY": "☸", "nested": {"other": -1}, "more": {}})).unwrap();
    let state = server.get("/state").json();
    assert_eq!((&state["loud"], &state["key"], &state["other"]), (&json!(true), &json!("☸"), &json!(-1)));
}

#[test]
fn starts_make_new_states_on_one_instance() {
    let mut server = server(&json!({}));
    server.poll();
    assert_eq!((state(&mut server)["polls"].clone(), server.status().as_deref()), (json!(1), Some("started")));
    server.stop().unwrap();
    assert_eq!(server.status().as_deref(), Some("stopped"));
    assert_eq!((server.get("/state").status, server.put("test.value", 1).status), (503, 503));
    server.stop().unwrap();
    server.start(&json!({"maxRadius": 2})).unwrap();
    let state = state(&mut server);
    assert_eq!((&state["polls"], &state["radius"]), (&json!(0), &json!(2.0)));
    assert!(server.findings().is_empty(), "{:?}", server.findings());
}

#[test]
fn a_put_of_any_json_is_answered() {
    let mut server = server(&json!({}));
    for (value, status, message) in [
        (json!(1.5), 200, None),
        (json!(-2), 502, Some("-2 is below 0")),
        (json!("1"), 400, Some("value: expected a number, found a string")),
        (json!(null), 400, Some("value: expected a number, found null")),
        (json!([1]), 400, Some("value: expected a number, found an array")),
        (json!({"a": 1}), 400, Some("value: expected a number, found an object")),
    ] {
        let reply = server.put("test.value", value.clone());
        assert_eq!((reply.state.as_str(), reply.status, reply.message.as_deref()), ("COMPLETED", status, message), "{value}");
    }
    assert_eq!(state(&mut server)["value"], 1.5);
    // Only dots change in the name of the export, and what is too long is cut.
    let reply = server.put("test.bad-dash", "é\"".repeat(10_000));
    assert_eq!(reply.status, 502);
    assert!(reply.message.unwrap().len() < 8_192);
}

#[test]
fn requests_are_taken_apart() {
    let mut server = server(&json!({}));
    let mut text = |path: &str| {
        let response = server.get(path);
        (response.status, response.body)
    };
    assert_eq!(text("/filter?limit=3&name=7&exact=true&numbers=1&numbers=2.5").1, "3 Some(\"7\") true [1.0, 2.5]");
    assert_eq!(text("/filter?limit=x"), (400, r#"{"error":"query.limit: expected an integer, found a string"}"#.to_owned()));
    assert_eq!(text("/item/a%20b/-7"), (202, "GET a b -7".to_owned()));
    assert_eq!((text("/one/5"), text("/one/0").0, text("/one/300").0), ((200, "5".to_owned()), 404, 400));
    assert_eq!(text("/item/a/b").0, 400);
    let response = server.request(Request::new("GET", "/headers").header("X-Test", "é\""));
    assert_eq!((response.body.as_str(), response.header("x-answer")), ("é\"", Some("1")));
    assert!(response.header("content-type").unwrap().starts_with("text/html"));
    assert_eq!(server.send("PUT", "/nothing", &json!({})).status, 204);
    assert_eq!(server.send("POST", "/point", &json!([1, 2])).json(), json!([2.0, 1.0]));
    assert_eq!(server.send("POST", "/point", &json!([91, 2])).json(), json!({"error": "too far north"}));
    assert_eq!(server.send("POST", "/point", &json!({})).status, 400);
}

#[test]
fn json_of_every_type_reaches_the_client_exactly() {
    let mut server = server(&json!({}));
    for body in [json!({}), json!([]), json!({"a": [1.5, null, "x\"\n☸", true], "b": {"c": {}}}), json!([[[7]]])] {
        assert_eq!(server.send("POST", "/echo", &body).json(), body);
    }
    // Bodies that are no objects reach no plugin of a server as they were; responses reach clients.
    assert_eq!(server.get("/one/7").body, "7");
}

#[test]
fn what_is_too_large_is_a_whole_error() {
    let mut server = server(&json!({}));
    assert_eq!(server.get("/large/65000").body.len(), 65_000);
    for bytes in ["65536", "1000000"] {
        let response = server.get(&format!("/large/{bytes}"));
        assert_eq!((response.status, response.json()["error"].is_string()), (500, true));
    }
    assert!(server.findings().is_empty(), "{:?}", server.findings());
}

#[test]
fn deltas_come_by_path_and_context() {
    let mut server = server(&json!({}));
    server.set("test.moved", 5);
    server.set("test.moved", "no number");
    server.set_of("vessels.urn:mrn:imo:mmsi:230099999", "test.moved", 6);
    server.set("test.error", 1);
    assert_eq!(server.status().as_deref(), Some("an error from anyhost"));
    let state = state(&mut server);
    assert_eq!((&state["moved"], &state["others"], &state["all"]), (&json!([5.0]), &json!(4), &json!(4)));
}

#[test]
fn what_comes_while_it_is_busy_waits() {
    let mut server = server(&json!({}));
    // It counts what came in while it was emitting: nothing.
    assert_eq!(server.send("POST", "/emit/3", &json!({})).body, "0");
    assert_eq!(state(&mut server)["moved"], json!([0.0, 1.0, 2.0]));
    // Its own do not come back.
    server.send("POST", "/say/7", &json!({}));
    assert_eq!(server.value("test.moved"), Some(json!(7)));
    assert_eq!(state(&mut server)["moved"].as_array().unwrap().len(), 3);
    // A flood is lost in part, and said once.
    server.send("POST", "/emit/5000", &json!({}));
    assert!(server.status().unwrap().starts_with("deltas were lost"), "{:?}", server.status());
    let kept = state(&mut server)["moved"].as_array().unwrap().clone();
    assert!(kept.len() > 500 && kept.len() < 5_003, "{}", kept.len());
    assert_eq!(kept[3..], (0..kept.len() - 3).map(|i| json!(i as f64)).collect::<Vec<_>>()[..]);
}

#[test]
fn after_a_trap_the_next_call_is_right() {
    let mut server = server(&json!({}));
    // Each trap leaves its frames on the stack: after some hundred there is none left, and every call traps.
    for _ in 0..10 {
        assert_eq!(server.get("/trap/now").status, 500);
        assert_eq!(server.put("test.trap", "now").status, 500);
        server.set("test.trap", 1);
        server.set("test.moved", 1);
        assert_eq!(server.put("test.value", 3).status, 200);
    }
    let state = state(&mut server);
    assert_eq!((&state["value"], state["moved"].as_array().unwrap().len()), (&json!(3.0), 20));
}

#[test]
fn providers_answer() {
    let mut server = server(&json!({}));
    let tracks = "/signalk/v2/api/resources/tracks";
    assert_eq!(server.get(tracks).json(), json!({}));
    assert_eq!(server.send("POST", tracks, &json!([1.5, 2])).status, 201);
    let all = server.get(tracks).json();
    assert_eq!(all.as_object().unwrap().values().collect::<Vec<_>>(), [&json!([1.5, 2])]);
    server.send("POST", tracks, &json!([]));
    assert!(server.status().unwrap().ends_with("is empty"), "{:?}", server.status());
    assert_eq!(server.get(&format!("{tracks}?bytes=70000")).json(), json!({}));
    let weather = "/signalk/v2/api/weather/observations?lat=1&lon=2";
    assert_eq!(server.get(weather).json()[0]["type"], "observation");
    server.stop().unwrap();
    assert_eq!(server.get(tracks).json(), json!({}));
    assert_eq!(server.get(weather).json(), json!([]));
    assert!(server.findings().is_empty(), "{:?}", server.findings());
}

#[test]
fn without_capabilities_it_says_so_and_goes_on() {
    let mut server = Server::setup().grant(&[]).wasm(&WASM).unwrap();
    server.start(&json!({})).unwrap();
    assert!(server.status().unwrap().contains("`wasmCapabilities`"), "{:?}", server.status());
    assert_eq!(server.get("/state").status, 200);
}

#[test]
fn the_hosts_rules_are_kept() {
    let verdict = check_in(&WASM, "signalk", "source");
    assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
}
