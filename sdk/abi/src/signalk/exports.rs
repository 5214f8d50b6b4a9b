//! What a plugin exports to the real server, in the buffer convention.

use crate::model::*;
use crate::orbis::table::exports;

const I: Val = Val::I32;
/// `(out, max) -> len`: a text into the host's buffer.
pub(super) const G: Option<Signature> = Some(Signature { params: &[I, I], results: &[I] });
/// `(request, request_len, out, max) -> len`: an answer into the host's buffer.
const H: Option<Signature> = Some(Signature { params: &[I, I, I, I], results: &[I] });
pub(super) const ALLOCATE: Option<Signature> = Some(Signature { params: &[I], results: &[I] });
pub(super) const DEALLOCATE: Option<Signature> = Some(Signature { params: &[I, I], results: &[] });
/// `(config, len) -> 0 or an error`.
pub(super) const START: Option<Signature> = Some(Signature { params: &[I, I], results: &[I] });
pub(super) const STATUS: Option<Signature> = Some(Signature { params: &[], results: &[I] });
pub(super) const DELTA: Option<Signature> = Some(Signature { params: &[I, I], results: &[] });
const PLAIN: Option<Signature> = Some(Signature { params: &[], results: &[] });

pub(super) const SOURCE: &[Export] = exports! {
    from "signalk-server 2.32.0, ";
    Fixed "memory": None, Memory, Required, false, Observed "loading minimal modules";
    Fixed "allocate": ALLOCATE, Allocate, Required, true, Observed "standard-loader.ts:71-83, 409";
    Fixed "deallocate": DEALLOCATE, Deallocate, Optional, true, Observed "loading minimal modules";
    // Never called; the loader recognises a plugin by it.
    Fixed "plugin_id": G, Describe, Required, true, Observed "standard-loader.ts:71-77";
    Fixed "plugin_name": G, Describe, Optional, true, Observed "standard-loader.ts:395-400";
    Fixed "plugin_schema": G, Describe, Optional, true, Observed "standard-loader.ts:395-400";
    Fixed "plugin_start": START, PluginStart, Required, true, Observed "plugin-lifecycle.ts:88-91";
    // Without it the plugin loads, and cannot be stopped.
    Fixed "plugin_stop": STATUS, PluginStop, Required, true, Observed "plugin-lifecycle.ts:431-470";
    Fixed "poll": STATUS, Handler, Optional, true, Observed "plugin-lifecycle.ts:120-138";
    Fixed "delta_handler": DELTA, Handler, Optional, true, Observed "plugin-lifecycle.ts:141-174";
    Fixed "http_endpoints": G, Describe, Optional, true, Observed "calls of HTTP endpoints";
    Derived "each `handler` that `http_endpoints` lists": H, Handler, Required, true, Observed "calls of HTTP endpoints";
    Derived "each registered PUT: `handle_put_`, context, `_`, path, with every `.` made `_`": H, Handler, Required, true, Observed "env-imports.ts:484";
    Fixed "resources_list_resources": H, Handler, Optional, true, Observed "resource-provider.ts";
    Fixed "resources_get_resource": H, Handler, Optional, true, Observed "resource-provider.ts";
    Fixed "resources_set_resource": H, Handler, Optional, true, Observed "resource-provider.ts";
    Fixed "resources_delete_resource": H, Handler, Optional, true, Observed "resource-provider.ts";
    Fixed "weather_get_observations": H, Handler, Optional, true, Observed "weather-provider.ts";
    Fixed "weather_get_forecasts": H, Handler, Optional, true, Observed "weather-provider.ts";
    Fixed "weather_get_warnings": H, Handler, Optional, true, Observed "weather-provider.ts";
    Fixed "radar_get_radars": G, Handler, Optional, true, Observed "radar-provider.ts:116";
    Fixed "radar_get_radar_info": H, Handler, Optional, true, Observed "radar-provider.ts";
    Fixed "radar_get_capabilities": H, Handler, Optional, true, Read "radar-provider.ts";
    Fixed "radar_get_state": H, Handler, Optional, true, Read "radar-provider.ts";
    Fixed "radar_get_control": H, Handler, Optional, true, Read "radar-provider.ts";
    Fixed "radar_set_control": H, Handler, Optional, true, Observed "radar-provider.ts, run for power";
    // REST sends these six to `radar_set_control`.
    Fixed "radar_set_power": H, Handler, Optional, false, Read "radar-provider.ts";
    Fixed "radar_set_range": H, Handler, Optional, false, Read "radar-provider.ts";
    Fixed "radar_set_gain": H, Handler, Optional, false, Read "radar-provider.ts";
    Fixed "radar_set_sea": H, Handler, Optional, false, Read "radar-provider.ts";
    Fixed "radar_set_rain": H, Handler, Optional, false, Read "radar-provider.ts";
    Fixed "radar_set_controls": H, Handler, Optional, false, Read "radar-provider.ts";
    Fixed "radar_get_targets": H, Handler, Optional, true, Read "radar-provider.ts";
    Fixed "radar_acquire_target": H, Handler, Optional, true, Read "radar-provider.ts";
    Fixed "radar_cancel_target": H, Handler, Optional, true, Read "radar-provider.ts";
    Fixed "radar_get_arpa_settings": H, Handler, Optional, true, Read "radar-provider.ts";
    Fixed "radar_set_arpa_settings": H, Handler, Optional, true, Read "radar-provider.ts";
    // Called twice: one that cannot bear it keeps the plugin from loading.
    Fixed "_initialize": PLAIN, Initialize, Optional, true, Observed "standard-loader.ts:207-213";
    Fixed "_start": PLAIN, Start, Optional, false, Observed "loading minimal modules";
};
