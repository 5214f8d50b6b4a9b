//! The scan that reading and writing strings share: eight bytes a step.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x80 * ONES;
const SPACES: u64 = 0x20 * ONES;

/// A scan stops at bytes of a non-ASCII character.
pub(super) const STOP: u64 = 0;
/// A scan passes over them.
pub(super) const PASS: u64 = HIGHS;

/// The first quote, backslash or control character from `at` on, or non-ASCII byte if `wide` is [`STOP`].
///
/// # Safety
/// The bytes from `at` on can be read, up to seven behind the first that ends the scan.
pub(super) unsafe fn plain(mut at: *const u8, wide: u64) -> *const u8 {
    loop {
        // SAFETY: no byte in front of this word has ended the scan.
        let word = u64::from_le_bytes(unsafe { at.cast::<[u8; 8]>().read() });
        // The high bit of each byte that is to be found; a borrow spoils only bytes behind such a one.
        let hits = ((word ^ (b'"' as u64 * ONES)).wrapping_sub(ONES)
            | (word ^ (b'\\' as u64 * ONES)).wrapping_sub(ONES)
            | word.wrapping_sub(SPACES)
            | word)
            & HIGHS
            & !(word & wide);
        if hits != 0 {
            return at.wrapping_add(hits.trailing_zeros() as usize / 8);
        }
        at = at.wrapping_add(8);
    }
}
