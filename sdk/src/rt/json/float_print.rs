//! Floats as the shortest decimal text that reads back as the same float, and of these the nearest.

use super::big::Big;
use super::text::{append, append_u64};
use super::writer::Writer;
use alloc::vec::Vec;

impl Writer {
    /// Appends a number, always with a point or an exponent; `null` for what JSON has no number for.
    pub fn f64(&mut self, value: f64) {
        let bits = value.to_bits();
        self.float(
            bits >> 63 != 0,
            bits & ((1 << 52) - 1),
            (bits >> 52 & 0x7ff) as i32,
            52,
        );
    }

    /// Appends a number of 32 bits, whose shortest text is often shorter.
    pub fn f32(&mut self, value: f32) {
        let bits = value.to_bits();
        let exponent = (bits >> 23 & 0xff) as i32;
        // To the exponents of 64 bits.
        let exponent = match exponent {
            0 => 0,
            0xff => 0x7ff,
            _ => exponent,
        };
        self.float(
            bits >> 31 != 0,
            u64::from(bits & ((1 << 23) - 1)),
            exponent,
            23,
        );
    }

    fn float(&mut self, negative: bool, fraction: u64, exponent: i32, width: u32) {
        if exponent == 0x7ff {
            return self.null();
        }
        if negative {
            self.raw("-");
        }
        let bias = if width == 52 { 1075 } else { 150 };
        let hidden = u64::from(exponent != 0) << width;
        let (digits, power) = if fraction | hidden == 0 {
            (0, 0)
        } else {
            // The gap below a power of two is half as wide as the one above, but for the lowest.
            shortest(
                fraction | hidden,
                exponent.max(1) - bias,
                fraction != 0 || exponent <= 1,
            )
        };
        self.decimal(digits, power);
    }

    /// Appends `digits` times ten to the power of `power` as `12.5`, `12000.0`, `0.0012` or `1.2e30`.
    fn decimal(&mut self, digits: u64, power: i32) {
        let mut text = Vec::new();
        append_u64(&mut text, digits);
        let len = text.len() as i32;
        let point = len + power;
        let (whole, fraction) = match point {
            // 0.0012, 12.5 or 12000.0
            -4..=16 => text
                .split_at_checked(point.clamp(0, len) as usize)
                .unwrap_or_default(),
            _ => text.split_at_checked(1).unwrap_or_default(),
        };
        let buffer = self.buffer();
        append(buffer, if whole.is_empty() { b"0" } else { whole });
        if (-4..=16).contains(&point) {
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

/// The shortest decimal number that `mantissa * 2^exponent` is the nearest float to.
fn shortest(mantissa: u64, exponent: i32, even_gaps: bool) -> (u64, i32) {
    // Ten to this power brings the number between 10^17.6 and 10^19.1, so that at least one digit is one too many.
    let bits = 64 - mantissa.leading_zeros() as i32 + exponent;
    let power = 18 - ((bits * 1233) >> 12);
    // Everything in quarters, so that the middle to each neighbour is whole.
    let scaled = |quarters: u64| {
        let mut big = Big::new(quarters);
        big.scale(5, power.max(0));
        big.scale(2, exponent - 2 + power);
        big.scale(5, power.min(0));
        (big.low(), !big.more)
    };
    let (value, exact) = scaled(mantissa * 4);
    let (low, low_exact) = scaled(mantissa * 4 - if even_gaps { 2 } else { 1 });
    let (high, high_exact) = scaled(mantissa * 4 + 2);
    // The middle itself reads back as the even one of its neighbours.
    let even = mantissa.is_multiple_of(2);
    let low = low + u64::from(!(low_exact && even));
    let high = high - u64::from(high_exact && !even);
    let mut unit = 1;
    let mut dropped = 0;
    while high - high % (unit * 10) >= low {
        unit *= 10;
        dropped += 1;
    }
    let rest = value % unit;
    let mut digits = value / unit;
    let half = unit / 2;
    let up = rest > half || rest == half && (!exact || digits % 2 == 1);
    if (up || digits * unit < low) && (digits + 1) * unit <= high {
        digits += 1;
    }
    (digits, dropped - power)
}
