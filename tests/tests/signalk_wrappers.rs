//! What functions of Signal K's server give to a plugin in wasm. (That each is reached, the checklist shows.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::{Request, RunReport};
use anyhost_tests::{run_in, wasm};
use serde_json::{Value, json};

fn play(scenario: &Value) -> RunReport {
    run_in(&wasm("tests/guests/signalk-wrappers", "signalk"), "signalk", true, &Request::json(&scenario.to_string()))
}

fn responses(report: &RunReport) -> Vec<Value> {
    let responses = &report.scenario.as_ref().unwrap().responses;
    responses.iter().map(|response| serde_json::from_str(response.get()).unwrap()).collect()
}

fn deltas(report: &RunReport) -> Vec<Value> {
    let deltas = &report.scenario.as_ref().unwrap().deltas;
    deltas.iter().map(|delta| serde_json::from_str(delta.get()).unwrap()).collect()
}

/// A response with its status and its body.
fn answer(response: &Value) -> (u64, &Value) {
    (response["status"].as_u64().unwrap(), &response["body"])
}

#[test]
fn they_do_what_they_say() {
    let report = play(&json!({
        "listen": ["peer:9", "peer:10"],
        "steps": [
            { "http": { "method": "POST", "path": "/emit" } },
            { "http": { "path": "/granted" } },
            { "http": { "method": "POST", "path": "/save" } },
            { "http": { "method": "POST", "path": "/streams" } },
            { "udp": { "port": 2000, "from": "10.0.0.7:65535", "text": "0123456789" } },
            { "udp": { "port": 2000, "text": "" } },
            { "tcp": { "peer": "peer:9", "text": "one\r\n\nlonger than eight\nrest" } },
            { "http": { "method": "POST", "path": "/receive" } },
            { "tcp": { "peer": "peer:9", "base64": "AP8=" } },
            { "http": { "method": "POST", "path": "/receive" } },
            { "http": { "path": "/left" } },
            { "stop": true },
            { "tcp": { "peer": "peer:9" } },
            { "tcp": { "peer": "peer:10" } },
            { "start": {} },
            { "http": { "path": "/left" } },
        ],
    }));
    assert!(report.ok && report.findings.is_empty(), "{report:#?}");
    let responses = responses(&report);
    assert_eq!(answer(&responses[0]).0, 204);
    assert_eq!(answer(&responses[1]), (200, &json!([true, true])));
    assert_eq!(answer(&responses[2]), (200, &json!("{} 5009")));
    let refused = "the server refused a binary stream: its id is `radars/<id>`, or begins with `plugins/<package name>/`";
    assert_eq!(answer(&responses[3]), (200, &json!([null, refused, null])));
    let received =
        json!(["2 2", "10.0.0.7:65535 [48, 49, 50, 51, 52, 53, 54, 55]", "127.0.0.1:50000 []", "Connected", "one", "longer t"]);
    assert_eq!(answer(&responses[7]), (200, &received));
    assert_eq!(responses[8]["text"], "heard\n");
    assert_eq!(answer(&responses[9]), (200, &json!(["0 1", "Connected", "[0, 255]"])));
    assert_eq!(answer(&responses[10]), (200, &json!("Some(Ok(Connected))")));
    // The server closes no TCP socket of a plugin that stops: the plugin has.
    assert_eq!((&responses[12]["connected"], &responses[13]["connected"]), (&json!(false), &json!(false)));
    let (status, left) = answer(&responses[15]);
    assert!(status == 200 && left.as_str().unwrap().contains("the socket is closed"), "{left}");
}

#[test]
fn nothing_that_is_not_finite_leaves_the_plugin() {
    let report = play(&json!({ "listen": ["peer:9", "peer:10"], "steps": [{ "http": { "method": "POST", "path": "/emit" } }] }));
    assert!(report.ok && report.findings.is_empty(), "{report:#?}");
    let deltas = deltas(&report);
    let mut values = Vec::new();
    for update in deltas.iter().flat_map(|delta| delta["updates"].as_array().unwrap()) {
        for key in ["values", "meta"] {
            for entry in update[key].as_array().into_iter().flatten() {
                let mut value = entry["value"].clone();
                // The server adds these to notifications.
                if let Some(notification) = value.as_object_mut().filter(|value| value.contains_key("state")) {
                    notification.retain(|key, _| key != "id" && key != "status");
                }
                values.push(format!("{} {key} {value}", entry["path"].as_str().unwrap()));
            }
        }
    }
    assert_eq!(
        values,
        [
            r#"by.hand meta {"supportsPut":true}"#,
            r#"test.position values {"latitude":60,"longitude":24.5}"#,
            "test.nowhere values null",
            "test.nan values null",
            "test.list values [1.5,null]",
            r#"test.nan meta {"units":"m","zones":[{"lower":2,"message":"deep","state":"warn"}]}"#,
            r#"test.other values "x""#,
            "test.v2 values true",
            r#"notifications.test.alarm values {"message":"\"loud\"","method":["visual","sound"],"state":"alarm"}"#,
            r#"notifications.test.fine values {"message":"fine","method":[],"state":"nominal"}"#,
        ]
    );
    let other = deltas.iter().find(|delta| delta["context"] == "vessels.urn:mrn:imo:mmsi:230099999").unwrap();
    assert_eq!(other["updates"][0]["$source"], "else");
    assert_eq!(other["updates"][0]["timestamp"], "2026-11-21T12:00:00.000Z");
}

#[test]
fn what_is_logged_and_said_arrives() {
    let report = play(
        &json!({ "config": { "host": "peer" }, "listen": ["peer:9", "peer:10"], "steps": [{ "http": { "method": "POST", "path": "/emit" } }] }),
    );
    let logs: Vec<&str> = report.logs.iter().map(|log| log.message.as_str()).collect();
    assert!(logs.contains(&"info: connects to peer") && logs.contains(&"started") && logs.contains(&"as told"), "{logs:?}");
    assert_eq!(report.scenario.unwrap().status.as_deref(), Some("as told"));
}
