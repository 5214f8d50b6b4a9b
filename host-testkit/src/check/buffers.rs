//! Buffers: sizes that no host asks for, frees that no host makes, inputs and results that are touched early.

use anyhost_abi::Role;

use super::prober::Prober;
use crate::hosts::{Purpose, func};
use crate::request::Capabilities;
use crate::sandbox::{Guest, Stop};
use crate::session::Session;

impl Prober<'_> {
    /// All of it, each on an instance of its own.
    pub(super) fn buffers(&mut self) {
        if self.is_over() {
            return;
        }
        self.sizes();
        if self.sound.is_some() {
            self.overwritten();
            self.kept_results();
            self.static_result();
            self.hostile_frees();
        }
    }

    fn guest(&self) -> Option<Guest> {
        self.loaded.start(&Purpose::Run(Capabilities::All)).ok().map(|started| started.guest)
    }

    /// What so many calls in a row answer on an instance of their own.
    fn answers(&self, context: &[u8], count: usize) -> Option<Vec<String>> {
        let mut session = Session::new(self.loaded, Purpose::Run(Capabilities::All), true);
        (0..count).map(|_| session.call(context).raw).collect()
    }

    /// What the allocator makes of a size.
    fn allocate(&self, size: u32) -> Option<(Result<u32, Stop>, Guest)> {
        let mut guest = self.guest()?;
        let allocate = func(&mut guest, self.emulator().dialect(), Role::Allocate)?;
        let room = guest.call(&allocate, &[size]).map(|ptr| ptr as u32);
        Some((room, guest))
    }

    fn sizes(&mut self) {
        let rules = self.rules();
        if let Some((room, _)) = self.allocate(0) {
            match room {
                Err(stop) => self.say_if(rules.alloc_zero, &format!("asked for 0 bytes, the allocator does not return: {stop}")),
                Ok(0) => self.say_if(rules.alloc_zero, "asked for 0 bytes, the allocator returns 0"),
                Ok(_) => {}
            }
        }
        for size in [u32::MAX, 0x7fff_ffff] {
            let Some((Ok(ptr), mut guest)) = self.allocate(size) else { continue };
            let end = u64::from(ptr) + u64::from(size);
            if ptr == 0 || end > guest.size() as u64 {
                let detail = format!("asked for {size} bytes, the allocator returns {ptr}; memory has {} bytes", guest.size());
                self.say_if(rules.alloc_huge, &detail);
                break;
            }
        }
        for size in [1u32, 100, 70_000] {
            let Some((Ok(ptr), mut guest)) = self.allocate(size) else { continue };
            let (start, end) = (u64::from(ptr), u64::from(ptr) + u64::from(size));
            let over = self.loaded.plugin.data.iter().find(|data| start < data.end && data.start < end);
            let detail = match over {
                Some(data) => {
                    format!("asked for {size} bytes, the allocator returns {ptr}, in the static data at {}", data.start)
                }
                None if end > guest.size() as u64 => {
                    format!("asked for {size} bytes, the allocator returns {ptr}; memory has {} bytes", guest.size())
                }
                None => continue,
            };
            self.say_if(rules.alloc_bounds, &detail);
            break;
        }
    }

    /// The input is overwritten after the call, while it is still the host's.
    fn overwritten(&mut self) {
        let (Some(rule), Some((context, _))) = (self.rules().reads_freed, self.sound.clone()) else { return };
        let Some(expected) = self.answers(&context, 2) else { return };
        let mut session =
            Session::new(self.loaded, Purpose::Run(Capabilities::All), true).with(|guest| guest.state().scribble = true);
        let first = session.call(&context);
        if first.raw.as_ref() != expected.first() {
            // A result that lies in the input has a rule of its own, which its place tells.
            let node = self.emulator().node(&self.nodes, &context);
            let found = self.emulator().judge(node, &first);
            match found.is_empty() {
                true => self.say(rule, "the result changes when the input is overwritten after the call"),
                false => self.findings.extend(found),
            }
        } else if self.kept {
            let second = session.call(&context);
            if second.raw.as_ref() != expected.get(1) {
                let why = second.fault.map(|fault| format!(": {}", fault.detail)).unwrap_or_default();
                self.say(rule, &format!("after the input of the first call was overwritten, the second answers otherwise{why}"));
            }
        }
    }

    /// A result that nobody has freed, after the next call.
    fn kept_results(&mut self) {
        let (Some(rule), Some((context, _))) = (self.rules().result_kept, self.sound.clone()) else { return };
        let mut session =
            Session::new(self.loaded, Purpose::Run(Capabilities::All), true).with(|guest| guest.state().keep = true);
        let first = session.call(&context);
        let (Some((ptr, len)), Some(raw)) = (first.place, first.raw) else { return };
        // Another context, so that its result differs where the input matters.
        let other = self.emulator().bulk(&self.nodes).unwrap_or_else(|| context.clone());
        if session.call(&other).fault.is_some() {
            return;
        }
        let Some(guest) = session.guest() else { return };
        if guest.read(ptr, len).ok() != Some(raw.as_bytes()) {
            self.say(rule, &format!("the result at {ptr} changes during the next call"));
        }
    }

    fn static_result(&mut self) {
        let (Some(rule), Some((context, _))) = (self.rules().static_result, self.sound.clone()) else { return };
        let mut session = self.session();
        let Some((ptr, _)) = session.call(&context).place else { return };
        if self.loaded.plugin.data.iter().any(|data| data.contains(&u64::from(ptr))) {
            self.say(rule, &format!("the result lies in static data, at {ptr}"));
        }
    }

    /// Frees of what was never handed out, twice, with other sizes; then an ordinary call.
    fn hostile_frees(&mut self) {
        let (Some(rule), Some((context, _))) = (self.rules().tolerant, self.sound.clone()) else { return };
        let Some(expected) = self.answers(&context, 4) else { return };
        let dialect = self.emulator().dialect();
        for kind in ["twice", "of unknown places", "with wrong sizes", "of the last result, twice"] {
            if self.is_over() {
                return;
            }
            let mut session = Session::new(self.loaded, Purpose::Run(Capabilities::All), true);
            let place = session.call(&context).place.unwrap_or((0, 0));
            let Some(guest) = session.guest() else { return };
            let (Some(allocate), Some(free)) = (func(guest, dialect, Role::Allocate), func(guest, dialect, Role::Deallocate))
            else {
                return;
            };
            guest.rearm();
            let Ok(room) = guest.call(&allocate, &[64]).map(|ptr| ptr as u32) else { return };
            let frees: &[(u32, u32)] = match kind {
                "twice" => &[(room, 64), (room, 64), (room, 64)],
                "of unknown places" => {
                    &[(0, 0), (0, 16), (8, 8), (12_345, 16), (room + 8, 8), (u32::MAX, 1), (u32::MAX, u32::MAX)]
                }
                "with wrong sizes" => &[(room, 0), (room, 63), (room, 65), (room, u32::MAX)],
                _ => &[place, place],
            };
            let freed = frees.iter().try_for_each(|(ptr, len)| guest.call(&free, &[*ptr, *len]).map(drop));
            if let Err(stop) = freed {
                self.say(rule, &format!("frees {kind}: the deallocator does not return: {stop}"));
                continue;
            }
            for raw in &expected[1..] {
                let answer = session.call(&context);
                if let Some(fault) = answer.fault {
                    self.say(rule, &format!("after frees {kind} a call fails: {}", fault.detail));
                    break;
                }
                if answer.raw.as_ref() != Some(raw) {
                    self.say(rule, &format!("after frees {kind} a call answers otherwise"));
                    break;
                }
            }
        }
    }
}
