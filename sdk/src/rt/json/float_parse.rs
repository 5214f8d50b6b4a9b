//! Floats from decimal text, rounded as IEEE 754 wants it for every input.

use super::big::Big;
use super::reader::Reader;

/// As many digits as can matter: a number half-way between two floats has no more than 767.
const DIGITS: i32 = 771;

impl Reader<'_> {
    /// Reads a number. What is too large for a float is an error; what is too small is 0.
    pub fn f64(&mut self) -> Option<f64> {
        let start = self.next;
        let text = self.number_text("a number")?;
        let value = parse(text);
        if value.is_none() {
            self.next = start;
            self.fail("number out of range");
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
    // The first 19 digits, how many there are without leading zeros, and the power of ten to multiply with.
    let (mut digits, mut count, mut exponent) = (0u64, 0i32, 0i32);
    let mut dropped = false;
    let mut point = 0;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'0'..=b'9' => {
                if count < 19 {
                    digits = digits * 10 + u64::from(byte - b'0');
                    count += i32::from(digits != 0);
                    exponent -= point;
                } else {
                    dropped |= byte != b'0';
                    exponent += 1 - point;
                }
            }
            b'.' => point = 1,
            b'e' | b'E' => {
                exponent = exponent.saturating_add(power(bytes));
                break;
            }
            _ => {}
        }
    }
    let bits = if digits == 0 {
        0
    } else if digits < 1 << 53 && !dropped && exponent.unsigned_abs() <= 22 {
        // Both are floats, and so is a power of ten up to the 22nd: one rounding.
        let mut power = 1.0;
        for _ in 0..exponent.unsigned_abs() {
            power *= 10.0;
        }
        let float = digits as f64;
        (if exponent < 0 {
            float / power
        } else {
            float * power
        })
        .to_bits()
    } else {
        // Ten times what is left of the point.
        match exponent.saturating_add(count) {
            ..-400 => 0,
            400.. => return None,
            _ => {
                let mut big = Big::new(digits);
                if dropped {
                    exponent -= all_digits(text, &mut big) - count;
                }
                round(big, exponent)?
            }
        }
    };
    Some(f64::from_bits(
        bits | u64::from(text.starts_with('-')) << 63,
    ))
}

/// The number behind an `e`; large ones just stay large.
fn power(bytes: core::str::Bytes<'_>) -> i32 {
    let mut power = 0;
    let mut sign = 1;
    for byte in bytes {
        match byte {
            b'-' => sign = -1,
            b'+' => {}
            _ if power < 1 << 27 => power = power * 10 + i32::from(byte - b'0'),
            _ => {}
        }
    }
    sign * power
}

/// Reads all digits that matter, and returns how many.
fn all_digits(text: &str, big: &mut Big) -> i32 {
    let mut count = 0i32;
    *big = Big::new(0);
    for byte in text.bytes() {
        match byte {
            b'0' if count == 0 => {}
            b'0'..=b'9' if count < DIGITS => {
                count += 1;
                big.mul_add(10, u32::from(byte - b'0'));
            }
            b'1'..=b'9' => big.more = true,
            b'e' | b'E' => break,
            _ => {}
        }
    }
    count
}

/// The bits of the float nearest to `big` times ten to the power of `exponent`; `None` if that is infinite.
fn round(mut big: Big, exponent: i32) -> Option<u64> {
    // Before a division, so much that 64 bits and more remain: five has less than 7/3 bits.
    let room = if exponent < 0 {
        (66 - exponent * 7 / 3 - big.bits()).max(0)
    } else {
        0
    };
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
    let kept = mantissa.checked_shr(lost as u32).unwrap_or(0);
    let half = 1u64 << (lost - 1);
    let rest = mantissa & (half << 1).wrapping_sub(1);
    let up = rest > half || rest == half && (big.more || kept & 1 == 1);
    // The highest bit of a normal float adds one to the exponent.
    let bits = (((biased - 1).max(0) as u64) << 52) + kept + u64::from(up);
    (bits < 0x7ff << 52).then_some(bits)
}
