//! Numbers: whole ones as they are, of all others whether the host takes them.

use super::scan::{Read, Scan};

impl Scan<'_> {
    /// Reads a number; `None` unless it is a whole one, without fraction or exponent, that fits.
    pub(super) const fn number(&mut self) -> Read<Option<i64>> {
        let start = self.at;
        let negative = self.pass(b'-');
        // The digits as one whole number, as far as it goes, and its power of ten.
        let (mut digits, mut power, mut fits, mut whole) = (0_i64, 0_i64, true, true);
        if !self.byte().is_ascii_digit() {
            return Err("a digit");
        }
        if self.byte() == b'0' && self.peek(1).is_ascii_digit() {
            return Err("a number without a 0 in front");
        }
        while self.byte().is_ascii_digit() {
            power += self.digit(&mut digits, &mut fits);
            self.at += 1;
        }
        if self.pass(b'.') {
            whole = false;
            if !self.byte().is_ascii_digit() {
                return Err("a digit");
            }
            while self.byte().is_ascii_digit() {
                power += self.digit(&mut digits, &mut fits) - 1;
                self.at += 1;
            }
        }
        if matches!(self.byte(), b'e' | b'E') {
            whole = false;
            self.at += 1;
            let down = self.byte() == b'-';
            if matches!(self.byte(), b'-' | b'+') {
                self.at += 1;
            }
            if !self.byte().is_ascii_digit() {
                return Err("a digit");
            }
            let mut exponent = 0_i64;
            while self.byte().is_ascii_digit() {
                if exponent < 1 << 40 {
                    exponent = exponent * 10 + (self.byte() - b'0') as i64;
                }
                self.at += 1;
            }
            power += if down { -exponent } else { exponent };
        }
        if too_large(digits, power) {
            self.at = start;
            return Err("a number within the range of 64-bit floats");
        }
        // `-0` is no whole number to the host.
        let whole = whole && fits && !(negative && digits == 0);
        Ok(if whole { Some(if negative { -digits } else { digits }) } else { None })
    }

    /// Appends the digit that is next, while there is room: 18 digits. By how much the power of ten grows.
    const fn digit(&self, digits: &mut i64, fits: &mut bool) -> i64 {
        if *digits < 100_000_000_000_000_000 {
            *digits = *digits * 10 + (self.byte() - b'0') as i64;
            0
        } else {
            *fits = false;
            1
        }
    }
}

/// Whether so many times a power of ten is beyond the largest float, and what rounds to it.
const fn too_large(mut digits: i64, mut power: i64) -> bool {
    if digits == 0 {
        return false;
    }
    while digits < 100_000_000_000_000_000 {
        digits *= 10;
        power -= 1;
    }
    power > 291 || (power == 291 && digits > 179_769_313_486_231_580)
}
