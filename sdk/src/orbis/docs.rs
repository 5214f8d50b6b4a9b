//! The functions of the dialect `docs`: what the document "WASM Plugins" (`4a08cf8`) gives a plugin. No host ever did.
//!
//! They are called as those of [`orbis`](super) are, so that one source is for either dialect, where it asks for no more than both
//! have:
//!
//! ```
//! # mod plugin {
//! #[cfg(feature = "docs")]
//! use anyhost::orbis::docs as orbis;
//! #[cfg(not(feature = "docs"))]
//! use anyhost::orbis;
//!
//! fn count() -> Result<u32, anyhost::orbis::Error> {
//!     orbis::info("counting");
//!     orbis::db::execute("UPDATE visits SET number = number + 1", ())
//! }
//! # }
//! ```
//!
//! SQL has no parameters there, requests no headers, and the log three levels. State, configuration, events and cryptography are not
//! there at all. In tests a [`Mock`](super::Mock) answers for them, too.

use super::Level;
use super::logging::levels;
use crate::rt::imports::orbis::docs::env;

/// Writes a line to the host's log, which has three levels: `Warn` is written as an error and `Trace` as for debugging, each
/// with its name in front.
///
/// ```
/// use anyhost::orbis::{Level, Mock, docs};
///
/// let mock = Mock::new();
/// docs::log(Level::Warn, "an old client");
/// assert_eq!(mock.logs(), [(Level::Error, "warn: an old client".to_owned())]);
/// ```
pub fn log(level: Level, text: &str) {
    match level {
        Level::Error => env::log_error(text),
        Level::Warn => env::log_error(&crate::join(&["warn: ", text])),
        Level::Info => env::log_info(text),
        Level::Debug => env::log_debug(text),
        Level::Trace => env::log_debug(&crate::join(&["trace: ", text])),
    }
}

levels! {
    error Error;
    warn Warn;
    info Info;
    debug Debug;
    trace Trace;
}

/// What is done before a handler runs.
#[doc(hidden)]
#[inline]
pub fn begin() {
    crate::rt::panic_tells(error);
    #[cfg(any(feature = "log", feature = "tracing"))]
    super::logging::records::install::<Docs>();
}

#[cfg(any(feature = "log", feature = "tracing"))]
struct Docs;

#[cfg(any(feature = "log", feature = "tracing"))]
impl super::logging::records::Lines for Docs {
    fn write(level: Level, text: &str) {
        log(level, text);
    }
}

/// What a hook of this outcome returns: 0 is well. An error is logged.
#[doc(hidden)]
#[must_use]
pub fn ended(outcome: Result<(), String>) -> i32 {
    super::status(outcome, error)
}

pub mod db {
    //! SQL, without parameters.

    use super::env;
    use crate::orbis::db::{changed, rows};
    use crate::orbis::{Error, FromJson};
    use alloc::vec::Vec;

    /// Runs SQL that gives rows. Each is read into `T` as a JSON object of its columns.
    ///
    /// # Errors
    ///
    /// The host gave nothing; or rows are of another type: the error says where.
    pub fn query<T: FromJson>(sql: &str, (): ()) -> Result<Vec<T>, Error> {
        rows(env::db_query(sql))
    }

    /// Runs SQL that changes something; the number of rows that it changed.
    ///
    /// # Errors
    ///
    /// The host says a number below 0.
    pub fn execute(sql: &str, (): ()) -> Result<u32, Error> {
        changed(env::db_execute(sql))
    }
}

pub mod client {
    //! Requests to other servers, without headers.

    use super::env;
    use crate::orbis::client::responded;
    use crate::orbis::value::text;
    use crate::orbis::{Error, ToJson};
    use alloc::vec::Vec;

    pub use crate::orbis::client::Response;

    /// A request.
    #[derive(Debug, Clone)]
    pub struct Request<'a> {
        method: &'a str,
        url: &'a str,
        body: Vec<u8>,
    }

    /// `GET`
    #[must_use]
    pub fn get(url: &str) -> Request<'_> {
        Request::new("GET", url)
    }

    /// `POST`, without a body so far.
    #[must_use]
    pub fn post(url: &str) -> Request<'_> {
        Request::new("POST", url)
    }

    impl<'a> Request<'a> {
        /// Any method, in capitals, of an absolute URL.
        #[must_use]
        pub const fn new(method: &'a str, url: &'a str) -> Self {
            Self { method, url, body: Vec::new() }
        }

        /// Bytes to send.
        #[must_use]
        pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
            self.body = bytes.into();
            self
        }

        /// JSON to send.
        ///
        /// # Errors
        ///
        /// It cannot be written as JSON.
        pub fn json(self, value: impl ToJson) -> Result<Self, Error> {
            let body = text(&value, &["the body"])?;
            Ok(self.body(body))
        }

        /// Sends it and waits for the response. A status that says that something failed is a response, too.
        ///
        /// # Errors
        ///
        /// The host gave nothing, or what is no response.
        pub fn send(&self) -> Result<Response, Error> {
            responded(env::http_request(self.method, self.url, &self.body))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::orbis::{Level, docs};
    use crate::rt::native::scope;

    /// What is called of a host, where each function gives nothing.
    fn called(run: impl FnOnce()) -> Vec<String> {
        let mut called = Vec::new();
        let mut host = |function: &str, args: &[&[u8]]| {
            called.push(format!("{function}/{}", args.len()));
            (function == "env.db_execute").then(|| b"-1".to_vec())
        };
        scope(&mut host, run);
        called
    }

    #[test]
    fn only_documented_functions_are_called() {
        let calls = called(|| {
            let levels = [Level::Error, Level::Warn, Level::Info, Level::Debug, Level::Trace];
            levels.into_iter().for_each(|level| docs::log(level, ""));
            assert_eq!((docs::ended(Ok(())), docs::ended(Err("no".to_owned()))), (0, 1));
            assert!(docs::db::query::<u8>("", ()).is_err() && docs::db::execute("", ()).is_err());
            assert!(docs::client::post("u").json(1).is_ok_and(|request| request.send().is_err()));
        });
        let logs = ["error", "error", "info", "debug", "debug", "error"].map(|level| format!("env.log_{level}/1"));
        assert_eq!(calls[..6], logs);
        assert_eq!(calls[6..], ["env.db_query/1", "env.db_execute/1", "env.http_request/3"]);
    }
}
