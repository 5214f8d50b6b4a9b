//! Responses, and what becomes one.

use super::StatusCode;
use crate::rt::{Probe, ToPin, Writer};
use core::fmt::Display;
use core::marker::PhantomData;

/// What stands in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// Text: `text/plain`, unless a header says otherwise.
    Text(String),
    /// The text of JSON: `application/json`.
    Json(String),
}

/// A response.
///
/// ```
/// use anyhost::http::Response;
///
/// let page = Response::text("<h1>Hello</h1>").header("Content-Type", "text/html").header("Cache-Control", "no-store");
/// assert_eq!(page.status, 200);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Its status, from 200 to 599.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// What stands in it.
    pub body: Body,
}

impl Response {
    /// A response with nothing in it.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Empty }
    }

    /// A text, 200.
    pub fn text(text: impl Into<String>) -> Self {
        Self { body: Body::Text(text.into()), ..Self::new(200) }
    }

    /// An error: `{"error":"…"}`.
    pub fn error(status: u16, text: impl AsRef<str>) -> Self {
        error(status, text.as_ref())
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The same with a header more.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// A response whose body is JSON that is written.
pub fn json(write: impl FnOnce(&mut Writer)) -> Response {
    let mut body = Writer::new();
    write(&mut body);
    written(body)
}

/// A response whose body is JSON that was written.
fn written(body: Writer) -> Response {
    match body.failed {
        Some(failed) => (failed.response)(&body),
        None => Response { body: Body::Json(body.into_string()), ..Response::new(200) },
    }
}

/// `{"error":"…"}`
#[must_use]
pub fn error(status: u16, text: &str) -> Response {
    let mut body = Writer::new();
    body.raw("{\"error\":");
    body.str(text);
    body.raw("}");
    Response { body: Body::Json(body.into_string()), ..Response::new(status) }
}

/// Makes responses of what endpoints return.
#[derive(Debug)]
pub struct Build;

impl Build {
    /// Of JSON that is written.
    pub fn json(&self, write: impl FnOnce(&mut Writer)) -> Response {
        json(write)
    }

    /// Of what is one already.
    pub fn plain(&self, response: Response) -> Response {
        response
    }

    /// Of what is one already.
    pub fn response(&self, response: Response) -> Response {
        response
    }
}

/// What an endpoint can return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no HTTP response",
    label = "not a response",
    note = "endpoints return `()`, a status as `u16`, `String`, `&str`, `Json<T>`, `Response`, `StatusCode`, `(StatusCode, …)` and `Option` of these, \
            or a `Result` of these"
)]
pub trait IntoResponse {
    /// The response.
    fn into_response(self) -> Response;
}

impl IntoResponse for Response {
    fn into_response(self) -> Response {
        self
    }
}

impl IntoResponse for () {
    fn into_response(self) -> Response {
        Response::new(204)
    }
}

impl IntoResponse for u16 {
    fn into_response(self) -> Response {
        Response::new(self)
    }
}

impl IntoResponse for String {
    fn into_response(self) -> Response {
        Response::text(self)
    }
}

impl IntoResponse for &str {
    fn into_response(self) -> Response {
        Response::text(crate::join(&[self]))
    }
}

impl<T: ToPin> IntoResponse for super::Json<T> {
    fn into_response(self) -> Response {
        json(|writer| Probe::<T>::write(&self.0, writer))
    }
}

impl<R: IntoResponse> IntoResponse for (u16, R) {
    fn into_response(self) -> Response {
        self.1.into_response().with_status(self.0)
    }
}

impl<R: IntoResponse, const N: usize> IntoResponse for ([(&str, &str); N], R) {
    fn into_response(self) -> Response {
        let headers = self.0.into_iter();
        headers.fold(self.1.into_response(), |response, (name, value)| response.header(name, value))
    }
}

impl<R: IntoResponse, const N: usize> IntoResponse for (StatusCode, [(&str, &str); N], R) {
    fn into_response(self) -> Response {
        (self.1, self.2).into_response().with_status(self.0.as_u16())
    }
}

impl<R: IntoResponse> IntoResponse for Option<R> {
    fn into_response(self) -> Response {
        self.map_or_else(|| error(404, "there is no such thing"), R::into_response)
    }
}

impl<R: IntoResponse, E: IntoFailure> IntoResponse for Result<R, E> {
    fn into_response(self) -> Response {
        self.map_or_else(E::into_failure, R::into_response)
    }
}

/// What an endpoint can fail with.
pub trait IntoFailure {
    /// The response.
    fn into_failure(self) -> Response;
}

impl IntoFailure for Response {
    fn into_failure(self) -> Response {
        self
    }
}

impl IntoFailure for u16 {
    fn into_failure(self) -> Response {
        Response::new(self)
    }
}

impl<T: Display> IntoFailure for (u16, T) {
    fn into_failure(self) -> Response {
        error(self.0, &self.1.to_string())
    }
}

macro_rules! texts {
    ($($ty:ty)*) => {$(
        impl IntoFailure for $ty {
            fn into_failure(self) -> Response {
                error(500, &self.to_string())
            }
        }
    )*};
}
texts!(String & str);

/// Looks up what becomes of an error: what its type says, else a 500 with its text.
#[derive(Debug)]
pub struct Failure<E>(PhantomData<E>);

impl<E: IntoFailure> Failure<E> {
    /// The response.
    pub fn response(error: E) -> Response {
        error.into_failure()
    }
}

/// The items of [`Failure`] for all other types.
pub(super) mod fallback {
    use super::{Display, Failure, Response, error};

    /// By its text.
    pub trait ByText<E> {
        /// The response.
        fn response(failure: E) -> Response
        where
            E: Display,
        {
            error(500, &failure.to_string())
        }
    }
    impl<E> ByText<E> for Failure<E> {}
}

#[cfg(test)]
mod tests {
    use super::super::Json;
    use super::fallback::ByText as _;
    use super::*;

    fn json_of(status: u16, text: &str) -> Response {
        Response { body: Body::Json(text.to_owned()), ..Response::new(status) }
    }

    #[test]
    fn what_is_returned_becomes_a_response() {
        assert_eq!(().into_response(), Response::new(204));
        assert_eq!(201.into_response(), Response::new(201));
        assert_eq!("a".into_response(), Response::text("a"));
        assert_eq!((202, "a".to_owned()).into_response(), Response::text("a").with_status(202));
        assert_eq!(Json(vec![1, 2]).into_response(), json_of(200, "[1,2]"));
        assert_eq!(None::<u16>.into_response().status, 404);
        assert_eq!(Some(Json(true)).into_response(), json_of(200, "true"));
        assert_eq!(Ok::<_, String>("a").into_response(), Response::text("a"));
        assert_eq!(Err::<(), _>("a \"b\"").into_response(), json_of(500, r#"{"error":"a \"b\""}"#));
        assert_eq!(Err::<(), _>((404, "no")).into_response(), json_of(404, r#"{"error":"no"}"#));
        assert_eq!(Err::<(), _>(418).into_response(), Response::new(418));
    }

    #[test]
    fn errors_of_other_types_are_their_text() {
        assert_eq!(Failure::<core::fmt::Error>::response(core::fmt::Error).status, 500);
        assert_eq!(Failure::<(u16, String)>::response((400, "a".to_owned())), json_of(400, r#"{"error":"a"}"#));
    }
}
