//! What a host and a guest hand each other: inputs and results in linear memory.
//!
//! Nothing that a host does with these buffers is undefined behaviour, and nothing leaks on an instance that is kept:
//!
//! - an input is *taken over* when the call begins: whether the host frees it once, twice or never changes nothing, and it
//!   is freed when the next call begins;
//! - an input that did not come from `allocate` is copied, if it lies in memory at all;
//! - the last two results stay valid until the host frees them; older ones are freed here;
//! - a buffer that the host has filled for the guest to keep is taken over whole;
//! - an unknown pointer, a wrong size or a second free is ignored.

use super::json::PAD;
use alloc::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use alloc::vec::Vec;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};

/// What stands in front of each buffer: one that the host asked for, a copy of one that it brought, or a result. The buffers
/// of an instance are a list of a handful. Unaligned: where memory begins is the allocator's to say.
#[repr(C, packed)]
struct Header {
    next: *mut Header,
    /// Bytes of the allocation.
    size: usize,
    state: u32,
}

/// A call is reading it.
const READ: u32 = 0;
/// The result of the last call.
const RESULT: u32 = 1;
/// The host may write to it, pass it, or free it.
const LENT: u32 = 2;
/// Its call has ended. It goes when the next call begins, unless that reads it again.
const DONE: u32 = 3;
/// A result that the host has freed, or that is no longer the last one. It goes when the next call begins.
const OLD: u32 = 4;
/// It goes.
const FREE: u32 = 5;

/// From a header to its buffer. The four bytes in front of a buffer are not of the header: a result's length may stand there.
pub(crate) const FRONT: usize = (size_of::<Header>() + 4).next_multiple_of(16);

/// The buffers of one instance.
pub(crate) struct Boundary {
    buffers: *mut Header,
}

impl Boundary {
    pub(crate) const fn new() -> Self {
        Self { buffers: ptr::null_mut() }
    }

    /// Room for `size` bytes, also for 0. `None` if no memory can hold it.
    pub(crate) fn allocate(&mut self, size: usize) -> Option<NonNull<u8>> {
        if size > isize::MAX as usize - FRONT - PAD {
            return None;
        }
        let size = FRONT + size + PAD;
        let layout = layout(size);
        // Hosts fill it from outside. Natively nobody does before tests write to it, so it starts as zeros there.
        // SAFETY: the size is not 0.
        let buffer = unsafe { if cfg!(target_arch = "wasm32") { alloc(layout) } else { alloc_zeroed(layout) } };
        NonNull::new(buffer).map(|buffer| self.add(buffer, size, LENT))
    }

    /// Takes over an allocation of this size, whose first bytes become its header.
    fn add(&mut self, buffer: NonNull<u8>, size: usize, state: u32) -> NonNull<u8> {
        let header = buffer.as_ptr().cast();
        // SAFETY: all callers have made room for a header, and for what is behind it.
        unsafe {
            *header = Header { next: self.buffers, size, state };
            self.buffers = header;
            buffer.add(FRONT)
        }
    }

    /// Takes back a buffer or a result. Its size is known here; what the host says does not matter.
    pub(crate) fn deallocate(&mut self, buffer: *const u8) {
        let header = self.find(buffer);
        if !header.is_null() {
            // SAFETY: headers in the list are live.
            unsafe {
                if matches!((*header).state, LENT | RESULT) {
                    (*header).state += FREE - LENT;
                }
            }
            self.sweep(FREE, ptr::null());
        }
    }

    /// Begins a call with the `len` bytes at `input`: they are the guest's until [`end`](Self::end), with [`PAD`] bytes of room
    /// behind them. Nothing at all, if they do not lie in memory, or in the buffer that begins there.
    pub(crate) fn begin(&mut self, input: *mut u8, len: usize) -> *mut [u8] {
        // A host may write to the last call's buffer again instead of asking for one.
        self.sweep(DONE, input);
        let mut header = self.find(input);
        // SAFETY: headers in the list are live.
        if header.is_null() || !matches!(unsafe { (*header).state }, LENT | DONE) {
            if !in_memory(input, len) {
                return nothing();
            }
            let Some(copy) = self.allocate(len) else { return nothing() };
            // SAFETY: both lie in memory. Where the host has freed the source, it may be where the copy is.
            unsafe { ptr::copy(input, copy.as_ptr(), len) };
            header = self.buffers;
        }
        // SAFETY: headers in the list are live.
        unsafe {
            if len > (*header).size - FRONT - PAD {
                return nothing();
            }
            (*header).state = READ;
        }
        ptr::slice_from_raw_parts_mut(start(header), len + PAD)
    }

    /// Ends the call that reads this input.
    pub(crate) fn end(&mut self, input: *mut [u8]) {
        let header = self.find(input.cast());
        if !header.is_null() {
            // SAFETY: headers in the list are live.
            unsafe { (*header).state = DONE };
        }
    }

    /// How much of the buffer at `start`, to which the host says that `max` bytes may be written, there really is. If that is
    /// not nothing, it is the guest's until [`returned`](Self::returned).
    pub(crate) fn room(&mut self, start: *mut u8, max: usize) -> usize {
        let header = self.find(start);
        if header.is_null() {
            return if in_memory(start, max) { max } else { 0 };
        }
        // SAFETY: headers in the list are live.
        unsafe {
            if (*header).state != LENT {
                return 0;
            }
            let room = max.min((*header).size - FRONT - PAD);
            if room > 0 {
                (*header).state = READ;
            }
            room
        }
    }

    /// Gives back a buffer in which there was [`room`](Self::room): one that there was not may be in another call's hands.
    pub(crate) fn returned(&mut self, start: *mut u8) {
        let header = self.find(start);
        if !header.is_null() {
            // SAFETY: headers in the list are live.
            unsafe { (*header).state = LENT };
        }
    }

    /// Frees what calls were reading or writing that ended in a trap: no call is running.
    pub(crate) fn abandon(&mut self) {
        let mut header = self.buffers;
        while !header.is_null() {
            // SAFETY: headers in the list are live.
            unsafe {
                if (*header).state == READ {
                    (*header).state = FREE;
                }
                header = (*header).next;
            }
        }
        self.sweep(FREE, ptr::null());
    }

    /// Keeps a result, which begins behind [`FRONT`] bytes, until the host frees it or two more calls have begun.
    pub(crate) fn publish(&mut self, result: Vec<u8>) -> *mut u8 {
        let mut result = ManuallyDrop::new(result);
        // SAFETY: a vector with bytes in it is an allocation.
        let buffer = unsafe { NonNull::new_unchecked(result.as_mut_ptr()) };
        self.add(buffer, result.capacity(), RESULT).as_ptr()
    }

    /// Takes over a buffer that the host was lent and that this address is in: all of its allocation, with [`PAD`] bytes at the
    /// end that the host did not ask for, and where in it the address is.
    #[cfg_attr(not(target_family = "wasm"), allow(dead_code, reason = "natively hosts hand over bytes"))]
    pub(crate) fn take(&mut self, at: *const u8) -> Option<(Vec<u8>, usize)> {
        let mut link = &raw mut self.buffers;
        // SAFETY: `link` is the head of the list or the `next` of a live header. A buffer that is found leaves the list, and was
        // allocated as a vector of its size would have been; hosts and `allocate` have filled it.
        unsafe {
            while !link.read_unaligned().is_null() {
                let header = link.read_unaligned();
                let (size, offset) = ((*header).size, at.addr().wrapping_sub(header.addr()));
                if (FRONT..size - PAD).contains(&offset) || offset == FRONT {
                    if (*header).state != LENT {
                        return None;
                    }
                    link.write_unaligned((*header).next);
                    return Some((Vec::from_raw_parts(header.cast(), size, size), offset));
                }
                link = &raw mut (*header).next;
            }
        }
        None
    }

    /// The buffer that begins at `input`, or null. Never reads what a host points to.
    fn find(&self, input: *const u8) -> *mut Header {
        let mut header = self.buffers;
        while !header.is_null() && !ptr::eq(start(header), input) {
            // SAFETY: headers in the list are live.
            header = unsafe { (*header).next };
        }
        header
    }

    /// Frees the buffers that are in this state or a later one, except for one, and makes results old with the old ones.
    fn sweep(&mut self, state: u32, except: *const u8) {
        let mut link = &raw mut self.buffers;
        // SAFETY: `link` is the head of the list or the `next` of a live header. A buffer is freed with the layout that it was
        // allocated with, once: it leaves the list.
        unsafe {
            while !link.read_unaligned().is_null() {
                let header = link.read_unaligned();
                if (*header).state >= state && !ptr::eq(start(header), except) {
                    link.write_unaligned((*header).next);
                    dealloc(header.cast(), layout((*header).size));
                } else {
                    if (*header).state == RESULT && state == DONE {
                        (*header).state = OLD;
                    }
                    link = &raw mut (*header).next;
                }
            }
        }
    }
}

/// No input.
fn nothing() -> *mut [u8] {
    ptr::slice_from_raw_parts_mut(ptr::dangling_mut(), 0)
}

/// The layout of an allocation, that of a `Vec<u8>` of this capacity.
fn layout(size: usize) -> Layout {
    // SAFETY: no allocation is larger than `isize::MAX`, and the alignment is 1.
    unsafe { Layout::from_size_align_unchecked(size, 1) }
}

/// The first byte of a buffer, by its header.
fn start(header: *mut Header) -> *mut u8 {
    header.cast::<u8>().wrapping_add(FRONT)
}

/// Whether a range that the host names lies in linear memory.
#[cfg(target_arch = "wasm32")]
fn in_memory(start: *const u8, len: usize) -> bool {
    (start as usize as u64) + (len as u64) <= core::arch::wasm32::memory_size(0) as u64 * 65536
}

/// Natively there is no linear memory, so nothing that is not known here can be read.
#[cfg(not(target_arch = "wasm32"))]
fn in_memory(_: *const u8, len: usize) -> bool {
    len == 0
}

#[cfg(any(test, fuzzing))]
impl Boundary {
    /// How many buffers are kept.
    pub(crate) fn count(&self) -> usize {
        let (mut header, mut count) = (self.buffers, 0);
        while !header.is_null() {
            // SAFETY: headers in the list are live.
            header = unsafe { (*header).next };
            count += 1;
        }
        count
    }
}

impl Drop for Boundary {
    fn drop(&mut self) {
        self.sweep(READ, ptr::null());
    }
}

#[cfg(test)]
#[path = "boundary_tests.rs"]
mod tests;
