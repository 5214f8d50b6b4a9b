//! A request.

use crate::rt::{Raw, Reader};

/// An HTTP request. Its parts are JSON, as the host parsed them.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// `GET`, in capitals.
    pub method: &'a str,
    /// Below the plugin's own: `/status`.
    pub path: &'a str,
    /// An object; a key that was given several times has a list.
    pub query: Raw<'a>,
    /// What stands for `:name` in the path: an object of texts.
    pub params: Raw<'a>,
    /// The body, `{}` without one.
    pub body: Raw<'a>,
    /// An object; names are in lower case.
    pub headers: Raw<'a>,
    /// Who asks, where the host knows users and this is one.
    pub user_id: Option<&'a str>,
    /// Whether that is one who may do everything.
    pub is_admin: bool,
}

impl Default for Request<'_> {
    /// `GET /` without anything.
    fn default() -> Self {
        Self {
            method: "GET",
            path: "/",
            query: EMPTY,
            params: EMPTY,
            body: EMPTY,
            headers: EMPTY,
            user_id: None,
            is_admin: false,
        }
    }
}

const EMPTY: Raw<'static> = Raw::EMPTY;

impl<'a> Request<'a> {
    /// Reads a request of the form `{"method","path","query","params","body","headers"}`; what is absent is empty.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let mut request = Self::default();
        reader.open(b'{', "an object");
        while let Some(key) = reader.key() {
            match key {
                "method" => request.method = reader.str()?,
                "path" => request.path = reader.str()?,
                "query" => request.query = reader.raw()?,
                "params" => request.params = reader.raw()?,
                "body" => request.body = reader.raw()?,
                "headers" => request.headers = reader.raw()?,
                _ => _ = reader.skip(),
            }
        }
        reader.end().then_some(request)
    }

    /// The text of a header, by its name in lower case; of several the first.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let mut text = self.headers.to_buffer();
        Reader::new(&mut text).find(name)
    }
}

/// Parts of a request as they are read, one function each: a route links those that it takes.
pub mod part {
    use super::{Raw, Reader, Request};

    macro_rules! parts {
        ($($name:ident: $read:expr;)*) => {$(
            #[doc = concat!("Reads `", stringify!($name), "`.")]
            #[inline]
            pub fn $name<'a>(request: &mut Request<'a>, value: &mut Reader<'a>) {
                let read: fn(&mut Reader<'a>) -> Option<_> = $read;
                if let Some(part) = read(value) {
                    request.$name = part;
                }
            }
        )*};
    }
    parts! {
        method: |value| value.str();
        path: |value| value.str();
        query: object;
        params: object;
        headers: object;
        body: |value| value.raw();
        user_id: text;
        is_admin: |value| value.bool();
    }

    /// Nothing is an empty object.
    fn object<'a>(value: &mut Reader<'a>) -> Option<Raw<'a>> {
        if value.null() { None } else { value.raw() }
    }

    fn text<'a>(value: &mut Reader<'a>) -> Option<Option<&'a str>> {
        if value.null() { None } else { value.str().map(Some) }
    }

    /// Reads a user that is an object.
    pub fn user<'a>(request: &mut Request<'a>, value: &mut Reader<'a>) {
        if !value.null() {
            value.object(&["id", "is_admin"], &mut |index, value| match index {
                0 => user_id(request, value),
                _ => is_admin(request, value),
            });
        }
    }
}
