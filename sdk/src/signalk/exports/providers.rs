//! Providers: what is registered at each start, and what the exports of each do, by their names.

use super::super::{register_radar as radar, register_resources as resources, register_weather as weather};
pub use super::radar::{
    acquire_target as radar_acquire_target, cancel_target as radar_cancel_target, get_arpa_settings as radar_get_arpa_settings,
    get_capabilities as radar_get_capabilities, get_control as radar_get_control, get_radar_info as radar_get_radar_info,
    get_radars as radar_get_radars, get_state as radar_get_state, get_targets as radar_get_targets,
    set_arpa_settings as radar_set_arpa_settings, set_control as radar_set_control, set_controls as radar_set_controls,
    set_gain as radar_set_gain, set_power as radar_set_power, set_rain as radar_set_rain, set_range as radar_set_range,
    set_sea as radar_set_sea,
};
pub use super::resources::{
    delete as resources_delete_resource, get as resources_get_resource, list as resources_list_resources,
    set as resources_set_resource,
};
pub use super::weather::{
    get_forecasts as weather_get_forecasts, get_observations as weather_get_observations, get_warnings as weather_get_warnings,
};
use crate::rt::Writer;
use alloc::string::String;

/// Registers for resources of these types. What the server refuses is said, and the plugin goes on.
pub fn register_resources(kinds: &[&str]) {
    super::said(kinds.iter().try_for_each(|kind| resources(kind)));
}

/// Registers for weather.
pub fn register_weather(names: &[&str]) {
    super::said(names.iter().try_for_each(|name| weather(name)));
}

/// Registers for radars.
pub fn register_radar(names: &[&str]) {
    super::said(names.iter().try_for_each(|name| radar(name)));
}

/// `{}`, or the error, which is also the plugin's: the server may ignore what it is answered.
pub(in crate::signalk) fn done(done: Result<(), String>, out: &mut Writer) {
    out.begin_object();
    if let Err(error) = done {
        super::super::error(&error);
        out.key("error");
        out.str(&error);
    }
    out.end_object();
}
