//! What clients ask, and what they get.

use serde::Serialize;
use serde_json::Value;

use super::{Server, js};
use crate::hosts::signalk::http;
use crate::hosts::signalk::js::{Js, parse};

/// A client's request.
#[derive(Debug, Clone)]
pub struct Request(http::Request);

impl Request {
    /// A request for a path of the plugin's, with its query: `/items/7?x=1`. A path of the server's own begins with
    /// `/signalk`, `/skServer` or `/plugins`.
    #[must_use]
    pub fn new(method: &str, path: &str) -> Self {
        Self(http::Request::new(method, path))
    }

    /// With a header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        Self(self.0.json(&js(body).unwrap_or(Js::Null)))
    }

    /// With these bytes as the body; a header should say what they are.
    #[must_use]
    pub fn body(self, bytes: impl Into<Vec<u8>>) -> Self {
        Self(self.0.bytes(bytes.into()))
    }
}

/// What a client gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names in lower case; a header with several values is there several times.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Response {
    /// The first value of a header; the name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }

    /// The body as JSON; null where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// What a client is told of its PUT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutReply {
    /// `COMPLETED`, or `PENDING`.
    pub state: String,
    /// The status code; 0 where the handler gave none.
    pub status: u16,
    /// Why it failed, or what the handler said.
    pub message: Option<String>,
}

impl Server {
    /// A client asks for a path with GET.
    pub fn get(&mut self, path: &str) -> Response {
        self.request(Request::new("GET", path))
    }

    /// A client sends JSON with this method: POST, PUT, DELETE.
    pub fn send(&mut self, method: &str, path: &str, body: &impl Serialize) -> Response {
        self.request(Request::new(method, path).json(body))
    }

    /// A client's request.
    pub fn request(&mut self, request: Request) -> Response {
        let response = self.event(|server| server.http(request.0));
        let mut headers = Vec::new();
        for (name, value) in &response.headers {
            match value {
                Js::List(values) => headers.extend(values.iter().map(|value| (name.clone(), value.to_text()))),
                value => headers.push((name.clone(), value.to_text())),
            }
        }
        Response { status: response.status, headers, body: response.body }
    }

    /// A client PUTs a value of the own vessel, over WebSocket: over REST the real server answers 500 whatever the handler
    /// did.
    pub fn put(&mut self, path: &str, value: impl Serialize) -> PutReply {
        self.put_of("vessels.self", path, value)
    }

    /// The same for another context.
    pub fn put_of(&mut self, context: &str, path: &str, value: impl Serialize) -> PutReply {
        let value = serde_json::to_string(&value).ok().and_then(|text| parse(&text).ok()).unwrap_or(Js::Null);
        let reply = self.event(|server| server.put(context, path, &value, None));
        let status = reply.get("statusCode").and_then(Js::as_number).unwrap_or(0.0);
        PutReply {
            state: reply.get("state").map(Js::to_text).unwrap_or_default(),
            status: status as u16,
            message: reply.get("message").map(Js::to_text),
        }
    }
}
