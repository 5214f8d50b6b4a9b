//! The plugin's own configuration, outside of `start`.

use super::error::{Error, done, written};
use crate::rt::Writer;
use crate::rt::imports::signalk::env;
use alloc::string::String;
use alloc::vec;
use serde_core::Serialize;

/// The largest configuration that is read: room is made for it.
const MOST: usize = 1 << 20;

/// The configuration as it is saved on the server, as JSON: `{}` if there is none. `start` gets the one that counts.
///
/// A scoped package (`@scope/name`) is always answered `{}` (`env-imports.ts:306` of the server).
///
/// # Errors
///
/// The server cannot read its file, or it is larger than 1 MiB.
pub fn read_config() -> Result<String, Error> {
    const FAILED: &str = "the server did not give the saved configuration";
    let mut room = 1 << 10;
    // The server does not say how long it is, and answers 0 where there is too little room.
    loop {
        let mut buffer = vec![0; room];
        let answer = env::sk_read_config(&mut buffer);
        if answer != 0 {
            let len = written(&buffer, answer, FAILED)?.len();
            buffer.truncate(len);
            return String::from_utf8(buffer).map_err(|_| Error::new("the saved configuration is not UTF-8"));
        }
        if room >= MOST {
            return Err(Error::new(FAILED));
        }
        room *= 4;
    }
}

/// Saves a configuration in place of all of the present one; the switches that enable the plugin and its debug log stay.
///
/// It is what `start` gets when the server starts the next time. Before that `start` is called with what the server's form posts,
/// which replaces all that was saved (`env-imports.ts:368`, `plugin-config.ts:61-68`): so keep what must last in the plugin, too,
/// and save it again in `start`.
///
/// # Errors
///
/// It cannot be written as JSON, or the server cannot save it, which is always so for a scoped package (`@scope/name`).
pub fn save_config(config: &(impl Serialize + ?Sized)) -> Result<(), Error> {
    let mut out = Writer::new();
    if config.serialize(&mut out).is_err() {
        return Err(Error::new("the configuration cannot be written as JSON"));
    }
    let failed = "the server did not save the configuration; it never does for a scoped package (`@scope/name`)";
    done(env::sk_save_config(&out.into_string()), failed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Mock;
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn what_is_saved_is_read_again() {
        let mock = Mock::new();
        assert_eq!(read_config().unwrap(), "{}");
        assert_eq!(mock.saved_config(), None);
        save_config(&BTreeMap::from([("maxRadius", 42.5)])).unwrap();
        assert_eq!(mock.saved_config().as_deref(), Some(r#"{"maxRadius":42.5}"#));
        assert_eq!(read_config().unwrap(), r#"{"maxRadius":42.5}"#);
    }

    #[test]
    fn any_length_is_read() {
        let lengths = [1, 1022, 1023, 4094, 4095, 100_000, MOST - 2];
        // Miri is slow.
        for len in lengths.into_iter().take(if cfg!(miri) { 4 } else { lengths.len() }) {
            let mock = Mock::new();
            let text = format!("\"{}\"", "x".repeat(len));
            mock.set_config(&text);
            assert_eq!(read_config().unwrap(), text, "{len}");
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "slow")]
    fn one_that_is_too_long_is_an_error() {
        let mock = Mock::new();
        mock.set_config(&"x".repeat(MOST + 1));
        assert!(read_config().is_err());
    }

    #[test]
    fn a_server_that_says_nonsense_is_an_error() {
        let mock = Mock::new();
        for answer in [-1, 1025, i32::MAX, i32::MIN] {
            mock.answer("signalk::read_config", answer);
            assert!(read_config().is_err(), "{answer}");
            mock.answer("signalk::save_config", answer);
            assert!(save_config(&1).is_err(), "{answer}");
        }
        assert!(save_config(&BTreeMap::from([(vec![1], 2)])).is_err());
        assert_eq!(mock.saved_config(), None);
    }
}
