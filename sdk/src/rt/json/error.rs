//! What was wrong with the input, and where.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::text::{boxed, copy, decimal, join};

/// The first thing that was wrong with a JSON text.
pub struct Error {
    /// What was expected, and what was found instead; without that it is the message.
    what: &'static str,
    found: &'static str,
    offset: usize,
    /// What readers of plain text and flags never need.
    more: Option<Box<More>>,
}

struct More {
    /// A message that is put together, in place of `what`.
    message: String,
    /// With the dot in front that a key begins with.
    path: String,
}

/// The offset of what was not seen in the text.
const NOWHERE: usize = usize::MAX;

impl Error {
    /// An error that is not tied to a place.
    pub fn new(message: &str) -> Self {
        let mut error = Self::at("", "", NOWHERE);
        error.more().message = copy(message);
        error
    }

    #[inline]
    pub(super) const fn at(what: &'static str, found: &'static str, offset: usize) -> Self {
        Self { what, found, offset, more: None }
    }

    fn more(&mut self) -> &mut More {
        self.more.get_or_insert_with(|| boxed(More { message: String::new(), path: String::new() }))
    }

    /// The path and the message.
    fn parts(&self) -> (&str, &str) {
        self.more.as_ref().map_or(("", ""), |more| (&more.path, &more.message))
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

    /// Tells the path, with the dot in front that a key begins with, then `between`, then the message.
    #[inline]
    pub(crate) fn tell(&self, between: &str, mut say: impl FnMut(&str)) {
        if let Some(more) = &self.more {
            say(&more.path);
        }
        say(between);
        if let Some(more) = &self.more {
            say(&more.message);
        }
        if !self.found.is_empty() {
            say("expected ");
        }
        say(self.what);
        if !self.found.is_empty() {
            say(", found ");
        }
        say(self.found);
    }

    /// All of it, behind what it is about: `value.latitude: expected a number, found null`.
    #[cold]
    pub(crate) fn of(&self, what: &str) -> String {
        let (path, message) = self.parts();
        let [expected, found] = if self.found.is_empty() { ["", ""] } else { ["expected ", ", found "] };
        join(&[what, path, ": ", message, expected, self.what, found, self.found])
    }

    /// What was wrong, such as `expected a string, found a number`.
    pub fn message(&self) -> String {
        let [expected, found] = if self.found.is_empty() { ["", ""] } else { ["expected ", ", found "] };
        join(&[self.parts().1, expected, self.what, found, self.found])
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
        let path = self.path();
        let line = join(&[path, if path.is_empty() { "" } else { ": " }, &self.message()]);
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
        let path = &mut self.more().path;
        *path = join(&[a, b, c, path]);
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
