//! Floats from decimal text, rounded as IEEE 754 wants it for every input.

use super::big::Big;
use super::reader::Reader;

/// More digits than these cannot matter, but for being there: a number half-way between two floats has no more
/// than 767.
const DIGITS: i32 = 771;

impl Reader<'_> {
    /// Reads a number. What is too large for a float is an error; what is too small is 0.
    pub fn f64(&mut self) -> Option<f64> {
        let text = self.number_text("a number")?;
        let value = parse(text);
        if value.is_none() {
            self.next = self.text.start;
            self.invalid("number out of range");
        }
        value
    }

    /// Reads a number, rounded to 64 bits and then to 32, as serde_json does.
    pub fn f32(&mut self) -> Option<f32> {
        self.f64().map(|value| value as f32)
    }
}

/// The float nearest to a JSON number; `None` if that is infinite.
fn parse(text: &str) -> Option<f64> {
    // Digits go into 64 bits as long as they fit, then on into a big number.
    let mut digits = 0u64;
    let mut big = Big::new();
    let mut count = 0;
    // The power of ten to multiply with.
    let mut exponent = 0i32;
    let mut point = 0;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let digit = u64::from(byte.wrapping_sub(b'0'));
        if digit < 10 {
            exponent -= point;
            if digits < u64::MAX / 10 - 1 {
                digits = digits * 10 + digit;
            } else if count < DIGITS {
                if count == 0 {
                    big.set(digits);
                }
                count += 1;
                big.mul_add(10, digit);
            } else {
                big.more |= digit != 0;
                exponent += 1;
            }
        } else if byte == b'.' {
            point = 1;
        } else if byte != b'-' {
            exponent = exponent.saturating_add(power(bytes));
            break;
        }
    }
    let bits = if digits == 0 {
        0
    } else if digits < 1 << 53 && exponent.unsigned_abs() <= 22 {
        // Both are floats, and so is a power of ten up to the 22nd: one rounding.
        let mut power = 1.0;
        for _ in 0..exponent.unsigned_abs() {
            power *= 10.0;
        }
        let float = digits as f64;
        (if exponent < 0 { float / power } else { float * power }).to_bits()
    } else {
        if count == 0 {
            big.set(digits);
        }
        // All digits are in front of the point here.
        match exponent.saturating_add(count) {
            ..-400 => 0,
            310.. => return None,
            _ => round(&mut big, exponent)?,
        }
    };
    Some(f64::from_bits(bits | u64::from(text.starts_with('-')) << 63))
}

/// The number behind an `e`; large ones just stay large.
fn power(bytes: core::str::Bytes<'_>) -> i32 {
    let mut power = 0;
    let mut negative = false;
    for byte in bytes {
        let digit = i32::from(byte) - i32::from(b'0');
        if digit < 0 {
            negative = byte == b'-';
        } else if power < 1 << 27 {
            power = power * 10 + digit;
        }
    }
    if negative { -power } else { power }
}

/// The bits of the float nearest to `big` times ten to the power of `exponent`; `None` if that is infinite.
fn round(big: &mut Big, exponent: i32) -> Option<u64> {
    // Before a division, so much that 64 bits and more remain: five has less than 7/3 bits.
    let room = if exponent < 0 { (66 - exponent * 7 / 3 - big.bits()).max(0) } else { 0 };
    big.scale(2, room);
    big.scale(5, exponent);
    let excess = big.bits() - 64;
    big.scale(2, -excess);
    let mantissa = big.low();
    // The exponent of the highest bit, as IEEE 754 stores it; subnormal floats lose one bit for each step below 1.
    let biased = exponent - room + excess + 63 + 1023;
    let lost = 11 + (1 - biased).max(0);
    if lost > 64 {
        return Some(0);
    }
    // All 64 bits can be lost to rounding.
    let kept = mantissa >> 1 >> (lost - 1);
    let half = 1u64 << (lost - 1);
    let rest = mantissa & (half | (half - 1));
    let up = rest > half || rest == half && (big.more || kept & 1 == 1);
    // The highest bit of a normal float adds one to the exponent.
    let bits = (((biased - 1).max(0) as u64) << 52) + kept + u64::from(up);
    (bits < 0x7ff << 52).then_some(bits)
}
