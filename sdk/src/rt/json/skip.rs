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
            self.next = at;
            if byte == u32::from(b'"') {
                let start = at.wrapping_add(1);
                let end = self.plain(start);
                at = end.wrapping_add(1);
                if self.byte(end) != b'"' {
                    self.special(start, end, false);
                    at = self.next;
                }
                if key {
                    key = false;
                    if self.peek(&mut at) != u32::from(b':') {
                        self.next = at;
                        self.unexpected("':'");
                        return false;
                    }
                    at = at.wrapping_add(1);
                    continue;
                }
            } else if key {
                self.unexpected("a key");
                return false;
            } else if byte | 0x20 == u32::from(b'{') {
                let Some(slot) = outer.get_mut(depth) else {
                    self.fail("nested too deeply");
                    return false;
                };
                slot.write(closer as u8);
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
                        if byte != u32::from(b',') {
                            self.next = at;
                            self.separator(closer as u8);
                            return false;
                        }
                        at = at.wrapping_add(1);
                    }
                    key = closer == u32::from(b'}');
                    continue 'value;
                }
                at = at.wrapping_add(1);
                first = false;
                depth -= 1;
                // SAFETY: every slot below what `depth` was has been written, when the container was opened.
                closer = u32::from(unsafe { outer.get_unchecked(depth).assume_init() });
            }
        }
    }

    /// Goes on over white space and returns the byte that is there, or 0.
    #[inline(always)]
    fn peek(&self, at: &mut *mut u8) -> u32 {
        let byte = u32::from(self.byte(*at));
        if byte > u32::from(b' ') {
            return byte;
        }
        *at = self.spaces_end(*at);
        self.rare(*at)
    }

    /// The first byte from `at` on that is not white space.
    #[inline(never)]
    pub(super) fn spaces_end(&self, mut at: *mut u8) -> *mut u8 {
        while matches!(self.byte(at), b' ' | b'\n' | b'\r' | b'\t') {
            at = at.wrapping_add(1);
        }
        at
    }

    /// Passes a number or word; `false` after an error.
    pub(super) fn scalar(&mut self) -> bool {
        self.next = self.scalar_end(self.next);
        self.error.is_none()
    }

    /// The end of the number or word at `at`; the end of everything after an error.
    #[inline(never)]
    fn scalar_end(&mut self, first: *mut u8) -> *mut u8 {
        let mut at = first;
        let word = self.four(at);
        if word == u32::from_le_bytes(*b"null") || word == u32::from_le_bytes(*b"true") {
            return at.wrapping_add(4);
        }
        if word == u32::from_le_bytes(*b"fals") && self.rare(at.wrapping_add(4)) == u32::from(b'e') {
            return at.wrapping_add(5);
        }
        if self.rare(at) == u32::from(b'-') {
            at = at.wrapping_add(1);
        }
        let start = at;
        at = self.digits(start);
        let mut valid = at != start && (at == start.wrapping_add(1) || self.rare(start) != u32::from(b'0'));
        if self.rare(at) == u32::from(b'.') {
            let start = at.wrapping_add(1);
            at = self.digits(start);
            valid &= at != start;
        }
        if self.rare(at) | 0x20 == u32::from(b'e') {
            let mut start = at.wrapping_add(1);
            // A plus sign or, two more, a minus sign.
            if self.rare(start).wrapping_sub(u32::from(b'+')) & !2 == 0 {
                start = start.wrapping_add(1);
            }
            at = self.digits(start);
            valid &= at != start;
        }
        if valid {
            return at;
        }
        self.next = first;
        self.fail("invalid value");
        self.end
    }

    #[inline(never)]
    fn digits(&self, mut at: *mut u8) -> *mut u8 {
        while self.byte(at).is_ascii_digit() {
            at = at.wrapping_add(1);
        }
        at
    }

    /// [`byte`](Self::byte), where a call is shorter and seldom made.
    #[inline(never)]
    fn rare(&self, at: *mut u8) -> u32 {
        self.byte(at).into()
    }

    /// The four bytes at `at`, the first the lowest, or 0 if there are not so many.
    pub(super) fn four(&self, at: *mut u8) -> u32 {
        if (self.end as usize) - (at as usize) < 4 {
            return 0;
        }
        // SAFETY: they are inside the buffer.
        u32::from_le_bytes(unsafe { at.cast::<[u8; 4]>().read() })
    }
}
