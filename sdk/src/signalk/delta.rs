//! What a plugin tells the server: values and what they mean, as deltas.

use super::Meta;
use crate::join;
use crate::rt::Writer;
use crate::rt::imports::signalk::env;
use serde_core::Serialize;

/// Values of a vessel, and what they mean, that go to the server together.
///
/// ```
/// use anyhost::signalk::{Delta, Meta, Mock, Position};
///
/// let mock = Mock::new();
/// Delta::new()
///     .value("navigation.position", Position::new(60.15, 24.95))
///     .value("navigation.speedOverGround", 3.2)
///     .value("environment.depth.belowKeel", f64::NAN)
///     .meta("plugins.watch.radius", &Meta::new().units("m"))
///     .emit();
/// assert_eq!(mock.value("navigation.speedOverGround").as_deref(), Some("3.2"));
/// assert_eq!(mock.value("environment.depth.belowKeel").as_deref(), Some("null"));
/// ```
///
/// A value is whatever serde can write; [`Position`](super::Position) and a few more have types here. Numbers that are not
/// finite are written as `null`, wherever in a value they are: Signal K has `null` for "no valid data", and JSON has nothing
/// else. Units are those of Signal K: metres, radians, kelvin, pascal, ratios from 0 to 1.
///
/// The server fills in who says it and when, so neither [`source`](Self::source) nor [`timestamp`](Self::timestamp) is
/// needed. It calls the plugin's own delta handler before [`emit`](Self::emit) returns (`index.ts:487-591` of the server);
/// anyhost does not hand a plugin its own deltas, unless it asks for them.
#[derive(Debug)]
pub struct Delta {
    /// The text so far, without what closes it.
    out: Writer,
    open: Open,
    /// What each update begins with.
    head: Writer,
}

/// What stands open in the text, and what comes next goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// The list of updates.
    Updates,
    /// The values of an update.
    Values,
    /// The metadata of an update.
    Meta,
}

impl Delta {
    /// Of the own vessel.
    #[must_use]
    pub fn new() -> Self {
        Self { out: Writer::new(), open: Open::Updates, head: Writer::new() }
    }

    /// Of another context: `vessels.urn:mrn:imo:mmsi:230099999`, `atons.…`. The server creates what it does not know.
    #[must_use]
    pub fn of(context: &str) -> Self {
        let mut delta = Self::new();
        delta.out.raw("{\"context\":");
        delta.out.str(context);
        delta
    }

    /// Says who says what follows, as `$source`. Without it, the server takes the package's name.
    ///
    /// The plugin's own deltas are known by the package's name, so with another source they are handed to its delta handlers.
    pub fn source(&mut self, source: &str) -> &mut Self {
        self.begin("$source", source)
    }

    /// Says when what follows was so, in RFC 3339 (`2026-11-21T12:00:00Z`). Without it, the server takes the time of its clock.
    pub fn timestamp(&mut self, timestamp: &str) -> &mut Self {
        self.begin("timestamp", timestamp)
    }

    fn begin(&mut self, key: &str, text: &str) -> &mut Self {
        self.close();
        // Of a key that is there twice, the last one counts.
        self.head.key(key);
        self.head.str(text);
        self
    }

    /// Adds a value. The path `""` is that of the vessel itself, whose value is an object.
    ///
    /// A value that cannot be written as JSON (a map whose keys are no texts) is left out, and the plugin's [`error`](super::error())
    /// says so.
    pub fn value(&mut self, path: &str, value: impl Serialize) -> &mut Self {
        self.entry(Open::Values, path);
        let start = self.out.len();
        if let Err(failure) = value.serialize(&mut self.out) {
            self.out.truncate(start);
            self.out.null();
            super::error(&join(&["the value of ", path, " cannot be written: ", &failure.text()]));
        }
        self.out.raw("}");
        self
    }

    /// Adds what the values of a path mean.
    pub fn meta(&mut self, path: &str, meta: &Meta) -> &mut Self {
        self.entry(Open::Meta, path);
        meta.write(&mut self.out);
        self.out.raw("}");
        self
    }

    /// Sends it, as a delta of Signal K's version 1. It is empty afterwards; an empty one is not sent.
    pub fn emit(&mut self) {
        self.send(1);
    }

    /// Sends it as a delta of version 2: clients and plugins get it, but it is no value of the model that `/signalk/v1/api`
    /// shows (`index.ts:487-591` of the server).
    pub fn emit_v2(&mut self) {
        self.send(2);
    }

    fn send(&mut self, version: i32) {
        let mut delta = core::mem::take(self);
        let empty = delta.open == Open::Updates && !delta.out.as_bytes().ends_with(b"}");
        delta.close();
        if !empty {
            delta.out.raw("]}");
            emit(&delta.out.into_string(), version);
        }
    }

    /// Begins an entry of a list, up to its value.
    fn entry(&mut self, open: Open, path: &str) {
        if self.open != open {
            match self.open {
                Open::Updates => self.update(),
                // An update may have both, in this order.
                Open::Values => self.out.raw("],"),
                Open::Meta => {
                    self.close();
                    self.update();
                }
            }
            self.out.raw(if open == Open::Values { "\"values\":[" } else { "\"meta\":[" });
            self.open = open;
        }
        self.out.comma();
        self.out.raw("{\"path\":");
        self.out.str(path);
        self.out.raw(",\"value\":");
    }

    /// Begins an update, up to its lists.
    fn update(&mut self) {
        let last = self.out.as_bytes().last().copied();
        self.out.raw(match last {
            None => "{\"updates\":[{",
            // Behind the context.
            Some(b'"') => ",\"updates\":[{",
            Some(_) => ",{",
        });
        self.out.append(&self.head);
        self.out.comma();
    }

    /// Ends the update that is open, if one is.
    fn close(&mut self) {
        if self.open != Open::Updates {
            self.out.raw("]}");
            self.open = Open::Updates;
        }
    }
}

impl Default for Delta {
    fn default() -> Self {
        Self::new()
    }
}

/// Sends the text of a delta.
pub(crate) fn emit(delta: &str, version: i32) {
    env::sk_handle_message(delta, version);
}

#[cfg(test)]
mod tests {
    use super::super::{Meta, Mock, Position};
    use super::*;
    use crate::Raw;
    use std::collections::BTreeMap;

    /// What is sent.
    fn sent(build: impl FnOnce() -> Delta) -> String {
        let mock = Mock::new();
        build().emit();
        mock.deltas().join("\n")
    }

    #[test]
    fn values_and_meta_share_updates() {
        let text = sent(|| {
            let mut delta = Delta::new();
            delta.value("a.b", 1).value("a.c", "x\"y").meta("a.b", &Meta::new().units("m"));
            delta
        });
        let update = r#"{"values":[{"path":"a.b","value":1},{"path":"a.c","value":"x\"y"}],"meta":[{"path":"a.b","value":{"units":"m"}}]}"#;
        assert_eq!(text, format!(r#"{{"updates":[{update}]}}"#));
        let text = sent(|| {
            let mut delta = Delta::of("vessels.urn:mrn:imo:mmsi:230099999");
            delta.meta("a.b", &Meta::new()).value("a.b", true).value("a.c", None::<f64>);
            delta
        });
        let updates =
            r#"{"meta":[{"path":"a.b","value":{}}]},{"values":[{"path":"a.b","value":true},{"path":"a.c","value":null}]}"#;
        assert_eq!(text, format!(r#"{{"context":"vessels.urn:mrn:imo:mmsi:230099999","updates":[{updates}]}}"#));
    }

    #[test]
    fn source_and_time_hold_for_what_follows() {
        let text = sent(|| {
            let mut delta = Delta::new();
            delta.value("a", 1).source("s.1").value("b", 2).timestamp("2026-11-21T12:00:00Z").value("c", 3);
            delta.meta("c", &Meta::new()).value("d", 4);
            delta
        });
        let updates = [
            r#"{"values":[{"path":"a","value":1}]}"#,
            r#"{"$source":"s.1","values":[{"path":"b","value":2}]}"#,
            r#"{"$source":"s.1","timestamp":"2026-11-21T12:00:00Z","values":[{"path":"c","value":3}],"meta":[{"path":"c","value":{}}]}"#,
            r#"{"$source":"s.1","timestamp":"2026-11-21T12:00:00Z","values":[{"path":"d","value":4}]}"#,
        ];
        assert_eq!(text, format!(r#"{{"updates":[{}]}}"#, updates.join(",")));
    }

    #[test]
    fn an_empty_one_is_not_sent_and_a_sent_one_is_empty() {
        let mock = Mock::new();
        Delta::new().emit();
        Delta::of("vessels.self").emit();
        Delta::new().source("s").timestamp("t").emit_v2();
        let mut delta = Delta::new();
        delta.value("a", 1).emit();
        delta.emit();
        delta.value("b", 2).emit_v2();
        assert_eq!(
            mock.deltas(),
            [r#"{"updates":[{"values":[{"path":"a","value":1}]}]}"#, r#"{"updates":[{"values":[{"path":"b","value":2}]}]}"#]
        );
        assert_eq!(mock.value("a").as_deref(), Some("1"));
        assert_eq!(mock.value("b"), None, "version 2 is not in the model");
    }

    #[test]
    fn nothing_that_is_not_finite_reaches_the_server() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let list = BTreeMap::from([("x", vec![1.0, bad])]);
            let text = sent(|| {
                let mut delta = Delta::new();
                delta
                    .value("a", bad)
                    .value("b", bad as f32)
                    .value("c", Some(bad))
                    .value("d", list)
                    .value("e", Position::new(bad, 1.0));
                delta
            });
            let values: Vec<_> =
                text.split("\"value\":").skip(1).filter_map(|rest| rest.split_once("},").map(|(value, _)| value)).collect();
            assert_eq!(values, ["null", "null", "null", r#"{"x":[1.0,null]}"#], "{text}");
            assert!(text.ends_with(r#"{"path":"e","value":null}]}]}"#), "{text}");
        }
    }

    #[test]
    fn any_type_is_a_value() {
        let mock = Mock::new();
        let exact = Raw::new("12345678901234567890.10");
        Delta::new()
            .value("a", exact.unwrap_or(Raw::NULL))
            .value("b", [1_u8, 2])
            .value("c", 'x')
            .value("", BTreeMap::from([("name", "Ada")]))
            .emit();
        assert_eq!(mock.value("a").as_deref(), Some("12345678901234567890.10"));
        assert_eq!(mock.value("b").as_deref(), Some("[1,2]"));
        assert_eq!(mock.value("c").as_deref(), Some("\"x\""));
        assert_eq!(mock.value("").as_deref(), Some(r#"{"name":"Ada"}"#));
    }

    #[test]
    fn what_cannot_be_written_is_said_and_nothing_else_is_lost() {
        let mock = Mock::new();
        let bad = BTreeMap::from([(vec![1], 2)]);
        Delta::new().value("a", 1).value("b", &bad).value("c", 3).emit();
        assert_eq!(
            (mock.value("a").as_deref(), mock.value("b").as_deref(), mock.value("c").as_deref()),
            (Some("1"), Some("null"), Some("3"))
        );
        assert!(mock.error().is_some_and(|text| text.starts_with("the value of b cannot be written: ")), "{:?}", mock.error());
    }
}
