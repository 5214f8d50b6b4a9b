//! Texts that stand for numbers and booleans, as in queries and paths.

use super::reader::Reader;

impl Reader<'_> {
    /// Takes the quotes away around a number or a boolean, if that is what stands in the string that is next.
    pub fn unquote(&mut self) {
        if self.token() != b'"' {
            return;
        }
        let open = self.next;
        let mut close = open.wrapping_add(1);
        while matches!(self.byte(close), b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') {
            close = close.wrapping_add(1);
        }
        let first = open.wrapping_add(1);
        if close == first {
            close = first.wrapping_add(match self.byte(first) {
                b't' => self.word(first, b"true"),
                b'f' => self.word(first, b"false"),
                _ => 0,
            });
        }
        if close != first && self.byte(close) == b'"' {
            // SAFETY: both were seen, so they are inside the buffer, and nothing from here on has been lent out.
            unsafe {
                *open = b' ';
                *close = b' ';
            }
        }
    }

    /// The length of this word, if it stands at `at`; else 0.
    fn word(&self, at: *mut u8, word: &[u8]) -> usize {
        let stands = word.iter().enumerate().all(|(i, byte)| self.byte(at.wrapping_add(i)) == *byte);
        if stands { word.len() } else { 0 }
    }
}
