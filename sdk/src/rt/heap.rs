//! The global allocator of wasm32 guests: small, and flat on an instance that is kept for ever.
//!
//! Sizes are whole units of 16 bytes. Those up to 256 bytes come from lists of freed blocks of exactly that size, which stay
//! what they are. Larger ones come from one list of free ranges, kept in order of address and merged with their neighbours; a
//! range that touches the top of the heap is given back to it. A large block at the top grows in place, so a result that is
//! being written never moves. Blocks carry no header: the layout that Rust hands back says their size.
//!
//! Memory that cannot be had traps: some hosts would write their input to address 0.

use core::alloc::Layout;
use core::ptr;

/// Where the heap gets its memory from.
pub(crate) trait Grow {
    /// Makes at least `bytes` more available and returns where they are; at the old end, if nobody else has taken memory
    /// since. `None`: there is no more.
    fn grow(&mut self, bytes: usize) -> Option<Span>;
}

/// A piece of memory from the system.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    /// Its first byte, a multiple of [`UNIT`].
    pub(crate) start: *mut u8,
    /// The byte after its last one, a multiple of [`UNIT`].
    pub(crate) end: *mut u8,
}

/// Every block starts at a multiple of this, and its size is one.
const UNIT: usize = 16;
/// Blocks of up to so many units come from the lists of small ones.
const SMALL: usize = 16;

/// A free block: a node of one of the lists, written into the block itself.
struct Free {
    next: *mut Free,
    /// Bytes. Unused in the lists of small blocks.
    size: usize,
}

/// The heap.
pub(crate) struct Heap<G> {
    /// By their units; there are none of 0.
    small: [*mut Free; SMALL + 1],
    large: *mut Free,
    /// What was never handed out, or was given back.
    rest: Span,
    source: G,
}

impl<G: Grow> Heap<G> {
    pub(crate) const fn new(source: G, rest: Span) -> Self {
        Self { small: [ptr::null_mut(); SMALL + 1], large: ptr::null_mut(), rest, source }
    }

    /// The list that serves `layout`; none for large blocks.
    fn small(&mut self, layout: Layout) -> Option<&mut *mut Free> {
        if layout.align() > UNIT { None } else { self.small.get_mut(round(layout.size()) / UNIT) }
    }

    /// A block for `layout`, or null.
    pub(crate) fn alloc(&mut self, layout: Layout) -> *mut u8 {
        if let Some(list) = self.small(layout)
            && !list.is_null()
        {
            let node = *list;
            // SAFETY: the nodes of a list are free blocks of this heap, which nobody else uses.
            *list = unsafe { (*node).next };
            return node.cast();
        }
        let size = round(layout.size());
        if layout.align() <= UNIT {
            return self.take(size);
        }
        // With so much more, the block can be cut out at its alignment.
        let more = layout.align() - UNIT;
        let start = self.take(size + more);
        if start.is_null() {
            return start;
        }
        let front = start.align_offset(layout.align());
        let block = start.wrapping_add(front);
        // SAFETY: both are parts of what was just taken, and no part of the block.
        unsafe {
            self.give_back(start, front);
            self.give_back(block.wrapping_add(size), more - front);
        }
        block
    }

    /// Takes back a block.
    ///
    /// # Safety
    /// It came from [`alloc`](Self::alloc) or [`realloc`](Self::realloc) with this layout, and nobody uses it any more.
    pub(crate) unsafe fn dealloc(&mut self, block: *mut u8, layout: Layout) {
        let node = block.cast::<Free>();
        match self.small(layout) {
            Some(list) => {
                // SAFETY: the block is at least a unit, aligned to it, and ours again.
                unsafe { (*node).next = *list };
                *list = node;
            }
            // SAFETY: as promised by the caller; blocks are whole units.
            None => unsafe { self.give_back(block, round(layout.size())) },
        }
    }

    /// Changes the size of a block; the contents stay up to the smaller size.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc); `new` is not 0.
    pub(crate) unsafe fn realloc(&mut self, block: *mut u8, layout: Layout, new: usize) -> *mut u8 {
        let Ok(to) = Layout::from_size_align(new, layout.align()) else { return ptr::null_mut() };
        let (old_size, new_size) = (round(layout.size()), round(new));
        if old_size == new_size {
            return block;
        }
        // Small blocks stay what they are: parts of them would be lost for their lists.
        if self.small(layout).is_none() && self.small(to).is_none() {
            let end = block.wrapping_add(old_size);
            if new_size < old_size {
                // SAFETY: the tail is part of the block, and the caller keeps only the first `new` bytes.
                unsafe { self.give_back(block.wrapping_add(new_size), old_size - new_size) };
                return block;
            }
            // If somebody else has grown memory, the top is elsewhere afterwards.
            if end == self.rest.start && self.reserve(new_size - old_size) && ptr::eq(end, self.rest.start) {
                self.rest.start = block.wrapping_add(new_size);
                return block;
            }
        }
        let moved = self.alloc(to);
        if !moved.is_null() {
            // SAFETY: both blocks are valid for the smaller of the sizes, and a new block never overlaps a live one.
            unsafe {
                ptr::copy_nonoverlapping(block, moved, layout.size().min(new));
                self.dealloc(block, layout);
            }
        }
        moved
    }

    /// So many bytes, whole units, or null: from the end of the first range that is large enough, else from the top.
    fn take(&mut self, size: usize) -> *mut u8 {
        let mut link: *mut *mut Free = &mut self.large;
        // SAFETY: `link` is the head of the list or the `next` of a node in it throughout; nodes are free blocks of this heap,
        // which nobody else uses.
        unsafe {
            while !(*link).is_null() {
                let node = *link;
                let left = (*node).size.wrapping_sub(size);
                if left == 0 {
                    *link = (*node).next;
                }
                if left <= isize::MAX as usize {
                    (*node).size = left;
                    return node.cast::<u8>().wrapping_add(left);
                }
                link = &raw mut (*node).next;
            }
        }
        if !self.reserve(size) {
            return ptr::null_mut();
        }
        let block = self.rest.start;
        self.rest.start = block.wrapping_add(size);
        block
    }

    /// Makes room for `bytes` above the top.
    fn reserve(&mut self, bytes: usize) -> bool {
        loop {
            let room = self.rest.end as usize - self.rest.start as usize;
            if room >= bytes {
                return true;
            }
            let Some(span) = self.source.grow(bytes - room) else { return false };
            let rest = self.rest;
            self.rest.end = span.end;
            if span.start != rest.end {
                // Somebody else grew memory in between.
                self.rest.start = span.start;
                // SAFETY: what was left above the old top is nobody's.
                unsafe { self.give_back(rest.start, room) };
            }
        }
    }

    /// Puts a range into the list of large ones, merged with its neighbours, or back above the top.
    ///
    /// # Safety
    /// The range is whole units of this heap, or nothing, and nobody uses it.
    unsafe fn give_back(&mut self, start: *mut u8, mut size: usize) {
        if size == 0 {
            return;
        }
        let mut node = start.cast::<Free>();
        // SAFETY: `link` is the head of the list or a node's `next` throughout, and nodes are free blocks of this heap; the range
        // is ours.
        unsafe {
            let mut link: *mut *mut Free = &mut self.large;
            let mut before = link;
            while !(*link).is_null() && *link < node {
                before = link;
                link = &raw mut (**link).next;
            }
            let mut next = *link;
            if !next.is_null() && start.wrapping_add(size) == next.cast() {
                size += (*next).size;
                next = (*next).next;
            }
            let previous = *before;
            if before != link && previous.cast::<u8>().wrapping_add((*previous).size) == start {
                size += (*previous).size;
                node = previous;
                link = before;
            }
            if node.cast::<u8>().wrapping_add(size) == self.rest.start {
                self.rest.start = node.cast();
                *link = next;
            } else {
                node.write(Free { next, size });
                *link = node;
            }
        }
    }
}

/// In whole units. No layout is so large that this overflows.
fn round(size: usize) -> usize {
    size.wrapping_add(UNIT - 1) & !(UNIT - 1)
}

#[cfg(all(target_arch = "wasm32", feature = "allocator"))]
mod global {
    use super::{Grow, Heap, Span};
    use core::alloc::{GlobalAlloc, Layout};
    use core::cell::UnsafeCell;

    /// Linear memory, grown by pages.
    struct Pages;

    impl Grow for Pages {
        fn grow(&mut self, bytes: usize) -> Option<Span> {
            const PAGE: usize = 65536;
            let first = core::arch::wasm32::memory_grow(0, bytes.div_ceil(PAGE));
            if first == usize::MAX {
                core::arch::wasm32::unreachable()
            }
            let end = core::arch::wasm32::memory_size(0) * PAGE;
            Some(Span { start: with_address(first * PAGE), end: with_address(end) })
        }
    }

    fn with_address(address: usize) -> *mut u8 {
        core::ptr::with_exposed_provenance_mut(address)
    }

    struct Global(UnsafeCell<Heap<Pages>>);

    // SAFETY: wasm32 without atomics has one thread.
    unsafe impl Sync for Global {}

    // SAFETY: blocks are disjoint, aligned, and at least as large as asked; `Heap` keeps that. One thread, and no call in
    // here comes back to the allocator.
    unsafe impl GlobalAlloc for Global {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // SAFETY: see above: the only reference at this time.
            unsafe { &mut *self.0.get() }.alloc(layout)
        }
        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            // SAFETY: the only reference; the block and its layout are the caller's promise.
            unsafe { (*self.0.get()).dealloc(block, layout) }
        }
        unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
            // SAFETY: the only reference; the block and its layout are the caller's promise.
            unsafe { (*self.0.get()).realloc(block, layout, new_size) }
        }
    }

    unsafe extern "C" {
        // What the linker leaves between the data and the end of the first pages; it aligns both.
        static mut __heap_base: u8;
        static mut __heap_end: u8;
    }

    #[global_allocator]
    static HEAP: Global =
        Global(UnsafeCell::new(Heap::new(Pages, Span { start: &raw mut __heap_base, end: &raw mut __heap_end })));
}

#[cfg(test)]
#[path = "heap_tests.rs"]
mod tests;
