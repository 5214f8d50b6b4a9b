//! What the exports of a plugin do; an expansion is one call each. Not for authors.

mod delta;
mod http;
mod lifecycle;
mod provider;
mod providers;
mod put;
mod radar;
mod resources;
mod weather;

pub use delta::{Handlers, delta, drain, forget, value, values};
pub use http::{Respond, endpoint, endpoint_alone, plain, with_headers};
pub use lifecycle::{config_error, ended, poll, start, stop};
pub use provider::{provider, provider_list};
pub(in crate::signalk) use providers::done;
pub use providers::*;
pub use put::{Refused, failed, put, unreadable};

use super::Error;
use crate::rt::{Idle, Reader};

/// Registers for PUTs of a path. What the server refuses is said, and the plugin goes on.
pub fn register_put(context: &str, path: &str) {
    said(super::register_put(context, path));
}

/// Says in the plugin's status what the server refused.
fn said(done: Result<(), Error>) {
    if let Err(error) = done {
        lifecycle::report(error.as_str());
    }
}

/// Why nobody answers.
fn idle(idle: Idle) -> &'static str {
    match idle {
        Idle::Stopped => "the plugin is not running",
        Idle::Busy => "the plugin is busy",
    }
}

/// What is wrong with what was read: `value.latitude: expected a number, found a string`.
#[cold]
fn explained(what: &str, reader: &mut Reader<'_>) -> String {
    reader.error().map(|error| error.of(what)).unwrap_or_default()
}
