//! What was wrong with the input, and where.

use alloc::string::String;
use core::fmt;
use core::mem::take;

use super::text::{decimal, join};

/// The first thing that was wrong with a JSON text.
pub struct Error {
    /// The path, with the dot in front that a key begins with, and the message behind it.
    text: String,
    path: usize,
    offset: usize,
}

/// The offset of what was not seen in the text.
const NOWHERE: usize = usize::MAX;

impl Error {
    /// An error that is not tied to a place.
    pub fn new(message: &str) -> Self {
        Self::at([message, "", "", ""], NOWHERE)
    }

    pub(super) fn at(message: [&str; 4], offset: usize) -> Self {
        Self { text: join(&message), path: 0, offset }
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

    /// The path with the dot in front that a key begins with, and the message.
    pub(crate) fn parts(&self) -> (&str, &str) {
        // SAFETY: whole texts of this length were put in front of the message.
        unsafe { (self.text.get_unchecked(..self.path), self.text.get_unchecked(self.path..)) }
    }

    /// What was wrong, such as `expected a string, found a number`.
    pub fn message(&self) -> &str {
        self.parts().1
    }

    /// Where in the document, such as `items[2].name`; empty at the top.
    pub fn path(&self) -> &str {
        let (path, _) = self.parts();
        path.strip_prefix('.').unwrap_or(path)
    }

    /// The byte at which it was seen, where known.
    pub fn offset(&self) -> Option<usize> {
        (self.offset != NOWHERE).then_some(self.offset)
    }

    /// All of it in one line: `items[2].name: expected a string, found a number (byte 17)`.
    pub fn text(&self) -> String {
        let separator = if self.path == 0 { "" } else { ": " };
        let line = join(&[self.path(), separator, self.message()]);
        if self.offset == NOWHERE {
            return line;
        }
        join(&[&line, " (byte ", decimal(self.offset as u64, &mut [0; 20]), ")"])
    }

    /// Puts a key before the path, while the readers of nested values return.
    #[cold]
    pub(super) fn within_key(&mut self, key: &str) {
        self.prefix([".", key, ""]);
    }

    /// Puts an index before the path.
    #[cold]
    pub(super) fn within_index(&mut self, index: usize) {
        self.prefix(["[", decimal(index as u64, &mut [0; 20]), "]"]);
    }

    fn prefix(&mut self, [a, b, c]: [&str; 3]) {
        let inner = take(&mut self.text);
        self.text = join(&[a, b, c, &inner]);
        self.path += self.text.len() - inner.len();
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
