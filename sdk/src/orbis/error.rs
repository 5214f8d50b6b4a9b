//! What the host does not do, or says that cannot be read.

use crate::http::{self, IntoFailure, Response, StatusCode};
use crate::rt::Say;
use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

/// Why a function of the host gave nothing: what it did not do, or what is wrong with what it said.
///
/// In a handler `?` makes it the response: 503 where the host did not do it, else 500, each with the text. It also becomes a
/// text where a function returns `Result<_, String>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    text: Cow<'static, str>,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The host did not do it: it denies it, has not built it, or failed. It does not say which (`runtime.rs:910-1060`).
    Unavailable,
    /// What the host said is no JSON, or not of the type that was asked for.
    Answer,
    /// What was to be told to the host cannot be written as JSON.
    Argument,
}

impl Error {
    /// The host did not do it.
    pub(super) const fn unavailable(text: &'static str) -> Self {
        Self { kind: ErrorKind::Unavailable, text: Cow::Borrowed(text) }
    }

    /// The host said what cannot be read.
    pub(super) fn answer(text: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: ErrorKind::Answer, text: text.into() }
    }

    /// It cannot be told.
    pub(super) fn argument(text: String) -> Self {
        Self { kind: ErrorKind::Argument, text: text.into() }
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Whether the host did not do it, as of a database today.
    #[must_use]
    pub const fn is_unavailable(&self) -> bool {
        matches!(self.kind, ErrorKind::Unavailable)
    }

    /// What it was, and what is wrong with it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    const fn status(&self) -> StatusCode {
        if self.is_unavailable() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::INTERNAL_SERVER_ERROR }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl core::error::Error for Error {}

impl From<Error> for String {
    fn from(error: Error) -> Self {
        match error.text {
            Cow::Borrowed(text) => crate::join(&[text]),
            Cow::Owned(text) => text,
        }
    }
}

impl From<Error> for http::Error {
    fn from(error: Error) -> Self {
        Self::new(error.status(), String::from(error))
    }
}

impl Say for Error {
    fn into_text(self) -> String {
        self.into()
    }
}

impl IntoFailure for Error {
    fn into_failure(self) -> Response {
        http::Error::from(self).into_failure()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_response_a_text_and_an_error_of_http() {
        let denied = Error::unavailable("the host said no");
        assert_eq!((denied.kind(), denied.is_unavailable()), (ErrorKind::Unavailable, true));
        assert_eq!(denied.clone().into_failure(), Response::error(503, "the host said no"));
        assert_eq!(http::Error::from(denied.clone()), http::Error::new(503, "the host said no"));
        let wrong = Error::answer("rows[0]: expected a string, found a number");
        assert_eq!(wrong.clone().into_failure().status, Response::error(500, "").status);
        assert_eq!((wrong.to_string().as_str(), denied.as_str()), (wrong.as_str(), "the host said no"));
        fn text() -> Result<(), String> {
            Err(Error::argument("no".to_owned()))?;
            Ok(())
        }
        assert_eq!(text().unwrap_err(), "no");
    }
}
