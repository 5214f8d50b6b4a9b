//! Orbis: functions that answer HTTP requests, see [`route`](macro@crate::route) and [`http`](crate::http).
//!
//! The host makes an instance for each request, so nothing is kept in statics, and gives it 5,000,000 units of fuel and 16 MiB
//! (`runtime.rs:431`, `sandbox.rs:62`). It answers each request that did not trap with 200 and `{"success":true,"data":…}`, in which the
//! data are the answer with its own status (`plugins.rs:80-172`): a user interface reads that, plain HTTP clients see the 200.
//!
//! Functions of the host are free ones, and need nothing to be handed on:
//!
//! | a plugin | by |
//! |---|---|
//! | keeps values between requests | [`state`] |
//! | reads the `config` of its manifest | [`config`](fn@config) |
//! | logs | [`log`](fn@log), [`info`], …, and the crates `log` and `tracing` with the features of these names |
//! | hashes, needs random bytes | [`sha256`], [`sha512`], [`random`] |
//! | runs SQL | [`db`]: denied by the real host, today |
//! | sends requests | [`client`]: denied, today |
//! | tells of events | [`emit_event`]: denied, today |
//! | shows pages | [`ui`], [`pages!`](macro@pages) |
//!
//! In tests a [`Mock`] plays the host.
//!
//! Queries arrive with each byte as a letter of Latin-1: `%C3%A9` is `Ã©`, not `é` (`plugins.rs`).

#[doc(hidden)]
pub mod checks;
pub mod client;
mod config;
mod crypto;
pub mod db;
pub mod docs;
mod error;
mod events;
mod logging;
mod manifest;
#[cfg(not(target_family = "wasm"))]
mod mock;
pub mod state;
pub mod ui;
mod utf8;
mod value;

pub use crate::__orbis_pages as pages;
pub use crate::records::Level;
pub use config::config;
pub use crypto::{random, random_bytes, sha256, sha512};
pub use error::{Error, ErrorKind};
pub use events::emit_event;
pub use logging::{debug, error, info, log, trace, warn};
#[doc(hidden)]
pub use manifest::{manifest_json, manifest_json_len};
#[cfg(not(target_family = "wasm"))]
pub use mock::{Mock, Sent, Sql};
pub use utf8::utf8;
pub use value::{FromJson, ToJson};

/// What is done before a handler runs.
#[doc(hidden)]
#[inline]
pub fn begin() {
    logging::begin();
}

/// What a hook of this outcome returns: 0 is well. An error is logged.
#[doc(hidden)]
#[must_use]
pub fn ended(outcome: Result<(), String>) -> i32 {
    status(outcome, error)
}

/// 0 is well. An error is logged.
fn status(outcome: Result<(), String>, error: fn(&str)) -> i32 {
    match outcome {
        Ok(()) => 0,
        Err(text) => {
            error(&text);
            1
        }
    }
}
