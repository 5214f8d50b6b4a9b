//! Floats as the shortest decimal text that reads back as the same float, and of these the nearest.

use alloc::vec::Vec;

use super::big::Big;
use super::text::{append, decimal};
use super::writer::Writer;

impl Writer {
    /// Appends a number, always with a point or an exponent; `null` for what JSON has no number for.
    pub fn f64(&mut self, value: f64) {
        let bits = value.to_bits();
        let exponent = (bits >> 52 & 0x7ff) as i32;
        if exponent == 0x7ff {
            return self.null();
        }
        if value.is_sign_negative() {
            self.raw("-");
        }
        let (digits, power) = match short(value.abs()) {
            Some(decimal) => decimal,
            None => shortest(bits & ((1 << 52) - 1), exponent, 52),
        };
        self.float(digits, power);
    }

    /// Appends a number of 32 bits, whose shortest text is often shorter.
    pub fn f32(&mut self, value: f32) {
        let bits = value.to_bits();
        let exponent = (bits >> 23 & 0xff) as i32;
        if exponent == 0xff {
            return self.null();
        }
        if value.is_sign_negative() {
            self.raw("-");
        }
        let (digits, power) = if value == 0.0 { (0, 0) } else { shortest(u64::from(bits & ((1 << 23) - 1)), exponent, 23) };
        self.float(digits, power);
    }

    /// Appends `digits` times ten to the power of `power` as `12.5`, `12000.0`, `0.0012` or `1.2e30`.
    fn float(&mut self, digits: u64, power: i32) {
        let mut digits_buffer = [0; 20];
        let digits = decimal(digits, &mut digits_buffer).as_bytes();
        // Where the point is, from the first digit on.
        let point = digits.len() as i32 + power;
        let plain = (-4..=16).contains(&point);
        let whole = if plain { point.max(0) as usize } else { 1 };
        let (whole, fraction) = digits.split_at_checked(whole).unwrap_or((digits, b""));
        let buffer = self.buffer();
        append(buffer, if whole.is_empty() { b"0" } else { whole });
        if plain {
            zeros(buffer, power);
            append(buffer, b".");
            zeros(buffer, -point);
            append(buffer, if fraction.is_empty() { b"0" } else { fraction });
        } else {
            if !fraction.is_empty() {
                append(buffer, b".");
                append(buffer, fraction);
            }
            append(buffer, b"e");
            self.i64(i64::from(point - 1));
        }
    }
}

fn zeros(text: &mut Vec<u8>, count: i32) {
    for _ in 0..count {
        append(text, b"0");
    }
}

/// A float that is a whole number of up to 15 digits divided by a power of ten, with as few digits as do. Of numbers
/// with so few digits only one reads as a given float, and one division of floats is rounded as reading the text is.
fn short(value: f64) -> Option<(u64, i32)> {
    let mut power = 1.0;
    for places in 0..=22 {
        let scaled = value * power;
        if scaled >= 1e15 {
            break;
        }
        let digits = (scaled + 0.5) as u64;
        if digits as f64 / power == value {
            return Some((digits, -places));
        }
        power *= 10.0;
    }
    None
}

/// The shortest decimal number that a float of `width` bits of fraction is the nearest float to.
fn shortest(fraction: u64, exponent: i32, width: u32) -> (u64, i32) {
    let mantissa = fraction | u64::from(exponent != 0) << width;
    // The gap below a power of two is half as wide as the one above, but for the lowest.
    let below = if fraction != 0 || exponent <= 1 { 2 } else { 1 };
    let bias = if width == 52 { 1075 } else { 150 };
    let exponent = exponent.max(1) - bias;
    // Ten to this power brings the number between 10^17.6 and 10^19.1, so that at least one digit is one too many.
    let bits = 64 - mantissa.leading_zeros() as i32 + exponent;
    let power = 18 - ((bits * 1233) >> 12);
    // Everything in quarters, so that the middle to each neighbour is whole.
    let mut big = Big::new();
    let mut scaled = |quarters: u64| {
        big.set(quarters);
        big.scale(5, power.max(0));
        big.scale(2, exponent - 2 + power);
        big.scale(5, power.min(0));
        (big.low(), !big.more)
    };
    let (mut value, exact) = scaled(mantissa * 4);
    let (low, low_exact) = scaled(mantissa * 4 - below);
    let (high, high_exact) = scaled(mantissa * 4 + 2);
    // The middle itself reads back as the even one of its neighbours.
    let even = mantissa & 1 == 0;
    let mut low = low + u64::from(!(low_exact && even));
    let mut high = high - u64::from(high_exact && !even);
    // Drop digits while there is still a number between the two.
    let mut dropped = 0;
    let mut last = 0;
    let mut zeros = exact;
    while low.div_ceil(10) <= high / 10 {
        zeros &= last == 0;
        last = value % 10;
        value /= 10;
        low = low.div_ceil(10);
        high /= 10;
        dropped += 1;
    }
    let up = last > 5 || last == 5 && !(zeros && value & 1 == 0);
    if (up || value < low) && value < high {
        value += 1;
    }
    (value, dropped - power)
}
