//! What the exports of a plugin do; an expansion is one call each. Not for authors.

mod delta;
mod http;
mod lifecycle;
mod provider;
mod put;

pub use delta::{Handlers, delta, drain, forget, value, values};
pub use http::endpoint;
pub use lifecycle::{config_error, ended, poll, start, stop};
pub use provider::{provider, provider_list};
pub use put::{Refused, failed, put, unreadable};

use crate::join;

use crate::rt::{Idle, Reader};

/// Registers for PUTs of a path. What the server refuses is said, and the plugin goes on.
pub fn register_put(context: &str, path: &str) {
    if super::register_put(context, path).is_err() {
        lifecycle::report(&join(&["the server refused PUTs of ", path, ": the package needs the capability putHandlers"]));
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
    let mut text = join(&[what]);
    if let Some(error) = reader.take_error() {
        error.tell(": ", |part| text = join(&[&text, part]));
    }
    text
}
