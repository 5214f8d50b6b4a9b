#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Grow, Heap, Span, UNIT};
use core::alloc::Layout;

/// A memory of fixed size, given out in pages; `gap` skips a page at every second growth, as if a host grew memory as well.
struct Arena {
    memory: Vec<u128>,
    used: usize,
    gap: bool,
    skip: bool,
    grown: usize,
}

const PAGE: usize = 1024;

impl Arena {
    fn new(pages: usize, gap: bool) -> Self {
        Self { memory: vec![0; pages * PAGE / 16], used: 0, gap, skip: false, grown: 0 }
    }
}

impl Grow for Arena {
    fn grow(&mut self, _: *mut u8, bytes: usize) -> Option<Span> {
        if self.skip {
            self.used += PAGE;
        }
        self.skip = self.gap && !self.skip;
        let bytes = bytes.checked_next_multiple_of(PAGE)?;
        let from = self.used;
        let to = from.checked_add(bytes).filter(|to| *to <= self.memory.len() * 16)?;
        self.used = to;
        self.grown += bytes / PAGE;
        let base = self.memory.as_mut_ptr().cast::<u8>();
        Some(Span { start: base.wrapping_add(from), end: base.wrapping_add(to) })
    }
}

/// A block with a pattern that only it has.
struct Block {
    start: *mut u8,
    layout: Layout,
    mark: u8,
}

impl Block {
    fn new(heap: &mut Heap<Arena>, layout: Layout, mark: u8) -> Option<Self> {
        let start = heap.alloc(layout);
        if start.is_null() {
            return None;
        }
        assert_eq!(start.addr() % layout.align(), 0);
        // SAFETY: the block is as large as its layout.
        unsafe { start.write_bytes(mark, layout.size()) };
        Some(Self { start, layout, mark })
    }

    fn check(&self, len: usize) {
        // Miri is slow: there, every 97th byte.
        for i in (0..len).step_by(if cfg!(miri) { 97 } else { 1 }) {
            // SAFETY: inside the block.
            assert_eq!(unsafe { self.start.add(i).read() }, self.mark, "overwritten by another block");
        }
    }

    fn free(self, heap: &mut Heap<Arena>) {
        self.check(self.layout.size());
        // SAFETY: from this heap, once.
        unsafe { heap.dealloc(self.start, self.layout) }
    }

    fn resize(&mut self, heap: &mut Heap<Arena>, size: usize) {
        // SAFETY: from this heap.
        let moved = unsafe { heap.realloc(self.start, self.layout, size) };
        if moved.is_null() {
            return;
        }
        self.start = moved;
        self.check(self.layout.size().min(size));
        self.layout = Layout::from_size_align(size, self.layout.align()).unwrap();
        // SAFETY: the block is as large as its layout.
        unsafe { self.start.write_bytes(self.mark, size) };
    }
}

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

/// A small generator: tests must not differ from run to run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

#[test]
fn blocks_never_overlap() {
    let rounds = if cfg!(miri) { 200 } else { 60_000 };
    for gap in [false, true] {
        let mut heap = Heap::new(Arena::new(2048, gap));
        let mut random = Random(7);
        let mut blocks: Vec<Block> = Vec::new();
        for round in 0..rounds {
            match random.below(8) {
                0..4 => {
                    let size = match random.below(4) {
                        0 => random.below(32),
                        1 => random.below(300),
                        2 => random.below(3000),
                        _ => 1 + random.below(20),
                    };
                    let align = 1 << random.below(7);
                    blocks.extend(Block::new(&mut heap, layout(size.max(1), align), round as u8));
                }
                4..6 if !blocks.is_empty() => {
                    let index = random.below(blocks.len());
                    let size = 1 + random.below(4000);
                    blocks[index].resize(&mut heap, size);
                }
                _ if !blocks.is_empty() => {
                    let index = random.below(blocks.len());
                    blocks.swap_remove(index).free(&mut heap);
                }
                _ => {}
            }
            if blocks.len() > 60 {
                blocks.swap_remove(0).free(&mut heap);
            }
        }
        for block in blocks {
            block.free(&mut heap);
        }
    }
}

#[test]
fn repeated_work_does_not_grow_memory() {
    let mut heap = Heap::new(Arena::new(512, false));
    let mut random = Random(1);
    let rounds = if cfg!(miri) { 40 } else { 20_000 };
    let mut halfway = 0;
    for round in 0..rounds {
        let blocks: Vec<Block> = (0..6).filter_map(|i| Block::new(&mut heap, layout(1 + random.below(5000), 1), i)).collect();
        for block in blocks {
            block.free(&mut heap);
        }
        if round == rounds / 2 {
            halfway = heap.source.grown;
        }
    }
    let grown = heap.source.grown;
    assert!(cfg!(miri) || grown == halfway, "{grown} pages, {halfway} halfway");
    assert!(grown <= 45, "{grown} pages for what fits 30");
}

#[test]
fn everything_freed_is_one_range_again() {
    let mut heap = Heap::new(Arena::new(64, false));
    let blocks: Vec<Block> = (0..20).filter_map(|i| Block::new(&mut heap, layout(1000, 1), i)).collect();
    assert_eq!(blocks.len(), 20);
    let (odd, even): (Vec<_>, Vec<_>) = blocks.into_iter().enumerate().partition(|(i, _)| i % 2 == 1);
    for (_, block) in odd.into_iter().chain(even) {
        block.free(&mut heap);
    }
    let grown = heap.source.grown;
    let whole = Block::new(&mut heap, layout(20_000, 1), 9).unwrap();
    assert_eq!(heap.source.grown, grown, "the freed blocks did not merge");
    whole.free(&mut heap);
}

#[test]
fn the_top_block_grows_in_place() {
    let mut heap = Heap::new(Arena::new(64, false));
    let mut block = Block::new(&mut heap, layout(400, 1), 1).unwrap();
    let start = block.start;
    for size in [500, 5000, 30_000] {
        block.resize(&mut heap, size);
        assert_eq!(block.start, start);
    }
    block.resize(&mut heap, 300);
    assert_eq!(block.start, start);
    block.free(&mut heap);
}

#[test]
fn the_top_block_moves_where_somebody_else_has_grown_memory() {
    let mut heap = Heap::new(Arena::new(64, true));
    let mut block = Block::new(&mut heap, layout(900, 1), 1).unwrap();
    // Memory goes on elsewhere: what is free there does not lie behind the block.
    block.resize(&mut heap, 1500);
    let other = Block::new(&mut heap, layout(300, 1), 2).unwrap();
    block.check(1500);
    other.free(&mut heap);
    block.free(&mut heap);
}

#[test]
fn what_cannot_be_had_is_null_and_leaves_the_heap_alone() {
    let mut heap = Heap::new(Arena::new(4, false));
    let block = Block::new(&mut heap, layout(1000, 1), 3).unwrap();
    assert!(heap.alloc(layout(10_000, 1)).is_null());
    assert!(heap.alloc(layout(isize::MAX as usize - UNIT, 1)).is_null());
    assert!(heap.alloc(layout(1, 1 << 20)).is_null());
    block.free(&mut heap);
    assert!(Block::new(&mut heap, layout(3000, 1), 4).is_some());
}
