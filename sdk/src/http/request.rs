//! A request.

use crate::rt::{Raw, Reader};
use core::cell::RefCell;

/// An HTTP request. Its parts are JSON, as the host parsed them; what is absent is empty.
///
/// A part is looked for when it is asked for: what an endpoint does not take costs nothing.
#[derive(Debug)]
pub struct Request<'a>(RefCell<Reader<'a>>);

impl<'a> Request<'a> {
    /// A request of the form `{"method","path","query","params","body","headers"}`.
    pub(crate) fn new(reader: Reader<'a>) -> Self {
        Self(RefCell::new(reader))
    }

    /// `GET`, in capitals.
    #[must_use]
    pub fn method(&self) -> String {
        self.text("method")
    }

    /// Below the plugin's own: `/status`.
    #[must_use]
    pub fn path(&self) -> String {
        self.text("path")
    }

    /// An object; a key that was given several times has a list.
    #[must_use]
    pub fn query(&self) -> Raw<'a> {
        self.part("query")
    }

    /// What stands for `:name` in the path: an object of texts.
    #[must_use]
    pub fn params(&self) -> Raw<'a> {
        self.part("params")
    }

    /// The body, `{}` without one.
    #[must_use]
    pub fn body(&self) -> Raw<'a> {
        self.part("body")
    }

    /// An object; names are in lower case.
    #[must_use]
    pub fn headers(&self) -> Raw<'a> {
        self.part("headers")
    }

    /// The text of a header, by its name in lower case; `None` also if it came several times.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let mut text = self.headers().to_buffer();
        Reader::new(&mut text).find(name)
    }

    fn part(&self, key: &str) -> Raw<'a> {
        self.0.borrow_mut().member(key).unwrap_or(Raw::EMPTY)
    }

    fn text(&self, key: &str) -> String {
        self.0.borrow_mut().find(key).unwrap_or_default()
    }
}
