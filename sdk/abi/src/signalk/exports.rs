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

/// Only dots change; a path's case, `-` and `:` stay.
const PUT: NameRule = NameRule { before: "handle_put_", between: "_", replaced: &[('.', '_')], after: "" };
/// The SDK's own choice: the list of endpoints names them.
const ENDPOINT: NameRule = NameRule { before: "http_", between: "_", replaced: &[], after: "" };

pub(super) const SOURCE: &[Export] = exports! {
    from "signalk-server 2.32.0, ";
    Fixed "memory": None, Memory, Required, false, Observed "loading minimal modules";
    Fixed "allocate": ALLOCATE, Allocate, Required, true, Observed "standard-loader.ts:71-83, 409";
    Fixed "deallocate": DEALLOCATE, Deallocate, Optional, true, Observed "loading minimal modules";
    // Never called; the loader recognises a plugin by it.
    Fixed "plugin_id": G, PluginId, Required, true, Observed "standard-loader.ts:71-77";
    Fixed "plugin_name": G, PluginName, Optional, true buffer 8_192, Observed "standard-loader.ts:395-400";
    Fixed "plugin_schema": G, ConfigSchema, Optional, true buffer 8_192, Observed "standard-loader.ts:395-400";
    Fixed "plugin_start": START, PluginStart, Required, true, Observed "plugin-lifecycle.ts:88-91";
    // Without it the plugin loads, and cannot be stopped.
    Fixed "plugin_stop": STATUS, PluginStop, Required, true, Observed "plugin-lifecycle.ts:431-470";
    Fixed "poll": STATUS, Poll, Optional, true, Observed "plugin-lifecycle.ts:120-138";
    Fixed "delta_handler": DELTA, Event, Optional, true, Observed "plugin-lifecycle.ts:141-174";
    Fixed "http_endpoints": G, Endpoints, Optional, true buffer 8_192, Observed "calls of HTTP endpoints";
    Derived "each `handler` that `http_endpoints` lists": H, Endpoint, Required, true buffer 65_536 by ENDPOINT, Observed "calls of HTTP endpoints";
    Derived "each registered PUT: `handle_put_`, context, `_`, path, with every `.` made `_`": H, Put, Required, true buffer 8_192 by PUT, Observed "env-imports.ts:484";
    Fixed "resources_list_resources": H, Provider, Optional, true buffer 65_536 of "resources" idle "{}", Observed "resource-provider.ts";
    Fixed "resources_get_resource": H, Provider, Optional, true buffer 65_536 of "resources" idle "null", Observed "resource-provider.ts";
    Fixed "resources_set_resource": H, Provider, Optional, true buffer 65_536 of "resources" idle "null", Observed "resource-provider.ts";
    Fixed "resources_delete_resource": H, Provider, Optional, true buffer 65_536 of "resources" idle "null", Observed "resource-provider.ts";
    Fixed "weather_get_observations": H, Provider, Optional, true buffer 65_536 of "weather" idle "[]", Observed "weather-provider.ts";
    Fixed "weather_get_forecasts": H, Provider, Optional, true buffer 65_536 of "weather" idle "[]", Observed "weather-provider.ts";
    Fixed "weather_get_warnings": H, Provider, Optional, true buffer 65_536 of "weather" idle "[]", Observed "weather-provider.ts";
    Fixed "radar_get_radars": G, Provider, Optional, true buffer 65_536 of "radar" idle "[]", Observed "radar-provider.ts:116";
    Fixed "radar_get_radar_info": H, Provider, Optional, true buffer 65_536 of "radar" idle "null", Observed "radar-provider.ts";
    Fixed "radar_get_capabilities": H, Provider, Optional, true buffer 65_536 of "radar" idle "null", Read "radar-provider.ts";
    Fixed "radar_get_state": H, Provider, Optional, true buffer 65_536 of "radar" idle "null", Read "radar-provider.ts";
    Fixed "radar_get_control": H, Provider, Optional, true buffer 65_536 of "radar" idle "null", Read "radar-provider.ts";
    Fixed "radar_set_control": H, Provider, Optional, true buffer 65_536 of "radar" idle "{\"success\":false,\"error\":\"the plugin is not running\"}", Observed "radar-provider.ts, run for power";
    // REST sends these five to `radar_set_control`.
    Fixed "radar_set_power": H, Provider, Optional, false buffer 65_536 of "radar" idle "false", Read "radar-provider.ts";
    Fixed "radar_set_range": H, Provider, Optional, false buffer 65_536 of "radar" idle "false", Read "radar-provider.ts";
    Fixed "radar_set_gain": H, Provider, Optional, false buffer 65_536 of "radar" idle "false", Read "radar-provider.ts";
    Fixed "radar_set_sea": H, Provider, Optional, false buffer 65_536 of "radar" idle "false", Read "radar-provider.ts";
    Fixed "radar_set_rain": H, Provider, Optional, false buffer 65_536 of "radar" idle "false", Read "radar-provider.ts";
    // `PUT /radars/<id>`.
    Fixed "radar_set_controls": H, Provider, Optional, true buffer 65_536 of "radar" idle "false", Read "radar-provider.ts, api/radar/index.ts";
    Fixed "radar_get_targets": H, Provider, Optional, true buffer 65_536 of "radar" idle "null", Read "radar-provider.ts";
    Fixed "radar_acquire_target": H, Provider, Optional, true buffer 65_536 of "radar" idle "{\"success\":false,\"error\":\"the plugin is not running\"}", Read "radar-provider.ts";
    Fixed "radar_cancel_target": H, Provider, Optional, true buffer 65_536 of "radar" idle "false", Read "radar-provider.ts";
    Fixed "radar_get_arpa_settings": H, Provider, Optional, true buffer 65_536 of "radar" idle "null", Read "radar-provider.ts";
    Fixed "radar_set_arpa_settings": H, Provider, Optional, true buffer 65_536 of "radar" idle "{\"success\":false,\"error\":\"the plugin is not running\"}", Read "radar-provider.ts";
    // Called twice: one that cannot bear it keeps the plugin from loading.
    Fixed "_initialize": PLAIN, Initialize, Optional, true, Observed "standard-loader.ts:207-213";
    Fixed "_start": PLAIN, Start, Optional, false, Observed "loading minimal modules";
};
