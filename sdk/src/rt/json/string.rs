//! Strings: validated, and unescaped in place.

use alloc::string::String;

use super::reader::Reader;
use super::scan::{STOP, plain};
use super::text::copy;

/// What an escape's letter stands for, pair by pair.
const LETTERS: &[u8; 8] = b"\"\\/bfnrt";
const MEANINGS: &[u8; 8] = b"\"\\/\x08\x0c\n\r\t";

impl<'a> Reader<'a> {
    /// Reads a string; escapes are replaced inside the buffer, so nothing is allocated.
    pub fn str(&mut self) -> Option<&'a str> {
        if self.head() != b'"' {
            return self.expected("a string");
        }
        let start = self.next.wrapping_add(1);
        self.next = self.plain(start);
        if self.head() != b'"' {
            return self.unescaped(start);
        }
        let text = self.lend(start, self.next);
        self.bump();
        Some(text)
    }

    /// The rest of a string that starts at `start`, from the first byte on that is not plain.
    fn unescaped(&mut self, start: *mut u8) -> Option<&'a str> {
        let mut to = self.next;
        loop {
            let from = self.next;
            let stop = self.run();
            let count = self.next as usize - from as usize;
            if to != from {
                // SAFETY: both runs are inside this string, and nothing of it has been lent out yet.
                unsafe { core::ptr::copy(from, to, count) };
            }
            to = to.wrapping_add(count);
            if stop != b'\\' {
                if stop == 0 {
                    return None;
                }
                self.bump();
                return Some(self.lend(start, to));
            }
            to = self.unescape(to)?;
        }
    }

    /// Reads a string into memory of its own.
    pub fn string(&mut self) -> Option<String> {
        self.str().map(copy)
    }

    /// The end of the string at `at`, which stays as it is; the end of everything after an error.
    pub(super) fn string_end(&mut self, at: *mut u8) -> *mut u8 {
        self.next = self.plain(at.wrapping_add(1));
        if self.head() != b'"' {
            while self.run() == b'\\' {
                self.escape();
            }
            if self.error.is_some() {
                return self.end;
            }
        }
        self.next.wrapping_add(1)
    }

    /// The first byte from `at` on that is not plain text.
    #[inline]
    fn plain(&self, at: *mut u8) -> *mut u8 {
        // SAFETY: `at` is inside the buffer or at its end.
        unsafe { plain(at, self.end, STOP).cast_mut() }
    }

    /// Moves over plain text to the next quote or backslash, which it returns; 0 after an error.
    fn run(&mut self) -> u8 {
        loop {
            self.next = self.plain(self.next);
            let stop = self.head();
            if stop >= 0x80 {
                self.wide();
            } else if stop >= b' ' {
                return stop;
            } else {
                self.fail(if self.next == self.end {
                    "unterminated string"
                } else {
                    "unescaped control character in a string"
                });
                return 0;
            }
        }
    }

    /// Moves over characters of more than one byte, checking that they are UTF-8.
    fn wide(&mut self) {
        loop {
            let first = self.head();
            if first < 0x80 {
                return;
            }
            let more = first.leading_ones() - 1;
            let mut code = u32::from(first) & (0x3f >> more);
            for _ in 0..more {
                self.next = self.next.wrapping_add(1);
                let byte = self.head();
                if byte & 0xc0 != 0x80 {
                    code = u32::MAX;
                    break;
                }
                code = code << 6 | u32::from(byte & 0x3f);
            }
            // In its shortest form only, no surrogate, none past the last character.
            if more == 0 || more != trail(code) || code >> 11 == 0x1b || code > 0x10_ffff {
                return self.fail("invalid UTF-8 in a string");
            }
            self.next = self.next.wrapping_add(1);
        }
    }

    /// Replaces the escape that is next, or two for a pair of surrogates, by its character at `to`; returns the
    /// place behind it.
    fn unescape(&mut self, mut to: *mut u8) -> Option<*mut u8> {
        let mut code = self.escape()?;
        if code >> 11 == 0x1b {
            let low = if self.rest(self.next).starts_with(b"\\u") {
                self.escape()?
            } else {
                0
            };
            if code >= 0xdc00 || low >> 10 != 0x37 {
                self.fail("half of a surrogate pair in a string");
                return None;
            }
            code = 0x10000 + ((code & 0x3ff) << 10 | low & 0x3ff);
        }
        let mut left = trail(code);
        let mut byte = code >> (6 * left) | if left == 0 { 0 } else { 0xff00 >> (left + 1) };
        loop {
            // SAFETY: an escape is longer than the character that it stands for, so this is before `next`, in the
            // string that is being read.
            unsafe { *to = byte as u8 };
            to = to.wrapping_add(1);
            if left == 0 {
                return Some(to);
            }
            left -= 1;
            byte = code >> (6 * left) & 0x3f | 0x80;
        }
    }

    /// Passes the escape that is next and returns the code unit that it stands for.
    fn escape(&mut self) -> Option<u32> {
        self.next = self.next.wrapping_add(1);
        let letter = self.head();
        let mut code = u32::from(translate(letter, LETTERS, MEANINGS));
        let mut bad = code == 0;
        if letter == b'u' {
            bad = false;
            for _ in 0..4 {
                self.next = self.next.wrapping_add(1);
                let Some(digit) = char::from(self.head()).to_digit(16) else {
                    bad = true;
                    break;
                };
                code = code << 4 | digit;
            }
        }
        if bad {
            self.fail("invalid escape in a string");
            return None;
        }
        self.next = self.next.wrapping_add(1);
        Some(code)
    }
}

/// How many bytes follow the first one of a character.
fn trail(code: u32) -> u32 {
    match code {
        0..0x80 => 0,
        0x80..0x800 => 1,
        0x800..0x1_0000 => 2,
        _ => 3,
    }
}

fn translate(byte: u8, from: &[u8; 8], to: &[u8; 8]) -> u8 {
    for (a, b) in from.iter().zip(to) {
        if *a == byte {
            return *b;
        }
    }
    0
}

/// The letter that escapes a character, or 0.
pub(super) fn letter(byte: u8) -> u8 {
    translate(byte, MEANINGS, LETTERS)
}
