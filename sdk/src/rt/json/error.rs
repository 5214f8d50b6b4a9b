//! What was wrong with the input, and where.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::mem::take;

use super::text::{append, append_u64, copy, into_string};

/// The first thing that was wrong with a JSON text.
///
/// One pointer wide, because serde moves it through every `Result`.
pub struct Error(Box<Details>);

struct Details {
    message: String,
    path: Vec<u8>,
    offset: usize,
}

/// The offset of what was not seen in the text.
const NOWHERE: usize = usize::MAX;

impl Error {
    /// An error that is not tied to a place.
    pub fn new(message: &str) -> Self {
        Self::at(copy(message), NOWHERE)
    }

    pub(super) fn at(message: String, offset: usize) -> Self {
        Self(Box::new(Details {
            message,
            path: Vec::new(),
            offset,
        }))
    }

    pub(super) fn joined(parts: &[&str]) -> Self {
        let mut message = Vec::new();
        for part in parts {
            append(&mut message, part.as_bytes());
        }
        Self::at(into_string(message), NOWHERE)
    }

    pub(super) fn counted(message: &str, count: usize) -> Self {
        let mut digits = Vec::new();
        append_u64(&mut digits, count as u64);
        Self::joined(&[message, &into_string(digits)])
    }

    pub(super) fn listed(message: &str, found: &str, expected: &[&str]) -> Self {
        let mut error = Self::joined(&[message, found, "`, expected "]);
        let list = &mut error.0.message;
        let mut text = Vec::new();
        append(&mut text, list.as_bytes());
        for (index, name) in expected.iter().enumerate() {
            append(&mut text, if index == 0 { b"`" } else { b", `" });
            append(&mut text, name.as_bytes());
            append(&mut text, b"`");
        }
        if expected.is_empty() {
            append(&mut text, b"none");
        }
        *list = into_string(text);
        error
    }

    /// Says where it was seen, unless that is known.
    pub(super) fn place(&mut self, offset: usize) {
        if self.0.offset == NOWHERE {
            self.0.offset = offset;
        }
    }

    /// What was wrong, such as `expected a string, found a number`.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where in the document, such as `items[2].name`; empty at the top.
    pub fn path(&self) -> &str {
        // SAFETY: only whole keys and ASCII are put together in `prefix`.
        unsafe { core::str::from_utf8_unchecked(&self.0.path) }
    }

    /// The byte at which it was seen, where known.
    pub fn offset(&self) -> Option<usize> {
        (self.0.offset != NOWHERE).then_some(self.0.offset)
    }

    /// All of it in one line: `items[2].name: expected a string, found a number (byte 17)`.
    pub fn text(&self) -> String {
        let mut line = Vec::new();
        if !self.0.path.is_empty() {
            append(&mut line, &self.0.path);
            append(&mut line, b": ");
        }
        append(&mut line, self.0.message.as_bytes());
        if self.0.offset != NOWHERE {
            append(&mut line, b" (byte ");
            append_u64(&mut line, self.0.offset as u64);
            append(&mut line, b")");
        }
        into_string(line)
    }

    /// Puts a key before the path, while the readers of nested values return.
    #[cold]
    pub(super) fn within_key(&mut self, key: &str) {
        self.dot();
        self.prefix(key.as_bytes());
    }

    /// Puts an index before the path.
    #[cold]
    pub(super) fn within_index(&mut self, index: usize) {
        let mut segment = Vec::new();
        append(&mut segment, b"[");
        append_u64(&mut segment, index as u64);
        append(&mut segment, b"]");
        self.dot();
        self.prefix(&segment);
    }

    fn dot(&mut self) {
        if !matches!(self.0.path.first(), None | Some(b'[')) {
            self.prefix(b".");
        }
    }

    fn prefix(&mut self, segment: &[u8]) {
        let inner = take(&mut self.0.path);
        append(&mut self.0.path, segment);
        append(&mut self.0.path, &inner);
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl core::error::Error for Error {}
