//! Replies of providers.

use anyhost_abi::signalk::rules;

use super::json;
use crate::hosts::signalk::js::Js;
use crate::report::Finding;
use crate::text::shorten;

pub(in crate::hosts::signalk) fn provider(export: &str, text: &str, max: usize) -> Vec<Finding> {
    let ignored = matches!(export, "resources_set_resource" | "resources_delete_resource");
    if ignored {
        return Vec::new();
    }
    let reply = match json(text, max, &rules::PROVIDER_REPLY) {
        Ok(reply) => reply,
        Err(finding) => return vec![finding],
    };
    let is_object = matches!(reply, Js::Object(_) | Js::Null);
    let fits = match export {
        "resources_list_resources" => matches!(reply, Js::Object(_)),
        "weather_get_observations" | "weather_get_forecasts" | "weather_get_warnings" => {
            reply.as_list().is_some_and(|entries| entries.iter().all(|entry| matches!(entry, Js::Object(_))))
        }
        "radar_get_radars" => reply.as_list().is_some_and(|ids| ids.iter().all(|id| id.as_text().is_some())),
        "radar_set_power"
        | "radar_set_range"
        | "radar_set_gain"
        | "radar_set_sea"
        | "radar_set_rain"
        | "radar_set_controls"
        | "radar_cancel_target" => matches!(reply, Js::Bool(_)),
        "radar_set_control" | "radar_acquire_target" | "radar_set_arpa_settings" => {
            reply.get("success").is_some_and(|success| success.as_bool().is_some())
        }
        _ => is_object,
    };
    let shown = || format!("`{export}` replies {}", shorten(text));
    if !fits {
        return vec![Finding::new(&rules::PROVIDER_REPLY, &shown())];
    }
    if export == "resources_get_resource" && reply.get("error").is_some() {
        return vec![Finding::new(&rules::RESOURCE_UNKNOWN, &shown())];
    }
    Vec::new()
}
