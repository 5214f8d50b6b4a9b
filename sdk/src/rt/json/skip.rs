//! Passing over values: validated without recursion, never changed.
//!
//! The functions here go from place to place in the text; after an error they return its end, where nothing is read
//! any more.

use core::mem::MaybeUninit;

use super::class::class;
use super::reader::{Kind, Reader};

/// How deep a value may nest that is skipped or taken raw.
const RAW_DEPTH: usize = 512;

const NULL: u8 = Kind::Null as u8;
const BOOL: u8 = Kind::Bool as u8;
const NUMBER: u8 = Kind::Number as u8;
const STRING: u8 = Kind::String as u8;
const ARRAY: u8 = Kind::Array as u8;
const OBJECT: u8 = Kind::Object as u8;

impl Reader<'_> {
    /// Passes the next value; returns where it ends, before any white space, if it is valid.
    pub(super) fn skip_to_end(&mut self) -> Option<*mut u8> {
        // The closing brackets of the containers around the one that `closer` closes.
        let mut outer = [const { MaybeUninit::<u8>::uninit() }; RAW_DEPTH];
        let mut depth = 0;
        let mut closer = 0;
        let mut at = self.next;
        'value: loop {
            let start = self.spaces(at);
            let byte = self.byte(start);
            match class(byte) {
                STRING => at = self.string_end(start),
                NUMBER => at = self.number_end(start),
                kind @ (ARRAY | OBJECT) => {
                    let Some(slot) = outer.get_mut(depth) else {
                        self.next = start;
                        self.fail("nested too deeply");
                        return None;
                    };
                    slot.write(closer);
                    depth += 1;
                    // Two more than the opening bracket.
                    closer = byte + 2;
                    at = self.spaces(start.wrapping_add(1));
                    if self.byte(at) != closer {
                        if kind == OBJECT {
                            at = self.key_end(at);
                        }
                        continue;
                    }
                }
                NULL | BOOL => at = self.word_end(start),
                _ => return self.fail_at(start, "a value"),
            }
            // Behind a value, or before a closing bracket.
            loop {
                if depth == 0 {
                    self.go(at);
                    return if self.error.is_none() { Some(at) } else { None };
                }
                at = self.spaces(at);
                let byte = self.byte(at);
                if byte == b',' {
                    at = at.wrapping_add(1);
                    if closer == b'}' {
                        at = self.spaces(at);
                        at = self.key_end(at);
                    }
                    continue 'value;
                }
                if byte != closer {
                    self.next = at;
                    self.separator(closer);
                    return None;
                }
                at = at.wrapping_add(1);
                depth -= 1;
                if let Some(slot) = outer.get(depth) {
                    // SAFETY: every slot below `depth` was written when the container was opened.
                    closer = unsafe { slot.assume_init() };
                }
            }
        }
    }

    /// The first byte from `at` on that is not white space.
    #[inline]
    fn spaces(&self, at: *mut u8) -> *mut u8 {
        if self.byte(at) > b' ' {
            at
        } else {
            self.more_spaces(at)
        }
    }

    /// Passes a key and its colon.
    fn key_end(&mut self, at: *mut u8) -> *mut u8 {
        if self.byte(at) != b'"' {
            self.fail_at::<()>(at, "a key");
            return self.end;
        }
        let at = self.string_end(at);
        let at = self.spaces(at);
        if self.byte(at) != b':' {
            self.fail_at::<()>(at, "':'");
            return self.end;
        }
        at.wrapping_add(1)
    }

    /// The end of the number at `at`, whose form it checks.
    pub(super) fn number_end(&mut self, mut at: *mut u8) -> *mut u8 {
        if self.byte(at) == b'-' {
            at = at.wrapping_add(1);
        }
        at = if self.byte(at) == b'0' {
            at.wrapping_add(1)
        } else {
            self.digits_end(at)
        };
        if self.byte(at) == b'.' {
            at = self.digits_end(at.wrapping_add(1));
        }
        if self.byte(at) | 0x20 == b'e' {
            at = at.wrapping_add(1);
            if matches!(self.byte(at), b'+' | b'-') {
                at = at.wrapping_add(1);
            }
            at = self.digits_end(at);
        }
        at
    }

    fn digits_end(&mut self, start: *mut u8) -> *mut u8 {
        let mut at = start;
        while self.byte(at).is_ascii_digit() {
            at = at.wrapping_add(1);
        }
        if at == start {
            self.fail_at::<()>(at, "a digit");
            return self.end;
        }
        at
    }

    /// The end of the word whose first letter is at `at`.
    pub(super) fn word_end(&mut self, at: *mut u8) -> *mut u8 {
        let (word, len): (&[u8; 4], _) = match self.byte(at) {
            b'n' => (b"null", 4),
            b't' => (b"true", 4),
            _ => (b"alse", 5),
        };
        let end = at.wrapping_add(len);
        if self
            .rest(at)
            .get(len - 4..)
            .and_then(|rest| rest.first_chunk())
            == Some(word)
        {
            return end;
        }
        self.next = at;
        self.fail("expected null, true or false");
        self.end
    }

    fn fail_at<T>(&mut self, at: *mut u8, what: &str) -> Option<T> {
        self.next = at;
        self.expected(what)
    }
}
