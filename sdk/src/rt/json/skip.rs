//! Passing over values: validated without recursion, never changed.

use core::mem::MaybeUninit;

use super::reader::Reader;

/// How deep a value may nest that is skipped or taken raw.
const RAW_DEPTH: usize = 512;

impl Reader<'_> {
    /// Passes the next value; `false` after an error.
    pub fn skip(&mut self) -> bool {
        // The closing brackets of the containers around the one that `closer` closes.
        let mut outer = [const { MaybeUninit::<u8>::uninit() }; RAW_DEPTH];
        let mut depth = 0;
        let mut closer = 0;
        let mut key = false;
        let mut at = self.next;
        'value: loop {
            let mut first = false;
            let byte = self.peek(&mut at);
            if byte == b'"' {
                let start = at.wrapping_add(1);
                at = self.plain(start);
                if self.byte(at) == b'"' {
                    at = at.wrapping_add(1);
                } else {
                    self.special(start, false);
                    at = self.next;
                }
                if key {
                    key = false;
                    if self.peek(&mut at) != b':' {
                        return self.stop(at, "':'");
                    }
                    at = at.wrapping_add(1);
                    continue;
                }
            } else if key {
                return self.stop(at, "a key");
            } else if byte | 0x20 == b'{' {
                let Some(slot) = outer.get_mut(depth) else {
                    self.next = at;
                    self.invalid("nested too deeply");
                    return false;
                };
                slot.write(closer);
                depth += 1;
                // Two more than the opening bracket.
                closer = byte + 2;
                at = at.wrapping_add(1);
                first = true;
            } else {
                at = self.scalar_end(at);
            }
            // Behind a value or an opening bracket.
            loop {
                if depth == 0 {
                    self.next = at;
                    return self.error.is_none();
                }
                let byte = self.peek(&mut at);
                if byte != closer {
                    if !first {
                        if byte != b',' {
                            return self.stop(at, separator(closer));
                        }
                        at = at.wrapping_add(1);
                    }
                    key = closer == b'}';
                    continue 'value;
                }
                at = at.wrapping_add(1);
                first = false;
                depth -= 1;
                // SAFETY: every slot below what `depth` was has been written, when the container was opened.
                closer = unsafe { outer.get_unchecked(depth).assume_init() };
            }
        }
    }

    /// Fails at `at`, where something else was expected.
    #[cold]
    #[inline(never)]
    fn stop(&mut self, at: *mut u8, expected: &'static str) -> bool {
        self.next = at;
        self.unexpected(expected);
        false
    }

    /// Goes on over white space and returns the byte that is there, or 0.
    #[inline(always)]
    fn peek(&mut self, at: &mut *mut u8) -> u8 {
        let byte = self.byte(*at);
        if byte > b' ' {
            return byte;
        }
        self.next = *at;
        let byte = self.token();
        *at = self.next;
        byte
    }

    /// Passes a number or word; `false` after an error.
    pub(super) fn scalar(&mut self) -> bool {
        self.next = self.scalar_end(self.next);
        self.error.is_none()
    }

    /// The end of the number or word at `first`; the end of everything after an error.
    #[inline(never)]
    fn scalar_end(&mut self, first: *mut u8) -> *mut u8 {
        let word = self.four(first);
        let mut at = first.wrapping_add(4);
        if word == u32::from_le_bytes(*b"null") || word == u32::from_le_bytes(*b"true") {
            return at;
        }
        if word == u32::from_le_bytes(*b"fals") && self.byte(at) == b'e' {
            return at.wrapping_add(1);
        }
        at = first;
        if self.byte(at) == b'-' {
            at = at.wrapping_add(1);
        }
        let whole = at;
        let mut exponent = false;
        loop {
            let start = at;
            while self.byte(at).is_ascii_digit() {
                at = at.wrapping_add(1);
            }
            // Digits, but no zero in front of another one.
            if at == start || (start == whole && self.byte(start) == b'0' && at != start.wrapping_add(1)) {
                self.next = first;
                self.invalid("invalid value");
                return self.end;
            }
            let mark = self.byte(at);
            if mark | 0x20 == b'e' && !exponent {
                exponent = true;
                // A plus sign or, two more, a minus sign.
                if self.byte(at.wrapping_add(1)).wrapping_sub(b'+') & !2 == 0 {
                    at = at.wrapping_add(1);
                }
            } else if mark != b'.' || start != whole {
                return at;
            }
            at = at.wrapping_add(1);
        }
    }
}

/// What may stand behind an element.
pub(super) fn separator(closer: u8) -> &'static str {
    if closer == b'}' { "',' or '}'" } else { "',' or ']'" }
}
