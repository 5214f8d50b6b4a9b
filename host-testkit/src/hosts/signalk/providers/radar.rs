//! `/signalk/v2/api/vessels/self/radars/…`.

use super::failed;
use crate::hosts::signalk::calls::Order;
use crate::hosts::signalk::http::Response;
use crate::hosts::signalk::js::Js;
use crate::hosts::signalk::server::Server;

/// `Responses.notFound` of the server's API.
const NOT_FOUND: &str = "Resource not found.";

impl Server<'_> {
    pub(super) fn radars(&mut self, method: &str, parts: &[String], body: &Js) -> Option<Response> {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let mut response = self.radar_route(method, &parts, body)?;
        response.headers.insert(0, ("cache-control".to_owned(), Js::text("no-cache")));
        Some(response)
    }

    fn radar_route(&mut self, method: &str, parts: &[&str], body: &Js) -> Option<Response> {
        match (method, parts) {
            ("GET", []) => return Some(self.all_radars()),
            ("GET", ["_providers", rest @ ..]) => return self.radar_providers(rest),
            _ => {}
        }
        let (id, rest) = parts.split_first()?;
        let known = self.radar_ids().iter().any(|known| known == id);
        let by_info = rest.is_empty() || matches!(rest, ["power" | "range" | "gain" | "sea" | "rain"]);
        if !known {
            let message = if by_info { NOT_FOUND.to_owned() } else { format!("Radar {id} not found") };
            return Some(failed(404, &message));
        }
        let value = || body.get("value").cloned().unwrap_or_else(|| body.clone());
        match (method, rest) {
            ("GET", []) => {
                let info = self.radar("radar_get_radar_info", id, &[]).filter(|info| *info != Js::Null);
                Some(info.map_or_else(|| failed(404, NOT_FOUND), |info| Response::json(200, &info)))
            }
            ("GET", ["capabilities"]) => Some(self.shown("radar_get_capabilities", id)),
            ("GET", ["state"]) => Some(self.shown("radar_get_state", id)),
            ("GET", ["targets"]) => Some(self.shown("radar_get_targets", id)),
            ("GET", ["arpa", "settings"]) => Some(self.shown("radar_get_arpa_settings", id)),
            ("GET", ["controls"]) => {
                let controls = self.without_error("radar_get_state", id, &[]).and_then(|state| state.get("controls").cloned());
                let missing = || failed(404, &format!("Radar {id} not found"));
                Some(controls.map_or_else(missing, |controls| Response::json(200, &controls)))
            }
            ("GET", ["controls", control]) => {
                let found = self.without_error("radar_get_control", id, &[("controlId", Js::text(*control))]);
                let missing = || failed(404, &format!("Control {control} not found"));
                Some(found.map_or_else(missing, |found| Response::json(200, &found)))
            }
            ("PUT", [control @ ("power" | "range" | "gain" | "sea" | "rain")] | ["controls", control]) => {
                let fields = [("controlId", Js::text(*control)), ("value", value())];
                Some(self.told("radar_set_control", id, &fields, 200))
            }
            ("POST", ["targets"]) => {
                let number = |key: &str| body.get(key).filter(|value| value.as_number().is_some()).cloned();
                let (Some(bearing), Some(distance)) = (number("bearing"), number("distance")) else {
                    let message = "Invalid request. Must provide bearing (radians) and distance (meters)";
                    return Some(failed(400, message));
                };
                Some(self.told("radar_acquire_target", id, &[("bearing", bearing), ("distance", distance)], 201))
            }
            ("DELETE", ["targets", target]) => {
                let Some(target) = target.parse::<i32>().ok() else {
                    return Some(failed(400, "Invalid target ID. Must be a number"));
                };
                let done = self.radar("radar_cancel_target", id, &[("targetId", Js::Number(target.into()))]);
                let missing = "Target not found or already cancelled";
                Some(if done == Some(Js::Bool(true)) { well(200, None) } else { failed(404, missing) })
            }
            ("PUT", ["arpa", "settings"]) => Some(self.told("radar_set_arpa_settings", id, &[("settings", value())], 200)),
            ("PUT", []) => {
                let done = self.radar("radar_set_controls", id, &[("controls", value())]);
                let missing = "Failed to update radar controls";
                Some(if done == Some(Js::Bool(true)) { well(200, None) } else { failed(400, missing) })
            }
            _ => None,
        }
    }

    fn radar_providers(&mut self, rest: &[&str]) -> Option<Response> {
        let world = self.world();
        let Some(provider) = &world.providers.radar else { return Some(Response::json(200, &Js::Object(Vec::new()))) };
        let row = Js::object([("name", Js::text(&provider.name)), ("isDefault", Js::Bool(true))]);
        match rest {
            [] => Some(Response::json(200, &Js::Object(vec![(world.package.clone(), row)]))),
            ["_default"] => Some(Response::json(200, &Js::object([("id", Js::text(&world.package))]))),
            _ => None,
        }
    }

    fn is_radar_ready(&mut self) -> bool {
        self.world().providers.radar.as_ref().is_some_and(|provider| provider.ready)
    }

    fn radar_ids(&mut self) -> Vec<String> {
        if !self.is_radar_ready() {
            return Vec::new();
        }
        let export = "radar_get_radars";
        let listed = self.provide(export, &Js::Null, Order::FreeFirst).and_then(|text| self.parsed(export, &text));
        let ids = listed.as_ref().and_then(Js::as_list).unwrap_or_default();
        ids.iter().map(Js::to_text).collect()
    }

    fn all_radars(&mut self) -> Response {
        let mut radars = Js::Object(Vec::new());
        for id in self.radar_ids() {
            if let Some(info) = self.radar("radar_get_radar_info", &id, &[]).filter(Js::is_truthy) {
                radars.set(&id, info);
            }
        }
        if self.world().manners.old
            && let Js::Object(radars) = radars
        {
            return Response::json(200, &Js::List(radars.into_iter().map(|(_, info)| info).collect()));
        }
        Response::json(200, &Js::object([("version", Js::text("3.4.0")), ("radars", radars)]))
    }

    /// Asks for one radar. The request is given back before the answer is read.
    fn radar(&mut self, export: &str, id: &str, fields: &[(&str, Js)]) -> Option<Js> {
        if !self.is_radar_ready() {
            return None;
        }
        let mut asked = Js::object([("radarId", Js::text(id))]);
        fields.iter().for_each(|(key, value)| asked.set(key, value.clone()));
        let text = self.provide(export, &asked, Order::FreeFirst)?;
        self.parsed(export, &text)
    }

    /// An object with `error` is none.
    fn without_error(&mut self, export: &str, id: &str, fields: &[(&str, Js)]) -> Option<Js> {
        let found = self.radar(export, id, fields)?;
        (found != Js::Null && !found.get("error").is_some_and(Js::is_truthy)).then_some(found)
    }

    fn shown(&mut self, export: &str, id: &str) -> Response {
        match self.without_error(export, id, &[]) {
            Some(found) => Response::json(200, &found),
            None => failed(404, &format!("Radar {id} not found")),
        }
    }

    /// A change, which says how it went.
    fn told(&mut self, export: &str, id: &str, fields: &[(&str, Js)], status: u16) -> Response {
        let Some(answer) = self.radar(export, id, fields) else { return failed(400, "No response") };
        if answer.get("success").is_some_and(Js::is_truthy) {
            return well(status, answer.get("targetId"));
        }
        let error = answer.get("error").filter(|error| error.is_truthy()).map(Js::to_text);
        failed(400, &error.unwrap_or_else(|| "Failed to set control".to_owned()))
    }
}

fn well(status: u16, target: Option<&Js>) -> Response {
    let body = [("state", Js::text("COMPLETED")), ("statusCode", Js::Number(status.into())), ("message", Js::text("OK"))];
    let mut body = Js::object(body);
    if let Some(target) = target {
        body.set("targetId", target.clone());
    }
    Response::json(status, &body)
}
