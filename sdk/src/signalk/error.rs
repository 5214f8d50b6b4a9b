//! What the server does not do.

use crate::http::{IntoFailure, Response};
use crate::rt::Say;
use alloc::string::String;
use core::fmt;

/// Why the server did not do what it was asked to: what it refused, and what to change.
///
/// It becomes a text by `?` where a function returns `Result<_, String>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error(&'static str);

impl Error {
    pub(super) const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// What was refused and what to change.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl core::error::Error for Error {}

impl From<Error> for String {
    fn from(error: Error) -> Self {
        crate::join(&[error.0])
    }
}

impl Say for Error {
    fn into_text(self) -> String {
        self.into()
    }
}

/// An HTTP endpoint that fails with it answers 500 and the text.
impl IntoFailure for Error {
    fn into_failure(self) -> Response {
        self.0.into_failure()
    }
}

/// A function that answers 1, or 0 if it refuses; whatever else a server says counts as refused.
pub(super) const fn accepted(answer: i32, refused: &'static str) -> Result<(), Error> {
    if answer == 1 { Ok(()) } else { Err(Error(refused)) }
}

/// A function that answers 0, or -1 if it fails; whatever else a server says counts as failed.
pub(super) const fn done(answer: i32, failed: &'static str) -> Result<(), Error> {
    if answer == 0 { Ok(()) } else { Err(Error(failed)) }
}

/// What was written to a buffer. A length that is negative or larger than the buffer is an error.
pub(super) fn written<'a>(buffer: &'a [u8], answer: i32, failed: &'static str) -> Result<&'a [u8], Error> {
    usize::try_from(answer).ok().and_then(|len| buffer.get(..len)).ok_or(Error(failed))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_no_server_should_give_are_errors() {
        assert_eq!(accepted(1, "no"), Ok(()));
        for answer in [0, -1, 2, i32::MIN, i32::MAX] {
            assert_eq!(accepted(answer, "no"), Err(Error("no")));
        }
        assert_eq!(done(0, "no"), Ok(()));
        for answer in [1, -1, i32::MIN, i32::MAX] {
            assert_eq!(done(answer, "no"), Err(Error("no")));
        }
        assert_eq!(written(b"abc", 2, "no").unwrap(), b"ab");
        assert_eq!(written(b"abc", 3, "no").unwrap(), b"abc");
        for answer in [4, -1, i32::MIN, i32::MAX] {
            assert_eq!(written(b"abc", answer, "no"), Err(Error("no")));
        }
    }

    #[test]
    fn it_is_a_text_where_one_is_returned() {
        fn start() -> Result<(), String> {
            accepted(0, "the server said no")?;
            Ok(())
        }
        assert_eq!(start().unwrap_err(), "the server said no");
        assert_eq!(Error("e").to_string(), Error("e").as_str());
    }
}
