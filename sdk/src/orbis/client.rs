//! Requests to other servers.
//!
//! **The real host always denies them today.** It asks for the permission `network:http`, which its sandbox does not know by
//! this name and no manifest can have (`runtime.rs:990`, `sandbox.rs:138-149`). Behind that is a stub, which answers
//! every request with status 501 (`runtime.rs:1026-1032`). So expect [`Error::is_unavailable`].
//!
//! ```
//! use anyhost::orbis::{self, Mock, client};
//!
//! fn price(of: &str) -> Result<f64, orbis::Error> {
//!     let response = client::get(&["https://prices.example/", of].concat()).header("accept", "application/json").send()?;
//!     response.json()
//! }
//!
//! let mock = Mock::new();
//! assert!(price("tea").unwrap_err().is_unavailable());
//!
//! mock.respond("GET", "https://prices.example/tea", 200, "2.5");
//! assert_eq!(price("tea"), Ok(2.5));
//! assert_eq!(mock.requests()[0].headers, [("accept".to_owned(), "application/json".to_owned())]);
//! ```

use super::Error;
use super::value::{Answer, FromJson, ToJson, buffer, read, text, wrong};
use crate::rt::Writer;
use crate::rt::imports::orbis::source::env;
use crate::rt::json::Kind;
use crate::rt::{FromPin, Pin, PinType, Reader};
use alloc::string::String;
use alloc::vec::Vec;
use anyhost_abi::DataType;

/// A request.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    method: &'a str,
    url: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: Vec<u8>,
}

/// `GET`
#[must_use]
pub fn get(url: &str) -> Request<'_> {
    Request::new("GET", url)
}

/// `POST`, without a body so far.
#[must_use]
pub fn post(url: &str) -> Request<'_> {
    Request::new("POST", url)
}

impl<'a> Request<'a> {
    /// Any method, in capitals, of an absolute URL.
    #[must_use]
    pub const fn new(method: &'a str, url: &'a str) -> Self {
        Self { method, url, headers: Vec::new(), body: Vec::new() }
    }

    /// A header, in place of another one of this name.
    #[must_use]
    pub fn header(mut self, name: &'a str, value: &'a str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name, value));
        self
    }

    /// Bytes to send.
    #[must_use]
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = bytes.into();
        self
    }

    /// JSON to send, with the header that says so.
    ///
    /// # Errors
    ///
    /// It cannot be written as JSON.
    pub fn json(self, value: impl ToJson) -> Result<Self, Error> {
        let body = text(&value, &["the body"])?;
        Ok(self.header("content-type", "application/json").body(body))
    }

    /// Sends it and waits for the response. A status that says that something failed is a response, too.
    ///
    /// # Errors
    ///
    /// The host denies it, as it always does today, or it failed, which cannot be told apart; or what it answers is no
    /// response.
    pub fn send(&self) -> Result<Response, Error> {
        let answer = env::http_request(self.method, self.url, &self.headers(), &self.body);
        responded(answer)
    }

    /// An object, also where there are none.
    fn headers(&self) -> String {
        let mut out = Writer::new();
        out.begin_object();
        for (name, value) in &self.headers {
            out.key(name);
            out.str(value);
        }
        out.end_object();
        out.into_string()
    }
}

/// What a request gave.
pub(super) fn responded(answer: Answer) -> Result<Response, Error> {
    match buffer(answer)? {
        Some(received) => read(received, &["response"]),
        None => Err(Error::unavailable("the host did not send a request: it denies all of them today")),
    }
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// Names, as the other server has them, and values.
    pub headers: Vec<(String, String)>,
    /// What stands in it, as text; the host gives no bytes (`runtime.rs:1028-1032`).
    pub body: String,
}

impl Response {
    /// The text of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether its status is from 200 to 299.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..300)
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// It is no JSON, or of another type: the error says where.
    pub fn json<T: FromJson>(&self) -> Result<T, Error> {
        let mut text = self.body.as_bytes().to_vec();
        let mut reader = Reader::new(&mut text);
        match T::from_json(&mut reader) {
            Some(value) if reader.end() => Ok(value),
            _ => Err(wrong(&reader, &["response.body"])),
        }
    }
}

impl Pin for Response {
    const TYPE: PinType = PinType::of(DataType::Generic);
}

impl FromPin<'_> for Response {
    fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
        let (mut status, mut headers, mut body) = (None, Vec::new(), None);
        reader.entries(&mut |key, value| match key {
            "status" => status = u16::from_pin(value),
            "headers" => {
                value.entries(&mut |name, value| {
                    if let Some(value) = value.string() {
                        headers.push((crate::join(&[name]), value));
                    }
                });
            }
            "body" => body = body_text(value),
            _ => {}
        });
        if reader.error().is_none() && status.is_none() {
            reader.fail("`status` is missing");
        }
        if reader.error().is_some() {
            return None;
        }
        Some(Self { status: status?, headers, body: body.unwrap_or_default() })
    }
}

/// A text; of anything else its JSON.
fn body_text(reader: &mut Reader<'_>) -> Option<String> {
    match reader.kind() {
        Kind::String => reader.string(),
        Kind::Null => reader.null().then(String::new),
        _ => reader.raw().map(|raw| crate::join(&[raw.as_str()])),
    }
}
