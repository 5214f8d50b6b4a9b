//! Values taken as they are, for later or for nobody.

use alloc::string::String;
use alloc::vec::Vec;

use serde_core::Deserialize;

use super::error::Error;
use super::reader::Reader;
use super::text::append;

/// Tells our own reader and writer that serde brings them a [`Raw`].
pub(super) const TOKEN: &str = "anyhost::Raw";

/// The exact text of one valid JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// `null`.
    pub const NULL: Raw<'static> = Raw("null");
    /// `{}`.
    pub const EMPTY: Raw<'static> = Raw("{}");

    /// Checks that `text` is one JSON value.
    pub fn new(text: &'a str) -> Result<Self, Error> {
        let mut copy = Raw(text).to_buffer();
        let mut reader = Reader::new(&mut copy);
        let start = (reader.token(), reader.offset()).1;
        reader.skip();
        let end = reader.offset();
        reader.end();
        match (text.get(start..end), reader.take_error()) {
            (Some(value), None) => Ok(Self(value)),
            (_, Some(error)) => Err(error),
            (None, None) => Err(Error::new("no value")),
        }
    }

    /// A value whose text is known to be one.
    pub(super) fn trusted(text: &'a str) -> Self {
        Self(text)
    }

    /// The text, without white space around it.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// The value of an object's first member.
    pub(crate) fn first_member(self) -> Option<Raw<'a>> {
        let text = self.0;
        let mut copy = self.to_buffer();
        let mut reader = Reader::new(&mut copy);
        reader.open(b'{', "an object");
        reader.key()?;
        reader.token();
        let start = reader.offset();
        reader.skip();
        text.get(start..reader.offset()).map(Raw)
    }

    /// Reads it as any type that serde can read.
    ///
    /// # Errors
    ///
    /// It is of another form; the error says where.
    pub fn parse<T: for<'de> Deserialize<'de>>(self) -> Result<T, Error> {
        let mut copy = self.to_buffer();
        let mut reader = Reader::new(&mut copy);
        let value = reader.deserialize();
        value.ok_or_else(|| reader.take_error().unwrap_or_else(|| Error::new("no value")))
    }

    /// A copy of the text that a reader may change.
    pub fn to_buffer(self) -> Vec<u8> {
        let mut copy = Vec::new();
        append(&mut copy, self.0.as_bytes());
        copy
    }
}

impl<'a> Reader<'a> {
    /// Takes the next value as it is. Half a surrogate pair, which [`Reader::str`] refuses, is text like any
    /// other here.
    pub fn raw(&mut self) -> Option<Raw<'a>> {
        if self.pass_value() { Some(Raw(self.lend())) } else { None }
    }

    /// The text at a key of the object that is next, all of which stays as it is and is still to be read, with its errors.
    /// One is recorded here only if it may be why nothing is found.
    pub fn find(&mut self, key: &str) -> Option<String> {
        let start = self.next;
        let mut found = None;
        self.open(b'{', "an object");
        while self.more(b'}') {
            let name = self.raw();
            if self.token() == b':' {
                self.bump();
            }
            let value = self.raw();
            if let (Some(name), Some(value)) = (name, value)
                && name.0.get(1..name.0.len() - 1) == Some(key)
            {
                found = Some(value);
            }
        }
        let found = found?;
        self.error = None;
        self.depth = 0;
        self.next = start;
        Reader::new(&mut found.to_buffer()).string()
    }

    /// Notes the text of the next value, and passes it.
    fn pass_value(&mut self) -> bool {
        self.token();
        let start = self.next;
        let valid = self.skip();
        self.text = start..self.next;
        valid
    }
}
