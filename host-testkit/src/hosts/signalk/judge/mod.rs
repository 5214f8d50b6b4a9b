//! What is wrong with what the server could read.

mod described;
mod emitted;
mod http;
mod provider;
mod put;

pub(super) use described::{endpoints, schema};
pub(super) use emitted::emitted;
pub(super) use http::http;
pub(super) use provider::provider;
pub(super) use put::put;

use anyhost_abi::Rule;
use anyhost_abi::signalk::rules;

use super::js::{Js, parse};
use crate::report::Finding;

/// A reply as JSON; `max` is the size of the buffer that it came in.
fn json(text: &str, max: usize, rule: &'static Rule) -> Result<Js, Finding> {
    parse(text).map_err(|error| {
        if text.len() >= max {
            let detail = format!("the reply fills its buffer of {max} bytes and is no JSON: {error}");
            return Finding::new(&rules::REPLY_CUT, &detail);
        }
        Finding::new(rule, &format!("the reply is no JSON: {error}"))
    })
}

/// Whether bytes of a text were no UTF-8, or the plugin itself said so.
fn is_mended(text: &str) -> bool {
    text.contains('\u{fffd}')
}
