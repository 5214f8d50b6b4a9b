//! Orbis: functions that answer HTTP requests, see [`route`](macro@crate::route) and [`http`](crate::http).

#[doc(hidden)]
pub mod checks;
mod manifest;

#[doc(hidden)]
pub use manifest::{manifest_json, manifest_json_len};

/// What is done before a handler runs.
#[doc(hidden)]
#[inline]
pub fn begin() {}

/// What a hook of this outcome returns: 0 is well.
#[doc(hidden)]
#[must_use]
pub fn ended(outcome: Result<(), String>) -> i32 {
    i32::from(outcome.is_err())
}
