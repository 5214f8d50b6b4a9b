//! What a client gets: `plugin-routes.ts:428-460`, and `send` of Express 4.

use anyhost_abi::Rule;
use anyhost_abi::signalk::rules;

use crate::hosts::signalk::js::{Js, parse};

/// What a client gets.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::hosts::signalk) struct Response {
    pub(in crate::hosts::signalk) status: u16,
    /// Names in lower case; a value is a text, or several.
    pub(in crate::hosts::signalk) headers: Vec<(String, Js)>,
    pub(in crate::hosts::signalk) body: String,
}

impl Response {
    /// `res.status(status).json(value)`.
    pub(in crate::hosts::signalk) fn json(status: u16, value: &Js) -> Self {
        let headers = vec![("content-type".to_owned(), Js::text("application/json; charset=utf-8"))];
        Self { status, headers, body: value.to_json() }
    }

    /// `res.status(500).json({error})`.
    pub(in crate::hosts::signalk) fn error(message: &str) -> Self {
        Self::json(500, &Js::object([("error", Js::text(message))]))
    }

    /// `res.status(status).send(text)`, and Express's own pages.
    pub(in crate::hosts::signalk) fn html(status: u16, text: &str) -> Self {
        let headers = vec![("content-type".to_owned(), Js::text("text/html; charset=utf-8"))];
        Self { status, headers, body: text.to_owned() }
    }

    /// No route.
    pub(in crate::hosts::signalk) fn not_found(method: &str, path: &str) -> Self {
        Self::html(404, &format!("Cannot {method} {path}"))
    }

    pub(in crate::hosts::signalk) fn header(&self, name: &str) -> Option<&Js> {
        self.headers.iter().find(|header| header.0 == name).map(|header| &header.1)
    }

    /// The body as JSON, where it says that it is.
    pub(in crate::hosts::signalk) fn value(&self) -> Option<Js> {
        let is_json = self.header("content-type")?.to_text().starts_with("application/json");
        if is_json { parse(&self.body).ok() } else { None }
    }
}

/// What the client gets although the plugin has answered, and why.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) response: Response,
    pub(super) message: String,
    pub(super) rule: &'static Rule,
}

/// Makes a response of what a handler wrote. `old`: server 2.23.
pub(super) fn answer(text: &str, old: bool) -> Result<Response, Failed> {
    let value = parse(text).map_err(|message| failed(Outgoing::new(), message, &rules::HTTP_JSON))?;
    if value == Js::Null {
        let message = "Cannot read properties of null (reading 'statusCode')".to_owned();
        return Err(failed(Outgoing::new(), message, &rules::HTTP_JSON));
    }
    let mut out = Outgoing::new();
    if let Some(status) = value.get("statusCode").filter(|status| status.is_truthy()) {
        out.status = status.clone();
    }
    let headers = match value.get("headers") {
        Some(Js::Object(fields)) => fields.clone(),
        Some(Js::List(items)) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item.clone())).collect(),
        Some(Js::Text(text)) => text.chars().enumerate().map(|(at, letter)| (at.to_string(), Js::text(letter))).collect(),
        _ => Vec::new(),
    };
    for (name, value) in &headers {
        if let Err(message) = out.set(name, value.clone()) {
            return Err(failed(out, message, &rules::HTTP_HEADERS));
        }
    }
    let mut body = value.get("body").cloned();
    if let Some(Js::Text(text)) = &body {
        let kind = if old {
            headers.iter().find(|header| header.0 == "Content-Type").map(|header| &header.1)
        } else {
            out.get("content-type")
        };
        // A text only, and case-sensitive: any other spelling goes out as it is.
        if kind.and_then(Js::as_text).is_some_and(|kind| kind.contains("application/json"))
            && let Ok(parsed) = parse(text)
        {
            body = Some(parsed);
        }
    }
    let number = matches!(body, Some(Js::Number(_)));
    let rule = if number { &rules::HTTP_BODY } else { &rules::HTTP_STATUS };
    out.send(body).map_err(|message| failed(out, message, rule))
}

/// `res.status(500).json({error})` after something was set already: headers stay.
fn failed(mut out: Outgoing, message: String, rule: &'static Rule) -> Failed {
    out.status = Js::Number(500.0);
    let body = Js::object([("error", Js::text(&message))]);
    let response = out.json(&body).unwrap_or_else(|_| Response::error(&message));
    Failed { response, message, rule }
}

/// `res`.
#[derive(Debug)]
struct Outgoing {
    status: Js,
    headers: Vec<(String, Js)>,
}

impl Outgoing {
    fn new() -> Self {
        Self { status: Js::Number(200.0), headers: Vec::new() }
    }

    fn get(&self, name: &str) -> Option<&Js> {
        self.headers.iter().find(|header| header.0 == name).map(|header| &header.1)
    }

    /// `res.setHeader` of Node.
    fn set(&mut self, name: &str, value: Js) -> Result<(), String> {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(token) {
            return Err(format!("Header name must be a valid HTTP token [\"{name}\"]"));
        }
        if value.to_text().chars().any(|letter| !matches!(letter, '\t' | ' '..='~' | '\u{80}'..='\u{ff}')) {
            return Err(format!("Invalid character in header content [\"{name}\"]"));
        }
        let value = match value {
            Js::List(items) => Js::List(items.iter().map(|item| Js::Text(item.to_text())).collect()),
            other => Js::Text(other.to_text()),
        };
        let name = name.to_lowercase();
        match self.headers.iter_mut().find(|header| header.0 == name) {
            Some(header) => header.1 = value,
            None => self.headers.push((name, value)),
        }
        Ok(())
    }

    fn default_type(&mut self, kind: &str) {
        if self.get("content-type").is_none() {
            self.headers.push(("content-type".to_owned(), Js::text(kind)));
        }
    }

    fn json(&mut self, value: &Js) -> Result<Response, String> {
        self.default_type("application/json");
        self.text(value.to_json())
    }

    /// `res.send(body)`.
    fn send(&mut self, body: Option<Js>) -> Result<Response, String> {
        match body {
            None => self.end(String::new()),
            Some(Js::Text(text)) => {
                self.default_type("text/html");
                self.text(text)
            }
            // The only argument is a number: a status.
            Some(Js::Number(number)) => {
                self.default_type("text/plain");
                self.status = Js::Number(number);
                match reason(number) {
                    Some(reason) => self.text(reason.to_owned()),
                    None => self.end(String::new()),
                }
            }
            Some(Js::Null) => self.text(String::new()),
            Some(value) => self.json(&value),
        }
    }

    fn text(&mut self, text: String) -> Result<Response, String> {
        if let Some(Js::Text(kind)) = self.get("content-type") {
            let kind = with_charset(kind)?;
            self.set("content-type", Js::Text(kind))?;
        }
        self.end(text)
    }

    fn end(&mut self, mut body: String) -> Result<Response, String> {
        let status = to_integer(&self.status);
        if !(100..=999).contains(&status) {
            return Err(format!("Invalid status code: {}", self.status.to_text()));
        }
        if matches!(status, 204 | 304) {
            self.headers.retain(|header| !matches!(header.0.as_str(), "content-type" | "content-length" | "transfer-encoding"));
        }
        if matches!(status, 204 | 205 | 304) {
            body.clear();
        }
        Ok(Response { status: u16::try_from(status).unwrap_or(500), headers: std::mem::take(&mut self.headers), body })
    }
}

/// `status | 0`.
fn to_integer(status: &Js) -> i64 {
    match status {
        Js::Number(number) => *number as i64,
        Js::Bool(is) => i64::from(*is),
        Js::Text(text) => text.trim().parse::<f64>().unwrap_or(0.0) as i64,
        _ => 0,
    }
}

/// `setCharset(type, 'utf-8')`: the type in lower case, its parameters sorted.
fn with_charset(kind: &str) -> Result<String, String> {
    let mut parts = kind.split(';');
    let name = parts.next().unwrap_or_default().trim().to_lowercase();
    let token =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    if !name.split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub)) {
        return Err("invalid media type".to_owned());
    }
    let mut params = vec![("charset".to_owned(), "utf-8".to_owned())];
    for part in parts {
        let Some((key, value)) = part.split_once('=').filter(|(key, _)| token(key.trim())) else {
            return Err("invalid parameter format".to_owned());
        };
        let key = key.trim().to_lowercase();
        if key != "charset" {
            params.push((key, value.trim().to_owned()));
        }
    }
    params.sort();
    Ok(params.iter().fold(name, |text, (key, value)| format!("{text}; {key}={value}")))
}

/// The words for a status, which are the body where a number is sent.
fn reason(status: f64) -> Option<&'static str> {
    const REASONS: &[(u16, &str)] = &[
        (200, "OK"),
        (201, "Created"),
        (202, "Accepted"),
        (204, "No Content"),
        (301, "Moved Permanently"),
        (302, "Found"),
        (304, "Not Modified"),
        (400, "Bad Request"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "Not Found"),
        (405, "Method Not Allowed"),
        (409, "Conflict"),
        (410, "Gone"),
        (418, "I'm a Teapot"),
        (429, "Too Many Requests"),
        (500, "Internal Server Error"),
        (501, "Not Implemented"),
        (502, "Bad Gateway"),
        (503, "Service Unavailable"),
        (504, "Gateway Timeout"),
    ];
    REASONS.iter().find(|(code, _)| f64::from(*code) == status).map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Response, answer};
    use crate::hosts::signalk::js::Js;

    /// Status, content type and body.
    fn seen(text: &str) -> (u16, String, String) {
        let response = answer(text, false).unwrap_or_else(|failed| failed.response);
        let kind = response.header("content-type").map(Js::to_text).unwrap_or_default();
        (response.status, kind, response.body)
    }

    #[test]
    fn the_table_row_by_row() {
        let json = "application/json; charset=utf-8";
        let html = "text/html; charset=utf-8";
        for (text, status, kind, body) in [
            (r#"{"body":"x"}"#, 200, html, "x"),
            (r#"{"statusCode":0,"body":"x"}"#, 200, html, "x"),
            (r#"{"statusCode":"404","body":"x"}"#, 404, html, "x"),
            (r#"{"statusCode":99,"body":"x"}"#, 500, html, r#"{"error":"Invalid status code: 99"}"#),
            (r#"{"statusCode":204}"#, 204, "", ""),
            (r#"{"body":{"a":1.0}}"#, 200, json, r#"{"a":1}"#),
            (
                r#"{"headers":{"Content-Type":"application/json"},"body":"{\"a\":1.0,\"b\":12345678901234567890}"}"#,
                200,
                json,
                r#"{"a":1,"b":12345678901234567000}"#,
            ),
            (r#"{"headers":{"Content-Type":"application/json"},"body":"7"}"#, 500, json, r#"{"error":"Invalid status code: 7"}"#),
            (r#"{"headers":{"Content-Type":"application/json"},"body":"404"}"#, 404, json, "Not Found"),
            (r#"{"headers":{"Content-Type":"application/json"},"body":"true"}"#, 200, json, "true"),
            (r#"{"headers":{"Content-Type":"application/json"},"body":"\"hi\""}"#, 200, json, "hi"),
            (r#"{"headers":{"Content-Type":"application/json"},"body":"null"}"#, 200, json, ""),
            (r#"{"headers":{"Content-Type":"application/json"},"body":"[1,2"}"#, 200, json, "[1,2"),
            (r#"{"headers":{"Content-Type":"application/JSON"},"body":"\"hi\""}"#, 200, json, r#""hi""#),
            (r#"{"headers":{"Content-Type":"application/JSON"},"body":"1.0"}"#, 200, json, "1.0"),
            (r#"{"headers":{"Content-Type":"text/plain"},"body":"x"}"#, 200, "text/plain; charset=utf-8", "x"),
            (r#"{"headers":{"X":"a\nb"},"body":"x"}"#, 500, json, r#"{"error":"Invalid character in header content [\"X\"]"}"#),
            ("", 500, json, r#"{"error":"Unexpected end of JSON input"}"#),
            ("null", 500, json, r#"{"error":"Cannot read properties of null (reading 'statusCode')"}"#),
            ("5", 200, "", ""),
        ] {
            assert_eq!(seen(text), (status, kind.to_owned(), body.to_owned()), "{text}");
        }
    }

    #[test]
    fn several_values_are_several_headers() {
        let response = answer(r#"{"headers":{"Set-Cookie":["a=1","b=2"]},"body":"x"}"#, false).unwrap();
        assert_eq!(response.header("set-cookie").unwrap().to_json(), r#"["a=1","b=2"]"#);
    }

    #[test]
    fn the_old_server_looks_at_one_spelling() {
        let text = r#"{"headers":{"content-type":"application/json"},"body":"{ \"a\" : 1 }"}"#;
        let body = |old: bool| answer(text, old).unwrap().body;
        assert_eq!((body(false).as_str(), body(true).as_str()), (r#"{"a":1}"#, r#"{ "a" : 1 }"#));
    }

    #[test]
    fn json_bodies_are_values() {
        assert_eq!(Response::json(201, &Js::Bool(true)).value(), Some(Js::Bool(true)));
        assert_eq!(Response::html(404, "true").value(), None);
    }
}
