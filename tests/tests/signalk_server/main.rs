//! Plugins on the published Signal K server: what is said of it is so, and what anyhost makes runs on it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod anchor_watch;
mod comparison;
mod published;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use anyhost_tests::{foreign_wasm, foreign_wasm_for};
use published::{package, packed, published};
use serde_json::{Value, json};

/// A plugin that asks the server what it does.
fn probe() -> &'static Path {
    static PROBE: LazyLock<PathBuf> =
        LazyLock::new(|| package("probe", "tests/guests/signalk-probe", &foreign_wasm("tests/guests/signalk-probe")));
    &PROBE
}

/// The body of a response that is well.
#[track_caller]
fn body(response: &Value) -> Value {
    assert_eq!(response["status"], 200, "{response}");
    response["body"].clone()
}

/// The documented template loads, starts and stops; a wrong configuration is an error that can be read.
#[test]
fn the_documented_template() {
    let wasm = foreign_wasm_for("tests/guests/documented-signalk", "wasm32-wasip1");
    let package = package("template", "tests/guests/documented-signalk", &wasm);
    template("template", &package, "Failed to parse config: invalid type: string \"far\", expected f64 at line 1 column 18");
}

/// The same plugin with anyhost, installed by npm from its archive.
#[test]
fn the_template_with_anyhost() {
    let archive = packed("examples/signalk-hello").archive;
    template("signalk-hello", &archive, "configuration.maxRadius: expected a number, found a string");
}

fn template(name: &str, package: &Path, error: &str) {
    let Some(server) = published() else { return };
    let steps = [
        json!({"state": true}),
        json!({"stop": true}),
        json!({"status": "Stopped"}),
        json!({"start": {"maxRadius": 12}}),
        json!({"status": "Running"}),
        json!({"config": {"enabled": true, "configuration": {"maxRadius": "far"}}}),
        json!({"state": true}),
        json!({"status": error}),
        json!({"start": {}}),
        json!({"state": true}),
    ];
    let observed = server.run(name, package, Some(&json!({"maxRadius": 42})), &steps);
    let [running, _, stopped, _, again, refused, failed, error, _, last] = &observed.responses[..] else {
        panic!("{observed:?}")
    };
    assert_eq!((&running["state"], &running["name"]), (&json!("running"), &json!("My Rust Plugin")));
    assert_eq!(running["schema"]["properties"]["maxRadius"]["default"], 50);
    assert_eq!((&stopped["type"], &again["type"], &error["type"]), (&json!("status"), &json!("status"), &json!("error")));
    assert_eq!(refused["body"]["error"], "Plugin start() returned error code: 1");
    assert_eq!((&failed["state"], &last["state"]), (&json!("error"), &json!("running")));
    assert!(observed.statuses.contains(error) && observed.statuses.contains(stopped), "{:?}", observed.statuses);
}

/// What the SDK and the emulator rely on: how an emitted delta comes back, and as whose.
#[test]
fn deltas_come_back_while_they_are_emitted() {
    let Some(server) = published() else { return };
    let emit = |delta: Value, version: u32| json!({"http": {"method": "POST", "path": "/emit", "body": {"delta": delta.to_string(), "version": version}}});
    let meta = json!({"updates": [{"meta": []}]});
    let steps = [
        json!({"http": {"path": "/received"}}),
        json!({"delta": {"context": "vessels.urn:mrn:imo:mmsi:230011111", "updates": [{"values": [{"path": "a.b", "value": 1}]}]}}),
        json!({"http": {"path": "/received"}}),
        emit(meta.clone(), 1),
        emit(meta, 2),
        emit(json!({"updates": [{"values": [{"path": "a.b", "value": 2}], "$source": "signalk-probe.b"}]}), 1),
        emit(json!({"updates": []}), 1),
        json!({"http": {"method": "POST", "path": "/notify", "body": {"path": "notifications.a", "value": r#"{"state":"alert"}"#}}}),
        json!({"http": {"method": "POST", "path": "/notify", "body": {"path": "notifications.a", "value": r#"{"state":"nominal"}"#}}}),
        json!({"config": {"enabled": true, "configuration": {}}}),
        json!({"value": "a.b"}),
        json!({"put": {"path": "probe.put", "value": 7}}),
        json!({"rest_put": {"path": "probe.put", "value": 7}}),
    ];
    let config = json!({"onStart": r#"{"updates":[{"meta":[]}]}"#, "onFirst": r#"{"updates":[{"meta":[]}]}"#});
    let observed = server.run("probe", probe(), Some(&config), &steps);
    let [start, _, first, v1, v2, named, empty, notification, refused, _, value, put, rest] = &observed.responses[..] else {
        panic!("{observed:?}")
    };
    let echo = |delta: &Value| {
        (delta["depth"].clone(), delta["delta"]["context"].clone(), delta["delta"]["updates"][0]["$source"].clone())
    };
    let own = (json!(1), json!(observed.own), json!("signalk-probe"));
    assert_eq!(body(start), json!({"received": [], "selfPath": 0}), "nothing comes back to a start");
    let first = body(first);
    assert_eq!(first["received"].as_array().unwrap().len(), 2, "{first}");
    assert_eq!(first["received"][0]["delta"]["context"], "vessels.urn:mrn:imo:mmsi:230011111");
    assert_eq!(echo(&first["received"][1]), own);
    for meta in [v1, v2] {
        let meta = body(meta);
        assert_eq!((meta.as_array().unwrap().len(), echo(&meta[0])), (1, own.clone()));
        assert_eq!(meta[0]["delta"]["updates"][0]["meta"], json!([]));
    }
    assert_eq!(body(named)[0]["delta"]["updates"][0]["$source"], "signalk-probe.b");
    assert_eq!(body(empty), json!([]));
    let notification = body(notification);
    assert_eq!((&notification["result"], echo(&notification["received"][0])), (&json!(0), own));
    assert_eq!(notification["received"][1]["delta"], json!({"context": observed.own, "updates": []}));
    assert_eq!(body(refused), json!({"result": -1, "received": []}));
    let supports = json!([{"path": "probe.put", "value": {"supportsPut": true}}]);
    let registered = observed.deltas.iter().find(|delta| delta["updates"][0]["meta"] == supports).unwrap();
    assert_eq!(registered["updates"][0]["$source"], "signalk-probe");
    assert_eq!(*value, json!({"value": 2, "source": "signalk-probe.b"}));
    assert_eq!(*put, json!({"state": "COMPLETED", "statusCode": 200}));
    assert_eq!(rest["status"], 500, "a PUT over REST says so whatever happened");
}

/// What is posted replaces all that was saved, before the start; what a start saves lasts.
#[test]
fn each_configuration_replaces_the_last() {
    let Some(server) = published() else { return };
    let save = |config: Value| json!({"http": {"method": "POST", "path": "/save", "body": {"config": config}}});
    let started = json!({"http": {"path": "/started"}});
    let steps = [
        save(json!({"b": 2})),
        started.clone(),
        json!({"stop": true}),
        json!({"saved": true}),
        json!({"start": {"c": 3, "save": {"d": 4}}}),
        started.clone(),
        json!({"restart": true}),
        started,
    ];
    let observed = server.run("saved", probe(), Some(&json!({"a": 1})), &steps);
    let [save, first, _, stopped, _, second, _, third] = &observed.responses[..] else { panic!("{observed:?}") };
    assert_eq!(body(save), json!({"result": 0}));
    let boot = json!({"config": {"a": 1, "enableDebug": false}, "saved": null});
    assert_eq!(body(first), json!({"starts": [boot], "kept": r#"{"b":2}"#}));
    assert_eq!(*stopped, json!({"enabled": false, "enableDebug": false, "configuration": {}}));
    let posted = json!({"config": {"c": 3, "save": {"d": 4}, "enableDebug": false}, "saved": 0});
    assert_eq!(body(second), json!({"starts": [boot, posted], "kept": r#"{"d":4}"#}));
    assert_eq!(body(third)["starts"], json!([{"config": {"d": 4, "enableDebug": false}, "saved": null}]));
}

/// A trap leaves the stack where it stood: how much a panic in a small handler costs.
#[test]
fn traps_eat_the_stack() {
    let Some(server) = published() else { return };
    let (stack, trap) = (json!({"http": {"path": "/stack"}}), json!({"http": {"method": "POST", "path": "/trap"}}));
    let steps = [stack.clone(), trap.clone(), stack.clone(), trap.clone(), trap, stack, json!({"state": true})];
    let observed = server.run("traps", probe(), Some(&json!({})), &steps);
    let at = |step: usize| body(&observed.responses[step])["at"].as_u64().unwrap();
    assert_eq!(
        (&observed.responses[1]["status"], &observed.responses[1]["body"]),
        (&json!(500), &json!({"error": "unreachable"}))
    );
    let each = at(0) - at(2);
    assert_eq!(at(2) - at(5), 2 * each);
    println!("a panic in a handler leaves {each} bytes of the stack, {} are survived", at(0) / each);
    assert!((64..512).contains(&each), "{each}");
    assert_eq!(observed.responses[6]["state"], "running");
}

/// However a run ends, its server does too.
#[test]
fn no_process_is_left_behind() {
    let Some(server) = published() else { return };
    let begin = |name: &str| {
        let run = server.begin(name, probe(), Some(&json!({})), &[json!({"poll": 600})]);
        let started = Instant::now();
        while processes(&run.folder) == 0 {
            assert!(started.elapsed() < Duration::from_secs(30), "no server was started");
            thread::sleep(Duration::from_millis(20));
        }
        (run.folder.clone(), run)
    };
    let (folder, run) = begin("abandoned");
    assert!(run.abandon().contains("whoever asked is gone"));
    assert_eq!(processes(&folder), 0);
    let (folder, run) = begin("killed");
    run.kill();
    let killed = Instant::now();
    while processes(&folder) > 0 {
        assert!(killed.elapsed() < Duration::from_secs(10), "the server of a killed run lives");
        thread::sleep(Duration::from_millis(20));
    }
}

/// How many processes run a server on this folder.
fn processes(folder: &Path) -> usize {
    let config = format!("SIGNALK_NODE_CONFIG_DIR={}", folder.join("config").display());
    let of_it = |process: &fs::DirEntry| {
        let environment = fs::read(process.path().join("environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|variable| variable == config.as_bytes())
    };
    fs::read_dir("/proc").unwrap().flatten().filter(of_it).count()
}
