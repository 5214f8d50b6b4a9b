//! What clients ask, and what they get.

use serde::Serialize;
use serde_json::{Value, json};

use crate::hosts::orbis::request::{Asked, User};

/// A client's request.
#[derive(Debug, Clone)]
pub struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    user: Option<User>,
}

impl Request {
    /// A request for a path behind the plugin's name, with its query: `/items?page=2`.
    #[must_use]
    pub fn new(method: &str, target: &str) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), headers: Vec::new(), body: Vec::new(), user: None }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        self.header("content-type", "application/json").body(body)
    }

    /// With these bytes as the body; a header should say what they are.
    #[must_use]
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = bytes.into();
        self
    }

    /// Of this user.
    #[must_use]
    pub fn user(self, id: &str) -> Self {
        Self { user: Some(User { id: id.to_owned(), is_admin: false }), ..self }
    }

    /// Of this administrator.
    #[must_use]
    pub fn admin(self, id: &str) -> Self {
        Self { user: Some(User { id: id.to_owned(), is_admin: true }), ..self }
    }

    /// As the server has it.
    pub(super) fn asked(self) -> Result<Asked, String> {
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let asked = Asked::to(&self.method, &self.target)?.with_headers(headers);
        Ok(Asked { body: self.body, user: self.user, ..asked })
    }
}

/// What a client gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code: of the host's own, 200 whatever the handler answers.
    pub status: u16,
    /// Headers that a handler has set; none on the real host.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Response {
    /// The body as JSON; null where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The handler's value, out of the host's envelope; null where there is none.
    #[must_use]
    pub fn data(&self) -> Value {
        self.json().get_mut("data").map(Value::take).unwrap_or_default()
    }

    /// The host's words, where it could not answer.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        Some(self.json().get("error")?.get("message")?.as_str()?.to_owned())
    }

    pub(super) fn of(status: u16, body: &Value) -> Self {
        Self { status, headers: Vec::new(), body: body.to_string() }
    }

    /// An error of the host's; without a code it has no envelope.
    pub(super) fn failed(status: u16, code: &str, text: &str) -> Self {
        match code {
            "" => Self { status, headers: Vec::new(), body: text.to_owned() },
            code => Self::of(status, &json!({"success": false, "error": {"code": code, "message": text}})),
        }
    }

    /// What the document makes of a value: status, headers and body, where it has a status.
    pub(super) fn documented(value: Value) -> Self {
        let Some(status) = value.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok()) else {
            return Self::of(200, &value);
        };
        let headers = value.get("headers").and_then(Value::as_object).into_iter().flatten();
        let headers = headers.filter_map(|(name, value)| Some((name.to_lowercase(), value.as_str()?.to_owned()))).collect();
        Self { headers, ..Self::of(status, value.get("body").unwrap_or(&Value::Null)) }
    }
}
