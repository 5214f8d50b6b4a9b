//! What was wrong with the input, and where.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::mem::take;

use super::text::{append, append_u64, copy, into_string};

/// The first thing that was wrong with a JSON text.
pub struct Error {
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
        Self { message, path: Vec::new(), offset }
    }

    pub(super) fn forget_place(&mut self) {
        self.offset = NOWHERE;
    }

    /// Says where it was seen, unless that is known.
    pub(super) fn place(&mut self, offset: usize) {
        if self.offset == NOWHERE {
            self.offset = offset;
        }
    }

    /// What was wrong, such as `expected a string, found a number`.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The path with the dot in front that a key begins with.
    pub(crate) fn steps(&self) -> &str {
        // SAFETY: only whole keys and ASCII are put together in `prefix`.
        unsafe { core::str::from_utf8_unchecked(&self.path) }
    }

    /// Where in the document, such as `items[2].name`; empty at the top.
    pub fn path(&self) -> &str {
        let path = self.steps();
        path.strip_prefix('.').unwrap_or(path)
    }

    /// The byte at which it was seen, where known.
    pub fn offset(&self) -> Option<usize> {
        (self.offset != NOWHERE).then_some(self.offset)
    }

    /// All of it in one line: `items[2].name: expected a string, found a number (byte 17)`.
    pub fn text(&self) -> String {
        let mut line = Vec::new();
        if !self.path.is_empty() {
            append(&mut line, self.path().as_bytes());
            append(&mut line, b": ");
        }
        append(&mut line, self.message.as_bytes());
        if self.offset != NOWHERE {
            append(&mut line, b" (byte ");
            append_u64(&mut line, self.offset as u64);
            append(&mut line, b")");
        }
        into_string(line)
    }

    /// Puts a key before the path, while the readers of nested values return.
    #[cold]
    pub(super) fn within_key(&mut self, key: &str) {
        self.prefix(key.as_bytes());
        self.prefix(b".");
    }

    /// Puts an index before the path.
    #[cold]
    pub(super) fn within_index(&mut self, index: usize) {
        let mut segment = Vec::new();
        append(&mut segment, b"[");
        append_u64(&mut segment, index as u64);
        append(&mut segment, b"]");
        self.prefix(&segment);
    }

    fn prefix(&mut self, segment: &[u8]) {
        let inner = take(&mut self.path);
        append(&mut self.path, segment);
        append(&mut self.path, &inner);
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
