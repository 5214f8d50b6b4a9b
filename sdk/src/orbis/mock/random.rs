//! Bytes that look random and are the same in each run.

use std::collections::VecDeque;

/// SplitMix64, behind what the test says.
#[derive(Debug, Default)]
pub(super) struct Random {
    given: VecDeque<u8>,
    state: u64,
}

impl Random {
    pub(super) fn give(&mut self, bytes: &[u8]) {
        self.given.extend(bytes);
    }

    pub(super) fn bytes(&mut self, len: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.given.drain(..len.min(self.given.len())).collect();
        while bytes.len() < len {
            bytes.extend(self.next().to_le_bytes());
        }
        bytes.truncate(len);
        bytes
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
}
