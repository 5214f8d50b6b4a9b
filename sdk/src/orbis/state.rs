//! What a plugin keeps between requests: JSON by key, in a file of the host's.
//!
//! ```
//! use anyhost::Pin;
//! use anyhost::orbis::{self, Mock, state};
//!
//! #[derive(Pin)]
//! struct Note {
//!     text: String,
//! }
//!
//! fn add(text: String) -> Result<usize, orbis::Error> {
//!     let mut notes: Vec<Note> = state::get("notes")?.unwrap_or_default();
//!     notes.push(Note { text });
//!     state::set("notes", &notes)?;
//!     Ok(notes.len())
//! }
//!
//! let mock = Mock::new();
//! assert_eq!(add("milk".to_owned()), Ok(1));
//! assert_eq!(mock.state("notes").as_deref(), Some(r#"[{"text":"milk"}]"#));
//! ```
//!
//! - It is lost when the plugin is stopped, disabled, unloaded or loaded anew: the host then clears it and overwrites the
//!   file (`runtime.rs:394-402, 496-501`). It survives a restart of the host.
//! - There are no transactions: of two requests that get a value and set it again at the same time, one is lost.
//! - Each [`set`] and [`remove`] writes the whole file again (`runtime.rs:89-107`); that this fails is only logged. It takes time:
//!   a handler that sets thousands of values meets the limit of 5 seconds first.
//! - The host sorts the keys of objects, keeps the last of those that are there twice, and makes floats of integers beyond
//!   64 bits.
//! - A request may call the host 10,000 times; then everything fails (`runtime.rs:210-232`).

use super::Error;
use super::value::{FromJson, ToJson, buffer, done, read, text};
use crate::rt::imports::orbis::source::env;

/// Reads the value of a key; `None` if there is none. The host says the same where it failed: after 10,000 calls of it, or
/// 5 seconds (`runtime.rs:210-232`).
///
/// # Errors
///
/// The value is of another type: the error says where.
pub fn get<T: FromJson>(key: &str) -> Result<Option<T>, Error> {
    match buffer(env::state_get(key))? {
        Some(received) => read(received, &["state.", key]).map(Some),
        None => Ok(None),
    }
}

/// Keeps a value, in place of the one that the key has.
///
/// # Errors
///
/// It cannot be written as JSON, or the host failed: after 10,000 calls of it, or 5 seconds.
pub fn set(key: &str, value: impl ToJson) -> Result<(), Error> {
    let text = text(&value, &["state.", key])?;
    done(env::state_set(key, &text), "the host did not keep a value of the state")
}

/// Removes a key and its value. It is well if there is none.
///
/// # Errors
///
/// The host failed: after 10,000 calls of it, or 5 seconds.
pub fn remove(key: &str) -> Result<(), Error> {
    done(env::state_remove(key), "the host did not remove a value of the state")
}
