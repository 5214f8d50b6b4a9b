//! Resources, weather, radars: what a provider is asked, and what clients get.

use serde_json::{Value, json};

use crate::{Guest, responses, rules, run, status};

/// Registers at its start, and answers each export with a text. What it was asked is its status.
fn provider(import: &str, name: &str, answers: &[(&str, &str)]) -> Guest {
    let mut guest = Guest::new().import(import, "$register", "(param i32 i32) (result i32)");
    let place = guest.text(name);
    guest = guest.start(&format!("(i32.sub (call $register {place}) (i32.const 1))"));
    for (export, answer) in answers {
        let place = guest.text(answer);
        let copy = format!("(call $copy (local.get $out) (local.get $max) {place})");
        guest = match *export {
            "radar_get_radars" => guest.func(export, "(param $out i32) (param $max i32) (result i32)", &copy),
            _ => guest.handler(export, &format!("(call $status (local.get $p) (local.get $n)) {copy}")),
        };
    }
    guest
}

/// Status, body, and what the provider was asked last.
fn ask(guest: &Guest, step: &str) -> (Value, Value, Option<String>) {
    let report = run(guest, &format!(r#"{{"steps":[{{"http":{step}}}]}}"#));
    let response = responses(&report)[0].clone();
    (response["status"].clone(), response["body"].clone(), status(&report).map(str::to_owned))
}

fn tracks(get: &str) -> Guest {
    let answers = [
        ("resources_list_resources", r#"{"a":{"n":1.0}}"#),
        ("resources_get_resource", get),
        ("resources_set_resource", r#"{"error":"ignored"}"#),
        ("resources_delete_resource", ""),
    ];
    provider("sk_register_resource_provider", "tracks", &answers)
}

#[test]
fn resources_row_by_row() {
    let at = |method: &str, path: &str| {
        let body = if matches!(method, "PUT" | "POST") { r#","body":{"v":1}"# } else { "" };
        format!(r#"{{"method":"{method}","path":"/signalk/v2/api/resources/{path}"{body}}}"#)
    };
    let guest = tracks(r#"{"n":2}"#);
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        ask(&guest, &at("GET", "tracks?limit=3&x=a")),
        (json!(200), json!({"a": {"n": 1}}), text(r#"{"limit":3,"x":"a","resourceType":"tracks"}"#))
    );
    assert_eq!(
        ask(&guest, &at("GET", "tracks/i1")),
        (json!(200), json!({"n": 2}), text(r#"{"id":"i1","resourceType":"tracks"}"#))
    );
    let (_, _, asked) = ask(&guest, &at("GET", "tracks/i1/a/b"));
    assert_eq!(asked, text(r#"{"id":"i1","property":"a.b","resourceType":"tracks"}"#));
    let done = json!({"state": "COMPLETED", "statusCode": 200, "message": "i1"});
    let put = text(r#"{"id":"i1","value":{"v":1},"resourceType":"tracks"}"#);
    assert_eq!(ask(&guest, &at("PUT", "tracks/i1")), (json!(200), done.clone(), put));
    assert_eq!(ask(&guest, &at("DELETE", "tracks/i1")), (json!(200), done, text(r#"{"id":"i1","resourceType":"tracks"}"#)));
    let (status, body, _) = ask(&guest, &at("POST", "tracks"));
    assert_eq!((status, body["id"].as_str().unwrap().len()), (json!(201), 36));
    assert_eq!(ask(&guest, &at("GET", "else")).0, 404);
    for unknown in ["null", "{}", ""] {
        let (status, body, _) = ask(&tracks(unknown), &at("GET", "tracks/i1"));
        assert_eq!((status, body["message"].as_str()), (json!(404), Some("Resource not found! (i1)")), "{unknown}");
    }
    // An error in the reply is an answer like any other.
    assert_eq!(ask(&tracks(r#"{"error":"x"}"#), &at("GET", "tracks/i1")).0, 200);
}

#[test]
fn what_a_provider_gets_wrong() {
    let get = r#"{"steps":[{"http":{"path":"/signalk/v2/api/resources/tracks/i1"}}]}"#;
    assert_eq!(rules(&run(&tracks("{"), get)), ["SK805"]);
    assert_eq!(rules(&run(&tracks("{}").handler("resources_get_resource", "unreachable"), get)), ["SK804"]);
    assert_eq!(rules(&run(&tracks("{}").without("resources_get_resource"), get)), ["SK802"]);
}

/// Providers are attached when a start has succeeded.
#[test]
fn registering_late_reaches_nobody() {
    let mut guest = tracks(r#"{"n":2}"#);
    let place = guest.text("tracks");
    let late = guest.start("(i32.const 0)").poll(&format!("(drop (call $register {place})) (i32.const 0)"));
    let steps = r#"{"steps":[{"poll":1},{"http":{"path":"/signalk/v2/api/resources/tracks"}},{"start":null},{"http":{"path":"/signalk/v2/api/resources/tracks"}}]}"#;
    let report = run(&late, steps);
    let responses = responses(&report);
    assert_eq!((&responses[1]["body"], &responses[3]["body"]), (&json!({}), &json!({"a": {"n": 1}})), "{report:#?}");
}

#[test]
fn weather_row_by_row() {
    let weather = |answer: &str| {
        let answers = [("weather_get_observations", answer), ("weather_get_forecasts", answer), ("weather_get_warnings", answer)];
        provider("sk_register_weather_provider", "Met", &answers)
    };
    let guest = weather(r#"[{"type":"point","n":1},{"type":"daily"}]"#);
    let at = |path: &str| format!(r#"{{"path":"/signalk/v2/api/weather/{path}"}}"#);
    let position = r#""position":{"latitude":60,"longitude":-5.5}"#;
    for (path, seen, asked) in [
        (
            "observations?lat=60&lon=-5.5",
            json!([{"type": "point", "n": 1}, {"type": "daily"}]),
            format!(r#"{{{position},"options":{{"custom":{{}}}}}}"#),
        ),
        (
            "forecasts/point?lat=60&lon=-5.5&count=3&date=2022-01-02&x=y",
            json!([{"type": "point", "n": 1}]),
            format!(r#"{{{position},"type":"point","options":{{"custom":{{"x":"y"}},"maxCount":3,"startDate":"2022-01-02"}}}}"#),
        ),
        (
            "forecasts/daily?lat=60&lon=-5.5",
            json!([{"type": "daily"}]),
            format!(r#"{{{position},"type":"daily","options":{{"custom":{{}}}}}}"#),
        ),
        ("warnings?lat=60&lon=-5.5", json!([{"type": "point", "n": 1}, {"type": "daily"}]), format!("{{{position}}}")),
    ] {
        assert_eq!(ask(&guest, &at(path)), (json!(200), seen, Some(asked)), "{path}");
    }
    assert_eq!(ask(&guest, &at("warnings")).0, 400);
    assert_eq!(ask(&guest, &at("warnings?lat=x&lon=1")).0, 400);
    assert_eq!(ask(&weather("["), &at("warnings?lat=1&lon=1")).1, json!([]));
    assert_eq!(ask(&guest, &at("_providers")).1, json!({"tester": {"name": "Met", "isDefault": true}}));
}

#[test]
fn radars_row_by_row() {
    let guest = provider(
        "sk_register_radar_provider",
        "Radar",
        &[
            ("radar_get_radars", r#"["r0"]"#),
            ("radar_get_radar_info", r#"{"name":"R"}"#),
            ("radar_get_state", r#"{"controls":{"gain":1}}"#),
            ("radar_get_capabilities", r#"{"error":"none"}"#),
            ("radar_set_control", r#"{"success":true}"#),
            ("radar_acquire_target", r#"{"success":false,"error":"busy"}"#),
            ("radar_cancel_target", "true"),
        ],
    );
    let base = "/signalk/v2/api/vessels/self/radars";
    let call = |method: &str, path: &str, body: &str| {
        let body = if body.is_empty() { String::new() } else { format!(r#","body":{body}"#) };
        ask(&guest, &format!(r#"{{"method":"{method}","path":"{base}{path}"{body}}}"#))
    };
    assert_eq!(call("GET", "", "").1, json!({"version": "3.4.0", "radars": {"r0": {"name": "R"}}}));
    assert_eq!(call("GET", "/r0", ""), (json!(200), json!({"name": "R"}), Some(r#"{"radarId":"r0"}"#.into())));
    assert_eq!(call("GET", "/r1", "").0, 404);
    assert_eq!(call("GET", "/r0/capabilities", "").0, 404, "an error is none");
    assert_eq!(call("GET", "/r0/controls", "").1, json!({"gain": 1}));
    let power = call("PUT", "/r0/power", r#"{"value":"standby"}"#);
    assert_eq!((power.0, power.2.as_deref()), (json!(200), Some(r#"{"radarId":"r0","controlId":"power","value":"standby"}"#)));
    let target = call("POST", "/r0/targets", r#"{"bearing":1.5,"distance":100}"#);
    assert_eq!((target.0, target.1["message"].clone()), (json!(400), json!("busy")));
    assert_eq!(
        call("DELETE", "/r0/targets/7", ""),
        (
            json!(200),
            json!({"state": "COMPLETED", "statusCode": 200, "message": "OK"}),
            Some(r#"{"radarId":"r0","targetId":7}"#.into())
        )
    );
}

/// Radars give the request back before the reply is read, the others after it; all of it comes back.
#[test]
fn buffers_come_back() {
    let live = "(call $say (global.get $live)) (i32.const 0)";
    let radar = provider("sk_register_radar_provider", "R", &[("radar_get_radars", r#"["r"]"#), ("radar_get_radar_info", "{}")]);
    let steps = |path: &str| format!(r#"{{"steps":[{{"http":{{"path":"{path}"}}}},{{"poll":1}}]}}"#);
    let radar = run(&radar.poll(live), &steps("/signalk/v2/api/vessels/self/radars"));
    assert_eq!(status(&radar), Some("0"), "{radar:#?}");
    assert_eq!(status(&run(&tracks("{}").poll(live), &steps("/signalk/v2/api/resources/tracks/a"))), Some("0"));
    let trapped = tracks("{}").handler("resources_get_resource", "unreachable").poll(live);
    let asked = r#"{"id":"a","resourceType":"tracks"}"#.len();
    assert_eq!(status(&run(&trapped, &steps("/signalk/v2/api/resources/tracks/a"))), Some((65_536 + asked).to_string().as_str()));
}
