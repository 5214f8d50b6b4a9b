//! The server's own routes for a plugin, and what it shows of its data.

use super::Request;
use super::Response;
use crate::hosts::signalk::calls::Thrown;
use crate::hosts::signalk::js::Js;
use crate::hosts::signalk::server::Server;
use crate::hosts::signalk::world::{Phase, SELF, World};

const API: &str = "/signalk/v1/api/";

impl Server<'_> {
    /// GET `/`, GET and POST `/config` of a plugin's mount point.
    pub(super) fn own_route(&mut self, method: &str, path: &str, body: &Js) -> Option<Response> {
        let world = self.world();
        let settings = &world.settings;
        match (method, path.trim_end_matches('/')) {
            ("GET", "") => Some(Response::json(
                200,
                &Js::object([
                    ("enabled", Js::Bool(settings.enabled)),
                    ("enabledByDefault", Js::Bool(false)),
                    ("id", Js::Text(world.id())),
                    ("name", Js::text(&world.name)),
                    ("version", Js::text("0.0.0")),
                ]),
            )),
            ("GET", "/config") => Some(Response::json(200, &world.config())),
            ("POST", "/config") => Some(self.post_config(body)),
            _ => None,
        }
    }

    /// POST `/config`: what is saved, and what starts or stops then.
    pub(in crate::hosts::signalk) fn post_config(&mut self, body: &Js) -> Response {
        let id = self.world().id();
        match self.configure(body) {
            Ok(()) => Response::json(200, &Js::Text(format!("Saved configuration for plugin {id}"))),
            Err(thrown) => Response::error(&thrown.message),
        }
    }

    fn configure(&mut self, body: &Js) -> Result<(), Thrown> {
        let world = self.world();
        let settings = &mut world.settings;
        if let Some(on) = body.get("enableDebug").and_then(Js::as_bool) {
            settings.enable_debug = on;
        }
        let changed = body.get("enabled").and_then(Js::as_bool).filter(|on| *on != settings.enabled);
        if let Some(on) = changed {
            settings.enabled = on;
        }
        settings.configuration = body.get("configuration").cloned();
        settings.write();
        let enabled = settings.enabled;
        if world.phase == Phase::Running && enabled {
            self.stop()?;
            self.start()?;
        }
        let running = self.world().phase == Phase::Running;
        match changed {
            Some(true) if !running => self.start(),
            Some(false) if running => self.stop(),
            _ => Ok(()),
        }
    }

    /// What the server shows beside plugins' routes.
    pub(super) fn server_route(&mut self, request: &Request, path: &str, body: &Js) -> Option<Response> {
        if let Some(rest) = path.strip_prefix(API) {
            return self.data_route(request, rest, body);
        }
        match (request.method.as_str(), path.trim_end_matches('/')) {
            ("GET", "/skServer/plugins") => Some(Response::json(200, &Js::List(vec![self.world().entry()]))),
            _ => self.provider_route(request, path, body),
        }
    }

    /// The data model, and PUTs of it.
    fn data_route(&mut self, request: &Request, rest: &str, body: &Js) -> Option<Response> {
        let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["self"]) => Some(Response::json(200, &Js::text(SELF))),
            ("GET", [group, name, path @ ..]) => {
                let context = format!("{group}.{name}");
                let context = if context == "vessels.self" { SELF.to_owned() } else { context };
                let found = self.world().model.tree(&context, path);
                found.map(|value| Response::json(200, &value))
            }
            ("PUT", [group, name, path @ ..]) if !path.is_empty() => {
                let Some(value) = body.get("value") else { return Some(Response::html(400, "input is missing a value")) };
                let source = body.get("source").and_then(Js::as_text);
                let reply = self.put(&format!("{group}.{name}"), &path.join("."), value, source);
                // The binding returns nothing where the server wants a state.
                let status = reply.get("statusCode").and_then(Js::as_number).unwrap_or(500.0);
                Some(match reply.get("state").and_then(Js::as_text) {
                    Some("COMPLETED") if status == 405.0 || status == 400.0 => Response::json(status as u16, &reply),
                    _ => Response::json(500, &crate::hosts::signalk::put::rest_reply()),
                })
            }
            ("PUT", _) => Some(Response::html(400, "invalid path")),
            _ => None,
        }
    }
}

impl World {
    /// GET `/config`: what is in memory, overlaid with the file.
    fn config(&self) -> Js {
        let settings = &self.settings;
        let mut shown = Js::object([("enabled", Js::Bool(settings.enabled)), ("enableDebug", Js::Bool(settings.enable_debug))]);
        if let Some(configuration) = &settings.configuration {
            shown.set("configuration", configuration.clone());
        }
        if let Some(Js::Object(fields)) = &settings.file {
            fields.iter().for_each(|(key, value)| shown.set(key, value.clone()));
        }
        shown
    }

    /// The plugin among `/skServer/plugins`.
    fn entry(&self) -> Js {
        // The server looks for a status under the display name.
        let status = self.status.message().filter(|_| self.name == self.package).unwrap_or_default();
        let settings = &self.settings;
        let mut data = Js::object([("enabled", Js::Bool(settings.enabled)), ("enableDebug", Js::Bool(settings.enable_debug))]);
        if let Some(configuration) = &settings.configuration {
            data.set("configuration", configuration.clone());
        }
        Js::object([
            ("id", Js::Text(self.id())),
            ("name", Js::text(&self.name)),
            ("packageName", Js::text(&self.package)),
            ("keywords", Js::List(vec![Js::text("signalk-wasm-plugin")])),
            ("version", Js::text("0.0.0")),
            ("schema", self.schema.clone()),
            ("statusMessage", Js::text(status)),
            ("uiSchema", Js::Object(Vec::new())),
            ("state", Js::text(self.phase.as_str())),
            ("data", data),
            ("type", Js::text("wasm")),
            ("bundled", Js::Bool(false)),
        ])
    }
}
