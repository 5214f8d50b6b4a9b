//! The plugin's methods, natively: `Mock` plays the server.

use anyhost::signalk::Mock;
use serde_json::{Value, json};

use super::*;

const HARBOUR: Position = Position::new(60.0, 24.0);

fn settings() -> Settings {
    Settings { max_radius: 50.0, margin: 10.0, interval: 2, patience: 3, anchor: None }
}

/// A place so many metres north of the harbour.
fn north(metres: f64) -> Position {
    Position::new(60.0 + metres / 111_120.0, 24.0)
}

fn value(mock: &Mock, path: &str) -> Value {
    mock.value(path).map_or(Value::Null, |json| serde_json::from_str(&json).unwrap())
}

fn alarm(mock: &Mock) -> Value {
    value(mock, "notifications.navigation.anchor")["state"].clone()
}

#[test]
fn it_says_when_the_anchor_drags_and_when_it_holds_again() {
    let mock = Mock::new();
    let mut plugin = AnchorWatch::start(settings());
    assert_eq!(mock.status().as_deref(), Some("the anchor is up"));
    plugin.moved(Some(north(10.0)));
    plugin.set_anchor(Some(HARBOUR)).unwrap();
    assert_eq!(mock.status().as_deref(), Some("holding, 10 m from the anchor"));
    assert_eq!(alarm(&mock), "normal");
    let states = [40.0, 51.0, 46.0, 44.0].map(|metres| {
        plugin.moved(Some(north(metres)));
        alarm(&mock)
    });
    assert_eq!(states, ["normal", "emergency", "emergency", "normal"]);
    plugin.set_anchor(None).unwrap();
    plugin.moved(Some(north(5000.0)));
    assert_eq!((alarm(&mock), value(&mock, "navigation.anchor.position")), (json!("normal"), Value::Null));
}

// ANCHOR: test
#[test]
fn silence_is_an_alarm() {
    let mock = Mock::new();
    let mut plugin = AnchorWatch::start(settings());
    plugin.set_anchor(Some(HARBOUR)).unwrap();
    assert_eq!(alarm(&mock), "alert");
    plugin.moved(Some(HARBOUR));
    // Nothing valid is not a position.
    for silence in [None, Some(Position::new(91.0, 0.0)), None] {
        plugin.moved(silence);
        assert_eq!(alarm(&mock), "normal");
        plugin.poll();
    }
    assert_eq!(alarm(&mock), "alarm");
    plugin.moved(Some(HARBOUR));
    assert_eq!(alarm(&mock), "normal");
}
// ANCHOR_END: test

#[test]
fn the_distance_is_reported_each_interval() {
    let mock = Mock::new();
    let mut plugin = AnchorWatch::start(Settings { interval: 3, ..settings() });
    plugin.set_anchor(Some(HARBOUR)).unwrap();
    let distances = [7.0, 8.0, 9.0, 10.0].map(|metres| {
        plugin.moved(Some(north(metres)));
        plugin.poll();
        value(&mock, "navigation.anchor.currentRadius").as_f64().map(f64::round)
    });
    assert_eq!(distances, [None, None, Some(9.0), Some(9.0)]);
}

#[test]
fn what_was_set_is_saved_and_lasts() {
    let mock = Mock::new();
    let mut plugin = AnchorWatch::start(settings());
    plugin.set_anchor(Some(HARBOUR)).unwrap();
    plugin.set_radius(70.5).unwrap();
    let saved: Value = serde_json::from_str(&mock.saved_config().unwrap()).unwrap();
    let place = json!({"latitude": 60.0, "longitude": 24.0});
    assert_eq!(saved, json!({"maxRadius": 70.5, "margin": 10.0, "interval": 2, "patience": 3, "anchor": place}));
    // Somebody sets the radius in the form: all that was saved is gone.
    plugin.stop();
    mock.set_config("{}");
    let mut plugin = AnchorWatch::start(settings());
    assert_eq!(plugin.watch.anchor, Some(HARBOUR));
    assert!(mock.saved_config().unwrap().contains("latitude"));
    // A new server, a new instance: what was saved is what counts.
    let fresh = AnchorWatch::start(Settings { anchor: Some(Place { latitude: 60.0, longitude: 24.0 }), ..settings() });
    assert_eq!(fresh.watch.anchor, Some(HARBOUR));
    // A server that cannot save is no reason to stop watching.
    mock.answer("signalk::save_config", -1);
    plugin.set_radius(20.0).unwrap();
    assert!(mock.debug_lines().last().unwrap().contains("did not save"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mock = Mock::new();
    let mut plugin = AnchorWatch::start(settings());
    assert_eq!(plugin.set_anchor(Some(Position::new(60.0, 200.0))).unwrap_err(), "there is no such position on earth");
    for radius in [4.9, 1000.1, f64::NAN, -1.0] {
        assert!(plugin.set_radius(radius).is_err());
    }
    assert!(plugin.drop_here(Json(Drop { max_radius: None })).is_err(), "there is no position yet");
    plugin.moved(Some(north(3.0)));
    assert!(plugin.drop_here(Json(Drop { max_radius: Some(1.0) })).is_err());
    assert_eq!((mock.saved_config(), plugin.watch.anchor), (None, None));
}

#[test]
fn the_page_drops_and_raises() {
    let _mock = Mock::new();
    let mut plugin = AnchorWatch::start(settings());
    plugin.moved(Some(HARBOUR));
    plugin.drop_here(Json(Drop { max_radius: Some(30.0) })).unwrap();
    plugin.moved(Some(north(20.0)));
    let Json(status) = plugin.status();
    let status = serde_json::to_value(status).unwrap();
    assert_eq!((&status["state"], &status["maxRadius"]), (&json!("holding"), &json!(30.0)));
    assert!((status["offset"]["north"].as_f64().unwrap() - 20.0).abs() < 1e-6, "{status}");
    let Json(status) = plugin.raise();
    assert_eq!((status.state, status.distance), (State::Raised, None));
}
