//! Bytes, fuel and pages of each plugin, held against `budgets.json`: neither more, nor so much less that the budget has
//! become meaningless. `ANYHOST_BUDGETS=write cargo test -p anyhost-tests --test budgets` writes what was measured.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;

use anyhost_testkit::Request;
use anyhost_tests::{foreign_wasm, root, run_in, wasm};

/// Bytes of the file; fuel and peak pages of one call on a fresh instance.
type Figures = BTreeMap<&'static str, u64>;

fn flow_like(node: &str, inputs: &str) -> Request {
    let context = format!(
        r#"{{"inputs":{inputs},"node_id":"node-1","run_id":"run-1","app_id":"app-1","board_id":"board-1","user_id":"user-1","stream_state":false,"log_level":1,"node_name":"{node}"}}"#
    );
    Request::raw(context.as_bytes())
}

fn measure(wasm: &[u8], host: &str, request: &Request) -> Figures {
    let report = run_in(wasm, host, true, request);
    assert!(report.ok, "{report:?}");
    BTreeMap::from([("bytes", report.bytes), ("fuel", report.fuel), ("pages", report.pages)])
}

fn measured() -> BTreeMap<String, Figures> {
    let hello = r#"{"input":"hello world"}"#;
    let text_nodes = wasm("examples/text-nodes", "flow-like");
    let greet = r#"{"params":{"text":"Ada"},"$json":{"id":1,"tags":["a","b"]}}"#;
    let signalk = |folder: &str, scenario: &str| measure(&wasm(folder, "signalk"), "signalk", &Request::json(scenario));
    let orbis = |folder: &str, request: &Request| measure(&wasm(folder, "orbis"), "orbis", request);
    let asked = |route: &str, body: &str| Request {
        route: Some(route.into()),
        user: Some("ada".into()),
        ..if body.is_empty() { Request::default() } else { Request::json(body) }
    };
    let hello_orbis = r#"{"method":"POST","path":"/api/hello","headers":{"accept":"*/*","content-type":"application/json","host":"localhost","user-agent":"test"},"query":{"name":"Ada"},"body":null,"user_id":null,"is_admin":false}"#;
    BTreeMap::from([
        ("hello, orbis".into(), orbis("tests/guests/orbis-hello", &Request::raw(hello_orbis.as_bytes()))),
        ("items-api, orbis".into(), orbis("examples/items-api", &asked("POST /items", r#"{"name":"tea"}"#))),
        ("notes, orbis".into(), orbis("examples/notes", &asked("POST /notes", r#"{"text":"thé"}"#))),
        ("template, signalk".into(), signalk("examples/signalk-hello", r#"{"config":{"maxRadius":42}}"#)),
        (
            "hello as the server ships it, signalk".into(),
            signalk(
                "tests/guests/signalk-shipped-hello",
                r#"{"config":{"message":"Hi"},"steps":[{"poll":5},{"http":{"method":"GET","path":"/api/info"}}]}"#,
            ),
        ),
        (
            "anchor-watch, signalk".into(),
            signalk(
                "examples/anchor-watch",
                r#"{"steps":[{"put":{"path":"navigation.anchor.position","value":{"latitude":60,"longitude":24}}},
                    {"delta":{"updates":[{"values":[{"path":"navigation.position","value":{"latitude":60.1,"longitude":24}}]}]}},
                    {"http":{"method":"GET","path":"/status"}}]}"#,
            ),
        ),
        ("echo, flow-like".into(), measure(&wasm("tests/guests/echo", "flow-like"), "flow-like", &flow_like("echo", hello))),
        (
            "uppercase, flow-like".into(),
            measure(&wasm("tests/guests/uppercase", "flow-like"), "flow-like", &flow_like("uppercase", hello)),
        ),
        ("hello, nlink".into(), measure(&wasm("tests/guests/hello", "nlink"), "nlink", &Request::raw(greet.as_bytes()))),
        ("greet, nlink".into(), measure(&wasm("examples/greet", "nlink"), "nlink", &Request::raw(greet.as_bytes()))),
        (
            "greet, flow-like".into(),
            measure(&wasm("examples/greet", "flow-like"), "flow-like", &flow_like("greet", r#"{"text":"Ada","item":{"id":1}}"#)),
        ),
        ("text-nodes uppercase, flow-like".into(), measure(&text_nodes, "flow-like", &flow_like("uppercase", hello))),
        (
            "text-nodes split, flow-like".into(),
            measure(&text_nodes, "flow-like", &flow_like("split", r#"{"text":"a,b,c","limit":2}"#)),
        ),
        (
            "text-nodes salute, flow-like".into(),
            measure(&text_nodes, "flow-like", &flow_like("salute", r#"{"person":{"given":"Ada","family":"Lovelace"}}"#)),
        ),
    ])
}

#[test]
fn budgets_hold() {
    let path = root().join("tests/budgets.json");
    let measured = measured();
    if std::env::var_os("ANYHOST_BUDGETS").is_some() {
        fs::write(&path, serde_json::to_string_pretty(&measured).unwrap() + "\n").unwrap();
    }
    let budgets: BTreeMap<String, BTreeMap<String, u64>> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for (work, figures) in &measured {
        let Some(budget) = budgets.get(work) else {
            wrong.push(format!("{work}: no budget; measured {figures:?}"));
            continue;
        };
        for (figure, value) in figures {
            let limit = budget.get(*figure).copied().unwrap_or(0);
            if *value > limit {
                wrong.push(format!("{work}: {value} {figure}, the budget is {limit}"));
            } else if *value * 100 < limit * 97 {
                wrong.push(format!("{work}: {value} {figure}, well below the budget of {limit}: lower it"));
            }
        }
        println!("{work}: {figures:?}");
    }
    for work in budgets.keys().filter(|work| !measured.contains_key(*work)) {
        wrong.push(format!("{work}: in budgets.json, and not measured"));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_published_sdk_needs_more_for_the_same_work() {
    let request = flow_like("uppercase", r#"{"input":"hello world"}"#);
    let ours = measure(&wasm("tests/guests/uppercase", "flow-like"), "flow-like", &request);
    let theirs = measure(&foreign_wasm("tests/guests/published-sdk"), "flow-like", &request);
    println!("uppercase: ours {ours:?}, published SDK 0.1.0 {theirs:?}");
    assert!(ours["bytes"] * 2 < theirs["bytes"] && ours["fuel"] * 2 < theirs["fuel"], "ours {ours:?}, theirs {theirs:?}");
}

/// A list of small objects, passed through in nLink's 512 pages on a fresh instance.
#[test]
fn the_largest_item_in_nlink() {
    let wasm = wasm("examples/greet", "nlink");
    let answers = |objects: usize| {
        let item = list(objects);
        let report = run_in(&wasm, "nlink", true, &Request::raw(format!(r#"{{"params":{{}},"$json":{item}}}"#).as_bytes()));
        (item.len(), report.trap.is_none() && report.raw.is_some_and(|raw| raw.contains(&item)))
    };
    let (mut fits, mut fails) = (100_000, 400_000);
    while fails - fits > 2_000 {
        let middle = usize::midpoint(fits, fails);
        if answers(middle).1 { fits = middle } else { fails = middle }
    }
    let (bytes, fits) = answers(fits);
    println!("largest $json in 512 pages: {bytes} bytes");
    assert!(fits && bytes >= 11_600_000, "{bytes} bytes");
}

/// The second item of a batch on one kept instance: its own memory is there already, but so are the first one's buffers.
#[test]
fn a_large_second_item_in_nlink() {
    let item = list(140_000);
    let request = Request::raw(format!(r#"{{"params":{{}},"$json":{item}}}"#).as_bytes());
    let report = run_in(&wasm("examples/greet", "nlink"), "nlink", false, &Request { repeat: 2, ..request });
    println!("{} bytes, twice: {} pages", item.len(), report.pages);
    assert!(item.len() >= 7_000_000 && report.pages <= 512, "{} bytes, {} pages", item.len(), report.pages);
    assert!(report.trap.is_none() && report.raw.is_some_and(|raw| raw.contains(&item)));
}

/// A list of small objects.
fn list(objects: usize) -> String {
    format!("[{}0]", r#"{"id":123456,"name":"item 123456","tags":["a","b"]},"#.repeat(objects))
}
