//! What came while a plugin was busy, until it has time.

use super::json::PAD;
use alloc::vec::Vec;

/// So many bytes wait at most.
pub(crate) const ROOM: usize = 1 << 18;
/// In front of each text: its length.
const FRONT: usize = size_of::<u32>();

/// Texts in the order in which they came, within a bound.
#[derive(Debug)]
pub(crate) struct Queue {
    /// Each behind its length.
    bytes: Vec<u8>,
    /// Those before it were taken.
    next: usize,
    lost: Lost,
}

/// Whether something did not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lost {
    Nothing,
    /// And nobody was told.
    Something,
    Told,
}

impl Queue {
    pub(crate) const fn new() -> Self {
        Self { bytes: Vec::new(), next: 0, lost: Lost::Nothing }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.next == self.bytes.len()
    }

    /// Adds a text, if there is room for it.
    pub(crate) fn push(&mut self, text: &[u8]) {
        let size = self.bytes.len() - self.next + FRONT;
        if text.len() > ROOM || size + text.len() > ROOM {
            if self.lost == Lost::Nothing {
                self.lost = Lost::Something;
            }
            return;
        }
        if self.next > 0 {
            self.bytes.drain(..self.next);
            self.next = 0;
        }
        self.bytes.extend((text.len() as u32).to_le_bytes());
        self.bytes.extend(text);
    }

    /// Takes the text that came first, with room behind it for a reader.
    pub(crate) fn pop(&mut self) -> Option<Vec<u8>> {
        let (len, rest) = self.bytes.get(self.next..)?.split_first_chunk::<FRONT>()?;
        let text = rest.get(..u32::from_le_bytes(*len) as usize)?;
        let mut copy = Vec::with_capacity(text.len() + PAD);
        copy.extend(text);
        copy.extend([0; PAD]);
        self.next += FRONT + text.len();
        if self.is_empty() {
            self.bytes.clear();
            self.next = 0;
        }
        Some(copy)
    }

    /// Whether something was lost of which this is the first time that anybody asks.
    pub(crate) fn has_lost(&mut self) -> bool {
        let lost = self.lost == Lost::Something;
        if lost {
            self.lost = Lost::Told;
        }
        lost
    }
}

impl Default for Queue {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(queue: &mut Queue) -> Vec<Vec<u8>> {
        core::iter::from_fn(|| queue.pop())
            .map(|text| text.strip_suffix(&[0; PAD]).map(<[u8]>::to_vec).unwrap_or_default())
            .collect()
    }

    #[test]
    fn first_in_first_out() {
        let mut queue = Queue::new();
        assert_eq!(queue.pop(), None);
        queue.push(b"a");
        queue.push(b"");
        assert_eq!(queue.pop().as_deref(), Some(&b"a\0\0\0\0\0\0\0\0"[..]));
        queue.push(b"bc");
        assert_eq!(taken(&mut queue), [&b""[..], b"bc"]);
        assert_eq!((queue.pop(), queue.bytes.len(), queue.has_lost()), (None, 0, false));
    }

    #[test]
    fn what_does_not_fit_is_lost_and_told_once() {
        let mut queue = Queue::new();
        queue.push(&vec![1; ROOM + 1]);
        assert!(queue.has_lost() && !queue.has_lost());
        let mut queue = Queue::new();
        let quarter = ROOM / 4 - FRONT;
        for i in 0..5 {
            queue.push(&vec![i; quarter]);
        }
        assert!(queue.has_lost());
        // What was taken makes room again.
        assert_eq!(queue.pop().map(|text| text.len()), Some(quarter + PAD));
        queue.push(&vec![9; quarter]);
        queue.push(&[10]);
        assert!(!queue.has_lost());
        let first: Vec<u8> = taken(&mut queue).iter().map(|text| text[0]).collect();
        assert_eq!(first, [1, 2, 3, 9]);
        assert!(queue.bytes.len() <= ROOM);
    }
}
