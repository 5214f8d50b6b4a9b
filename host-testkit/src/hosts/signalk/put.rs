//! PUTs of clients: `env-imports.ts:433-520` and `put.ts`.

use anyhost_abi::signalk::rules;

use super::calls::{Order, Thrown};
use super::js::{Js, parse};
use super::names::put_handler;
use super::server::Server;
use crate::hosts::Fault;

fn completed(status: u16, message: &str) -> Js {
    let mut reply = Js::object([("state", Js::text("COMPLETED")), ("statusCode", Js::Number(status.into()))]);
    if !message.is_empty() {
        reply.set("message", Js::text(message));
    }
    reply
}

/// What REST says to every PUT of a WASM plugin, whatever the handler did.
pub(super) fn rest_reply() -> Js {
    completed(500, "Cannot read properties of undefined (reading 'state')")
}

impl Server<'_> {
    /// A PUT as a WebSocket client makes it: its reply.
    pub(super) fn put(&mut self, context: &str, path: &str, value: &Js, source: Option<&str>) -> Js {
        self.reply = None;
        let world = self.world();
        let known = world.puts.contains(&(context.to_owned(), path.to_owned()));
        let named = source.is_none_or(|source| source == world.package);
        if !known || !named {
            return completed(405, &format!("PUT not supported for {path}"));
        }
        let handler = put_handler(context, path);
        if !self.has(&handler) {
            let detail = format!("PUT of `{path}` is registered, and `{handler}` is not exported");
            self.world().fault(Fault::new(&rules::PUT_EXPORT, "Handler not implemented", detail));
            return completed(501, "Handler not implemented");
        }
        let (max, json) = (self.limit("put_reply_bytes"), value.to_json());
        let asked = self.enter(|caller| caller.ask(&handler, json.as_bytes(), max, Order::ReadFirst));
        let handled = match asked {
            Ok(reply) => {
                self.length(&handler, reply.excess, max);
                self.reply = Some(reply.text.clone());
                read(&reply.text).inspect_err(|thrown| {
                    let detail = format!("`{handler}`: {}: `{}`", thrown.message, crate::text::shorten(&reply.text));
                    let rule = if reply.text.len() >= max as usize { &rules::REPLY_CUT } else { &rules::PUT_REPLY };
                    self.world().fault(Fault::new(rule, thrown.message.clone(), detail));
                })
            }
            Err(thrown) => {
                self.caught("PUT handler error", &thrown, &rules::PUT_TRAPS);
                Err(thrown)
            }
        };
        let reply = handled.unwrap_or_else(|thrown| completed(500, &format!("Handler error: {}", thrown.shown())));
        if self.world().manners.rest_put { rest_reply() } else { reply }
    }
}

/// The reply with the states that the server knows.
fn read(text: &str) -> Result<Js, Thrown> {
    let mut reply = parse(text).map_err(|message| Thrown::new("SyntaxError", message))?;
    if reply == Js::Null {
        return Err(Thrown::new("TypeError", "Cannot read properties of null (reading 'state')"));
    }
    let status = match reply.get("state").and_then(Js::as_text) {
        Some("FAILURE") => 502.0,
        Some("SUCCESS") => 200.0,
        _ => return Ok(reply),
    };
    reply.set("state", Js::text("COMPLETED"));
    reply.set("statusCode", Js::Number(status));
    Ok(reply)
}
