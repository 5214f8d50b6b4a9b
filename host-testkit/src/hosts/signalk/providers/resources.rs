//! `/signalk/v2/api/resources/<type>[/<id>[/<property>]]`.

use super::{completed, failed};
use crate::hosts::signalk::calls::Order;
use crate::hosts::signalk::http::{Request, Response};
use crate::hosts::signalk::js::{Js, parse};
use crate::hosts::signalk::server::Server;

/// Types whose ids are UUIDs, and that a provider of the server's own serves as well.
const STANDARD: [&str; 5] = ["routes", "waypoints", "notes", "regions", "charts"];

impl Server<'_> {
    pub(super) fn resources(&mut self, request: &Request, parts: &[String], body: &Js) -> Option<Response> {
        let (kind, rest) = parts.split_first()?;
        let provider = self.world().providers.resources.iter().find(|provider| provider.name == *kind)?;
        let (ready, kind) = (provider.ready, kind.clone());
        if let (Some(id), "PUT") = (rest.first(), request.method.as_str())
            && STANDARD.contains(&kind.as_str())
            && kind != "charts"
            && !is_uuid(id)
        {
            return Some(failed(400, &format!("Invalid resource id provided ({id})")));
        }
        match (request.method.as_str(), rest) {
            ("GET", []) => Some(self.list(&kind, ready, &request.query())),
            ("GET", [id, property @ ..]) => Some(self.find(&kind, ready, id, &property.join("."))),
            ("PUT", [id]) => {
                if self.serves(&kind, ready, id, request) {
                    self.store(&kind, ready, id, body);
                }
                Some(completed(200, "message", id))
            }
            ("POST", []) => {
                let id = self.new_id();
                if self.serves(&kind, ready, "", request) {
                    self.store(&kind, ready, &id, body);
                }
                Some(completed(201, "id", &id))
            }
            ("DELETE", [id]) => {
                if self.serves(&kind, ready, id, request) && ready {
                    let asked = Js::object([("id", Js::text(id)), ("resourceType", Js::text(&kind))]);
                    self.provide("resources_delete_resource", &asked, Order::ReadFirst);
                    self.announce(format!("resources.{kind}.{id}"), Js::Null);
                }
                Some(completed(200, "message", id))
            }
            _ => None,
        }
    }

    /// Parameters that are JSON arrive as what they are.
    fn list(&mut self, kind: &str, ready: bool, query: &Js) -> Response {
        let empty = || Js::Object(Vec::new());
        if !ready {
            return Response::json(200, &empty());
        }
        let mut asked = empty();
        if let Js::Object(fields) = query {
            for (name, value) in fields {
                let value = value.as_text().and_then(|text| parse(text).ok()).unwrap_or_else(|| value.clone());
                asked.set(name, value);
            }
        }
        asked.set("resourceType", Js::text(kind));
        let export = "resources_list_resources";
        let listed = self.provide(export, &asked, Order::ReadFirst).and_then(|text| self.parsed(export, &text));
        // What several providers list is merged, key by key.
        Response::json(200, &listed.filter(|listed| matches!(listed, Js::Object(_))).unwrap_or_else(empty))
    }

    fn find(&mut self, kind: &str, ready: bool, id: &str, property: &str) -> Response {
        match self.resource(kind, ready, id, property) {
            Some(found) => Response::json(200, &found),
            None if self.world().manners.old => Response::json(200, &Js::Object(Vec::new())),
            None => failed(404, &format!("Resource not found! ({id})")),
        }
    }

    fn resource(&mut self, kind: &str, ready: bool, id: &str, property: &str) -> Option<Js> {
        if !ready {
            return None;
        }
        let mut asked = Js::object([("id", Js::text(id))]);
        if !property.is_empty() {
            asked.set("property", Js::text(property));
        }
        asked.set("resourceType", Js::text(kind));
        let export = "resources_get_resource";
        let text = self.provide(export, &asked, Order::ReadFirst)?;
        let found = self.parsed(export, &text)?;
        Some(found.assigned()).filter(|found| *found != Js::Object(Vec::new()))
    }

    fn store(&mut self, kind: &str, ready: bool, id: &str, value: &Js) {
        if ready {
            let asked = Js::object([("id", Js::text(id)), ("value", value.clone()), ("resourceType", Js::text(kind))]);
            // Whatever it answers is ignored.
            self.provide("resources_set_resource", &asked, Order::ReadFirst);
        }
        self.announce(format!("resources.{kind}.{id}"), value.clone());
    }

    /// Whether the plugin is the one that writes: for a standard type the server's own provider is, unless the request names
    /// the plugin or the plugin has the resource.
    fn serves(&mut self, kind: &str, ready: bool, id: &str, request: &Request) -> bool {
        if let Some(named) = request.query().get("provider").and_then(Js::as_text) {
            return named == self.world().package;
        }
        let custom = !STANDARD.contains(&kind);
        match request.method.as_str() {
            "POST" => custom,
            _ => self.resource(kind, ready, id, "").is_some() || custom,
        }
    }

    /// A UUID that is the same in every run.
    fn new_id(&mut self) -> String {
        let world = self.world();
        world.created += 1;
        format!("00000000-0000-4000-9000-{:012x}", world.created)
    }
}

fn is_uuid(id: &str) -> bool {
    let groups: Vec<&str> = id.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
