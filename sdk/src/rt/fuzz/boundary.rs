//! What a host and a guest hand each other, against a model of which buffers are live, in what state, with what contents.
//! Under the address sanitizer or Miri, a read or a write of anything else is caught as well.

use super::Choices;
use crate::rt::boundary::{Boundary, FRONT};
use crate::rt::json::PAD;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

#[derive(PartialEq, Eq, Clone, Copy, Debug)]
enum State {
    Lent,
    Read,
    Done,
    /// The guest writes its answer there.
    Written,
}

/// A buffer that the boundary must keep, by its address.
struct Buffer {
    start: *mut u8,
    state: State,
    bytes: Vec<u8>,
}

struct Result {
    start: *mut u8,
    bytes: Vec<u8>,
    /// Freed by the host, or older than the last one: it goes when the next call begins.
    old: bool,
}

struct Model {
    boundary: Boundary,
    live: BTreeMap<usize, Buffer>,
    /// Every address that was handed out, live or not.
    known: Vec<*mut u8>,
    /// Calls that have begun, the innermost last.
    open: Vec<*mut [u8]>,
    /// Buffers of the host that calls write to.
    taken: Vec<*mut u8>,
    /// The results that are kept.
    results: Vec<Result>,
    mark: u8,
}

/// Buffers that live at once. More are given back by the host, as any host would in the end.
const LIVE: usize = 40;

impl Model {
    fn allocate(&mut self, size: usize) {
        let start = self.boundary.allocate(size).map(|start| start.as_ptr());
        if size > isize::MAX as usize - 64 {
            return assert!(start.is_none(), "{size} bytes cannot be had");
        }
        let Some(start) = start else { panic!("{size} bytes were refused") };
        self.mark = self.mark.wrapping_add(1);
        // SAFETY: the buffer is as large as asked.
        unsafe { start.write_bytes(self.mark, size) };
        self.add(start, State::Lent, alloc::vec![self.mark; size]);
    }

    fn add(&mut self, start: *mut u8, state: State, bytes: Vec<u8>) {
        self.known.push(start);
        assert!(self.live.insert(start.addr(), Buffer { start, state, bytes }).is_none(), "a live buffer was given again");
    }

    /// An address of any kind: of a buffer, near one, of a result, of something else.
    fn address(&self, choices: &mut Choices<'_>) -> Option<*mut u8> {
        let known = |choices: &mut Choices<'_>| -> Option<*mut u8> {
            Some(self.known.get(choices.below(self.known.len())?).copied().unwrap_or_default())
        };
        Some(match choices.byte()? {
            0..=9 => core::ptr::null_mut(),
            10..=19 => core::ptr::without_provenance_mut(usize::MAX - choices.below(64)?),
            20..=29 => [0_u8; 4].as_mut_ptr(),
            30..=59 => known(choices)?.wrapping_add(choices.below(40)?),
            60..=69 => known(choices)?.wrapping_sub(choices.below(40)?),
            70..=99 => self.results.get(choices.below(2)?).map_or(core::ptr::null_mut(), |result| result.start),
            _ => known(choices)?,
        })
    }

    fn deallocate(&mut self, start: *mut u8) {
        self.boundary.deallocate(start);
        if self.live.get(&start.addr()).is_some_and(|buffer| buffer.state == State::Lent) {
            self.live.remove(&start.addr());
        }
        for result in self.results.iter_mut().filter(|result| result.start.addr() == start.addr()) {
            result.old = true;
        }
    }

    fn begin(&mut self, start: *mut u8, len: usize) {
        let input = self.boundary.begin(start, len);
        let input = (!input.is_empty()).then_some(input);
        // One that is passed back is copied before it goes.
        self.results.retain(|result| !result.old || result.start.addr() == start.addr());
        for result in &mut self.results {
            result.old = true;
        }
        self.live.retain(|address, buffer| buffer.state != State::Done || *address == start.addr());
        match self.live.get_mut(&start.addr()).filter(|buffer| matches!(buffer.state, State::Lent | State::Done)) {
            Some(buffer) if len > buffer.bytes.len() => assert!(input.is_none(), "{len} bytes of a shorter buffer"),
            Some(buffer) => {
                let Some(input) = input else { panic!("a buffer of the host's was refused") };
                assert!(core::ptr::eq(input.cast(), start) && input.len() == len + PAD);
                buffer.state = State::Read;
                self.open.push(input);
            }
            // Natively nothing can be copied but nothing.
            None if len > 0 => assert!(input.is_none(), "a foreign buffer was taken"),
            None => {
                let Some(input) = input else { panic!("an empty input was refused") };
                assert_eq!(input.len(), PAD);
                self.add(input.cast(), State::Read, Vec::new());
                self.open.push(input);
            }
        }
    }

    /// The innermost call ends, with a result.
    fn end(&mut self, len: usize) {
        let Some(input) = self.open.pop() else { return };
        self.mark = self.mark.wrapping_add(1);
        let mut result = alloc::vec![0; FRONT];
        result.resize(FRONT + len, self.mark);
        self.boundary.end(input);
        if let Some(buffer) = self.live.get_mut(&input.addr()) {
            buffer.state = State::Done;
        }
        let start = self.boundary.publish(result);
        self.results.push(Result { start, bytes: alloc::vec![self.mark; len], old: false });
    }

    /// A call begins to write to a buffer of the host.
    fn room(&mut self, start: *mut u8, max: usize) {
        let room = self.boundary.room(start, max);
        match self.live.get_mut(&start.addr()).filter(|buffer| buffer.state == State::Lent) {
            Some(buffer) => {
                assert_eq!(room, max.min(buffer.bytes.len()));
                if room > 0 {
                    buffer.state = State::Written;
                    self.taken.push(start);
                }
            }
            None => assert_eq!(room, 0, "there is room in what is not the host's"),
        }
    }

    /// It gives the last one back.
    fn returned(&mut self) {
        let Some(start) = self.taken.pop() else { return };
        self.boundary.returned(start);
        if let Some(buffer) = self.live.get_mut(&start.addr()) {
            buffer.state = State::Lent;
        }
    }

    /// A trap has ended all calls, and another one begins.
    fn abandon(&mut self) {
        self.boundary.abandon();
        self.live.retain(|_, buffer| matches!(buffer.state, State::Lent | State::Done));
        self.open.clear();
        self.taken.clear();
    }

    /// A function of the host returns a pointer.
    fn take(&mut self, at: *mut u8) {
        let within = |buffer: &&Buffer| {
            let offset = at.addr().wrapping_sub(buffer.start.addr());
            buffer.state == State::Lent && (offset == 0 || offset < buffer.bytes.len())
        };
        let found = self.live.values().find(within).map(|buffer| buffer.start);
        match (self.boundary.take(at), found.and_then(|start| self.live.remove(&start.addr()))) {
            (Some((bytes, offset)), Some(buffer)) => {
                assert_eq!(offset, FRONT + at.addr() - buffer.start.addr());
                assert_eq!(bytes.get(FRONT..bytes.len() - PAD), Some(buffer.bytes.as_slice()), "another buffer was taken over");
            }
            (None, None) => {}
            (taken, _) => panic!("taken over: {}, and it was not the host's to hand over, or was", taken.is_some()),
        }
    }

    /// Whoever holds a buffer may write to it: the guest while its call runs, else the host.
    fn write(&mut self, start: *mut u8) {
        if let Some(buffer) = self.live.get_mut(&start.addr()) {
            self.mark = self.mark.wrapping_add(1);
            // SAFETY: the buffer is live and this large.
            unsafe { buffer.start.write_bytes(self.mark, buffer.bytes.len()) };
            buffer.bytes.fill(self.mark);
        }
    }

    fn check(&self) {
        for Buffer { start, bytes, state } in self.live.values() {
            // SAFETY: this is what the model claims; the sanitizer and Miri tell.
            let found = unsafe { core::slice::from_raw_parts(*start, bytes.len()) };
            assert_eq!(found, bytes, "a buffer that is {state:?} has changed");
        }
        for Result { start, bytes, .. } in &self.results {
            // SAFETY: as above.
            assert_eq!(unsafe { core::slice::from_raw_parts(*start, bytes.len()) }, bytes, "a result has changed");
        }
        assert_eq!(
            self.boundary.count(),
            self.live.len() + self.results.len(),
            "a buffer is kept that nobody can use, or is lost"
        );
    }

    fn step(&mut self, choices: &mut Choices<'_>) -> Option<()> {
        match choices.byte()? {
            0..=59 => self.allocate(choices.size()?),
            60..=62 => self.allocate(usize::MAX >> choices.below(2)?),
            63..=119 => {
                let start = self.address(choices)?;
                self.deallocate(start);
            }
            120..=189 => {
                let start = self.address(choices)?;
                let own = self.live.get(&start.addr()).map_or(0, |buffer| buffer.bytes.len());
                let len = match choices.byte()? {
                    0..=9 => usize::MAX - choices.below(100)?,
                    10..=29 => choices.size()?,
                    30..=49 => own.saturating_sub(choices.below(10)?),
                    50..=59 => own + 1,
                    _ => own,
                };
                self.begin(start, len);
            }
            190..=219 => self.end(choices.size()?),
            220..=229 => {
                let start = self.address(choices)?;
                let own = self.live.get(&start.addr()).map_or(0, |buffer| buffer.bytes.len());
                self.room(start, own.saturating_sub(choices.below(3)?) + choices.below(3)?);
            }
            230..=237 => self.returned(),
            238 => self.abandon(),
            239..=244 => {
                let start = self.address(choices)?;
                self.take(start);
            }
            _ => {
                let start = self.address(choices)?;
                self.write(start);
            }
        }
        self.check();
        if self.live.len() > LIVE
            && let Some(start) = self.live.values().find(|buffer| buffer.state == State::Lent).map(|buffer| buffer.start)
        {
            self.deallocate(start);
        }
        Some(())
    }
}

/// Allocates, writes, calls inside calls, traps, and frees as `data` says: right, wrong, early, twice and never.
///
/// # Panics
/// If the boundary breaks a promise.
pub fn boundary(data: &[u8]) {
    let (boundary, results) = (Boundary::new(), Vec::new());
    let (known, open, taken) = (Vec::new(), Vec::new(), Vec::new());
    let mut model = Model { boundary, live: BTreeMap::new(), known, open, taken, results, mark: 0 };
    let mut choices = Choices(data);
    while model.open.len() < LIVE && model.step(&mut choices).is_some() {}
    while !model.open.is_empty() || !model.taken.is_empty() {
        model.end(1);
        model.returned();
        model.check();
    }
    // A call later, nothing is left but what the host never used.
    model.begin(core::ptr::null_mut(), 0);
    model.end(0);
    model.begin(core::ptr::null_mut(), 0);
    model.check();
    assert!(model.live.values().filter(|buffer| buffer.state != State::Lent).count() <= 1, "inputs of past calls are kept");
}
