//! Passing over values: validated without recursion, never changed.
//!
//! The functions here go from place to place in the text; after an error they return its end, where nothing is read
//! any more.

use core::mem::MaybeUninit;

use super::reader::Reader;

/// How deep a value may nest that is skipped or taken raw.
const RAW_DEPTH: usize = 512;

impl Reader<'_> {
    /// Passes the next value; returns where it ends, before any white space, if it is valid.
    pub(super) fn skip_to_end(&mut self) -> Option<*mut u8> {
        // The closing brackets of the containers around the one that `closer` closes.
        let mut outer = [const { MaybeUninit::<u8>::uninit() }; RAW_DEPTH];
        let mut depth = 0;
        let mut closer = 0;
        let mut key = false;
        let mut at = self.next;
        'value: loop {
            at = self.spaces(at);
            let byte = self.byte(at);
            if byte == b'"' {
                at = self.string_end(at);
                if key {
                    at = self.spaces(at);
                    if self.byte(at) != b':' {
                        return self.fail_at(at, "':'");
                    }
                    at = at.wrapping_add(1);
                    key = false;
                    continue;
                }
            } else if key {
                return self.fail_at(at, "a key");
            } else if byte | 0x20 == b'{' {
                let Some(slot) = outer.get_mut(depth) else {
                    self.next = at;
                    self.fail("nested too deeply");
                    return None;
                };
                slot.write(closer);
                depth += 1;
                // Two more than the opening bracket.
                closer = byte + 2;
                at = self.spaces(at.wrapping_add(1));
                if self.byte(at) != closer {
                    key = closer == b'}';
                    continue;
                }
            } else {
                at = self.scalar_end(at);
            }
            // Behind a value, or before a closing bracket.
            loop {
                if depth == 0 {
                    self.go(at);
                    return if self.error.is_none() { Some(at) } else { None };
                }
                at = self.spaces(at);
                let byte = self.byte(at);
                if byte == closer {
                    at = at.wrapping_add(1);
                    depth -= 1;
                    if let Some(slot) = outer.get(depth) {
                        // SAFETY: every slot below `depth` was written when the container was opened.
                        closer = unsafe { slot.assume_init() };
                    }
                    continue;
                }
                if byte != b',' {
                    self.next = at;
                    self.separator(closer);
                    return None;
                }
                at = at.wrapping_add(1);
                key = closer == b'}';
                continue 'value;
            }
        }
    }

    /// The first byte from `at` on that is not white space.
    #[inline]
    fn spaces(&self, at: *mut u8) -> *mut u8 {
        if self.byte(at) > b' ' { at } else { self.more_spaces(at) }
    }

    /// The end of the number or word at `at`, whose form it checks.
    pub(super) fn scalar_end(&mut self, at: *mut u8) -> *mut u8 {
        let word = self.four(at);
        if word == *b"null" || word == *b"true" {
            return at.wrapping_add(4);
        }
        let end = at.wrapping_add(1);
        if word == *b"fals" && self.byte(end.wrapping_add(3)) == b'e' {
            return end.wrapping_add(4);
        }
        self.number_end(at)
    }

    /// The four bytes at `at`, or zeros.
    fn four(&self, at: *mut u8) -> [u8; 4] {
        if (self.end as usize) - (at as usize) < 4 {
            return [0; 4];
        }
        // SAFETY: they are inside the buffer.
        unsafe { at.cast::<[u8; 4]>().read() }
    }

    /// The end of the number at `at`, whose form it checks.
    pub(super) fn number_end(&mut self, mut at: *mut u8) -> *mut u8 {
        let mut byte = self.byte(at);
        if byte == b'-' {
            at = at.wrapping_add(1);
            byte = self.byte(at);
        }
        // Digits come behind the sign, behind a point, and behind an `e`.
        let mut part = 0;
        loop {
            let (start, first) = (at, byte);
            while byte.is_ascii_digit() {
                at = at.wrapping_add(1);
                byte = self.byte(at);
            }
            let count = at as usize - start as usize;
            if count == 0 || count > 1 && part == 0 && first == b'0' {
                self.next = at;
                self.fail("invalid value");
                return self.end;
            }
            if byte == b'.' && part == 0 {
                part = 1;
            } else if byte | 0x20 == b'e' && part < 2 {
                part = 2;
                byte = self.byte(at.wrapping_add(1));
                if byte == b'+' || byte == b'-' {
                    at = at.wrapping_add(1);
                }
            } else {
                return at;
            }
            at = at.wrapping_add(1);
            byte = self.byte(at);
        }
    }

    #[cold]
    fn stop_at(&mut self, at: *mut u8, what: &str) -> *mut u8 {
        self.next = at;
        self.unexpected(what);
        self.end
    }

    #[cold]
    fn fail_at<T>(&mut self, at: *mut u8, what: &str) -> Option<T> {
        self.stop_at(at, what);
        None
    }
}
