//! The scans of reading and writing strings: eight bytes a step.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x80 * ONES;
const SPACES: u64 = 0x20 * ONES;

/// The first quote, backslash, control character or non-ASCII byte from `at` on.
///
/// # Safety
/// The bytes from `at` on can be read, up to seven behind the first that ends the scan.
pub(super) unsafe fn plain(mut at: *const u8) -> *const u8 {
    loop {
        // SAFETY: no byte in front of this word has ended the scan.
        let word = u64::from_le_bytes(unsafe { at.cast::<[u8; 8]>().read() });
        let hits = (special(word) | word) & HIGHS;
        if hits != 0 {
            return at.wrapping_add(hits.trailing_zeros() as usize / 8);
        }
        at = at.wrapping_add(8);
    }
}

/// How many bytes there are in front of the first quote, backslash or control character.
#[inline]
pub(super) fn verbatim(bytes: &[u8]) -> usize {
    let mut len = 0;
    let mut words = true;
    while len < bytes.len() {
        words = words && bytes.len() - len >= 8;
        // SAFETY: so many bytes are left, or at least one.
        unsafe {
            let at = bytes.as_ptr().add(len);
            if words {
                let word = u64::from_le_bytes(at.cast::<[u8; 8]>().read());
                words = special(word) & HIGHS & !word == 0;
                len += if words { 8 } else { 0 };
            } else if matches!(*at, b'"' | b'\\' | 0..0x20) {
                break;
            } else {
                len += 1;
            }
        }
    }
    len
}

/// Sets the high bit of each byte that is a quote, a backslash or a control character; that of others only where it was set,
/// or behind such a one, which a borrow spoils.
#[inline(always)]
fn special(word: u64) -> u64 {
    (word ^ (b'"' as u64 * ONES)).wrapping_sub(ONES)
        | (word ^ (b'\\' as u64 * ONES)).wrapping_sub(ONES)
        | word.wrapping_sub(SPACES)
}
