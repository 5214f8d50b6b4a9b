//! Resources, weather and radars: what the server asks of a provider, and what clients get.

mod radar;
mod resources;
mod weather;

use anyhost_abi::signalk::rules;

use super::calls::Order;
use super::http::{Request, Response};
use super::js::{Js, parse};
use super::server::Server;
use super::world::SELF;
use crate::hosts::Fault;

const RESOURCES: &str = "/signalk/v2/api/resources/";
const WEATHER: &str = "/signalk/v2/api/weather/";
const RADARS: &str = "/signalk/v2/api/vessels/self/radars";

/// `{"state":"FAILED","statusCode","message"}`.
fn failed(status: u16, message: &str) -> Response {
    let body = [("state", Js::text("FAILED")), ("statusCode", Js::Number(status.into())), ("message", Js::text(message))];
    Response::json(status, &Js::object(body))
}

/// `{"state":"COMPLETED","statusCode","message"}`.
fn completed(status: u16, key: &str, text: &str) -> Response {
    let body = [("state", Js::text("COMPLETED")), ("statusCode", Js::Number(status.into())), (key, Js::text(text))];
    Response::json(status, &Js::object(body))
}

impl Server<'_> {
    /// The routes of the provider APIs.
    pub(super) fn provider_route(&mut self, request: &Request, path: &str, body: &Js) -> Option<Response> {
        let parts = |rest: &str| rest.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        if let Some(rest) = path.strip_prefix(RESOURCES) {
            return self.resources(request, &parts(rest), body);
        }
        if let Some(rest) = path.strip_prefix(WEATHER) {
            return self.weather(request, &parts(rest));
        }
        path.strip_prefix(RADARS).and_then(|rest| self.radars(&request.method, &parts(rest), body))
    }

    /// Asks a provider; `None`: no such export, an exception, or an empty answer, all of which are only logged.
    fn provide(&mut self, export: &str, request: &Js, order: Order) -> Option<String> {
        let max = self.limit("result_bytes");
        if !self.has(export) {
            let detail = format!("the plugin has registered as a provider, and `{export}` is not exported");
            self.world().fault(Fault::new(&rules::PROVIDER_EXPORT, "Handler not found", detail));
            return None;
        }
        let json = request.to_json();
        let asked = self.enter(|caller| match order {
            // The list of radars has no request.
            Order::FreeFirst if *request == Js::Null => caller.list(export, max),
            order => caller.ask(export, json.as_bytes(), max, order),
        });
        match asked {
            Ok(reply) => {
                self.length(export, reply.excess, max);
                self.reply = Some(reply.text.clone());
                Some(reply.text).filter(|text| !text.is_empty())
            }
            Err(thrown) => {
                self.caught(&format!("Error calling {export}"), &thrown, &rules::PROVIDER_TRAPS);
                None
            }
        }
    }

    /// An answer as JSON; one that is none is noted.
    fn parsed(&mut self, export: &str, text: &str) -> Option<Js> {
        let parsed = parse(text);
        if let Err(message) = &parsed {
            let detail = format!("`{export}` answers no JSON ({message}): `{}`", crate::text::shorten(text));
            let cut = text.len() >= self.limit("result_bytes") as usize;
            let rule = if cut { &rules::REPLY_CUT } else { &rules::PROVIDER_REPLY };
            self.world().fault(Fault::new(rule, message.clone(), detail));
        }
        parsed.ok()
    }

    /// A delta of version 2 that the server makes in the plugin's name.
    fn announce(&mut self, path: String, value: Js) {
        let entry = Js::object([("path", Js::Text(path)), ("value", value)]);
        let update = Js::object([("values", Js::List(vec![entry]))]);
        let delta = Js::object([("context", Js::text(SELF)), ("updates", Js::List(vec![update]))]);
        self.enter(|caller| {
            if let Some(world) = caller.world() {
                let package = world.package.clone();
                world.handle_message(&package, delta, true);
                // The plugin did not emit it.
                world.deltas.pop();
            }
        });
    }
}
