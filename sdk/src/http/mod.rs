//! Requests and responses of HTTP, as endpoints of plugins take and give them.
//!
//! An endpoint's parameters are extractors, each of which takes a part of the request; what it returns becomes the response.
//!
//! ```
//! use anyhost::http::{Json, Path, Query};
//! use anyhost::{Pin, signalk_plugin};
//!
//! #[derive(Pin)]
//! struct Page {
//!     #[pin(default = 10)]
//!     limit: u32,
//! }
//!
//! struct Log(Vec<String>);
//!
//! #[signalk_plugin]
//! impl Log {
//!     fn start() -> Self {
//!         Self(Vec::new())
//!     }
//!
//!     #[http(GET "/lines")]
//!     fn lines(&self, Query(page): Query<Page>) -> Json<Vec<String>> {
//!         Json(self.0.iter().take(page.limit as usize).cloned().collect())
//!     }
//!
//!     #[http(GET "/lines/:index")]
//!     fn line(&self, Path(index): Path<usize>) -> Option<String> {
//!         self.0.get(index).cloned()
//!     }
//!
//!     #[http(POST "/lines")]
//!     fn add(&mut self, Json(line): Json<String>) -> Result<u16, (u16, &'static str)> {
//!         if line.is_empty() {
//!             return Err((400, "an empty line"));
//!         }
//!         self.0.push(line);
//!         Ok(201)
//!     }
//! }
//! ```
//!
//! | Parameter | Takes |
//! |---|---|
//! | [`Path<T>`](Path) | what stands for `:name` in the path: one value, or a struct of all |
//! | [`Query<T>`](Query) | the query as a struct that derives `Pin`, or that serde reads |
//! | [`Json<T>`](Json) | the body |
//! | [`Json<Raw<'_>>`](crate::Raw) or `Raw<'_>` | its exact text; in a [`route`](macro@crate::route), where nothing is copied |
//! | [`Headers`] | the headers |
//! | [`User`], `Option<User>` | who asks; without anybody the answer is 401, or it is `None` |
//! | [`Context`] | method, path and user |
//! | [`&Request`](Request) | all of it |
//! | any [`FromRequest`] | what a type of your own takes |
//!
//! What does not fit is answered by a 400 that says why, before the endpoint is called. Types are told by their names: under
//! another name they do the same, with a copy more.
//!
//! | Returned | Response |
//! |---|---|
//! | `()` | 204 |
//! | `u16`, [`StatusCode`] | that status, without a body |
//! | `String`, `&str` | 200, plain text |
//! | [`Json<T>`](Json) | 200, JSON, exactly as it is written; [`json!`](macro@crate::json) gives a [`Json<JsonText>`](JsonText) |
//! | `Option` of these | 404 for `None` |
//! | `(StatusCode, …)`, `(u16, …)` | the same with that status |
//! | `([("name", "text")], …)` | the same with these headers; the status may stand in front of them |
//! | [`Response`] | what it is made of |
//! | `Result<…, E>` | an [`Error`] has its status, `(u16, text)` too; a text, or what is displayed, is a 500 `{"error":"…"}`; a `Response` as it is; any [`IntoFailure`] |
//!
//! On Orbis the answer is `{"status":…,"body":…}` with `"headers":{…}` if there are any: no body is null there, a text is a JSON string,
//! and of a header that is given twice the last one counts.

mod error;
pub(crate) mod exchange;
mod extract;
mod request;
mod response;
mod status;
mod text;
mod user;

pub use error::Error;
pub use extract::{FromRequest, Headers, Json, Path, Query};
pub use request::Request;
pub use response::{Body, IntoFailure, IntoResponse, Response};
pub use status::StatusCode;
pub use text::JsonText;
pub use user::{Context, User};

#[doc(hidden)]
pub mod rt {
    //! What expansions call.

    pub use super::exchange::{Exchange, QUERY, Route, wire};
    pub use super::extract::Extract;
    pub use super::request::part;
    pub use super::response::{Build, Failure, error, json};
    pub use super::status::code;
    pub use super::text::text;

    pub mod fallback {
        //! What applies where a type has nothing better.

        pub use super::super::extract::fallback::*;
        pub use super::super::response::fallback::*;
    }
}
