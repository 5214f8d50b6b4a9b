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
#[path = "delta_tests.rs"]
mod tests;
