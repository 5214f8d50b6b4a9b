//! Watches the anchor of a boat: how far the boat is from it, with an alarm when that is too far, and a page that shows it.
#![forbid(unsafe_code)]

mod geometry;
mod watch;

use std::cell::Cell;

use anyhost::http::Json;
use anyhost::signalk::{self, AlarmState, Delta, Meta, Notification, Position};
use anyhost::{Config, Pin, join, signalk_plugin};
use serde::Serialize;

use geometry::{Offset, is_on_earth};
use watch::{Limits, State, Watch};

// ANCHOR: config
/// What is set in the server's form, and saved by the plugin.
#[derive(Debug, Clone, Config, Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    /// Distance from the anchor at which the alarm sounds, in metres.
    #[config(default = 50, min = 5, max = 1000)]
    max_radius: f64,
    /// How far within the circle the boat must be for an alarm to end, in percent of the radius.
    #[config(default = 10, min = 0, max = 50)]
    margin: f64,
    /// How often the distance is reported, in seconds.
    #[config(default = 2, min = 1, max = 60)]
    interval: u32,
    /// How long there may be no position before the alarm sounds, in seconds.
    #[config(default = 30, min = 2, max = 600)]
    patience: u32,
    /// Where the anchor lies. The plugin sets it.
    anchor: Option<Place>,
}

/// A place on earth, in degrees.
#[derive(Debug, Clone, Copy, Config, Serialize)]
struct Place {
    latitude: f64,
    longitude: f64,
}
// ANCHOR_END: config

thread_local! {
    /// Where the anchor lay at the last stop. A new configuration replaces what was saved, and starts the plugin again.
    static KEPT: Cell<Option<Option<Position>>> = const { Cell::new(None) };
}

/// The plugin, from a start to its stop.
struct AnchorWatch {
    settings: Settings,
    watch: Watch,
    /// Seconds until the next report.
    due: u32,
}

/// What the page shows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    state: State,
    anchor: Option<Position>,
    boat: Option<Position>,
    offset: Option<Offset>,
    distance: Option<f64>,
    max_radius: f64,
}

/// What may be asked for when the anchor is dropped.
#[derive(Pin)]
struct Drop {
    #[pin(name = "maxRadius")]
    max_radius: Option<f64>,
}

// ANCHOR: plugin
#[signalk_plugin]
impl AnchorWatch {
    fn start(settings: Settings) -> Self {
        let saved = settings.anchor.map(|place| Position::new(place.latitude, place.longitude));
        let mut plugin = Self { watch: Watch::new(saved), settings, due: 0 };
        if let Some(anchor) = KEPT.take() {
            plugin.keep(anchor);
        }
        Delta::new()
            .meta("navigation.anchor.currentRadius", &Meta::new().units("m").description("Distance from the anchor"))
            .value("navigation.anchor.position", plugin.watch.anchor)
            .value("navigation.anchor.maxRadius", plugin.settings.max_radius)
            .emit();
        plugin.look();
        plugin.report();
        plugin
    }

    fn stop(self) {
        KEPT.set(Some(self.watch.anchor));
        signalk::status("stopped");
    }

    /// Once a second.
    fn poll(&mut self) {
        self.watch.silence = self.watch.silence.saturating_add(1);
        self.look();
        self.due = self.due.saturating_sub(1);
        if self.due == 0 {
            self.report();
        }
    }
    // ANCHOR_END: plugin

    // ANCHOR: delta
    /// The boat moved. Without valid data the position is null, which is no news.
    #[delta("navigation.position")]
    fn moved(&mut self, position: Option<Position>) {
        let Some(position) = position.filter(|position| is_on_earth(*position)) else { return };
        self.watch.boat = Some(position);
        self.watch.silence = 0;
        self.look();
    }
    // ANCHOR_END: delta

    // ANCHOR: put
    /// Drops the anchor at a position; null raises it.
    #[put("navigation.anchor.position")]
    fn set_anchor(&mut self, position: Option<Position>) -> Result<(), String> {
        if position.is_some_and(|position| !is_on_earth(position)) {
            return Err("there is no such position on earth".into());
        }
        self.anchor_at(position);
        Ok(())
    }

    /// Sets the distance at which the alarm sounds, in metres.
    #[put("navigation.anchor.maxRadius")]
    fn set_radius(&mut self, radius: f64) -> Result<(), String> {
        if !(5.0..=1000.0).contains(&radius) {
            return Err("the radius must be from 5 to 1000 metres".into());
        }
        self.settings.max_radius = radius;
        Delta::new().value("navigation.anchor.maxRadius", radius).emit();
        self.save();
        self.look();
        Ok(())
    }
    // ANCHOR_END: put

    // ANCHOR: http
    /// How it stands, for the page.
    #[http(GET "/status")]
    fn status(&mut self) -> Json<Status> {
        let offset = self.watch.offset();
        Json(Status {
            state: self.watch.state,
            anchor: self.watch.anchor,
            boat: self.watch.boat,
            offset,
            distance: offset.map(Offset::distance),
            max_radius: self.settings.max_radius,
        })
    }

    /// Drops the anchor where the boat is.
    #[http(POST "/anchor")]
    fn drop_here(&mut self, Json(drop): Json<Drop>) -> Result<Json<Status>, (u16, String)> {
        let boat = self.watch.boat.ok_or_else(|| (409, "there is no position yet".into()))?;
        if let Some(radius) = drop.max_radius {
            self.set_radius(radius).map_err(|error| (400, error))?;
        }
        self.anchor_at(Some(boat));
        Ok(self.status())
    }

    /// Raises it.
    #[http(DELETE "/anchor")]
    fn raise(&mut self) -> Json<Status> {
        self.anchor_at(None);
        self.status()
    }
    // ANCHOR_END: http
}

impl AnchorWatch {
    // ANCHOR: helpers
    fn anchor_at(&mut self, position: Option<Position>) {
        self.keep(position);
        Delta::new().value("navigation.anchor.position", position).emit();
        self.look();
        self.report();
    }

    fn keep(&mut self, anchor: Option<Position>) {
        self.watch.anchor = anchor;
        self.settings.anchor = anchor.map(|Position { latitude, longitude, .. }| Place { latitude, longitude });
        self.save();
    }

    /// Saves what the next start of the server is to begin with.
    fn save(&self) {
        if let Err(error) = signalk::save_config(&self.settings) {
            signalk::debug(error.as_str());
        }
    }

    /// Tells the crew when it stands otherwise than before.
    fn look(&mut self) {
        let Settings { max_radius, margin, patience, .. } = self.settings;
        if !self.watch.look(Limits { radius: max_radius, margin: max_radius * margin / 100.0, patience }) {
            return;
        }
        let (state, message) = match self.watch.state {
            State::Raised => (AlarmState::Normal, "The anchor is up"),
            State::Waiting => (AlarmState::Alert, "There is no position yet to watch the anchor by"),
            State::Holding => (AlarmState::Normal, "The anchor holds"),
            State::Dragging => (AlarmState::Emergency, "The anchor drags"),
            State::Blind => (AlarmState::Alarm, "There is no position any more to watch the anchor by"),
        };
        if let Err(error) = Notification::new(state, message).publish("navigation.anchor") {
            signalk::error(error.as_str());
        }
    }
    // ANCHOR_END: helpers

    /// Says how it stands, as a status and a value.
    fn report(&mut self) {
        self.due = self.settings.interval;
        let distance = self.watch.offset().map(Offset::distance);
        Delta::new().value("navigation.anchor.currentRadius", distance).emit();
        let metres = distance.unwrap_or_default().round() as u32;
        signalk::status(&match self.watch.state {
            State::Raised => "the anchor is up".into(),
            State::Waiting => "waiting for a position".into(),
            State::Holding => join(&["holding, ", &metres.to_string(), " m from the anchor"]),
            State::Dragging => join(&["dragging, ", &metres.to_string(), " m from the anchor"]),
            State::Blind => "no position".into(),
        });
    }
}

#[cfg(test)]
mod tests;
