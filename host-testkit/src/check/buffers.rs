//! Buffers: sizes that no host asks for, results that are not left alone, and what a hostile host does.

use anyhost_abi::Role;

use super::prober::Prober;
use crate::hostile::{MODES, Mode, Ordinary};
use crate::hosts::{Purpose, func};
use crate::request::Capabilities;
use crate::sandbox::{Guest, PAGE, Stop};
use crate::session::Session;

impl Prober<'_> {
    /// All of it, each on an instance of its own.
    pub(super) fn buffers(&mut self) {
        if self.is_over() {
            return;
        }
        self.sizes();
        if self.sound.is_some() {
            self.kept_results();
            self.static_result();
            self.hostile();
        }
    }

    fn guest(&self) -> Option<Guest> {
        self.loaded.start(&Purpose::Run(Capabilities::All)).ok().map(|started| started.guest)
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
        self.allocates();
        for size in [1u32, 100, 8_192, 65_536, 70_000] {
            let Some((Ok(ptr), mut guest)) = self.allocate(size) else { continue };
            if ptr == 0 {
                let rule = rules.alloc_null.or(rules.alloc_huge);
                self.say_if(rule, &format!("asked for {size} bytes, the allocator returns 0"));
                break;
            }
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

    /// Sizes that a host asks for again, with more memory, where the allocator trapped.
    fn allocates(&mut self) {
        let rules = self.rules();
        if rules.alloc_traps.is_none() {
            return;
        }
        for size in [1u32, 8_192, 70_000, (1 << 20) + 1024, 4 << 20] {
            let Some((Err(stop), mut guest)) = self.allocate(size) else { continue };
            let Some(allocate) = func(&mut guest, self.emulator().dialect(), Role::Allocate) else { return };
            let grown = guest.grow(u64::from(size).div_ceil(PAGE)).is_some();
            guest.rearm();
            let again = guest.call(&allocate, &[size]);
            let asked = format!("asked for {size} bytes, the allocator does not return: {stop}");
            match again {
                Ok(ptr) if grown => {
                    self.say_if(rules.alloc_unsteady, &format!("{asked}; asked again with more memory, it returns {ptr}"))
                }
                _ if size <= (1 << 20) + 1024 => self.say_if(rules.alloc_traps, &asked),
                _ => continue,
            }
            return;
        }
    }

    /// A result that nobody has freed, after the next call.
    fn kept_results(&mut self) {
        let (Some(rule), Some((context, _))) = (self.rules().result_kept, self.sound.clone()) else { return };
        let mut session = Session::new(self.loaded, Purpose::Run(Capabilities::All), true).with(|manner| manner.keep = true);
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

    /// Whatever a hostile host could do.
    fn hostile(&mut self) {
        let Some((context, _)) = self.sound.clone() else { return };
        let contexts = [context];
        // These are judged by how memory grows.
        let rules = self.rules();
        let grown = [rules.leak_unfreed, Some(rules.kept)].map(|rule| rule.map(|rule| rule.id));
        let judged = |mode: &&Mode| (mode.rule)(rules).is_some_and(|rule| !grown.contains(&Some(rule.id)));
        let modes: Vec<&Mode> = MODES.iter().filter(judged).collect();
        let session = || Session::new(self.loaded, Purpose::Run(Capabilities::All), true);
        let ordinary = match Ordinary::new(self.loaded, &session, &contexts, &modes) {
            Ok(ordinary) => ordinary,
            // What a host needs that keeps instances, this one does not.
            Err(fault) if !self.kept => {
                return self.say(self.rules().kept, &format!("on an instance that is kept, {}", fault.detail));
            }
            Err(_) => return,
        };
        for mode in modes {
            let Some(rule) = (mode.rule)(rules) else { continue };
            if self.is_over() {
                return;
            }
            let Some(harm) = ordinary.harm(mode) else { continue };
            let node = self.emulator().node(&self.nodes, &contexts[0]);
            // A result that lies in the input has a rule of its own, which its place tells.
            let answer = harm.answer.filter(|answer| answer.fault.is_none());
            let found = answer.map(|answer| self.emulator().judge(node, &answer)).unwrap_or_default();
            match found.is_empty() {
                true => self.say(rule, &format!("under a host that {}: {}", mode.does, harm.detail)),
                false => self.findings.extend(found),
            }
        }
    }
}
