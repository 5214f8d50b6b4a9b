//! What the host keeps of a plugin while instances come and go.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::Database;

/// Shared by the instances of one plugin.
pub(in crate::hosts::orbis) type Shared = Arc<Mutex<Kept>>;

/// The plugin's state; and, where the host does what it documents, its database and the events that it was told.
#[derive(Debug, Default)]
pub(in crate::hosts::orbis) struct Kept {
    pub(in crate::hosts::orbis) state: BTreeMap<String, Value>,
    pub(in crate::hosts::orbis) events: Vec<Event>,
    pub(in crate::hosts::orbis) database: Database,
    /// Where the row of random bytes stands: the same ones in each run.
    random: u64,
}

/// An event that a plugin emitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// What came with it.
    pub payload: Value,
}

impl Kept {
    /// So many bytes, other ones each time and the same ones in each run.
    pub(super) fn random(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count.saturating_add(8));
        while bytes.len() < count {
            // SplitMix64.
            self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = self.random;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            bytes.extend((word ^ (word >> 31)).to_le_bytes());
        }
        bytes.truncate(count);
        bytes
    }
}
