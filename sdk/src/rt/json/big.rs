//! Whole numbers of up to three thousand bits: what reading and printing floats exactly takes, and no more.
//!
//! Reading a float adds 1.6 kB to a wasm and printing one 1.6 kB, 2.9 kB together (opt-level z, fat LTO). Measured the
//! same way, parsing takes core 20.8 kB, fast-float2 21.3, lexical 14.1 and minimal-lexical 9.7 (both compact), printing
//! core 25.3 kB, lexical 7.0 (compact), ryu 4.5 (small) and zmij 3.0. Of the numbers that people write, with up to 15
//! digits, none comes here; one of 17 digits costs about 4,000 instructions to print and 500 to read.

use core::mem::MaybeUninit;
use core::num::NonZeroU64;

/// The largest need: 771 digits of input, or a power of two that a division by `5^1171` leaves 64 bits of.
const LIMBS: usize = 96;

/// A number of `len` limbs, the lowest first.
pub(super) struct Big {
    limbs: [MaybeUninit<u32>; LIMBS],
    pub(super) len: usize,
    /// Whether something was left over: the true value is a little more.
    pub(super) more: bool,
}

impl Big {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self { limbs: [const { MaybeUninit::uninit() }; LIMBS], len: 0, more: false }
    }

    pub(super) fn set(&mut self, value: u64) {
        self.len = 0;
        self.more = false;
        self.push(value as u32);
        self.push((value >> 32) as u32);
    }

    fn push(&mut self, limb: u32) {
        if let Some(slot) = self.limbs.get_mut(self.len) {
            slot.write(limb);
            self.len += 1;
        }
    }

    fn limbs(&mut self) -> &mut [u32] {
        // SAFETY: `push` wrote the first `len` limbs.
        unsafe { core::slice::from_raw_parts_mut(self.limbs.as_mut_ptr().cast(), self.len) }
    }

    /// Multiplies and adds.
    pub(super) fn mul_add(&mut self, factor: u64, add: u64) {
        let mut carry = add;
        for limb in self.limbs() {
            carry += u64::from(*limb) * factor;
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            self.push(carry as u32);
        }
    }

    fn div(&mut self, by: NonZeroU64) {
        let mut rest = 0;
        for limb in self.limbs().iter_mut().rev() {
            rest = rest << 32 | u64::from(*limb);
            *limb = (rest / by) as u32;
            rest %= by;
        }
        self.more |= rest != 0;
    }

    /// Multiplies by `base`, 2 or 5, to the power of `exponent`; divides where that is negative.
    pub(super) fn scale(&mut self, base: u64, exponent: i32) {
        let mut left = exponent.unsigned_abs();
        while left > 0 {
            // As much as 32 bits hold.
            let step = left.min(if base == 5 { 13 } else { 31 });
            left -= step;
            let mut factor = 1 << step;
            if base == 5 {
                factor = 1;
                for _ in 0..step {
                    factor *= 5;
                }
            }
            match NonZeroU64::new(factor) {
                Some(factor) if exponent < 0 => self.div(factor),
                _ => self.mul_add(factor, 0),
            }
        }
    }

    /// How many bits there are up to the highest that is set.
    pub(super) fn bits(&mut self) -> i32 {
        while let [.., 0] = self.limbs() {
            self.len -= 1;
        }
        let top = self.limbs().last().copied().unwrap_or(0);
        self.len as i32 * 32 - top.leading_zeros() as i32
    }

    /// The lowest 64 bits.
    pub(super) fn low(&mut self) -> u64 {
        match self.limbs() {
            [low, high, ..] => u64::from(*high) << 32 | u64::from(*low),
            [low] => u64::from(*low),
            [] => 0,
        }
    }
}
