//! Deltas as the server makes them, and others.

use anyhost_abi::signalk::rules;

use super::{Trial, When, when};
use crate::hosts::signalk::js::{Js, parse};
use crate::hosts::signalk::names;
use crate::sandbox::{Guest, Stop};

/// An ordinary one.
pub(super) fn ordinary() -> Js {
    value("navigation.speedOverGround", &Js::Number(3.25))
}

fn value(path: &str, value: &Js) -> Js {
    let entry = Js::object([("path", Js::text(path)), ("value", value.clone())]);
    let update = Js::object([("$source", Js::text("gps.GP")), ("values", Js::List(vec![entry]))]);
    Js::object([("updates", Js::List(vec![update]))])
}

/// Paths that plugins look at.
const PATHS: [&str; 8] = [
    "navigation.position",
    "navigation.speedOverGround",
    "navigation.headingTrue",
    "navigation.datetime",
    "environment.wind.speedApparent",
    "environment.depth.belowKeel",
    "notifications.navigation.anchor",
    "steering.autopilot.state",
];

/// What the server brings.
fn real() -> Vec<(String, Js)> {
    let values = [
        ("null", "null"),
        ("a number", "-0.000001"),
        ("a large number", "1e300"),
        ("a text", "\"☸ \\\"\\\\ \\u0000\""),
        ("a boolean", "true"),
        ("a position", r#"{"latitude":60.1,"longitude":-170.5}"#),
        ("half a position", r#"{"latitude":null}"#),
        ("an object", r#"{"state":"alarm","method":["visual","sound"],"message":"x","status":{"silenced":false}}"#),
        ("a list", r#"[1,"two",null,{"three":[3]}]"#),
    ];
    let mut deltas = Vec::new();
    for path in PATHS {
        for (label, text) in values {
            deltas.push((format!("{label} at `{path}`"), value(path, &parse(text).unwrap_or(Js::Null))));
        }
    }
    let whole = [
        ("a delta with only meta", r#"{"updates":[{"meta":[{"path":"navigation.position","value":{"units":"m"}}]}]}"#),
        (
            "a delta of another vessel",
            r#"{"context":"vessels.urn:mrn:imo:mmsi:230099999","updates":[{"values":[{"path":"navigation.position","value":{"latitude":1,"longitude":2,"altitude":0}}]}]}"#,
        ),
        (
            "a delta of an aid to navigation",
            r#"{"context":"atons.urn:mrn:imo:mmsi:992351000","updates":[{"source":{"label":"ais","type":"NMEA0183","talker":"AI","sentence":"VDM"},"values":[{"path":"","value":{"name":"Buoy"}}]}]}"#,
        ),
        ("a delta of the root", r#"{"updates":[{"values":[{"path":"","value":{"communication":{"callsignVhf":"X"}}}]}]}"#),
        ("a delta without values", r#"{"updates":[{"values":[]}]}"#),
        (
            "a delta of two updates",
            r#"{"updates":[{"$source":"a","values":[{"path":"a.b","value":1},{"path":"a.c","value":null}]},{"$source":"b","meta":[{"path":"a.b","value":null}]}]}"#,
        ),
    ];
    deltas.extend(whole.map(|(label, text)| (label.to_owned(), parse(text).unwrap_or(Js::Null))));
    let many = (0..2000)
        .map(|at| Js::object([("path", Js::text(format!("propulsion.{at}.temperature"))), ("value", Js::Number(f64::from(at)))]));
    let update = Js::object([("values", Js::List(many.collect()))]);
    deltas.push(("a delta of 2,000 values".into(), Js::object([("updates", Js::List(vec![update]))])));
    deltas
}

/// What no server brings.
fn odd() -> Vec<(String, Vec<u8>)> {
    let fixed: [(&str, &[u8]); 12] = [
        ("the delta `null`", b"null"),
        ("the delta `[]`", b"[]"),
        ("the delta `42`", b"42"),
        ("the delta `{}`", b"{}"),
        ("white space as a delta", b" \n"),
        ("a lone brace as a delta", b"{"),
        ("updates that are no list", b"{\"context\":\"vessels.x\",\"updates\":{}}"),
        ("an update that is no object", b"{\"context\":\"vessels.x\",\"updates\":[null,7]}"),
        ("values that are no list", b"{\"context\":\"vessels.x\",\"updates\":[{\"values\":7}]}"),
        ("an entry without a path", b"{\"context\":7,\"updates\":[{\"values\":[{\"value\":1},{\"path\":7}]}]}"),
        ("bytes that are no text", b"{\"context\":\"\xff\xfe\",\"updates\":[]}"),
        ("a delta that is cut off", b"{\"context\":\"vessels.urn:mrn:imo:mmsi:1\",\"updates\":[{\"values\":[{\"path\":\"a.\\u00"),
    ];
    let mut deltas: Vec<(String, Vec<u8>)> = fixed.iter().map(|(label, bytes)| ((*label).to_owned(), bytes.to_vec())).collect();
    let deep = [b"{\"updates\":".to_vec(), vec![b'['; 100_000]].concat();
    deltas.push(("a delta of 100,000 open brackets".into(), deep));
    let long = format!(
        "{{\"context\":\"vessels.x\",\"updates\":[{{\"values\":[{{\"path\":\"a.b\",\"value\":\"{}\"}}]}}]}}",
        "x".repeat(1 << 20)
    );
    deltas.push(("a delta of 1 MB".into(), long.into_bytes()));
    deltas
}

impl Trial<'_> {
    pub(super) fn deltas(&mut self) {
        if !self.has(names::DELTA) {
            return;
        }
        let Some(mut guest) = self.running() else { return };
        for (label, delta) in real() {
            // What answers each delta with one does so always.
            if self.is_over() || self.findings.iter().any(|finding| finding.rule == rules::OWN_DELTAS.id) {
                return;
            }
            let reentered = self.reenters(&mut guest, &label, &delta);
            if reentered {
                let Some(next) = self.running() else { return };
                guest = next;
            }
        }
        for (label, bytes) in odd() {
            let odd = When { trap: Some(&rules::DELTA_ODD), ..when(&label) };
            let (_, seen) = self.event(&mut guest, odd, |server| {
                if let Err(thrown) = server.enter(|caller| caller.send(names::DELTA, &bytes)) {
                    server.caught("delta_handler error", &thrown, &rules::DELTA_TRAPS);
                }
            });
            if seen.trapped() {
                self.after_trap(&mut guest, &label);
                let Some(next) = self.running() else { return };
                guest = next;
            }
        }
    }

    /// One delta; whether the instance is not to be used on.
    fn reenters(&mut self, guest: &mut Guest, label: &str, delta: &Js) -> bool {
        let (_, seen) = self.event(guest, when(label), |server| server.delta(delta.clone()));
        self.late(&seen.calls);
        if !seen.trapped() {
            return seen.broke.contains(&rules::OWN_DELTAS.id);
        }
        if !matches!(seen.stop, Some(Stop::Stack)) {
            self.after_trap(guest, label);
        }
        true
    }

    /// Whether the plugin goes on after a trap: an ordinary call must not trap, which on a new instance does not.
    pub(super) fn after_trap(&mut self, guest: &mut Guest, label: &str) {
        let quiet = When { quiet: true, ..when(label) };
        let ordinary = |trial: &mut Self, guest: &mut Guest| {
            let delta = trial.event(guest, quiet, |server| server.delta(ordinary())).1.stop;
            let http = trial.plain_request(guest);
            delta.or(http)
        };
        let Some(stop) = ordinary(self, guest) else { return };
        let Some(mut fresh) = self.running() else { return };
        if ordinary(self, &mut fresh).is_none() {
            self.say(&rules::AFTER_TRAP, &format!("after a trap, with {label}, an ordinary call traps: {stop}"));
        }
    }
}
