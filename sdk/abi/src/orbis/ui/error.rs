//! What pages are refused for.

use super::scan::same;
use core::fmt;

/// Why pages are refused, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// The byte at which it was seen.
    pub offset: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Its byte in the line, from 1.
    pub column: usize,
    /// The key of the member that is wrong; empty where it is none that the host knows.
    pub key: &'static str,
    /// The object that the member is of: `page`, `component`, `show_toast`; empty where it is not known.
    pub object: &'static str,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Something else is expected here.
    Expected(&'static str),
    /// None of these texts.
    NoneOf(&'static [&'static str]),
    /// No action has this `type`.
    NoAction,
    /// The member is not there.
    Missing,
    /// The member is there twice.
    Twice,
    /// It is read, and then refused with this text (`PluginManifest::validate`), behind `Invalid UI schema: `.
    Invalid(&'static str),
}

/// The text of an error, which constants can panic with.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    bytes: [u8; 320],
    len: usize,
}

impl Error {
    /// `line 3, column 7: ``menu_order`` of a page: expected …`, also in a constant.
    #[must_use]
    pub const fn message(&self) -> Message {
        let mut to = Message { bytes: [0; 320], len: 0 };
        to.add("line ").number(self.line).add(", column ").number(self.column).add(": ");
        if !self.key.is_empty() {
            to.add("`").add(self.key).add("`");
            if !self.object.is_empty() {
                let article = if same(self.object.as_bytes(), b"events") || same(self.object.as_bytes(), b"hooks") {
                    " of "
                } else if matches!(self.object.as_bytes()[0], b'a' | b'e' | b'o' | b'u') {
                    " of an "
                } else {
                    " of a "
                };
                to.add(article).add(self.object);
            }
            to.add(if matches!(self.problem, Problem::Missing | Problem::Twice) { " " } else { ": " });
        }
        match self.problem {
            Problem::Expected(what) => to.add("expected ").add(what),
            Problem::NoneOf(words) => to.add("expected ").words(words),
            Problem::NoAction => {
                to.add("the host knows no such action, and does not load a manifest that has one: ");
                let mut i = 0;
                while i < super::ACTIONS.len() {
                    to.listed(super::ACTIONS[i].name, i, super::ACTIONS.len());
                    i += 1;
                }
                &mut to
            }
            Problem::Missing => to.add("is missing"),
            Problem::Twice => to.add("is there twice"),
            Problem::Invalid(text) => to.add("the host says: ").add(text),
        };
        to
    }
}

impl Message {
    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.len);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            // Only whole texts are added.
            Err(_) => "",
        }
    }

    /// What does not fit is left out.
    const fn add(&mut self, text: &str) -> &mut Self {
        let text = text.as_bytes();
        if text.len() <= self.bytes.len() - self.len {
            let mut i = 0;
            while i < text.len() {
                self.bytes[self.len] = text[i];
                self.len += 1;
                i += 1;
            }
        }
        self
    }

    const fn number(&mut self, number: usize) -> &mut Self {
        const DIGITS: &str = "0123456789";
        if number > 9 {
            self.number(number / 10);
        }
        let (_, digits) = DIGITS.split_at(number % 10);
        let (digit, _) = digits.split_at(1);
        self.add(digit)
    }

    const fn words(&mut self, words: &[&str]) -> &mut Self {
        let mut i = 0;
        while i < words.len() {
            self.listed(words[i], i, words.len());
            i += 1;
        }
        self
    }

    /// A word of a list, with what stands in front of it.
    const fn listed(&mut self, word: &str, i: usize, of: usize) {
        self.add(if i == 0 {
            ""
        } else if i + 1 == of {
            " or "
        } else {
            ", "
        });
        self.add(word);
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl core::error::Error for Error {}
