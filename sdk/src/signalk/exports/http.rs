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
        let response = match response {
            Ok(Ok(response) | Err(response)) => response,
            Err(idle) => error(503, super::idle(idle)),
        };
        if let Err(fault) = write(reply, &response) {
            refuse(reply, fault);
        }
        if reply.len() > room {
            refuse(reply, "the response is larger than the server takes: send it in parts");
        }
    })
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
