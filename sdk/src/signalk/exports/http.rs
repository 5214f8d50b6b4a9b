//! Requests of HTTP endpoints, and the responses as the server wants them.

use crate::http::{Body, Request, Response, rt::error};
use crate::rt::export::{input, outermost, reply};
use crate::rt::{Place, Reader, Slot, Writer};

/// The server parses and serialises what it finds in a body that is called JSON, and loses some values thereby; with capitals
/// the type is the same, and the body passes as it is (`plugin-routes.ts:428-460`).
const JSON: &str = "application/JSON";
const PARSED: &str = "application/json";

/// An endpoint: hands the request to the method, and writes its response.
pub fn endpoint<T>(
    slot: Place<Slot<T>>,
    [start, len, out, max]: [i32; 4],
    answer: fn(&mut T, &Request<'_>) -> Result<Response, Response>,
) -> i32 {
    outermost();
    reply(out, max, |reply, room| {
        let response = input(start, len, |request| match Request::read(&mut Reader::padded(request)) {
            Some(request) => slot.with(|slot| slot.lend(|state| answer(state, &request))),
            None => Ok(Err(error(400, "not a request"))),
        });
        finish(
            reply,
            room,
            match response {
                Ok(Ok(response) | Err(response)) => response,
                Err(idle) => error(503, super::idle(idle)),
            },
        );
    })
}

/// Writes a response, or why it cannot be one.
fn finish(reply: &mut Writer, room: usize, response: Response) {
    if let Err(fault) = write(reply, &response) {
        refuse(reply, fault);
    }
    if reply.len() > room {
        refuse(reply, "the response is larger than the server takes: send it in parts");
    }
}

fn refuse(reply: &mut Writer, text: &str) {
    reply.truncate(0);
    _ = write(reply, &error(500, text));
}

/// Writes a response, unless the server would choke on it.
fn write(reply: &mut Writer, response: &Response) -> Result<(), &'static str> {
    if !(200..600).contains(&response.status) {
        return Err("a status is a number from 200 to 599");
    }
    reply.raw("{\"statusCode\":");
    reply.u64(response.status.into());
    reply.raw(",\"headers\":{");
    let (kind, body) = match &response.body {
        Body::Empty => ("", ""),
        Body::Text(text) => ("text/plain", text.as_str()),
        Body::Json(text) => (JSON, text.as_str()),
    };
    let mut kind = Some(kind).filter(|kind| !kind.is_empty());
    for (name, value) in &response.headers {
        if name.is_empty()
            || name.bytes().any(|byte| !byte.is_ascii_graphic() || byte == b':')
            || value.contains(char::is_control)
        {
            return Err("a header has a name without spaces, and a value without line breaks");
        }
        if name.eq_ignore_ascii_case("content-type") {
            kind = None;
        }
        reply.key(name);
        reply.str(&value.replace(PARSED, JSON));
    }
    if let Some(kind) = kind {
        reply.key("Content-Type");
        reply.str(kind);
    }
    reply.raw("}");
    if response.body != Body::Empty {
        reply.raw(",\"body\":");
        reply.str(body);
    }
    reply.raw("}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(response: Response, room: usize) -> String {
        let mut reply = Writer::new();
        finish(&mut reply, room, response);
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
        ] {
            assert_eq!(written(response, 65_536), expected);
        }
    }

    #[test]
    fn what_the_server_would_choke_on_is_a_whole_error() {
        let error = |text| {
            format!(r#"{{"statusCode":500,"headers":{{"Content-Type":"application/JSON"}},"body":"{{\"error\":\"{text}\"}}"}}"#)
        };
        let header = error("a header has a name without spaces, and a value without line breaks");
        for (name, value) in [("", "a"), ("a b", "c"), ("a:", "b"), ("é", "a"), ("a", "b\r\nc: d"), ("a", "\0")] {
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
