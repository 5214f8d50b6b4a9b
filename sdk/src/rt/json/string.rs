//! Strings: validated, and unescaped in place.

use alloc::string::String;
use core::ptr::copy;

use super::reader::Reader;
use super::scan::plain;
use super::text;

/// An escape's letter and what it stands for; a `u`, which only the reader knows, for a code in digits.
const ESCAPES: &[[u8; 2]] = &[*b"\"\"", *b"\\\\", *b"//", *b"b\x08", *b"f\x0c", *b"n\n", *b"r\r", *b"t\t", *b"u\x01"];

impl<'a> Reader<'a> {
    /// Reads a string; escapes are replaced inside the buffer, so nothing is allocated.
    #[inline(always)]
    pub fn str(&mut self) -> Option<&'a str> {
        if self.pass_str("a string") { Some(self.lend()) } else { None }
    }

    /// Passes a string and notes its text, or tells what else was expected.
    #[inline(never)]
    pub(super) fn pass_str(&mut self, what: &'static str) -> bool {
        if self.token() == b'"' {
            self.pass_text(true);
        } else {
            self.unexpected(what);
        }
        self.error.is_none()
    }

    /// Passes the string that is next and notes its text; if `decode`, its escapes are replaced.
    #[inline(never)]
    pub(super) fn pass_text(&mut self, decode: bool) {
        let start = self.next.wrapping_add(1);
        let mut end = self.plain(start);
        self.next = end.wrapping_add(1);
        if self.byte(end) != b'"' {
            end = self.special(start, decode);
        }
        self.text = start..end;
    }

    /// Reads a string into memory of its own.
    pub fn string(&mut self) -> Option<String> {
        self.str().map(text::copy)
    }

    /// The end of the plain text that starts at `at`.
    #[inline]
    #[expect(clippy::unused_self, reason = "what is read belongs to it")]
    pub(super) fn plain(&self, at: *mut u8) -> *mut u8 {
        // SAFETY: `at` is inside the buffer or at its end, with `PAD` zeros behind it.
        unsafe { plain(at) }.cast_mut()
    }

    /// Passes a string of any text that starts at `at`. If `decode`, escapes are replaced; returns where the text then ends.
    fn special(&mut self, mut at: *mut u8, decode: bool) -> *mut u8 {
        let mut to = at;
        // The first half of a pair of surrogates; the other must be next.
        let mut high = 0;
        loop {
            let from = at;
            loop {
                at = self.plain(at);
                let wide = wide(self.four(at));
                if wide == 0 {
                    break;
                }
                at = at.wrapping_add(wide);
            }
            let len = at as usize - from as usize;
            let byte = self.byte(at);
            if high != 0 && (byte != b'\\' || len != 0) {
                break;
            }
            if to != from {
                // SAFETY: both runs are inside this string, and nothing of it has been lent out yet.
                unsafe { copy(from, to, len) };
            }
            to = to.wrapping_add(len);
            let letter = at.wrapping_add(1);
            if byte == b'"' {
                self.next = letter;
                return to;
            }
            if byte != b'\\' {
                break;
            }
            at = letter;
            let mut code = u32::from(translate(self.byte(at), ESCAPES, 0));
            if code == 1 {
                code = 0;
                for _ in 0..4 {
                    at = at.wrapping_add(1);
                    // What is no digit makes it too large, once and for all.
                    code = code << 4 | char::from(self.byte(at)).to_digit(16).unwrap_or(1 << 16);
                }
            } else if code == 0 {
                code = 1 << 16;
            }
            if code >> 16 != 0 {
                at = letter;
                break;
            }
            at = at.wrapping_add(1);
            if !decode {
                to = at;
            } else if code >> 10 == 0x36 && high == 0 {
                high = code;
            } else if (code >> 10 == 0x37) != (high != 0) {
                break;
            } else {
                if high != 0 {
                    code = 0x10000 + ((high & 0x3ff) << 10 | code & 0x3ff);
                    high = 0;
                }
                to = put(to, code);
            }
        }
        self.next = at;
        self.invalid(if at == self.end { "unterminated string" } else { "invalid string" });
        to
    }
}

/// Writes a character as UTF-8 at `to`, in place of an escape, which is longer; returns the place behind it.
#[inline]
fn put(to: *mut u8, mut code: u32) -> *mut u8 {
    let mut trail = usize::from(code > 0x7f) + usize::from(code > 0x7ff) + usize::from(code > 0xffff);
    let lead = 0xf0e0_c000 >> (8 * trail);
    let end = to.wrapping_add(trail + 1);
    while trail > 0 {
        // SAFETY: an escape is longer than the character that it stands for, so this is before the end of the escape,
        // in the string that is being read.
        unsafe { *to.add(trail) = (code & 0x3f | 0x80) as u8 };
        code >>= 6;
        trail -= 1;
    }
    // SAFETY: as above.
    unsafe { *to = (code | lead) as u8 };
    end
}

/// How many bytes the character has that these start with, if it is valid UTF-8 of more than one byte; else 0.
fn wide(bytes: u32) -> usize {
    // In its shortest form only, no surrogate, none past the last character.
    if bytes & 0x0000_c0e0 == 0x0000_80c0 && bytes & 0x1e != 0 {
        2
    } else if bytes & 0x00c0_c0f0 == 0x0080_80e0 && !matches!(bytes & 0x200f, 0 | 0x200d) {
        3
    } else if bytes & 0xc0c0_c0f8 == 0x8080_80f0 && bytes & 0x3007 != 0 && (bytes & 4 == 0 || bytes & 0x3007 == 4) {
        4
    } else {
        0
    }
}

/// The other one of the pair whose first (0) or second (1) is `byte`, or 0.
#[inline(never)]
pub(super) fn translate(byte: u8, pairs: &[[u8; 2]], from: usize) -> u8 {
    for pair in pairs {
        if pair[from & 1] == byte {
            return pair[!from & 1];
        }
    }
    0
}

/// The letter that escapes a character.
pub(super) fn letter(byte: u8) -> u8 {
    match translate(byte, ESCAPES, 1) {
        0 => b'u',
        letter => letter,
    }
}
