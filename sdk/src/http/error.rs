//! What most routes fail with.

use super::{IntoFailure, Response, StatusCode};
use crate::rt::Say;
use core::fmt;

/// An error with the status that it is answered with: `{"error":"…"}`.
///
/// ```
/// use anyhost::http::Error;
///
/// fn half(number: u32) -> Result<u32, Error> {
///     if number % 2 == 1 {
///         return Err(Error::bad_request("an odd number"));
///     }
///     Ok(number / 2)
/// }
///
/// assert_eq!(half(3), Err(Error::new(400, "an odd number")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    status: StatusCode,
    text: String,
}

macro_rules! errors {
    ($($name:ident = $status:ident;)*) => {$(
        #[doc = concat!("[`", stringify!($status), "`](StatusCode::", stringify!($status), ") with this text.")]
        #[must_use]
        pub fn $name(text: impl Say) -> Self {
            Self::new(StatusCode::$status, text)
        }
    )*};
}

impl Error {
    /// Any status with this text.
    #[must_use]
    pub fn new(status: impl Into<StatusCode>, text: impl Say) -> Self {
        Self { status: status.into(), text: text.into_text() }
    }

    errors! {
        bad_request = BAD_REQUEST;
        unauthorized = UNAUTHORIZED;
        forbidden = FORBIDDEN;
        not_found = NOT_FOUND;
        conflict = CONFLICT;
        unprocessable = UNPROCESSABLE_ENTITY;
        internal = INTERNAL_SERVER_ERROR;
        unavailable = SERVICE_UNAVAILABLE;
    }

    /// Its status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl core::error::Error for Error {}

impl IntoFailure for Error {
    fn into_failure(self) -> Response {
        super::rt::error(self.status.as_u16(), &self.text)
    }
}
