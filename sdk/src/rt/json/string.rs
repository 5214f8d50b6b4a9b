//! Strings: validated, and unescaped in place.

use alloc::string::String;
use core::ptr::copy;

use super::reader::Reader;
use super::scan::{STOP, plain};
use super::text;

/// What an escape's letter stands for, pair by pair; a `u`, which only the reader knows, for a code in digits.
const LETTERS: &[u8] = b"\"\\/bfnrtu";
const MEANINGS: &[u8] = b"\"\\/\x08\x0c\n\r\t\x01";

impl<'a> Reader<'a> {
    /// Reads a string; escapes are replaced inside the buffer, so nothing is allocated.
    pub fn str(&mut self) -> Option<&'a str> {
        if self.head() != b'"' {
            return self.expected("a string");
        }
        let start = self.next.wrapping_add(1);
        let end = self.text(start, true);
        self.go(self.next);
        if self.error.is_none() { Some(self.lend(start, end)) } else { None }
    }

    /// Reads a string into memory of its own.
    pub fn string(&mut self) -> Option<String> {
        self.str().map(text::copy)
    }

    /// The end of the string at `at`, which stays as it is.
    pub(super) fn string_end(&mut self, at: *mut u8) -> *mut u8 {
        self.text(at.wrapping_add(1), false);
        self.next
    }

    /// Passes the string whose text starts at `at`, up to behind its closing quote. If `decode`, escapes are replaced;
    /// returns where the text then ends.
    fn text(&mut self, at: *mut u8, decode: bool) -> *mut u8 {
        let stop = self.plain(at);
        if self.byte(stop) != b'"' {
            return self.special_text(at, stop, decode);
        }
        self.next = stop.wrapping_add(1);
        stop
    }

    #[inline]
    fn plain(&self, at: *mut u8) -> *mut u8 {
        // SAFETY: `at` is inside the buffer or at its end.
        unsafe { plain(at, self.end, STOP) }.cast_mut()
    }

    /// `text` where not all is plain, from `at` on.
    fn special_text(&mut self, mut from: *mut u8, mut at: *mut u8, decode: bool) -> *mut u8 {
        let mut to = from;
        loop {
            let stop = loop {
                let stop = self.byte(at);
                if stop < 0x80 {
                    break stop;
                }
                at = self.wide(at);
                at = self.plain(at);
            };
            if to != from {
                // SAFETY: both runs are inside this string, and nothing of it has been lent out yet.
                unsafe { copy(from, to, at as usize - from as usize) };
            }
            to = to.wrapping_add(at as usize - from as usize);
            self.next = at.wrapping_add(1);
            if stop == b'"' {
                return to;
            }
            if stop != b'\\' {
                self.next = at;
                self.fail(if at == self.end { "unterminated string" } else { "control character in a string" });
                return to;
            }
            let code = self.escape();
            if decode {
                to = self.put(to, code);
            }
            from = self.next;
            if !decode {
                to = from;
            }
            at = self.plain(from);
        }
    }

    /// Passes characters of more than one byte, checking that they are UTF-8.
    fn wide(&mut self, mut at: *mut u8) -> *mut u8 {
        loop {
            let first = self.byte(at);
            if first < 0x80 {
                return at;
            }
            let more = first.leading_ones() - 1;
            let last = at.wrapping_add(more as usize);
            let mut code = u32::from(first) & (0x3f >> more);
            while at != last {
                at = at.wrapping_add(1);
                let byte = self.byte(at);
                code = code << 6 | u32::from(byte & 0x3f);
                if byte & 0xc0 != 0x80 {
                    // Too large from now on.
                    code = u32::MAX;
                }
            }
            // In its shortest form only, no surrogate, none past the last character.
            if more == 0 || more != trail(code) || code >> 11 == 0x1b || code > 0x10_ffff {
                self.fail("invalid UTF-8");
                return self.end;
            }
            at = at.wrapping_add(1);
        }
    }

    /// Writes the character at `to` that a code unit stands for, together with the escape that is next if it is half a
    /// pair of surrogates; returns the place behind it.
    fn put(&mut self, to: *mut u8, mut code: u32) -> *mut u8 {
        if code >> 11 == 0x1b {
            let mut low = 0;
            if self.letter() == b'\\' {
                self.next = self.next.wrapping_add(1);
                low = self.escape();
            }
            if code >= 0xdc00 || low >> 10 != 0x37 {
                self.fail("half a surrogate pair");
            }
            code = 0x10000 + ((code & 0x3ff) << 10 | low & 0x3ff);
        }
        let trail = trail(code);
        let mut place = trail;
        while place > 0 {
            // SAFETY: an escape is longer than the character that it stands for, so this is before `next`, in the
            // string that is being read.
            unsafe { *to.add(place as usize) = (code & 0x3f | 0x80) as u8 };
            code >>= 6;
            place -= 1;
        }
        // SAFETY: as above.
        unsafe { *to = (code | 0xf0e0_c000 >> (8 * trail)) as u8 };
        to.wrapping_add(trail as usize + 1)
    }

    /// Passes the escape whose letter is next and returns the code unit that it stands for.
    fn escape(&mut self) -> u32 {
        let mut code = u32::from(translate(self.letter(), LETTERS, MEANINGS));
        let mut digits = 0;
        if code == 1 {
            code = 0;
            digits = 4;
        }
        let mut bad = code == 0 && digits == 0;
        while digits > 0 && !bad {
            digits -= 1;
            self.next = self.next.wrapping_add(1);
            let digit = char::from(self.letter()).to_digit(16).unwrap_or(16);
            bad = digit > 15;
            code = code << 4 | digit;
        }
        if bad {
            self.fail("invalid escape");
            return 0;
        }
        self.next = self.next.wrapping_add(1);
        code
    }

    /// The byte that is next, in rare places where a call is shorter.
    #[inline(never)]
    fn letter(&self) -> u8 {
        self.head()
    }
}

/// How many bytes follow the first one of a character.
fn trail(code: u32) -> u32 {
    u32::from(code > 0x7f) + u32::from(code > 0x7ff) + u32::from(code > 0xffff)
}

/// What is at the place in `to` where `byte` is in `from`, or 0.
pub(super) fn translate(byte: u8, from: &[u8], to: &[u8]) -> u8 {
    for (a, b) in from.iter().zip(to) {
        if *a == byte {
            return *b;
        }
    }
    0
}

/// The letter that escapes a character, or 0.
pub(super) fn letter(byte: u8) -> u8 {
    // Not the `u`.
    translate(byte, MEANINGS.split_at(8).0, LETTERS)
}
