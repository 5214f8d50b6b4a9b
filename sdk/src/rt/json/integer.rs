//! Integers, exact over their whole range.

use alloc::vec::Vec;

use super::reader::Reader;
use super::text::{append, append_u64, into_string};

impl<'a> Reader<'a> {
    /// Reads an integer.
    pub fn u64(&mut self) -> Option<u64> {
        self.u64_in(0, u64::MAX)
    }

    /// Reads an integer.
    pub fn i64(&mut self) -> Option<i64> {
        self.i64_in(i64::MIN, i64::MAX)
    }

    /// Reads an integer that fits a smaller type, whose limits these are; `min` is 0.
    pub fn u64_in(&mut self, min: u64, max: u64) -> Option<u64> {
        self.integer(min as i64, max)
    }

    /// Reads an integer that fits a smaller type, whose limits these are; `min` is not positive.
    pub fn i64_in(&mut self, min: i64, max: i64) -> Option<i64> {
        self.integer(min, max as u64).map(|bits| bits as i64)
    }

    /// Reads an integer from `min` to `max`, as the 64 bits of its two's complement. A fraction of zeros (`5.0`)
    /// is accepted, for hosts whose numbers are all floats.
    fn integer(&mut self, min: i64, max: u64) -> Option<u64> {
        let start = self.next;
        let text = self.number_text("an integer")?;
        let mut value = 0u64;
        let mut fits = true;
        let mut whole = true;
        let mut fraction = false;
        let negative = text.starts_with('-');
        for byte in text.bytes().skip(usize::from(negative)) {
            let digit = u64::from(byte.wrapping_sub(b'0'));
            if digit < 10 && !fraction {
                match value
                    .checked_mul(10)
                    .and_then(|tens| tens.checked_add(digit))
                {
                    Some(next) => value = next,
                    None => fits = false,
                }
            } else if byte == b'.' {
                fraction = true;
            } else if digit != 0 {
                whole = false;
            }
        }
        let limit = if negative { min.unsigned_abs() } else { max };
        if whole && fits && value <= limit {
            return Some(if negative {
                value.wrapping_neg()
            } else {
                value
            });
        }
        self.next = start;
        self.misfit(min, max, text, whole);
        None
    }

    #[cold]
    fn misfit(&mut self, min: i64, max: u64, text: &str, whole: bool) {
        let mut range = Vec::new();
        if whole {
            append(&mut range, if min < 0 { b" from -" } else { b" from " });
            append_u64(&mut range, min.unsigned_abs());
            append(&mut range, b" to ");
            append_u64(&mut range, max);
        }
        let shown = text.get(..40).unwrap_or(text);
        self.fail_with(
            "expected an integer",
            &into_string(range),
            ", found ",
            shown,
        );
    }

    /// The text of the number that is next.
    pub(super) fn number_text(&mut self, what: &str) -> Option<&'a str> {
        if !matches!(self.head(), b'-' | b'0'..=b'9') {
            return self.expected(what);
        }
        let start = self.next;
        let end = self.number_end(start);
        self.go(end);
        if self.error.is_none() {
            Some(self.lend(start, end))
        } else {
            None
        }
    }
}
