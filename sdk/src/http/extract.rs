//! Extractors: what an endpoint takes of a request.

use super::response::error;
use super::{Request, Response};
use crate::join;
use crate::rt::{FromPin, Pin, Raw, Reader};
use anyhost_abi::DataType;
use core::marker::PhantomData;
use serde_core::de::DeserializeOwned;

/// What stands for `:name` in the path. One value is the first; several are a struct with their names. Values are texts,
/// which are read as numbers or booleans where the type is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path<T>(pub T);

/// The query. Values are texts, which are read as numbers or booleans where the type is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query<T>(pub T);

/// A body of JSON: of a request, or of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// The headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// The text of a header, by its name in lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Names, in lower case, and texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// Headers for a test of a route; names become lower case, as hosts hand them over.
///
/// ```
/// use anyhost::http::Headers;
///
/// let headers = Headers::from_iter([("Accept", "text/html")]);
/// assert_eq!(headers.get("accept"), Some("text/html"));
/// ```
impl<N: AsRef<str>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.as_ref().to_ascii_lowercase(), value.into())).collect())
    }
}

/// What can be taken of a request. Types of an author's own may be, too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be taken of an HTTP request",
    label = "not an extractor",
    note = "endpoints take `Path<T>`, `Query<T>` and `Json<T>` of types that derive `anyhost::Pin` or `serde::Deserialize` and own \
            what they hold, `Headers`, `User`, `Option<User>`, `Context`, and `&Request<'_>`"
)]
pub trait FromRequest: Sized {
    /// Takes it.
    ///
    /// # Errors
    ///
    /// The response, if it is not there.
    fn from_request(request: &Request<'_>) -> Result<Self, Response>;
}

impl FromRequest for Headers {
    fn from_request(request: &Request<'_>) -> Result<Self, Response> {
        let mut headers = Vec::new();
        let mut text = request.headers.to_buffer();
        // One that came several times is a list, which is for `Request::headers`.
        Reader::new(&mut text).entries(&mut |name, value| {
            if value.kind() == crate::rt::json::Kind::String
                && let Some(text) = value.string()
            {
                headers.push((join(&[name]), text));
            }
        });
        Ok(Self(headers))
    }
}

impl<T: DeserializeOwned> FromRequest for Json<T> {
    fn from_request(request: &Request<'_>) -> Result<Self, Response> {
        json(request, |reader| reader.deserialize()).map(Self)
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    fn from_request(request: &Request<'_>) -> Result<Self, Response> {
        texts("query", request.query, |reader| reader.deserialize()).map(Self)
    }
}

impl<T: DeserializeOwned> FromRequest for Path<T> {
    fn from_request(request: &Request<'_>) -> Result<Self, Response> {
        texts("path", request.params, |reader| reader.deserialize()).map(Self)
    }
}

/// Looks up how a part is taken: by this crate's own traits where a type has them, else by serde.
#[derive(Debug)]
pub struct Extract<T>(PhantomData<T>);

/// A type of which a value lives as long as it likes.
pub trait Owned: Pin + for<'a> FromPin<'a> {}
impl<T: Pin + for<'a> FromPin<'a>> Owned for T {}

impl<T: Owned> Extract<Json<T>> {
    /// Takes it.
    pub fn take(request: &Request<'_>) -> Result<Json<T>, Response> {
        json(request, |reader| T::from_pin(reader)).map(Json)
    }
}

impl<T: Owned> Extract<Query<T>> {
    /// Takes it.
    pub fn take(request: &Request<'_>) -> Result<Query<T>, Response> {
        texts("query", request.query, |reader| T::from_pin(reader)).map(Query)
    }
}

impl<T: Owned> Extract<Path<T>> {
    /// Takes it.
    pub fn take(request: &Request<'_>) -> Result<Path<T>, Response> {
        if matches!(T::TYPE.data, DataType::Struct) {
            return texts("path", request.params, |reader| T::from_pin(reader)).map(Path);
        }
        let first = request.params.first_member().unwrap_or(Raw::NULL);
        texts("path", first, |reader| T::from_pin(reader)).map(Path)
    }
}

/// The items of [`Extract`] for all other types.
pub(super) mod fallback {
    use super::{Extract, FromRequest, Request, Response};

    /// Taking by the trait.
    pub trait TakeByTrait<T> {
        /// Takes it.
        fn take(request: &Request<'_>) -> Result<T, Response>
        where
            T: FromRequest,
        {
            T::from_request(request)
        }
    }
    impl<T> TakeByTrait<T> for Extract<T> {}
}

fn json<T>(request: &Request<'_>, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Result<T, Response> {
    let mut text = request.body.to_buffer();
    let mut reader = Reader::new(&mut text);
    read(&mut reader).ok_or_else(|| refused("body", &mut reader))
}

/// Reads texts as what the type says. Where it says a number or a boolean, the text is read without its quotes.
fn texts<T>(what: &str, value: Raw<'_>, read: fn(&mut Reader<'_>) -> Option<T>) -> Result<T, Response> {
    let mut source = value.to_buffer();
    loop {
        let mut text = source.clone();
        let mut reader = Reader::new(&mut text);
        if let Some(value) = read(&mut reader) {
            return Ok(value);
        }
        let at = reader.error().and_then(|error| error.offset()).unwrap_or(usize::MAX);
        if !unquote(&mut source, at) {
            return Err(refused(what, &mut reader));
        }
    }
}

/// Takes the quotes away around a number or a boolean.
fn unquote(text: &mut [u8], at: usize) -> bool {
    let Some([b'"', rest @ ..]) = text.get_mut(at..) else { return false };
    let Some(end) = rest.iter().position(|byte| *byte == b'"') else { return false };
    let Some((content, [quote, ..])) = rest.split_at_mut_checked(end) else { return false };
    let is_number = content.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
    if content.is_empty() || !(is_number || matches!(&*content, b"true" | b"false")) {
        return false;
    }
    *quote = b' ';
    if let Some(quote) = text.get_mut(at) {
        *quote = b' ';
    }
    true
}

#[cold]
fn refused(what: &str, reader: &mut Reader<'_>) -> Response {
    error(400, &reader.error().map(|error| error.of(what)).unwrap_or_default())
}

#[cfg(test)]
#[path = "extract_tests.rs"]
mod tests;
