//! From what a user asks for on the command line, or in a case, to what a front end gets.

use serde_json::Value;

use super::Orbis;
use super::front::{self, Fronted};
use super::request::Asked;
use crate::Error;
use crate::hosts::Node;
use crate::json::Fields;
use crate::request::{Input, Request, json};

impl Orbis {
    /// What the front end makes of a request.
    pub(super) fn front(&self, asked: &Asked) -> Fronted {
        let manifest = self.manifest();
        if self.is_docs() {
            front::documented(&manifest, asked, self.is_native.get().is_some())
        } else {
            front::http(self.dialect, &manifest, asked)
        }
    }

    /// The handler that a request without a front end is for: that of the route, or the only one.
    pub(super) fn handler(&self, nodes: &[Node], route: Option<&str>) -> Result<String, Error> {
        if let Some(route) = route {
            if is_handler(route) {
                return Ok(route.to_owned());
            }
            let asked = Asked::parse(route).map_err(Error::Request)?;
            let manifest = self.manifest();
            return match manifest.routes.iter().find(|known| known.is(&asked.method) && known.path == asked.path) {
                Some(known) => Ok(known.handler.clone()),
                None => Err(self.no_route(nodes, &format!("the plugin has no route `{route}`"))),
            };
        }
        match nodes {
            [node] => Ok(node.name.clone()),
            _ => Err(self.no_route(nodes, "say which route is called")),
        }
    }

    /// The same with all routes.
    fn no_route(&self, nodes: &[Node], message: &str) -> Error {
        let routes = nodes.iter().flat_map(|node| &node.endpoints);
        let routes: Vec<String> = routes.map(|route| format!("{} {}", route.method.to_uppercase(), route.path)).collect();
        let known = if routes.is_empty() { "it has none".to_owned() } else { format!("it has {}", routes.join(", ")) };
        Error::Request(format!("{message}: {known}"))
    }

    /// The request as it comes in from outside.
    pub(super) fn incoming(&self, nodes: &[Node], request: &Request) -> Result<Asked, Error> {
        let route = match (&request.route, self.only(nodes)) {
            (Some(route), _) => route.clone(),
            (None, Some(route)) => route,
            (None, None) => return Err(self.no_route(nodes, "say which route is called")),
        };
        let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut asked = Asked::parse(&route).map_err(Error::Request)?.with_headers(headers);
        if let Input::Json(text) = &request.input {
            asked.body = json(text)?.as_bytes().to_vec();
            asked.headers.entry("content-type".to_owned()).or_insert_with(|| "application/json".to_owned());
        }
        asked.user = self.user(request.user.as_deref());
        Ok(asked)
    }

    /// The only route, if there is one; of one that was made, any of its methods.
    fn only(&self, nodes: &[Node]) -> Option<String> {
        let [node] = nodes else { return None };
        let [first, rest @ ..] = node.endpoints.as_slice() else { return None };
        let one = rest.is_empty() || self.is_made();
        one.then(|| format!("{} {}", first.method.to_uppercase(), first.path))
    }

    /// What the desktop makes of a request.
    pub(super) fn desktop(&self, nodes: &[Node], request: &Request) -> Result<Fronted, Error> {
        if !request.headers.is_empty() {
            return Err(Error::Request("the desktop sends one header of its own: leave out others".into()));
        }
        let handler = self.handler(nodes, request.route.as_deref())?;
        let method = match request.route.as_deref().and_then(|route| route.split_once(' ')) {
            Some((method, _)) => method.to_uppercase(),
            None => "POST".to_owned(),
        };
        let args = match &request.input {
            Input::Json(text) => Some(serde_json::from_str::<Value>(json(text)?).unwrap_or_default()),
            Input::Nothing | Input::Raw(_) => None,
        };
        if args.as_ref().is_some_and(|args| !args.is_object()) {
            return Err(Error::Request("the desktop hands over an object of arguments".into()));
        }
        Ok(front::desktop(&handler, &method, args, self.user(request.user.as_deref())))
    }
}

/// Whether a text names a handler, not a route.
fn is_handler(route: &str) -> bool {
    !route.contains([' ', '/'])
}

/// The context with fields that replace those of the host.
pub(super) fn overridden(context: String, request: &Request) -> Result<String, Error> {
    let overrides = request.overrides()?;
    let Some(mut fields) = Fields::parse(&context).filter(|_| !overrides.is_empty()) else { return Ok(context) };
    for (key, value) in overrides {
        fields.set(&key, value);
    }
    Ok(fields.to_text())
}
