//! Numbers of any form.

use super::integer::{Integer, integer};
use super::reader::Reader;

/// A number as exact as it was written, where 64 bits suffice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number from 0 on.
    Unsigned(u64),
    /// A whole number below 0.
    Signed(i64),
    /// Any other.
    Float(f64),
}

impl Reader<'_> {
    /// Reads a number.
    pub fn number(&mut self) -> Option<Number> {
        let text = self.number_text("a number")?;
        let Integer { negative, value, plain, fits, .. } = integer(text);
        if plain && fits && !negative {
            return Some(Number::Unsigned(value));
        }
        // Floats have a zero of their own below 0.
        if plain && fits && value != 0 && value <= i64::MIN.unsigned_abs() {
            return Some(Number::Signed(value.wrapping_neg() as i64));
        }
        self.next = self.text.start;
        self.f64().map(Number::Float)
    }
}
