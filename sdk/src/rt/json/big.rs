//! Whole numbers of up to three thousand bits: what reading and printing floats exactly takes, and no more.

use core::mem::MaybeUninit;

/// The largest need: 771 digits of input times two to the power that a division by `5^1171` asks for.
const LIMBS: usize = 96;

/// A number of `len` limbs, the lowest first.
pub(super) struct Big {
    limbs: [MaybeUninit<u32>; LIMBS],
    len: usize,
    /// Whether a division left something over: the true value is a little more.
    pub(super) more: bool,
}

impl Big {
    pub(super) fn new(value: u64) -> Self {
        let mut big = Self {
            limbs: [const { MaybeUninit::uninit() }; LIMBS],
            len: 0,
            more: false,
        };
        big.push(value as u32);
        big.push((value >> 32) as u32);
        big
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
    pub(super) fn mul_add(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for limb in self.limbs() {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            self.push(carry as u32);
        }
    }

    fn div(&mut self, by: u32) {
        let mut rest = 0;
        for limb in self.limbs().iter_mut().rev() {
            rest = rest << 32 | u64::from(*limb);
            *limb = (rest / u64::from(by)) as u32;
            rest %= u64::from(by);
        }
        self.more |= rest != 0;
    }

    /// Multiplies by `base` to the power of `exponent`; divides where that is negative.
    pub(super) fn scale(&mut self, base: u32, exponent: i32) {
        let mut left = exponent.unsigned_abs();
        while left > 0 {
            let mut factor = 1;
            while left > 0 && factor < 1 << 28 {
                factor *= base;
                left -= 1;
            }
            if exponent < 0 {
                self.div(factor);
            } else {
                self.mul_add(factor, 0);
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
