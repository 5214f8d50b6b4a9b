//! Bounds-checked access to a guest's memory.

use std::ops::Range;

/// An access outside the guest's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutOfBounds {
    /// Where it was to start.
    pub(crate) offset: u64,
    /// How many bytes.
    pub(crate) len: u64,
    /// Bytes that there are.
    pub(crate) size: u64,
}

/// The part of a memory, if it is all there.
pub(crate) fn span(size: usize, ptr: u32, len: u32) -> Result<Range<usize>, OutOfBounds> {
    let end = u64::from(ptr) + u64::from(len);
    match (usize::try_from(ptr), usize::try_from(end)) {
        (Ok(start), Ok(end)) if end <= size => Ok(start..end),
        _ => Err(OutOfBounds { offset: ptr.into(), len: len.into(), size: size as u64 }),
    }
}

/// A guest's memory as an import sees it. Empty where the host cannot see it, or the guest exports none.
pub(crate) struct View<'a>(pub(crate) &'a mut [u8]);

impl View<'_> {
    /// The bytes, if they lie inside.
    pub(crate) fn bytes(&self, ptr: u32, len: u32) -> Option<&[u8]> {
        self.0.get(span(self.0.len(), ptr, len).ok()?)
    }

    /// The text, if it lies inside and is UTF-8.
    pub(crate) fn text(&self, ptr: u32, len: u32) -> Option<&str> {
        core::str::from_utf8(self.bytes(ptr, len)?).ok()
    }

    /// A little-endian `u32`.
    pub(crate) fn u32(&self, ptr: u32) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(ptr, 4)?.try_into().ok()?))
    }

    /// A little-endian `u64`.
    pub(crate) fn u64(&self, ptr: u32) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes(ptr, 8)?.try_into().ok()?))
    }

    /// Writes the bytes, if they fit.
    pub(crate) fn put(&mut self, ptr: u32, bytes: &[u8]) -> Option<()> {
        let range = span(self.0.len(), ptr, u32::try_from(bytes.len()).ok()?).ok()?;
        self.0.get_mut(range)?.copy_from_slice(bytes);
        Some(())
    }
}
