//! Requests of clients: the plugin's own endpoints, the server's routes for a plugin, and what providers answer.

mod body;
mod own;
pub(super) mod pattern;
mod query;
mod response;

use anyhost_abi::signalk::rules;

use super::calls::Order;
use super::js::Js;
use super::server::Server;
use crate::hosts::Fault;

pub(super) use query::parse as parse_query;
pub(super) use response::Response;

/// A client's request.
#[derive(Debug, Clone, Default)]
pub(super) struct Request {
    pub(super) method: String,
    /// With its query, as a client writes it.
    pub(super) target: String,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
}

impl Request {
    pub(super) fn new(method: &str, target: &str) -> Self {
        Self { method: method.to_uppercase(), target: target.to_owned(), ..Self::default() }
    }

    /// With a JSON body.
    pub(super) fn json(self, body: &Js) -> Self {
        let text = body.to_json();
        self.header("content-type", "application/json").bytes(text.into_bytes())
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_lowercase(), value.to_owned()));
        self
    }

    pub(super) fn bytes(self, body: Vec<u8>) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(super) fn value_of(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }

    fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }

    pub(super) fn query(&self) -> Js {
        let text = self.target.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
        parse_query(text)
    }

    /// What a client adds to what it was told to send.
    fn completed(mut self) -> Self {
        if self.value_of("host").is_none() {
            self.headers.insert(0, ("host".to_owned(), "localhost:3000".to_owned()));
        }
        if let Some(length) = self.body.as_ref().map(|body| body.len().to_string())
            && self.value_of("content-length").is_none()
        {
            self.headers.push(("content-length".to_owned(), length));
        }
        self
    }
}

impl Server<'_> {
    /// Answers a client. A path that is not the server's own is taken as the plugin's.
    pub(super) fn http(&mut self, request: Request) -> Response {
        self.reply = None;
        let request = request.completed();
        let body = match body::parse(&request, self.limit("request_body_bytes"), self.world().manners.old) {
            Ok(body) => body,
            Err(response) => return response,
        };
        let id = self.world().id();
        let path = request.path().to_owned();
        for mount in ["/plugins/", "/skServer/plugins/"] {
            let rest = path.strip_prefix(mount).and_then(|rest| rest.strip_prefix(id.as_str()));
            if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
                let rest = if rest.is_empty() { "/" } else { rest };
                return self.plugin_route(&request, rest, &body).unwrap_or_else(|| Response::not_found(&request.method, &path));
            }
        }
        if path.starts_with("/signalk") || path.starts_with("/skServer") || path.starts_with("/plugins/") {
            return self.server_route(&request, &path, &body).unwrap_or_else(|| Response::not_found(&request.method, &path));
        }
        let shown = format!("/plugins/{id}{path}");
        self.plugin_route(&request, &path, &body).unwrap_or_else(|| Response::not_found(&request.method, &shown))
    }

    /// The plugin's router: the server's own routes come first.
    fn plugin_route(&mut self, request: &Request, path: &str, body: &Js) -> Option<Response> {
        if let Some(response) = self.own_route(&request.method, path, body) {
            return Some(response);
        }
        let method = if request.method == "HEAD" { "get".to_owned() } else { request.method.to_lowercase() };
        for endpoint in self.world().endpoints.clone() {
            if endpoint.method != method {
                continue;
            }
            match self.world().pattern(&endpoint.path).and_then(|pattern| pattern.matches(path)) {
                None => {}
                Some(Err(param)) => return Some(Response::html(400, &format!("URIError: Failed to decode param '{param}'"))),
                Some(Ok(params)) => return Some(self.endpoint(request, path, params, body, &endpoint.handler)),
            }
        }
        None
    }

    fn endpoint(&mut self, request: &Request, path: &str, params: Js, body: &Js, handler: &str) -> Response {
        if !self.has(handler) {
            let detail = format!("`{handler}` is listed as a handler and not exported");
            let message = format!("Handler function {handler} not found");
            self.world().fault(Fault::new(&rules::ENDPOINT_HANDLER, message.clone(), detail));
            return Response::error(&message);
        }
        let headers = request.headers.iter().map(|(name, value)| (name.clone(), Js::text(value)));
        let json = Js::object([
            ("method", Js::text(&request.method)),
            ("path", Js::text(path)),
            ("query", request.query()),
            ("params", params),
            ("body", body.clone()),
            ("headers", Js::Object(headers.collect())),
        ])
        .to_json();
        let max = self.limit("result_bytes");
        let asked = self.enter(|caller| caller.ask(handler, json.as_bytes(), max, Order::ReadFirst));
        let reply = match asked {
            Ok(reply) => reply,
            Err(thrown) => {
                let message = thrown.message.clone();
                self.caught("HTTP endpoint", &thrown, &rules::HTTP_TRAPS);
                return Response::error(&message);
            }
        };
        self.length(handler, reply.excess, max);
        self.reply = Some(reply.text.clone());
        let old = self.world().manners.old;
        match response::answer(&reply.text, old) {
            Ok(response) => response,
            Err(failed) => {
                let cut = reply.text.len() >= max as usize && failed.rule.id == rules::HTTP_JSON.id;
                let rule = if cut { &rules::REPLY_CUT } else { failed.rule };
                let detail = format!("`{handler}`: {}: `{}`", failed.message, crate::text::shorten(&reply.text));
                self.world().fault(Fault::new(rule, failed.message.clone(), detail));
                failed.response
            }
        }
    }
}
