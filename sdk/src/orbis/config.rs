//! The configuration in the manifest.

use super::Error;
use super::value::{FromJson, buffer, read};
use crate::rt::imports::orbis::source::env;

/// Reads a key of `config` in the manifest, which the plugin itself brings; `None` if there is none. Only keys of its
/// outermost object can be read, and nobody can change them (`runtime.rs:1082-1107`). The host says `None`, too, where it
/// failed: after 10,000 calls of it, or 5 seconds.
///
/// ```
/// use anyhost::orbis::{self, Mock};
///
/// let mock = Mock::new();
/// mock.set_config(r#"{"limit":20}"#);
/// assert_eq!(orbis::config::<u32>("limit"), Ok(Some(20)));
/// assert_eq!(orbis::config::<u32>("other"), Ok(None));
/// assert!(orbis::config::<String>("limit").unwrap_err().as_str().starts_with("config.limit: expected a string"));
/// ```
///
/// # Errors
///
/// The value is of another type: the error says where.
pub fn config<T: FromJson>(key: &str) -> Result<Option<T>, Error> {
    match buffer(env::get_config(key))? {
        Some(received) => read(received, &["config.", key]).map(Some),
        None => Ok(None),
    }
}
