//! What a host and a guest hand each other: inputs and results in linear memory.
//!
//! Nothing that a host does with these buffers is undefined behaviour, and nothing leaks on an instance that is kept:
//!
//! - an input is *taken over* when the call begins: whether the host frees it once, twice or never changes nothing, and it
//!   is freed when the next call begins;
//! - an input that did not come from `allocate` is copied, if it lies in memory at all;
//! - the last two results stay valid until the host frees them; older ones are freed here;
//! - an unknown pointer, a wrong size or a second free is ignored.

use alloc::alloc::Layout;
use alloc::vec::Vec;
use core::ptr;

/// What stands in front of each buffer that the host asked for, or that is a copy of one that it brought. The buffers of an
/// instance are a list: there are as many as the host has asked for and not given back, which is one or two.
struct Header {
    next: *mut Header,
    size: usize,
    state: State,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum State {
    /// The host may write to it, pass it, or free it.
    Lent,
    /// A call is reading it.
    Read,
    /// Its call has ended.
    Done,
}

/// From a header to its buffer; keeps buffers aligned for anything that a host may put there.
const FRONT: usize = 16_usize.next_multiple_of(size_of::<Header>().next_power_of_two());

/// The buffers of one instance.
pub(crate) struct Boundary {
    inputs: *mut Header,
    /// The newest first.
    results: [Vec<u8>; 2],
}

impl Boundary {
    pub(crate) const fn new() -> Self {
        Self { inputs: ptr::null_mut(), results: [Vec::new(), Vec::new()] }
    }

    /// Room for `size` bytes, also for 0. `None` if no memory can hold it.
    pub(crate) fn allocate(&mut self, size: usize) -> Option<*mut u8> {
        self.add(size, State::Lent).map(start)
    }

    fn add(&mut self, size: usize, state: State) -> Option<*mut Header> {
        let layout = layout(size)?;
        // Hosts fill it from outside. Natively nobody does before tests write to it, so it starts as zeros there.
        // SAFETY: the layout is not of size 0.
        let header: *mut Header = unsafe {
            if cfg!(target_arch = "wasm32") { alloc::alloc::alloc(layout) } else { alloc::alloc::alloc_zeroed(layout) }
        }
        .cast();
        if header.is_null() {
            return None;
        }
        // SAFETY: the layout begins with a header and is aligned for it.
        unsafe { header.write(Header { next: self.inputs, size, state }) };
        self.inputs = header;
        Some(header)
    }

    /// Takes back a buffer or a result. Its size is known here; what the host says does not matter.
    pub(crate) fn deallocate(&mut self, buffer: *const u8) {
        self.free(State::Lent, |start| ptr::eq(start, buffer));
        for result in &mut self.results {
            if ptr::eq(result.as_ptr(), buffer) {
                *result = Vec::new();
            }
        }
    }

    /// Begins a call with the `len` bytes at `input`: they are the guest's until [`end`](Self::end). `None` if they do not
    /// lie in memory, or in the buffer that begins there.
    pub(crate) fn begin(&mut self, input: *mut u8, len: usize) -> Option<*mut [u8]> {
        // A host may write to the last call's buffer again instead of asking for one.
        self.free(State::Done, |start| !ptr::eq(start, input));
        let mut header = self.find(input);
        // SAFETY: headers in the list are live.
        unsafe {
            if header.is_null() || (*header).state == State::Read {
                if !in_memory(input, len) {
                    return None;
                }
                header = self.add(len, State::Read)?;
                // The source lies in memory, and the copy is new, so they do not overlap.
                ptr::copy_nonoverlapping(input, start(header), len);
            }
            if len > (*header).size {
                return None;
            }
            (*header).state = State::Read;
        }
        Some(ptr::slice_from_raw_parts_mut(start(header), len))
    }

    /// Ends the call that reads this input.
    pub(crate) fn end(&mut self, input: *mut [u8]) {
        let header = self.find(input.cast());
        if !header.is_null() {
            // SAFETY: headers in the list are live.
            unsafe { (*header).state = State::Done };
        }
    }

    /// An empty buffer for a result; the memory of the last but one, if the host left it here.
    pub(crate) fn result_buffer(&mut self) -> Vec<u8> {
        let mut buffer = core::mem::take(&mut self.results[1]);
        buffer.clear();
        buffer
    }

    /// Keeps a result until the host frees it or two more have followed.
    pub(crate) fn publish(&mut self, result: Vec<u8>) -> &[u8] {
        self.results.swap(0, 1);
        self.results[0] = result;
        &self.results[0]
    }

    /// The buffer that begins at `input`, or null. Never reads what a host points to.
    fn find(&self, input: *const u8) -> *mut Header {
        let mut header = self.inputs;
        while !header.is_null() && !ptr::eq(start(header), input) {
            // SAFETY: headers in the list are live.
            header = unsafe { (*header).next };
        }
        header
    }

    /// Frees the buffers in this state whose start `which` picks.
    fn free(&mut self, state: State, which: impl Fn(*const u8) -> bool) {
        let mut link = &raw mut self.inputs;
        // SAFETY: `link` is the head of the list or the `next` of a live header. A buffer is freed with the layout that it
        // was allocated with, once: it leaves the list.
        unsafe {
            while !(*link).is_null() {
                let header = *link;
                if (*header).state == state && which(start(header)) {
                    *link = (*header).next;
                    if let Some(layout) = layout((*header).size) {
                        alloc::alloc::dealloc(header.cast(), layout);
                    }
                } else {
                    link = &raw mut (*header).next;
                }
            }
        }
    }
}

/// The first byte of a buffer, by its header.
fn start(header: *mut Header) -> *mut u8 {
    header.cast::<u8>().wrapping_add(FRONT)
}

/// Of a header and its buffer.
fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(FRONT)?, FRONT).ok()
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
        let (mut header, mut count) = (self.inputs, 0);
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
        for state in [State::Lent, State::Read, State::Done] {
            self.free(state, |_| true);
        }
    }
}

#[cfg(test)]
#[path = "boundary_tests.rs"]
mod tests;
