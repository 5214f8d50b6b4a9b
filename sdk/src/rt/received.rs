//! What a function of the host returns in memory: a buffer that the host has asked our `allocate` for, from inside of the
//! function, and has filled.
//!
//! It is taken over when the function returns, so it is freed like anything else. Nothing of the boundary is borrowed while
//! the plugin is outside. What a host says of its buffer is not believed: a pointer to anything but a buffer that it was
//! lent, and a length that it does not hold, are an error.

#![cfg_attr(not(target_family = "wasm"), allow(dead_code, reason = "natively hosts hand over bytes"))]

use super::json::PAD;
use alloc::vec::Vec;
use core::ops::Range;

/// The bytes of a buffer.
#[derive(Debug)]
pub(crate) struct Received {
    /// The whole allocation.
    bytes: Vec<u8>,
    /// The text in it, with [`PAD`] bytes of room behind.
    text: Range<usize>,
}

/// What is no buffer that the host was lent, or not what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stray;

/// Bytes of a length.
const LENGTH: usize = 4;

impl Received {
    /// A buffer in which the pointer is to its length (`u32`, little-endian), behind which it stands; `None` for 0.
    pub(crate) fn prefixed(pointer: i32) -> Result<Option<Self>, Stray> {
        Self::taken(pointer, Self::behind_length)
    }

    /// A buffer in which the pointer is to its first byte. It ends before a zero byte, which no JSON has, or where the room
    /// ends that the host asked for; `None` for 0.
    pub(crate) fn bare(pointer: i32) -> Result<Option<Self>, Stray> {
        Self::taken(pointer, Self::until_zero)
    }

    fn taken(pointer: i32, read: fn(Vec<u8>, usize) -> Result<Self, Stray>) -> Result<Option<Self>, Stray> {
        if pointer == 0 {
            return Ok(None);
        }
        let (bytes, at) = super::export::take_lent(pointer).ok_or(Stray)?;
        read(bytes, at).map(Some)
    }

    fn behind_length(bytes: Vec<u8>, at: usize) -> Result<Self, Stray> {
        let (len, _) = bytes.get(at..).and_then(<[u8]>::split_first_chunk::<LENGTH>).ok_or(Stray)?;
        let (start, len) = (at + LENGTH, u32::from_le_bytes(*len) as usize);
        match room(&bytes).checked_sub(start) {
            Some(room) if len <= room => Ok(Self { bytes, text: start..start + len }),
            _ => Err(Stray),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "as the other one")]
    fn until_zero(bytes: Vec<u8>, at: usize) -> Result<Self, Stray> {
        let room = bytes.get(at..room(&bytes)).unwrap_or_default();
        let len = room.iter().position(|byte| *byte == 0).unwrap_or(room.len());
        Ok(Self { bytes, text: at..at + len })
    }

    /// What it holds.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.text.clone()).unwrap_or_default()
    }

    /// The same with [`PAD`] bytes behind it, for a reader.
    pub(crate) fn padded(&mut self) -> &mut [u8] {
        self.bytes.get_mut(self.text.start..self.text.end + PAD).unwrap_or_default()
    }
}

/// What somebody answers natively.
impl From<Vec<u8>> for Received {
    fn from(mut bytes: Vec<u8>) -> Self {
        let text = 0..bytes.len();
        bytes.extend([0; PAD]);
        Self { bytes, text }
    }
}

/// Where the room ends that somebody asked for.
fn room(bytes: &[u8]) -> usize {
    bytes.len().saturating_sub(PAD)
}

#[cfg(test)]
#[path = "received_tests.rs"]
mod tests;
