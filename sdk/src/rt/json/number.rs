//! Numbers of any form.

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
        let start = self.next;
        let text = self.number_text("a number")?;
        Some(match text.parse() {
            Ok(whole) => Number::Unsigned(whole),
            Err(_) => match text.parse() {
                // A float has a zero of its own below 0.
                Ok(whole) if whole != 0 => Number::Signed(whole),
                _ => {
                    self.next = start;
                    Number::Float(self.f64()?)
                }
            },
        })
    }
}
