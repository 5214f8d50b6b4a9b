//! What fuzzers drive: operations chosen by bytes, held against a model of what must be true after each.
//!
//! Only in tests and under a fuzzer (`cfg(fuzzing)`): it reads memory by address, as a host does.
#![allow(clippy::panic, reason = "a model that finds something fails like a test")]

mod boundary;
mod heap;
mod kept;

pub use boundary::boundary;
pub use heap::heap;
pub use kept::{delta, request};

/// Decisions, taken from bytes until there are none left.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> Option<usize> {
        let (high, low) = (self.byte()?, self.byte()?);
        Some(usize::from(u16::from_le_bytes([low, high])) % end.max(1))
    }

    /// A size: most are small, some are on either side of a limit of the heap's, some are large.
    fn size(&mut self) -> Option<usize> {
        Some(match self.byte()? {
            small @ 0..=63 => usize::from(small),
            limit @ 64..=127 => (1_usize << (limit % 12)).saturating_add_signed(isize::from(i16::from(limit / 12)) - 7),
            _ => self.below(5000)?,
        })
    }
}

#[cfg(test)]
mod tests {
    //! Any bytes, and those that once found something.

    /// Texts of random bytes; the same ones in every run.
    fn random(many: u32, mut run: impl FnMut(&[u8])) {
        let mut state = 7_u64;
        for round in 0..if cfg!(miri) { 3 } else { many } {
            let bytes: Vec<u8> = (0..(round % 400) + 20)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (state >> 56) as u8
                })
                .collect();
            run(&bytes);
        }
    }

    #[test]
    fn heap() {
        random(1500, super::heap);
    }

    #[test]
    fn boundary() {
        random(3000, super::boundary);
    }
}
