//! The global allocator of wasm32 guests: small, and flat on an instance that is kept for ever.
//!
//! Sizes up to 256 bytes come from lists of freed blocks, one a power of two. Larger ones come from one list of free
//! ranges, kept in order of address and merged with their neighbours; a range that touches the top of the heap is given
//! back to it. `realloc` of the topmost block grows in place, so a result that is being written never moves. Blocks carry
//! no header: the layout that Rust hands back says their size.
//!
//! Memory that cannot be had traps: some hosts would write their input to address 0.

use core::alloc::Layout;
use core::ptr;

/// Where the heap gets its memory from.
pub(crate) trait Grow {
    /// Makes at least `bytes` more available at the top of the heap and returns its new end; the first call, with the heap
    /// still empty, also decides where it starts. `None`: there is no more.
    fn grow(&mut self, top: *mut u8, bytes: usize) -> Option<Span>;
}

/// A piece of memory from the system.
pub(crate) struct Span {
    /// Its first byte. Equal to the old end if it continues the heap.
    pub(crate) start: *mut u8,
    /// The byte after its last one.
    pub(crate) end: *mut u8,
}

/// Sizes up to this come from the lists of small blocks.
const SMALL: usize = 256;
/// Every block starts at a multiple of this, and its size is one.
const UNIT: usize = 16;
/// 16, 32, 64, 128, 256.
const CLASSES: usize = 5;

/// A free block: a node of one of the lists, written into the block itself.
struct Free {
    next: *mut Free,
    /// Bytes. Unused in the lists of small blocks.
    size: usize,
}

/// The heap.
pub(crate) struct Heap<G> {
    small: [*mut Free; CLASSES],
    large: *mut Free,
    /// Nothing from here to `end` was ever handed out, or it was given back.
    top: *mut u8,
    end: *mut u8,
    source: G,
}

impl<G: Grow> Heap<G> {
    pub(crate) const fn new(source: G) -> Self {
        Self { small: [ptr::null_mut(); CLASSES], large: ptr::null_mut(), top: ptr::null_mut(), end: ptr::null_mut(), source }
    }

    /// A block for `layout`, or null.
    pub(crate) fn alloc(&mut self, layout: Layout) -> *mut u8 {
        if let Some(class) = class(layout) {
            let head = self.small[class];
            if head.is_null() {
                return self.alloc_large(UNIT << class, UNIT);
            }
            // SAFETY: the nodes of a list are free blocks of this heap, which nobody else uses.
            self.small[class] = unsafe { (*head).next };
            return head.cast();
        }
        match round(layout.size()) {
            Some(size) => self.alloc_large(size, layout.align().max(UNIT)),
            None => ptr::null_mut(),
        }
    }

    /// Takes back a block.
    ///
    /// # Safety
    /// It came from [`alloc`](Self::alloc) or [`realloc`](Self::realloc) with this layout, and nobody uses it any more.
    pub(crate) unsafe fn dealloc(&mut self, block: *mut u8, layout: Layout) {
        match class(layout) {
            Some(class) => {
                let node = block.cast::<Free>();
                // SAFETY: the block is at least `UNIT` bytes, aligned to it, and ours again.
                unsafe { node.write(Free { next: self.small[class], size: 0 }) };
                self.small[class] = node;
            }
            // SAFETY: as promised by the caller; blocks are whole units.
            None => unsafe { self.give_back(block, layout.size().next_multiple_of(UNIT)) },
        }
    }

    /// Changes the size of a block; the contents stay up to the smaller size.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc); `new_size` is not 0.
    pub(crate) unsafe fn realloc(&mut self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let Ok(new) = Layout::from_size_align(new_size, layout.align()) else { return ptr::null_mut() };
        match (class(layout), class(new)) {
            (Some(old), Some(new)) if old == new => return block,
            (None, None) => {
                let old_size = layout.size().next_multiple_of(UNIT);
                let Some(new_size) = round(new_size) else { return ptr::null_mut() };
                if new_size <= old_size {
                    if new_size < old_size {
                        // SAFETY: the tail is part of the block, and the caller keeps only the first `new_size` bytes.
                        unsafe { self.give_back(block.add(new_size), old_size - new_size) };
                    }
                    return block;
                }
                let end = block.wrapping_add(old_size);
                // If somebody else has grown memory, the top is elsewhere afterwards.
                if end == self.top && self.reserve(new_size - old_size) && ptr::eq(end, self.top) {
                    self.top = self.top.wrapping_add(new_size - old_size);
                    return block;
                }
            }
            _ => {}
        }
        let moved = self.alloc(new);
        if !moved.is_null() {
            // SAFETY: both blocks are valid for the smaller of the sizes, and a new block never overlaps a live one.
            unsafe {
                ptr::copy_nonoverlapping(block, moved, layout.size().min(new_size));
                self.dealloc(block, layout);
            }
        }
        moved
    }

    /// First fit; else from the top. `size` and `align` are multiples of [`UNIT`].
    fn alloc_large(&mut self, size: usize, align: usize) -> *mut u8 {
        let mut link: *mut *mut Free = &mut self.large;
        loop {
            // SAFETY: `link` is the head of the list or the `next` of a node in it; nodes are free blocks of this heap.
            let node = unsafe { *link };
            if node.is_null() {
                break;
            }
            // SAFETY: as above.
            let Free { next, size: room } = unsafe { node.read() };
            let front = node.cast::<u8>().align_offset(align);
            if front.checked_add(size).is_some_and(|needed| needed <= room) {
                let block = node.cast::<u8>().wrapping_add(front);
                let rest = room - front - size;
                // SAFETY: what is written are nodes in the parts of this free block that stay free; sizes are whole units.
                unsafe {
                    let mut after = next;
                    if rest > 0 {
                        let tail = block.add(size).cast::<Free>();
                        tail.write(Free { next: after, size: rest });
                        after = tail;
                    }
                    if front > 0 {
                        node.write(Free { next: after, size: front });
                        after = node;
                    }
                    *link = after;
                }
                return block;
            }
            // SAFETY: `node` is a node of the list.
            link = unsafe { &raw mut (*node).next };
        }
        if !self.reserve(size + align - UNIT) {
            return ptr::null_mut();
        }
        let front = self.top.align_offset(align);
        let block = self.top.wrapping_add(front);
        let start = self.top;
        self.top = block.wrapping_add(size);
        if front > 0 {
            // SAFETY: `start..block` was above the top and is nobody's.
            unsafe { self.give_back(start, front) };
        }
        block
    }

    /// Makes room for `bytes` above the top.
    fn reserve(&mut self, bytes: usize) -> bool {
        loop {
            let room = self.end as usize - self.top as usize;
            if room >= bytes {
                return true;
            }
            let Some(span) = self.source.grow(self.top, bytes - room) else { return false };
            let (old_top, old_end) = (self.top, self.end);
            self.end = span.end;
            if span.start != old_end {
                // Somebody else grew memory in between, or this is the first time.
                self.top = span.start.wrapping_add(span.start.align_offset(UNIT));
                if old_top != old_end {
                    // SAFETY: what was left above the old top is nobody's.
                    unsafe { self.give_back(old_top, old_end as usize - old_top as usize) };
                }
            }
        }
    }

    /// Puts a range into the list of free ones, merged with its neighbours, or back above the top.
    ///
    /// # Safety
    /// The range is whole units of this heap, and nobody uses it.
    unsafe fn give_back(&mut self, start: *mut u8, mut size: usize) {
        let mut link: *mut *mut Free = &mut self.large;
        let mut before: *mut *mut Free = ptr::null_mut();
        // SAFETY: `link` is the head or a node's `next` throughout, and nodes are free blocks of this heap; the range is ours.
        unsafe {
            while !(*link).is_null() && (*link).cast::<u8>() < start {
                before = link;
                link = &raw mut (**link).next;
            }
            let mut next = *link;
            if !next.is_null() && start.add(size) == next.cast() {
                size += (*next).size;
                next = (*next).next;
            }
            let mut node = start.cast::<Free>();
            if !before.is_null() {
                let previous = *before;
                if previous.cast::<u8>().add((*previous).size) == start {
                    size += (*previous).size;
                    node = previous;
                    link = before;
                }
            }
            if node.cast::<u8>().add(size) == self.top {
                self.top = node.cast();
                *link = next;
            } else {
                node.write(Free { next, size });
                *link = node;
            }
        }
    }
}

/// The list of small blocks that serves `layout`.
fn class(layout: Layout) -> Option<usize> {
    if layout.size() > SMALL || layout.align() > UNIT {
        return None;
    }
    Some((layout.size().max(UNIT) - 1).ilog2() as usize - 3)
}

/// `size` in whole units; `None` if no memory could ever hold it.
fn round(size: usize) -> Option<usize> {
    (size <= isize::MAX as usize - SMALL).then(|| size.next_multiple_of(UNIT))
}

#[cfg(all(target_arch = "wasm32", feature = "allocator"))]
mod global {
    use super::{Grow, Heap, Span};
    use core::alloc::{GlobalAlloc, Layout};
    use core::cell::UnsafeCell;

    /// Linear memory, grown by pages.
    struct Pages;

    impl Grow for Pages {
        fn grow(&mut self, top: *mut u8, bytes: usize) -> Option<Span> {
            const PAGE: usize = 65536;
            unsafe extern "C" {
                static __heap_base: u8;
            }
            let end = core::arch::wasm32::memory_size(0) * PAGE;
            if top.is_null() {
                // What the linker left between the data and the end of the first pages.
                let start = &raw const __heap_base as usize;
                if end - start >= bytes {
                    return Some(Span { start: with_address(start), end: with_address(end) });
                }
                let first = core::arch::wasm32::memory_grow(0, (bytes - (end - start)).div_ceil(PAGE));
                return (first != usize::MAX)
                    .then(|| Span { start: with_address(start), end: with_address(core::arch::wasm32::memory_size(0) * PAGE) });
            }
            let first = core::arch::wasm32::memory_grow(0, bytes.div_ceil(PAGE));
            if first == usize::MAX {
                return None;
            }
            let start = with_address(first * PAGE);
            Some(Span { start, end: with_address(first * PAGE + bytes.div_ceil(PAGE) * PAGE) })
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
            or_trap(unsafe { &mut *self.0.get() }.alloc(layout))
        }
        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            // SAFETY: the only reference; the block and its layout are the caller's promise.
            unsafe { (*self.0.get()).dealloc(block, layout) }
        }
        unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
            // SAFETY: the only reference; the block and its layout are the caller's promise.
            or_trap(unsafe { (*self.0.get()).realloc(block, layout, new_size) })
        }
    }

    fn or_trap(block: *mut u8) -> *mut u8 {
        if block.is_null() {
            core::arch::wasm32::unreachable()
        }
        block
    }

    #[global_allocator]
    static HEAP: Global = Global(UnsafeCell::new(Heap::new(Pages)));
}

#[cfg(test)]
#[path = "heap_tests.rs"]
mod tests;
