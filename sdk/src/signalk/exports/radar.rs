//! What the exports of a provider of radars do.

use super::super::RadarProvider;
use crate::join;
use crate::rt::{Raw, Reader, Writer};
use crate::signalk;
use alloc::string::String;
use serde_core::Serialize;

/// What a request says. Each has a radar; what it asks for besides stands under one of the other keys.
#[derive(Default)]
struct Request<'a> {
    radar: &'a str,
    control: &'a str,
    bearing: f64,
    distance: f64,
    target: u32,
    value: Option<Raw<'a>>,
}

/// Keys of what is set: one of them is in a request.
const VALUES: [&str; 8] = ["value", "state", "range", "gain", "sea", "rain", "controls", "settings"];

impl<'a> Request<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, String> {
        let mut request = Self::default();
        reader.entries(&mut |key, value| match key {
            "radarId" => request.radar = value.str().unwrap_or_default(),
            "controlId" => request.control = value.str().unwrap_or_default(),
            "bearing" => request.bearing = value.f64().unwrap_or_default(),
            "distance" => request.distance = value.f64().unwrap_or_default(),
            "targetId" => request.target = value.u64_in(0, u32::MAX.into()).unwrap_or_default() as u32,
            _ if VALUES.contains(&key) => request.value = value.raw(),
            _ => {}
        });
        reader.take_error().map_or(Ok(request), |error| Err(join(&["a request to a radar cannot be read: ", &error.text()])))
    }

    fn value(&self) -> Raw<'a> {
        self.value.unwrap_or(Raw::NULL)
    }
}

/// `radar_get_radars`: an array of ids. There is no request.
pub fn get_radars<T: RadarProvider>(state: &mut T, _request: &mut Reader<'_>, out: &mut Writer) {
    out.begin_array();
    for id in state.radars() {
        out.comma();
        out.str(&id);
    }
    out.end_array();
}

macro_rules! gets {
    ($($name:ident $method:ident($($arg:ident),*), $doc:literal;)*) => {$(
        #[doc = $doc]
        pub fn $name<T: RadarProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
            let found = Request::read(request).map(|request| state.$method($(request.$arg),*));
            object(found, out);
        }
    )*};
}
gets! {
    get_radar_info info(radar), "`radar_get_radar_info`: an object, or `null`.";
    get_capabilities capabilities(radar), "`radar_get_capabilities`: an object, or `null`.";
    get_state state(radar), "`radar_get_state`: an object, or `null`.";
    get_control control(radar, control), "`radar_get_control`: an object, or `null`.";
    get_targets targets(radar), "`radar_get_targets`: an object, or `null`.";
    get_arpa_settings arpa_settings(radar), "`radar_get_arpa_settings`: an object, or `null`.";
}

macro_rules! sets {
    ($($name:ident $control:literal, $doc:literal;)*) => {$(
        #[doc = $doc]
        pub fn $name<T: RadarProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
            flag(Request::read(request).and_then(|request| state.set_control(request.radar, $control, request.value())), out);
        }
    )*};
}
sets! {
    set_power "power", "`radar_set_power`: `true` or `false`.";
    set_range "range", "`radar_set_range`: `true` or `false`.";
    set_gain "gain", "`radar_set_gain`: `true` or `false`.";
    set_sea "sea", "`radar_set_sea`: `true` or `false`.";
    set_rain "rain", "`radar_set_rain`: `true` or `false`.";
}

/// `radar_set_controls`: `true` or `false`.
pub fn set_controls<T: RadarProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    flag(Request::read(request).and_then(|request| state.set_controls(request.radar, request.value())), out);
}

/// `radar_set_control`: `{"success":…}`.
pub fn set_control<T: RadarProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let set = Request::read(request).and_then(|request| state.set_control(request.radar, request.control, request.value()));
    success(set.map(|()| None), out);
}

/// `radar_set_arpa_settings`: `{"success":…}`.
pub fn set_arpa_settings<T: RadarProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let set = Request::read(request).and_then(|request| state.set_arpa_settings(request.radar, request.value()));
    success(set.map(|()| None), out);
}

/// `radar_acquire_target`: `{"success":…,"targetId":…}`.
pub fn acquire_target<T: RadarProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let acquired =
        Request::read(request).and_then(|request| state.acquire_target(request.radar, request.bearing, request.distance));
    success(acquired.map(Some), out);
}

/// `radar_cancel_target`: `true` or `false`.
pub fn cancel_target<T: RadarProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    flag(Request::read(request).and_then(|request| state.cancel_target(request.radar, request.target)), out);
}

/// The object, or `null` where there is none; an error is the plugin's.
fn object<T: Serialize>(found: Result<Option<T>, String>, out: &mut Writer) {
    let start = out.len();
    let written = found.and_then(|found| found.serialize(&mut *out).map_err(|failure| failure.text()));
    if let Err(error) = written {
        signalk::error(&error);
        out.truncate(start);
        out.null();
    }
}

/// Where the answer has no place for an error, it is the plugin's.
fn flag(done: Result<(), String>, out: &mut Writer) {
    out.bool(done.is_ok());
    if let Err(error) = done {
        signalk::error(&error);
    }
}

fn success(done: Result<Option<u32>, String>, out: &mut Writer) {
    out.begin_object();
    out.key("success");
    out.bool(done.is_ok());
    match done {
        Ok(Some(target)) => {
            out.key("targetId");
            out.u64(target.into());
        }
        Ok(None) => {}
        Err(error) => {
            out.key("error");
            out.str(&error);
        }
    }
    out.end_object();
}

#[cfg(test)]
#[path = "radar_tests.rs"]
mod tests;
