//! Radars that a plugin provides.

use super::object::object;
use crate::join;
use crate::rt::{Raw, Reader, Writer};
use alloc::string::String;
use alloc::vec::Vec;
use serde_core::Serialize;

/// What a plugin does that provides radars, with `radar("name")` among the arguments of its attribute. Clients reach them at
/// `/signalk/v2/api/vessels/self/radars`; what the radars see goes past it, by [`emit_spokes`](super::emit_spokes).
///
/// ```
/// use anyhost::signalk::{RadarInfo, RadarProvider};
/// use anyhost::Raw;
///
/// struct Scanner {
///     range: u32,
/// }
///
/// impl RadarProvider for Scanner {
///     fn radars(&mut self) -> Vec<String> {
///         vec!["r0".to_owned()]
///     }
///
///     fn info(&mut self, radar: &str) -> Option<RadarInfo> {
///         (radar == "r0").then(|| RadarInfo {
///             name: "Mast".to_owned(),
///             brand: "Own".to_owned(),
///             model: None,
///             radar_ip_address: "192.168.0.9".to_owned(),
///         })
///     }
///
///     fn set_control(&mut self, _radar: &str, control: &str, value: Raw<'_>) -> Result<(), String> {
///         match control {
///             "range" => self.range = value.parse().map_err(|error| error.text())?,
///             _ => return Err(format!("there is no control {control}")),
///         }
///         Ok(())
///     }
/// }
/// ```
///
/// What a radar cannot do is left out: clients learn that it is not there. Objects are those of the server's radar API
/// (`radarapi.ts`), as any type that serde can write. All of a reply together may be 65,536 bytes of JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` provides no radars",
    label = "`radar(…)` among the arguments says that it does",
    note = "write `impl anyhost::signalk::RadarProvider for {Self}`, or leave the argument out"
)]
pub trait RadarProvider {
    /// Ids of the radars.
    fn radars(&mut self) -> Vec<String>;

    /// What a radar is; `None` if there is none of this id.
    fn info(&mut self, radar: &str) -> Option<RadarInfo>;

    /// What a radar can do: its ranges, controls and features.
    fn capabilities(&mut self, _radar: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// How a radar is set: `{"id","timestamp","status","controls":{…}}`.
    fn state(&mut self, _radar: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// How one control is set: `{"auto":false,"value":50}`.
    fn control(&mut self, _radar: &str, _control: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// Sets a control. The server sends power, range, gain, sea and rain here, too, by these names.
    ///
    /// # Errors
    ///
    /// The client gets the text.
    fn set_control(&mut self, _radar: &str, control: &str, _value: Raw<'_>) -> Result<(), String> {
        Err(join(&["the control ", control, " cannot be set"]))
    }

    /// Sets several controls, each by [`set_control`](Self::set_control) unless there is another way.
    ///
    /// # Errors
    ///
    /// The client learns that it failed; the plugin's [`error`](super::error()) is the text.
    fn set_controls(&mut self, radar: &str, controls: Raw<'_>) -> Result<(), String> {
        let mut buffer = controls.to_buffer();
        let mut result = Ok(());
        let mut reader = Reader::new(&mut buffer);
        reader.entries(&mut |control, value| {
            if let (Ok(()), Some(value)) = (&result, value.raw()) {
                result = self.set_control(radar, control, value);
            }
        });
        match reader.take_error() {
            Some(error) => result.and(Err(error.text())),
            None => result,
        }
    }

    /// The targets that a radar follows: `{"radarId","timestamp","targets":[…]}`.
    fn targets(&mut self, _radar: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// Begins to follow a target; its number. The distance is in metres, the bearing in radians from server 2.32 on, and in
    /// degrees before.
    ///
    /// # Errors
    ///
    /// The client gets the text.
    fn acquire_target(&mut self, _radar: &str, _bearing: f64, _distance: f64) -> Result<u32, String> {
        Err(join(&["no targets can be acquired"]))
    }

    /// Ends to follow a target.
    ///
    /// # Errors
    ///
    /// The client learns that it failed; the plugin's [`error`](super::error()) is the text.
    fn cancel_target(&mut self, _radar: &str, _target: u32) -> Result<(), String> {
        Err(join(&["no targets can be cancelled"]))
    }

    /// How targets are followed.
    fn arpa_settings(&mut self, _radar: &str) -> Option<impl Serialize> {
        None::<()>
    }

    /// Sets how targets are followed: the settings that are given, of those of [`arpa_settings`](Self::arpa_settings).
    ///
    /// # Errors
    ///
    /// The client gets the text.
    fn set_arpa_settings(&mut self, _radar: &str, _settings: Raw<'_>) -> Result<(), String> {
        Err(join(&["there are no ARPA settings"]))
    }
}

object! {
    /// What a radar is.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct RadarInfo {
        /// As people call it.
        pub name "name": String,
        /// Who made it.
        pub brand "brand": String,
        /// What it is called by its maker.
        pub model "model": Option<String>,
        /// Its address.
        pub radar_ip_address "radarIpAddress": String,
    }
}

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
        super::error(&error);
        out.truncate(start);
        out.null();
    }
}

/// Where the answer has no place for an error, it is the plugin's.
fn flag(done: Result<(), String>, out: &mut Writer) {
    out.bool(done.is_ok());
    if let Err(error) = done {
        super::error(&error);
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
mod tests {
    use super::super::Mock;
    use super::*;
    use std::collections::BTreeMap;

    /// Only what must be there.
    struct Plain;

    impl RadarProvider for Plain {
        fn radars(&mut self) -> Vec<String> {
            Vec::new()
        }

        fn info(&mut self, _: &str) -> Option<RadarInfo> {
            None
        }
    }

    /// Everything.
    #[derive(Default)]
    struct Full {
        controls: BTreeMap<String, String>,
        targets: Vec<(f64, f64)>,
    }

    impl RadarProvider for Full {
        fn radars(&mut self) -> Vec<String> {
            vec!["r0".into(), "\"".into()]
        }

        fn info(&mut self, radar: &str) -> Option<RadarInfo> {
            let info = RadarInfo { name: "N".into(), brand: "B".into(), model: None, radar_ip_address: "1.2.3.4".into() };
            (radar == "r0").then_some(info)
        }

        fn capabilities(&mut self, radar: &str) -> Option<impl Serialize> {
            (radar == "r0").then(|| BTreeMap::from([("maxRange", f64::NAN)]))
        }

        fn state(&mut self, _: &str) -> Option<impl Serialize> {
            Some(&self.controls)
        }

        fn control(&mut self, _: &str, control: &str) -> Option<impl Serialize> {
            self.controls.get(control)
        }

        fn set_control(&mut self, radar: &str, control: &str, value: Raw<'_>) -> Result<(), String> {
            if value == Raw::NULL {
                return Err("no value".into());
            }
            self.controls.insert(format!("{radar}.{control}"), value.as_str().into());
            Ok(())
        }

        fn targets(&mut self, _: &str) -> Option<impl Serialize> {
            Some(BTreeMap::from([(vec![1], 2)]))
        }

        fn acquire_target(&mut self, _: &str, bearing: f64, distance: f64) -> Result<u32, String> {
            self.targets.push((bearing, distance));
            Ok(7)
        }

        fn cancel_target(&mut self, _: &str, target: u32) -> Result<(), String> {
            if target == 7 { Ok(()) } else { Err("no such target".into()) }
        }

        fn arpa_settings(&mut self, _: &str) -> Option<impl Serialize> {
            Some(true)
        }

        fn set_arpa_settings(&mut self, _: &str, settings: Raw<'_>) -> Result<(), String> {
            self.controls.insert("arpa".into(), settings.as_str().into());
            Ok(())
        }
    }

    fn call<T>(state: &mut T, export: fn(&mut T, &mut Reader<'_>, &mut Writer), request: &str) -> String {
        let mut buffer = request.as_bytes().to_vec();
        let mut out = Writer::new();
        export(state, &mut Reader::new(&mut buffer), &mut out);
        out.into_string()
    }

    const R0: &str = r#"{"radarId":"r0"}"#;

    #[test]
    fn what_is_left_out_is_not_there() {
        let mock = Mock::new();
        let state = &mut Plain;
        assert_eq!(call(state, get_radars, ""), "[]");
        for export in [get_radar_info, get_capabilities, get_state, get_control, get_targets, get_arpa_settings] {
            assert_eq!(call(state, export, R0), "null");
        }
        assert_eq!(mock.error(), None);
        for export in [set_control, set_arpa_settings, acquire_target] {
            let reply = call(state, export, R0);
            assert!(reply.starts_with(r#"{"success":false,"error":""#), "{reply}");
        }
        for export in [set_power, set_range, set_gain, set_sea, set_rain, cancel_target] {
            assert_eq!(call(state, export, R0), "false");
        }
        assert_eq!(mock.error().as_deref(), Some("no targets can be cancelled"));
    }

    #[test]
    fn radars_are_told_of() {
        let _mock = Mock::new();
        let state = &mut Full::default();
        assert_eq!(call(state, get_radars, ""), r#"["r0","\""]"#);
        assert_eq!(call(state, get_radar_info, R0), r#"{"name":"N","brand":"B","radarIpAddress":"1.2.3.4"}"#);
        assert_eq!(call(state, get_radar_info, r#"{"radarId":"r1"}"#), "null");
        assert_eq!(call(state, get_capabilities, R0), r#"{"maxRange":null}"#);
        assert_eq!(call(state, get_arpa_settings, R0), "true");
    }

    #[test]
    fn controls_are_set_one_by_one() {
        let mock = Mock::new();
        let state = &mut Full::default();
        assert_eq!(
            call(state, set_control, r#"{"radarId":"r0","controlId":"gain","value":{"auto":true}}"#),
            r#"{"success":true}"#
        );
        assert_eq!(call(state, set_power, r#"{"radarId":"r0","state":"transmit"}"#), "true");
        assert_eq!(call(state, set_controls, r#"{"radarId":"r0","controls":{"sea":1,"rain":{"value":2}}}"#), "true");
        let set = [("r0.gain", r#"{"auto":true}"#), ("r0.power", "\"transmit\""), ("r0.rain", r#"{"value":2}"#), ("r0.sea", "1")];
        assert_eq!(state.controls, set.map(|(control, value)| (control.to_owned(), value.to_owned())).into());
        assert_eq!(call(state, get_control, r#"{"radarId":"r0","controlId":"r0.sea"}"#), "\"1\"");
        assert_eq!(call(state, set_control, R0), r#"{"success":false,"error":"no value"}"#);
        assert_eq!(mock.error(), None, "the client gets that one");
        assert_eq!(call(state, set_controls, r#"{"radarId":"r0","controls":{"sea":null}}"#), "false");
        assert_eq!(mock.error().as_deref(), Some("no value"));
        assert_eq!(call(state, set_controls, r#"{"radarId":"r0","controls":7}"#), "false");
        assert!(mock.error().is_some_and(|error| error.contains("expected an object")));
    }

    #[test]
    fn targets_are_followed() {
        let mock = Mock::new();
        let state = &mut Full::default();
        let reply = call(state, acquire_target, r#"{"radarId":"r0","bearing":1.5,"distance":300}"#);
        assert_eq!((&*reply, &*state.targets), (r#"{"success":true,"targetId":7}"#, &[(1.5, 300.0)][..]));
        assert_eq!(call(state, cancel_target, r#"{"radarId":"r0","targetId":7}"#), "true");
        assert_eq!(call(state, cancel_target, r#"{"radarId":"r0","targetId":8}"#), "false");
        assert_eq!(call(state, set_arpa_settings, r#"{"radarId":"r0","settings":{"enabled":true}}"#), r#"{"success":true}"#);
        assert_eq!(state.controls.get("arpa").map(String::as_str), Some(r#"{"enabled":true}"#));
        // What cannot be written is an error of the plugin's.
        assert_eq!(call(state, get_targets, R0), "null");
        assert!(mock.error().is_some());
    }

    #[test]
    fn what_no_server_sends_is_refused() {
        let mock = Mock::new();
        let state = &mut Full::default();
        for request in ["", "[]", r#"{"radarId":7}"#, r#"{"radarId":"r0","targetId":-1}"#] {
            assert_eq!(call(state, cancel_target, request), "false", "{request}");
            assert_eq!(call(state, get_state, request), "null");
            assert!(mock.error().is_some_and(|error| error.contains("cannot be read")));
        }
    }
}
