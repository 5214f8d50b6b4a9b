//! The heap, against a model of live blocks: none overlaps another, each is aligned and keeps its contents, and the same
//! work again takes no more memory.

use super::Choices;
use crate::rt::heap::{Grow, Heap, Span};
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::alloc::Layout;
use core::cell::Cell;

const PAGE: usize = 1024;
const MEMORY: usize = 1 << 19;
/// Blocks that live at once; with the largest size they fill half of the memory.
const BLOCKS: usize = 24;

/// A memory of fixed size that is grown by pages.
struct Arena {
    memory: Vec<u128>,
    grown: Rc<Cell<usize>>,
    /// Somebody else has grown memory, by a page.
    gap: Rc<Cell<bool>>,
}

impl Grow for Arena {
    fn grow(&mut self, _: *mut u8, bytes: usize) -> Option<Span> {
        let from = self.grown.get() + if self.gap.take() { PAGE } else { 0 };
        let to = from.checked_add(bytes.checked_next_multiple_of(PAGE)?).filter(|to| *to <= MEMORY)?;
        self.grown.set(to);
        let base = self.memory.as_mut_ptr().cast::<u8>();
        Some(Span { start: base.wrapping_add(from), end: base.wrapping_add(to) })
    }
}

/// A live block, full of a byte of its own.
struct Block {
    start: *mut u8,
    layout: Layout,
    mark: u8,
}

impl Block {
    fn fill(&self) {
        // SAFETY: the block is as large as its layout, and ours.
        unsafe { self.start.write_bytes(self.mark, self.layout.size()) };
    }

    fn check(&self, len: usize) {
        // SAFETY: as above, and it was filled.
        let bytes = unsafe { core::slice::from_raw_parts(self.start, len) };
        assert!(bytes.iter().all(|byte| *byte == self.mark), "a block was written to that is somebody else's");
    }
}

struct Model {
    heap: Heap<Arena>,
    blocks: Vec<Block>,
    next: u8,
    gap: Rc<Cell<bool>>,
}

impl Model {
    fn alloc(&mut self, size: usize, align: usize) {
        let Ok(layout) = Layout::from_size_align(size.max(1), align) else { return };
        let start = self.heap.alloc(layout);
        if start.is_null() {
            return assert!(size > MEMORY / 8 || self.heap_is_full(), "{size} bytes were refused");
        }
        assert!(start.addr().is_multiple_of(align), "not aligned to {align}");
        self.next = self.next.wrapping_add(1);
        let block = Block { start, layout, mark: self.next };
        self.keep(block);
    }

    /// Gaps and fragments can use memory up; nothing else may.
    fn heap_is_full(&self) -> bool {
        let live: usize = self.blocks.iter().map(|block| block.layout.size()).sum();
        live > MEMORY / 8
    }

    fn keep(&mut self, block: Block) {
        let range = block.start.addr()..block.start.addr() + block.layout.size();
        for other in &self.blocks {
            let end = other.start.addr() + other.layout.size();
            assert!(end <= range.start || range.end <= other.start.addr(), "two live blocks overlap");
        }
        block.fill();
        self.blocks.push(block);
        if self.blocks.len() > BLOCKS {
            self.free(0);
        }
    }

    fn free(&mut self, index: usize) {
        let block = self.blocks.swap_remove(index);
        block.check(block.layout.size());
        // SAFETY: from this heap, with this layout, once.
        unsafe { self.heap.dealloc(block.start, block.layout) };
    }

    fn resize(&mut self, index: usize, size: usize) {
        let Block { start, layout, mark } = self.blocks.swap_remove(index);
        // SAFETY: from this heap, with this layout; the size is not 0.
        let moved = unsafe { self.heap.realloc(start, layout, size) };
        if moved.is_null() {
            self.blocks.push(Block { start, layout, mark });
            return;
        }
        Block { start: moved, layout, mark }.check(layout.size().min(size));
        if let Ok(layout) = Layout::from_size_align(size, layout.align()) {
            assert!(moved.addr().is_multiple_of(layout.align()));
            self.keep(Block { start: moved, layout, mark });
        }
    }

    /// One pass over all decisions, at whose end nothing is left.
    fn pass(&mut self, mut choices: Choices<'_>) {
        while self.step(&mut choices).is_some() {}
        while !self.blocks.is_empty() {
            self.free(0);
        }
    }

    fn step(&mut self, choices: &mut Choices<'_>) -> Option<()> {
        let some = self.blocks.len();
        match choices.byte()? {
            0..=15 => self.alloc(choices.size()?, 1 << choices.below(8)?),
            16..=17 => self.alloc(usize::MAX >> choices.below(8)?, 1),
            18..=99 => self.alloc(choices.size()?, 1),
            100..=170 if some > 0 => self.resize(choices.below(some)?, choices.size()?.max(1)),
            171..=172 if some > 0 => self.resize(choices.below(some)?, usize::MAX >> choices.below(8)?),
            173..0xff if some > 0 => self.free(choices.below(some)?),
            0xff => self.gap.set(true),
            _ => {}
        }
        Some(())
    }
}

/// Allocates, resizes and frees as `data` says, three times over.
///
/// # Panics
/// If the heap breaks a promise.
pub fn heap(data: &[u8]) {
    let (grown, gap) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(false)));
    let arena = Arena { memory: alloc::vec![0; MEMORY / 16], grown: grown.clone(), gap: gap.clone() };
    let mut model = Model { heap: Heap::new(arena), blocks: Vec::new(), next: 0, gap };
    model.pass(Choices(data));
    model.pass(Choices(data));
    // The second pass began with the same free blocks as the third does, so the third needs nothing that is not there.
    let halfway = grown.get();
    model.pass(Choices(data));
    assert!(data.contains(&0xff) || grown.get() == halfway, "the same work took {} bytes more", grown.get() - halfway);
}
