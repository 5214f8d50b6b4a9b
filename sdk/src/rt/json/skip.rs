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
        // The cursor, in a register: large values go by here.
        let mut at = self.next;
        let mut missing = "";
        'value: loop {
            let byte = self.token_at(&mut at);
            if byte == b'"' {
                let end = self.plain(at.wrapping_add(1));
                if self.byte(end) == b'"' {
                    at = end.wrapping_add(1);
                } else {
                    at = self.from(at, |reader| reader.pass_text(false));
                }
                if key {
                    key = false;
                    if self.token_at(&mut at) != b':' {
                        missing = "':'";
                        break;
                    }
                    at = at.wrapping_add(1);
                    continue;
                }
            } else if key {
                missing = "a key";
                break;
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
                if self.token_at(&mut at) != closer {
                    key = closer == b'}';
                    continue;
                }
            } else {
                let whole = self.whole(at);
                at = if whole != at { whole } else { self.from(at, |reader| _ = reader.scalar()) };
            }
            // Behind a value, or in an empty container.
            while depth > 0 {
                let byte = self.token_at(&mut at);
                if byte != closer {
                    if byte != b',' {
                        missing = separator(closer);
                        break 'value;
                    }
                    at = at.wrapping_add(1);
                    key = closer == b'}';
                    continue 'value;
                }
                at = at.wrapping_add(1);
                depth -= 1;
                // SAFETY: every slot below what `depth` was has been written, when the container was opened.
                closer = unsafe { outer.get_unchecked(depth).assume_init() };
            }
            break;
        }
        self.next = at;
        if !missing.is_empty() {
            self.unexpected(missing);
        }
        self.error.is_none()
    }

    /// The end of the whole number at `at`, or `at`: of what is no number, a fraction, or begins with a zero.
    #[inline(always)]
    fn whole(&self, at: *mut u8) -> *mut u8 {
        let mut end = at;
        let behind = loop {
            let byte = u32::from(self.byte(end));
            if byte.wrapping_sub(u32::from(b'0')) > 9 {
                break byte | 0x20;
            }
            end = end.wrapping_add(1);
        };
        let plain = self.byte(at) != b'0' && behind != u32::from(b'.') && behind != u32::from(b'e');
        if plain { end } else { at }
    }

    /// Skips white space from `at` on, and returns the byte that is there. Mostly there is none.
    #[inline(always)]
    fn token_at(&mut self, at: &mut *mut u8) -> u8 {
        let byte = self.byte(*at);
        if byte > b' ' {
            return byte;
        }
        *at = self.pass_space(*at);
        self.byte(*at)
    }

    #[inline(never)]
    fn pass_space(&mut self, at: *mut u8) -> *mut u8 {
        self.from(at, |reader| _ = reader.token())
    }

    /// Does something with the cursor at `at`; where it is then.
    #[inline(always)]
    fn from(&mut self, at: *mut u8, act: impl FnOnce(&mut Self)) -> *mut u8 {
        self.next = at;
        act(self);
        self.next
    }

    /// Passes a number or word; `false` after an error.
    #[inline(never)]
    pub(super) fn scalar(&mut self) -> bool {
        match self.scalar_end(self.next) {
            Some(end) => self.next = end,
            None => self.invalid("invalid value"),
        }
        self.error.is_none()
    }

    /// The end of the number or word at `first`.
    #[inline]
    fn scalar_end(&self, first: *mut u8) -> Option<*mut u8> {
        let word = self.four(first);
        let mut at = first.wrapping_add(4);
        if word == u32::from_le_bytes(*b"null") || word == u32::from_le_bytes(*b"true") {
            return Some(at);
        }
        if word == u32::from_le_bytes(*b"fals") && self.byte(at) == b'e' {
            return Some(at.wrapping_add(1));
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
                return None;
            }
            let mark = self.byte(at);
            if mark | 0x20 == b'e' && !exponent {
                exponent = true;
                // A plus sign or, two more, a minus sign.
                if self.byte(at.wrapping_add(1)).wrapping_sub(b'+') & !2 == 0 {
                    at = at.wrapping_add(1);
                }
            } else if mark != b'.' || start != whole {
                return Some(at);
            }
            at = at.wrapping_add(1);
        }
    }
}

/// What may stand behind an element.
pub(super) fn separator(closer: u8) -> &'static str {
    if closer == b'}' { "',' or '}'" } else { "',' or ']'" }
}
