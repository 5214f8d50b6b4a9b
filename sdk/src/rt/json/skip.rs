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
        'value: loop {
            let mut first = false;
            let byte = self.near_token();
            if byte == b'"' {
                self.pass_text(false);
                if key {
                    key = false;
                    if self.near_token() != b':' {
                        self.unexpected("':'");
                        break;
                    }
                    self.bump();
                    continue;
                }
            } else if key {
                self.unexpected("a key");
                break;
            } else if byte | 0x20 == b'{' {
                let Some(slot) = outer.get_mut(depth) else {
                    self.invalid("nested too deeply");
                    break;
                };
                slot.write(closer);
                depth += 1;
                // Two more than the opening bracket.
                closer = byte + 2;
                self.bump();
                first = true;
            } else {
                self.scalar();
            }
            // Behind a value or an opening bracket.
            while depth > 0 {
                let byte = self.near_token();
                if byte != closer {
                    if !first {
                        if byte != b',' {
                            self.unexpected(separator(closer));
                            break 'value;
                        }
                        self.bump();
                    }
                    key = closer == b'}';
                    continue 'value;
                }
                self.bump();
                first = false;
                depth -= 1;
                // SAFETY: every slot below what `depth` was has been written, when the container was opened.
                closer = unsafe { outer.get_unchecked(depth).assume_init() };
            }
            break;
        }
        self.error.is_none()
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
