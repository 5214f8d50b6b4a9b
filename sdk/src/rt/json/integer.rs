//! Integers, exact over their whole range.

use alloc::vec::Vec;

use super::reader::Reader;
use super::text::{append, append_u64, into_string, join};

/// What the text of a number says, taken as an integer.
pub(super) struct Integer {
    pub(super) negative: bool,
    pub(super) value: u64,
    /// It has no exponent, nor a fraction that counts.
    whole: bool,
    /// It has no point either.
    pub(super) plain: bool,
    /// `value` is all of it.
    pub(super) fits: bool,
}

impl<'a> Reader<'a> {
    /// Reads an integer.
    pub fn u64(&mut self) -> Option<u64> {
        self.integer(0, u64::MAX)
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
        if let Some(value) = self.digits()
            && value <= max
        {
            self.next = self.text.end;
            return Some(value);
        }
        let text = self.number_text("an integer")?;
        let Integer { negative, value, whole, fits, .. } = integer(text);
        let limit = if negative { min.unsigned_abs() } else { max };
        if whole && fits && value <= limit {
            return Some(if negative { value.wrapping_neg() } else { value });
        }
        self.next = self.text.start;
        self.misfit(min, max, text, whole);
        None
    }

    /// The number that is next, if it is nothing but a few digits, which are noted and not passed.
    fn digits(&mut self) -> Option<u64> {
        self.token();
        let (mut at, mut value) = (self.next, 0);
        let most = at.wrapping_add(18);
        loop {
            let digit = self.byte(at).wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value * 10 + u64::from(digit);
            at = at.wrapping_add(1);
            if at == most {
                return None;
            }
        }
        self.text.end = at;
        let plain = self.byte(self.next) != b'0' && at != self.next && !matches!(self.byte(at), b'.' | b'e' | b'E');
        plain.then_some(value)
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
        self.fail(join(&["expected an integer", &into_string(range), ", found ", shown]));
    }

    /// The text of the number that is next.
    pub(super) fn number_text(&mut self, what: &'static str) -> Option<&'a str> {
        if !matches!(self.token(), b'-' | b'0'..=b'9') {
            return self.expected(what);
        }
        self.text.start = self.next;
        let valid = self.scalar();
        self.text.end = self.next;
        if valid { Some(self.lend()) } else { None }
    }
}

/// Takes the text of a number apart.
pub(super) fn integer(text: &str) -> Integer {
    let mut integer = Integer { negative: false, value: 0, whole: true, plain: true, fits: true };
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 && integer.plain {
            // Without the overflow checks of core, which multiply 128 bits.
            let tens = integer.value.wrapping_mul(10);
            integer.fits &= integer.value <= u64::MAX / 10;
            integer.value = tens.wrapping_add(u64::from(digit));
            integer.fits &= integer.value >= tens;
        } else if byte == b'.' {
            integer.plain = false;
        } else if byte == b'-' && integer.plain {
            integer.negative = true;
        } else if digit != 0 {
            integer.plain = false;
            integer.whole = false;
        }
    }
    integer
}
