//! What a guest may hold: memory, tables, and how much of it was used at most.

use wasmtime::ResourceLimiter;

/// Bytes of a page.
pub(crate) const PAGE: u64 = 65_536;

/// Pages that no instance gets beyond, all its memories together, whatever its host allows, unless more is asked for by hand:
/// 1 GiB.
pub(crate) const CEILING_PAGES: u64 = 16_384;

/// Table elements that no instance gets beyond, all its tables together.
const CEILING_ELEMENTS: u64 = 10_000_000;

/// What a host lets an instance hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caps {
    /// Pages of a memory; `None` where the host enforces nothing.
    pub(crate) pages: Option<u64>,
    /// Pages that were asked for by hand.
    pub(crate) by_hand: Option<u64>,
    /// Number of memories.
    pub(crate) memories: u64,
    /// Number of tables.
    pub(crate) tables: u64,
    /// Elements of a table.
    pub(crate) elements: u64,
}

/// Keeps an instance within its caps.
#[derive(Debug)]
pub(crate) struct Limiter {
    caps: Caps,
    used: u64,
    peak: u64,
    elements: u64,
    refused: Option<&'static str>,
    /// Nothing grows.
    closed: bool,
}

impl Limiter {
    pub(crate) fn new(caps: Caps) -> Self {
        Self { caps, used: 0, peak: 0, elements: 0, refused: None, closed: false }
    }

    /// Bytes that the instance's memories may have together; 4 GiB are all that a memory can have.
    fn ceiling(&self) -> u64 {
        self.caps.by_hand.unwrap_or(0).clamp(CEILING_PAGES, PAGE) * PAGE
    }

    /// No more memory than is in use.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    /// As before.
    pub(crate) fn open(&mut self) {
        self.closed = false;
    }

    /// Most pages that were in use at one time.
    pub(crate) fn peak_pages(&self) -> u64 {
        self.peak.div_ceil(PAGE)
    }

    /// What was refused last, in words; the guest may have gone on.
    pub(crate) fn refused(&self) -> Option<&'static str> {
        self.refused
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        let (desired_bytes, more) = (desired as u64, desired.saturating_sub(current) as u64);
        if self.closed {
            return Ok(false);
        }
        if self.caps.pages.is_some_and(|pages| desired_bytes > pages.saturating_mul(PAGE)) {
            self.refused = Some("the host's memory limit");
            return Ok(false);
        }
        if self.used.saturating_add(more) > self.ceiling() {
            self.refused = Some("anyhost's own ceiling");
            return Ok(false);
        }
        if maximum.is_some_and(|maximum| desired > maximum) {
            self.refused = Some("the maximum that the module declares");
            return Ok(false);
        }
        self.used = self.used.saturating_add(more);
        self.peak = self.peak.max(self.used);
        Ok(true)
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        let all = self.elements.saturating_add(desired.saturating_sub(current) as u64);
        let fits = desired as u64 <= self.caps.elements && maximum.is_none_or(|maximum| desired <= maximum);
        if !fits || all > CEILING_ELEMENTS {
            self.refused = Some("the limit of table elements");
            return Ok(false);
        }
        self.elements = all;
        Ok(true)
    }

    fn memories(&self) -> usize {
        usize::try_from(self.caps.memories).unwrap_or(usize::MAX)
    }

    fn tables(&self) -> usize {
        usize::try_from(self.caps.tables).unwrap_or(usize::MAX)
    }
}
