//! Statuses by name.

use super::{IntoFailure, IntoResponse, Response};

/// The status of a response: from 200 to 599.
///
/// ```
/// use anyhost::http::StatusCode;
///
/// assert_eq!(u16::from(StatusCode::CREATED), 201);
/// assert_eq!(StatusCode::from(404), StatusCode::NOT_FOUND);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusCode(u16);

macro_rules! statuses {
    ($($name:ident = $code:literal;)*) => {
        impl StatusCode {
            $(
                #[doc = stringify!($code)]
                pub const $name: Self = Self($code);
            )*
        }
    };
}
statuses! {
    OK = 200;
    CREATED = 201;
    ACCEPTED = 202;
    NO_CONTENT = 204;
    MOVED_PERMANENTLY = 301;
    FOUND = 302;
    SEE_OTHER = 303;
    NOT_MODIFIED = 304;
    BAD_REQUEST = 400;
    UNAUTHORIZED = 401;
    FORBIDDEN = 403;
    NOT_FOUND = 404;
    METHOD_NOT_ALLOWED = 405;
    CONFLICT = 409;
    GONE = 410;
    PRECONDITION_FAILED = 412;
    PAYLOAD_TOO_LARGE = 413;
    UNSUPPORTED_MEDIA_TYPE = 415;
    UNPROCESSABLE_ENTITY = 422;
    TOO_MANY_REQUESTS = 429;
    INTERNAL_SERVER_ERROR = 500;
    NOT_IMPLEMENTED = 501;
    BAD_GATEWAY = 502;
    SERVICE_UNAVAILABLE = 503;
    GATEWAY_TIMEOUT = 504;
}

impl StatusCode {
    /// As a number.
    #[must_use]
    pub const fn as_u16(self) -> u16 {
        self.0
    }
}

impl From<u16> for StatusCode {
    fn from(code: u16) -> Self {
        Self(code)
    }
}

impl From<StatusCode> for u16 {
    fn from(code: StatusCode) -> Self {
        code.0
    }
}

impl PartialEq<u16> for StatusCode {
    fn eq(&self, other: &u16) -> bool {
        self.0 == *other
    }
}

impl IntoResponse for StatusCode {
    fn into_response(self) -> Response {
        Response::new(self.0)
    }
}

impl IntoFailure for StatusCode {
    fn into_failure(self) -> Response {
        Response::new(self.0)
    }
}

impl<R: IntoResponse> IntoResponse for (StatusCode, R) {
    fn into_response(self) -> Response {
        self.1.into_response().with_status(self.0.0)
    }
}

/// The number of what stands for a status in a tuple.
pub fn code(status: impl Into<StatusCode>) -> u16 {
    status.into().0
}
