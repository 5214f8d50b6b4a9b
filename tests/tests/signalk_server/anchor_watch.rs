//! The example `anchor-watch`, as `anyhost pack` packs it, on the published server.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::body;
use crate::published::{self, Observed, packed, published};

/// The archive, as a user installs it by npm.
fn archive() -> PathBuf {
    packed("examples/anchor-watch").archive
}

fn at(latitude: f64, longitude: f64) -> Value {
    let position = json!({"path": "navigation.position", "value": {"latitude": latitude, "longitude": longitude}});
    json!({"delta": {"context": "vessels.self", "updates": [{"values": [position]}]}})
}

/// Steps with names, for what they show.
#[derive(Default)]
struct Script(Vec<(&'static str, Value)>);

impl Script {
    fn then(&mut self, name: &'static str, step: Value) -> &mut Self {
        self.0.push((name, step));
        self
    }

    fn steps(&self) -> Vec<Value> {
        self.0.iter().map(|(_, step)| step.clone()).collect()
    }

    /// What the step of this name showed.
    #[track_caller]
    fn seen<'a>(&self, observed: &'a Observed, name: &str) -> &'a Value {
        let at = self.0.iter().position(|(known, _)| *known == name).unwrap_or_else(|| panic!("no step {name}"));
        &observed.responses[at]
    }
}

/// Status, deltas, routes, PUTs, notifications, a new configuration and a restart, as REST and WebSocket show them.
#[test]
fn it_watches_on_the_server() {
    let Some(server) = published() else { return };
    let put = |path: &str, value: Value| json!({"put": {"path": path, "value": value}});
    let status = || json!({"http": {"path": "/status"}});
    let (position, radius) = ("navigation.anchor.position", "navigation.anchor.maxRadius");
    let mut script = Script::default();
    script
        .then("listed", json!({"state": true}))
        .then("page", json!({"request": {"path": "/anchor-watch/"}}))
        .then("raised", json!({"status": "the anchor is up"}))
        .then("boat", at(60.0, 24.0))
        .then("dropped", json!({"http": {"method": "POST", "path": "/anchor", "body": {"maxRadius": 20}}}))
        .then("holding", json!({"status": "holding, 0 m from the anchor"}))
        .then("moved anchor", put(position, json!({"latitude": 60.0001, "longitude": 24.0})))
        .then("anchor", json!({"value": position}))
        .then("supports", json!({"meta": position}))
        .then("distance", json!({"value": "navigation.anchor.currentRadius"}))
        .then("distance's meta", json!({"meta": "navigation.anchor.currentRadius"}))
        .then("no place", put(position, json!({"latitude": 60.0001, "longitude": 240.0})))
        .then("no value", put(position, json!(5)))
        .then("over REST", json!({"rest_put": {"path": radius, "value": 30}}))
        .then("radius", json!({"value": radius}))
        .then("normal", json!({"value": "notifications.navigation.anchor"}))
        .then("away", at(60.0005, 24.0001))
        .then("alarm", json!({"value": "notifications.navigation.anchor"}))
        .then("dragging", status())
        .then("reported", json!({"status": "dragging, 45 m from the anchor"}))
        .then(
            "not JSON",
            json!({"http": {"method": "POST", "path": "/anchor", "body": "{", "headers": {"content-type": "application/json"}}}),
        )
        .then("unknown", json!({"http": {"path": "/nothing"}}))
        .then("saved", json!({"saved": true}))
        .then("restart", json!({"restart": true}))
        .then("after the restart", status())
        .then("waits", json!({"status": "waiting for a position"}))
        .then("new configuration", json!({"config": {"enabled": true, "configuration": {"maxRadius": 100, "interval": 1}}}))
        .then("with it", status())
        .then("saved again", json!({"saved": true}))
        .then("within", at(60.0005, 24.0001))
        .then("holds", json!({"value": "notifications.navigation.anchor"}))
        .then("stop", json!({"stop": true}))
        .then("stopped", json!({"status": "stopped"}))
        .then("route of a stopped one", status())
        .then("PUT to a stopped one", put(radius, json!(60)))
        .then("wrong", json!({"start": {"maxRadius": "wide"}}))
        .then("failed", json!({"state": true}))
        .then("start", json!({"start": {}}))
        .then("started", status());
    let config = json!({"maxRadius": 42.5, "interval": 1});
    let observed = server.run("anchor-watch", &archive(), Some(&config), &script.steps());
    let seen = |name: &str| script.seen(&observed, name);

    let listed = seen("listed");
    assert_eq!((&listed["state"], &listed["type"], &listed["version"]), (&json!("running"), &json!("wasm"), &json!("0.1.0")));
    assert_eq!((&listed["name"], &listed["packageName"]), (&json!("anchor-watch"), &json!("anchor-watch")));
    assert_eq!(listed["schema"]["properties"]["maxRadius"]["maximum"], 1000);
    assert_eq!(listed["statusMessage"], "the anchor is up", "the server finds it where the name is the package's");
    assert!(body(seen("page")).as_str().unwrap().contains("<svg "));

    let dropped = body(seen("dropped"));
    let place = json!({"latitude": 60, "longitude": 24});
    assert_eq!((&dropped["state"], &dropped["anchor"], &dropped["maxRadius"]), (&json!("holding"), &place, &json!(20)));
    assert_eq!(*seen("moved anchor"), json!({"state": "COMPLETED", "statusCode": 200}));
    assert_eq!(*seen("anchor"), json!({"value": {"latitude": 60.0001, "longitude": 24}, "source": "anchor-watch"}));
    assert_eq!(seen("supports")["supportsPut"], true);
    let distance = seen("distance")["value"].as_f64().unwrap();
    assert!((distance - 11.112).abs() < 0.001, "{distance}");
    assert_eq!(seen("distance's meta")["units"], "m");
    let refused = |code: u16, message: &str| json!({"state": "COMPLETED", "statusCode": code, "message": message});
    assert_eq!(*seen("no place"), refused(502, "there is no such position on earth"));
    assert_eq!(seen("no value")["statusCode"], 400);
    assert_eq!(seen("over REST")["status"], 500, "so says the server whatever happened");
    assert_eq!(seen("radius")["value"], 30);

    let (normal, alarm) = (&seen("normal")["value"], &seen("alarm")["value"]);
    assert_eq!((&normal["state"], &normal["method"]), (&json!("normal"), &json!([])));
    assert_eq!((&alarm["state"], &alarm["method"]), (&json!("emergency"), &json!(["visual", "sound"])));
    assert_eq!(body(seen("dragging"))["state"], "dragging");
    assert_eq!(seen("not JSON")["status"], 400);
    assert_eq!(seen("unknown")["status"], 404);

    let anchor = json!({"latitude": 60.0001, "longitude": 24});
    let saved = json!({"maxRadius": 30, "margin": 10, "interval": 1, "patience": 30, "anchor": anchor});
    assert_eq!(seen("saved")["configuration"], saved);
    let restarted = body(seen("after the restart"));
    assert_eq!((&restarted["state"], &restarted["anchor"], &restarted["maxRadius"]), (&json!("waiting"), &anchor, &json!(30)));
    let configured = body(seen("with it"));
    assert_eq!((&configured["anchor"], &configured["maxRadius"]), (&anchor, &json!(100)));
    assert_eq!(
        seen("saved again")["configuration"]["anchor"],
        anchor,
        "the new configuration has no anchor: the plugin saves it again"
    );
    assert_eq!(seen("holds")["value"]["state"], "normal");

    assert_eq!(seen("route of a stopped one")["status"], 503);
    assert_eq!(seen("PUT to a stopped one")["statusCode"], 503);
    assert_eq!(seen("wrong")["body"]["error"], "Plugin start() returned error code: 1");
    let failed = seen("failed");
    assert_eq!(failed["state"], "error");
    assert_eq!(failed["statusMessage"], "configuration.maxRadius: expected a number, found a string");
    assert_eq!(body(seen("started"))["anchor"], anchor);
    let sources = observed.deltas.iter().flat_map(|delta| delta["updates"].as_array().unwrap());
    assert!(sources.clone().count() > 10 && sources.clone().all(|update| update["$source"] == "anchor-watch"));
    // A server that was never told who it is takes a new name at each of its starts.
    let own = |delta: &Value| delta["context"].as_str().unwrap().starts_with("vessels.urn:mrn:signalk:uuid:");
    assert!(observed.deltas.iter().all(own));
}

/// What a browser makes of the page: the circle and the boat are where the plugin says.
#[test]
fn its_page_shows_circle_and_boat() {
    let Some(server) = published() else { return };
    if published::browser().is_none() {
        return;
    }
    let page = || json!({"page": {"path": "/anchor-watch/"}});
    let steps = [
        page(),
        at(60.0, 24.0),
        json!({"http": {"method": "POST", "path": "/anchor", "body": {}}}),
        at(60.0001, 24.0002),
        page(),
        at(60.0005, 24.0),
        page(),
    ];
    let observed = server.run("page", &packed("examples/anchor-watch").folder, Some(&json!({"maxRadius": 42.5})), &steps);
    let page = |step: usize| Dom(observed.responses[step].as_str().unwrap());

    let raised = page(0);
    assert_eq!((raised.attribute("<body", "class"), raised.text("id=\"state\"")), ("raised", "The anchor is up."));
    assert!(raised.tag("id=\"boat\"").contains("hidden"));
    let holding = page(4);
    assert_eq!((holding.attribute("<body", "class"), holding.text("id=\"state\"")), ("holding", "Holding, 16 m of 43 m."));
    assert_eq!(holding.attribute("id=\"circle\"", "r"), "42.5");
    assert!(!holding.tag("id=\"boat\"").contains("hidden"));
    let number = |dom: &Dom<'_>, name: &str| dom.attribute("id=\"boat\"", name).parse::<f64>().unwrap();
    // 0.0001 of a degree to the north, twice that to the east, where a degree is half as long at 60 degrees; y points down.
    assert!((number(&holding, "cx") - 11.112).abs() < 0.01 && (number(&holding, "cy") + 11.112).abs() < 0.01);
    let dragging = page(6);
    assert_eq!(
        (dragging.attribute("<body", "class"), dragging.text("id=\"state\"")),
        ("dragging", "DRAGGING: 56 m, 43 m allowed.")
    );
    assert!((number(&dragging, "cy") + 55.56).abs() < 0.01);
    assert_eq!(dragging.text("id=\"error\""), "");
}

/// A page's DOM as text.
struct Dom<'a>(&'a str);

impl<'a> Dom<'a> {
    /// The tag that has this in it, without its brackets.
    #[track_caller]
    fn tag(&self, mark: &str) -> &'a str {
        let at = self.0.find(mark).unwrap_or_else(|| panic!("no {mark} in\n{}", self.0));
        let start = self.0[..=at].rfind('<').unwrap() + 1;
        self.0[start..].split('>').next().unwrap()
    }

    #[track_caller]
    fn attribute(&self, mark: &str, name: &str) -> &'a str {
        let tag = self.tag(mark);
        let (_, value) = tag.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("no {name} in {tag}"));
        value.split('"').next().unwrap()
    }

    /// The text behind a tag.
    #[track_caller]
    fn text(&self, mark: &str) -> &'a str {
        let tag = self.tag(mark);
        let (_, rest) = self.0.split_once(&format!("{tag}>")).unwrap();
        rest.split('<').next().unwrap()
    }
}
