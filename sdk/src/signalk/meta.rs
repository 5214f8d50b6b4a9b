//! What the values of a path mean.

use super::AlarmState;
use crate::rt::Writer;
use serde_core::Serialize;

/// Metadata of a path: units, names, zones. It goes to the server with [`Delta::meta`](super::Delta::meta).
///
/// ```
/// use anyhost::signalk::{AlarmState, Delta, Meta, Mock, Zone};
///
/// let mock = Mock::new();
/// let meta = Meta::new()
///     .units("m")
///     .description("Distance to the anchor")
///     .zone(Zone { lower: Some(50.0), state: AlarmState::Alarm, message: "the anchor drags", ..Zone::default() });
/// Delta::new().meta("navigation.anchor.distance", &meta).emit();
/// let stored = mock.meta("navigation.anchor.distance").unwrap();
/// assert!(stored.contains(r#""units":"m""#) && stored.contains(r#"{"lower":50.0,"state":"alarm","message":"the anchor drags"}"#));
/// ```
#[derive(Debug, Default)]
pub struct Meta {
    /// Entries, with commas between them.
    entries: Writer,
    /// Zones, with commas between them.
    zones: Writer,
}

/// A range of values that mean something.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Zone<'a> {
    /// From this value on; without it, from the lowest on.
    pub lower: Option<f64>,
    /// Up to this value; without it, to the highest.
    pub upper: Option<f64>,
    /// What such a value means.
    pub state: AlarmState,
    /// What is said of it.
    pub message: &'a str,
}

impl Meta {
    /// Says nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Units, by their SI symbols: `m`, `m/s`, `rad`, `K`, `Pa`, `ratio`.
    #[must_use]
    pub fn units(self, units: &str) -> Self {
        self.text("units", units)
    }

    /// What it is, in a sentence.
    #[must_use]
    pub fn description(self, description: &str) -> Self {
        self.text("description", description)
    }

    /// How people call it.
    #[must_use]
    pub fn display_name(self, name: &str) -> Self {
        self.text("displayName", name)
    }

    /// How people call it where there is little room.
    #[must_use]
    pub fn short_name(self, name: &str) -> Self {
        self.text("shortName", name)
    }

    /// After how many seconds a value is too old to be relied on.
    #[must_use]
    pub fn timeout(self, seconds: f64) -> Self {
        self.entry("timeout", seconds)
    }

    /// Any other entry. One that cannot be written as JSON is `null`.
    #[must_use]
    pub fn entry(mut self, key: &str, value: impl Serialize) -> Self {
        self.key(key);
        let start = self.entries.len();
        if value.serialize(&mut self.entries).is_err() {
            self.entries.truncate(start);
            self.entries.null();
        }
        self
    }

    /// Adds a zone: values in it have its state, and the server notifies of it.
    #[must_use]
    pub fn zone(mut self, zone: Zone<'_>) -> Self {
        let out = &mut self.zones;
        out.comma();
        out.begin_object();
        for (key, bound) in [("lower", zone.lower), ("upper", zone.upper)] {
            if let Some(bound) = bound.filter(|bound| bound.is_finite()) {
                out.key(key);
                out.f64(bound);
            }
        }
        for (key, text) in [("state", zone.state.as_str()), ("message", zone.message)] {
            out.key(key);
            out.str(text);
        }
        out.end_object();
        self
    }

    fn text(mut self, key: &str, text: &str) -> Self {
        self.key(key);
        self.entries.str(text);
        self
    }

    fn key(&mut self, key: &str) {
        self.entries.key(key);
    }

    /// Writes all of it as an object.
    pub(super) fn write(&self, out: &mut Writer) {
        out.raw("{");
        out.append(&self.entries);
        if !self.zones.is_empty() {
            out.key("zones");
            out.raw("[");
            out.append(&self.zones);
            out.raw("]");
        }
        out.raw("}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(meta: &Meta) -> String {
        let mut out = Writer::new();
        meta.write(&mut out);
        out.into_string()
    }

    #[test]
    fn entries_and_zones_are_one_object() {
        assert_eq!(json(&Meta::new()), "{}");
        let alarm = Zone { upper: Some(f64::INFINITY), lower: Some(1.0), state: AlarmState::Alarm, message: "\"" };
        assert_eq!(
            json(&Meta::new().zone(alarm).zone(Zone::default())),
            r#"{"zones":[{"lower":1.0,"state":"alarm","message":"\""},{"state":"normal","message":""}]}"#
        );
        let meta = Meta::new().units("m").zone(Zone::default()).description("d").display_name("n").short_name("s").timeout(2.5);
        assert_eq!(
            json(&meta.entry("supportsPut", true).entry("bad", std::collections::BTreeMap::from([(vec![1], 2)]))),
            r#"{"units":"m","description":"d","displayName":"n","shortName":"s","timeout":2.5,"supportsPut":true,"bad":null,"zones":[{"state":"normal","message":""}]}"#
        );
    }
}
