use super::*;
use crate::signalk::{Mock, RadarInfo};
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
    assert_eq!(call(state, set_control, r#"{"radarId":"r0","controlId":"gain","value":{"auto":true}}"#), r#"{"success":true}"#);
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
