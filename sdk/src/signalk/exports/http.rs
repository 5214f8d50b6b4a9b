//! Requests of HTTP endpoints, and the responses as the server wants them.

use crate::http::{Body, Request, Response, rt::error};
use crate::rt::export::{input, outermost, reply};
use crate::rt::{Idle, Place, Reader, Slot, Writer};

/// The server parses and serialises what it finds in a body that is called JSON, and loses some values thereby; with capitals
/// the type is the same, and the body passes as it is (`plugin-routes.ts:428-460`).
const JSON: &str = "application/JSON";
const PARSED: &str = "application/json";

/// How an answer becomes a reply: one whose type has no headers of its own links nothing for them.
pub type Respond = fn(&mut Writer, &Response) -> Result<(), &'static str>;

/// An endpoint: hands the request to the method, and writes its response.
pub fn endpoint<T>(
    slot: Place<Slot<T>>,
    [start, len, out, max]: [i32; 4],
    respond: Respond,
    answer: fn(&mut T, &Request<'_>) -> Result<Response, Response>,
) -> i32 {
    outermost();
    reply(out, max, |reply, room| {
        let response = input(start, len, |request| match Request::read(&mut Reader::padded(request)) {
            Some(request) => slot.with(|slot| slot.lend(|state| answer(state, &request))),
            None => Ok(Err(error(400, "not a request"))),
        });
        finish(reply, room, respond, response.map(|response| response.unwrap_or_else(|refused| refused)));
    })
}

/// An endpoint that takes nothing of the request, which is not read.
pub fn endpoint_alone<T>(
    slot: Place<Slot<T>>,
    [_, _, out, max]: [i32; 4],
    respond: Respond,
    answer: fn(&mut T) -> Response,
) -> i32 {
    outermost();
    reply(out, max, |reply, room| finish(reply, room, respond, slot.with(|slot| slot.lend(answer))))
}

/// Writes a response, or why it cannot be one.
fn finish(reply: &mut Writer, room: usize, respond: Respond, response: Result<Response, Idle>) {
    let refused = match response {
        Ok(response) => respond(reply, &response).err().map(|fault| (500, fault)),
        Err(idle) => Some((503, super::idle(idle))),
    };
    if let Some((status, text)) = refused {
        refuse(reply, status, text);
    }
    if reply.len() > room {
        refuse(reply, 500, "the response is larger than the server takes: send it in parts");
    }
}

#[cold]
fn refuse(reply: &mut Writer, status: u16, text: &str) {
    reply.truncate(0);
    _ = plain(reply, &error(status, text));
}

/// Writes a response without headers of its own, unless the server would choke on it.
pub fn plain(reply: &mut Writer, response: &Response) -> Result<(), &'static str> {
    begin(reply, response.status)?;
    end(reply, &response.body, true);
    Ok(())
}

/// Writes a response of any kind.
pub fn with_headers(reply: &mut Writer, response: &Response) -> Result<(), &'static str> {
    begin(reply, response.status)?;
    let mut untyped = true;
    for (name, value) in &response.headers {
        if !is_name(name) || !is_value(value) {
            return Err("a header's name has letters, digits and dashes, its value Latin letters in one line");
        }
        reply.key(name);
        if name.eq_ignore_ascii_case("content-type") {
            untyped = false;
            unparsed(reply, value);
        } else {
            reply.str(value);
        }
    }
    end(reply, &response.body, untyped);
    Ok(())
}

fn begin(reply: &mut Writer, status: u16) -> Result<(), &'static str> {
    if !(200..600).contains(&status) {
        return Err("a status is a number from 200 to 599");
    }
    reply.raw("{\"statusCode\":");
    reply.u64(status.into());
    reply.raw(",\"headers\":{");
    Ok(())
}

fn end(reply: &mut Writer, body: &Body, untyped: bool) {
    let (kind, text) = match body {
        Body::Empty => return reply.raw("}}"),
        Body::Text(text) => ("text/plain", text),
        Body::Json(text) => (JSON, text),
    };
    if untyped {
        reply.key("Content-Type");
        reply.str(kind);
    }
    reply.raw("},\"body\":");
    reply.str(text);
    reply.raw("}");
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_'))
}

/// What Node.js takes: letters up to U+00FF, and no control characters but tabs.
fn is_value(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~' | 0x80..=0xc3))
}

/// Writes a content type for which the server leaves the body alone. (`str::replace` would link the formatting of panics.)
fn unparsed(reply: &mut Writer, mut value: &str) {
    reply.raw("\"");
    while let Some(at) = value.as_bytes().windows(PARSED.len()).position(|part| part == PARSED.as_bytes()) {
        let (before, rest) = value.split_at_checked(at).unwrap_or_default();
        reply.text(before);
        reply.raw(JSON);
        value = rest.get(PARSED.len()..).unwrap_or_default();
    }
    reply.text(value);
    reply.raw("\"");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(response: Response, room: usize) -> String {
        let mut reply = Writer::new();
        finish(&mut reply, room, with_headers, Ok(response));
        reply.into_string()
    }

    #[test]
    fn responses_as_the_server_wants_them() {
        for (response, expected) in [
            (Response::new(204), r#"{"statusCode":204,"headers":{}}"#),
            (Response::text("a\"\n"), r#"{"statusCode":200,"headers":{"Content-Type":"text/plain"},"body":"a\"\n"}"#),
            (
                Response { body: Body::Json("\"7\"".to_owned()), ..Response::new(201) },
                r#"{"statusCode":201,"headers":{"Content-Type":"application/JSON"},"body":"\"7\""}"#,
            ),
            (
                Response::text("{}").header("content-type", "application/json; charset=utf-8").header("X-A", "b"),
                r#"{"statusCode":200,"headers":{"content-type":"application/JSON; charset=utf-8","X-A":"b"},"body":"{}"}"#,
            ),
            (
                Response::text("7").header("Content-Type", "x/y, application/json").header("X-A", "application/json é\t~"),
                r#"{"statusCode":200,"headers":{"Content-Type":"x/y, application/JSON","X-A":"application/json é\t~"},"body":"7"}"#,
            ),
        ] {
            assert_eq!(written(response, 65_536), expected);
        }
    }

    #[test]
    fn what_the_server_would_choke_on_is_a_whole_error() {
        let error = |text| {
            format!(r#"{{"statusCode":500,"headers":{{"Content-Type":"application/JSON"}},"body":"{{\"error\":\"{text}\"}}"}}"#)
        };
        let header = error("a header's name has letters, digits and dashes, its value Latin letters in one line");
        for (name, value) in
            [("", "a"), ("a b", "c"), ("a:", "b"), ("é", "a"), ("a", "b\r\nc: d"), ("a", "\0"), ("a", "€"), ("a", "\u{7f}")]
        {
            assert_eq!(written(Response::text("x").header(name, value), 65_536), header);
        }
        for status in [0, 99, 199, 600, u16::MAX] {
            assert_eq!(written(Response::new(status), 65_536), error("a status is a number from 200 to 599"));
        }
        let large = error("the response is larger than the server takes: send it in parts");
        let around = written(Response::text(""), 65_536).len();
        assert_eq!(written(Response::text("x".repeat(65_536 - around)), 65_536).len(), 65_536);
        assert_eq!(written(Response::text("x".repeat(65_537 - around)), 65_536), large);
        // Escapes count.
        assert_eq!(written(Response::text("\"".repeat(40_000)), 65_536), large);
    }
}
