//! Events.

use super::Error;
use super::value::{ToJson, done, text};
use crate::rt::imports::orbis::source::env;

/// Tells others of an event.
///
/// **The real host always denies it today**: it asks for a permission, `events:emit`, that no manifest can have
/// (`runtime.rs:1052`, `sandbox.rs:138-149`); and behind that it only logs the event (`runtime.rs:1077`).
///
/// ```
/// use anyhost::orbis::{self, Mock};
///
/// let mock = Mock::new();
/// assert!(orbis::emit_event("note.added", 7).unwrap_err().is_unavailable());
/// mock.as_intended();
/// orbis::emit_event("note.added", 7)?;
/// assert_eq!(mock.events(), [("note.added".to_owned(), "7".to_owned())]);
/// # Ok::<(), orbis::Error>(())
/// ```
///
/// # Errors
///
/// The host denies it, as it always does today; or the payload cannot be written as JSON.
pub fn emit_event(name: &str, payload: impl ToJson) -> Result<(), Error> {
    let text = text(&payload, &["the payload of ", name])?;
    done(env::emit_event(name, &text), "the host did not take an event: it denies all of them today")
}
