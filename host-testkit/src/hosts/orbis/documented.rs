//! The document "WASM Plugins": `init` and `cleanup`, a result that is a bare pointer. What it does not say, switches say.

use anyhost_abi::orbis::{HANDLER, rules};
use anyhost_abi::{Role, Rule};

use super::call::stopped;
use super::{Orbis, result};
use crate::hosts::{Answer, Fault, Stage, before_call, func, unasked};
use crate::sandbox::{Guest, PAGE, Stop};
use crate::text::shorten;

/// Most bytes of a result that are looked at.
const RESULT_BYTES: usize = 64 << 20;

impl Orbis {
    /// `init`, once, when the plugin loads; 0 is well. `execute` only where the switch says so.
    pub(super) fn initialise(&self, guest: &mut Guest) -> Result<(), Fault> {
        self.hook(guest, Role::PluginStart, Some(&rules::DOCS_INIT))?;
        if self.is("execute", "once") {
            self.hook(guest, Role::Execute, None)?;
        }
        Ok(())
    }

    /// `cleanup`, when the plugin unloads.
    pub(super) fn clean_up(&self, guest: &mut Guest) -> Result<(), Fault> {
        self.hook(guest, Role::PluginStop, None)
    }

    fn hook(&self, guest: &mut Guest, role: Role, wants_zero: Option<&'static Rule>) -> Result<(), Fault> {
        let name = self.name(role);
        let Some(hook) = func(guest, self.dialect, role) else {
            let detail = format!("no function is exported as `{name}`, () -> i32");
            return Err(Fault::new(&rules::DOCS_HOOKS, detail.clone(), detail));
        };
        guest.rearm();
        let code = guest.call(&hook, &[]).map_err(|stop| trapped(name, stop, &rules::DOCS_HOOK_TRAPS))? as u32;
        match wants_zero {
            Some(rule) if code != 0 => {
                let detail = format!("`{name}` returned {}", code.cast_signed());
                Err(Fault::new(rule, detail.clone(), detail))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn documented(&self, guest: &mut Guest, handler: &str, context: &[u8], answer: &mut Answer) -> Result<(), Fault> {
        let Some(func) = guest.func(handler, &HANDLER) else {
            let detail = format!("no function is exported as `{handler}`, (i32, i32) -> i32");
            return Err(Fault::new(&rules::DOCS_HANDLER, detail.clone(), detail));
        };
        let len = u32::try_from(context.len()).unwrap_or(u32::MAX);
        let (ptr, lent) = self.room(guest, len).map_err(|fault| fault.at(Stage::Allocate))?;
        if guest.write(ptr, context).is_err() {
            let detail = format!("`{}({len})` returned {ptr}, but memory has {} bytes", self.name(Role::Allocate), guest.size());
            return Err(Fault::new(&rules::DOCS_ALLOC_TYPE, detail.clone(), detail).at(Stage::Allocate));
        }
        answer.input = Some((ptr, len));
        before_call(guest, self.dialect, (ptr, len))?;
        let called = guest.call(&func, &[ptr, len]);
        let place = called.map_err(|stop| Fault { rule: None, ..trapped(handler, stop, &rules::DOCS_TRAP) })? as u32;
        if guest.state().manner.scribble {
            let _ = guest.write(ptr, &vec![b'#'; context.len()]);
        }
        let read = self.result(guest, place, answer);
        let free = super::super::func(guest, self.dialect, Role::Deallocate).filter(|_| lent && !guest.state().manner.keep);
        if let Some(free) = free {
            let freed = guest.call(&free, &[ptr, len]);
            freed.map_err(|stop| trapped(self.name(Role::Deallocate), stop, &rules::DOCS_TRAP).at(Stage::Free))?;
        }
        read
    }

    /// Room for the request, and whether the plugin lent it; without `alloc` memory is grown, once for each size.
    fn room(&self, guest: &mut Guest, len: u32) -> Result<(u32, bool), Fault> {
        if let Some(ptr) = unasked(guest, len) {
            return Ok((ptr, true));
        }
        let name = self.name(Role::Allocate);
        if let Some(alloc) = func(guest, self.dialect, Role::Allocate) {
            let called = guest.call(&alloc, &[len]);
            return called.map(|ptr| (ptr as u32, true)).map_err(|stop| trapped(name, stop, &rules::DOCS_TRAP));
        }
        if let Some((ptr, room)) = guest.state().room
            && room >= len
        {
            return Ok((ptr, false));
        }
        let pages = u64::from(len).div_ceil(PAGE).max(1);
        let Some(ptr) = guest.grow(pages) else {
            let detail = format!("the module exports no `{name}`, and its memory cannot grow by {pages} pages");
            return Err(Fault::new(&rules::DOCS_ALLOC, detail.clone(), detail));
        };
        guest.state().room = Some((ptr, u32::try_from(pages * PAGE).unwrap_or(u32::MAX)));
        Ok((ptr, false))
    }

    /// The result, as far as the switch says that it reaches. 0 is `null`.
    fn result(&self, guest: &mut Guest, ptr: u32, answer: &mut Answer) -> Result<(), Fault> {
        if ptr == 0 {
            return result::take(b"null", answer);
        }
        let outside = |detail: String| Fault::new(&rules::DOCS_RESULT, detail.clone(), detail);
        let memory = &*guest.bytes();
        let size = memory.len();
        let rest = usize::try_from(ptr).ok().and_then(|at| memory.get(at..)).filter(|rest| !rest.is_empty());
        let rest = rest.ok_or_else(|| outside(format!("the result is at {ptr}, but memory has {size} bytes")))?;
        let rest = rest.get(..RESULT_BYTES).unwrap_or(rest);
        let bytes = match self.settings.get("result-length") {
            "nul" => rest.split(|byte| *byte == 0).next().unwrap_or_default(),
            "peek-back" => {
                let before = usize::try_from(ptr).ok().and_then(|at| memory.get(at.checked_sub(4)?..at)?.first_chunk::<4>());
                let len = before.map_or(u32::MAX, |before| u32::from_le_bytes(*before));
                let bytes = usize::try_from(len).ok().and_then(|len| rest.get(..len));
                bytes
                    .ok_or_else(|| outside(format!("the length before the result at {ptr} is {len}; memory has {size} bytes")))?
            }
            _ => first_value(rest).ok_or_else(|| {
                let shown = shorten(&String::from_utf8_lossy(rest.get(..80).unwrap_or(rest)));
                outside(format!("at {ptr} there is no JSON: `{}`", shown.escape_debug()))
            })?,
        };
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        answer.place = Some((ptr, len));
        let at = usize::try_from(ptr).unwrap_or(usize::MAX);
        let before = at.checked_sub(4).and_then(|from| memory.get(from..at));
        let is_framed = before == Some(&len.to_le_bytes()[..]) && rest.get(bytes.len()) == Some(&0);
        if !is_framed {
            let detail = format!("the result of {len} bytes at {ptr} has neither its length before it and a zero byte behind it");
            answer.faults.push(Fault::new(&rules::DOCS_FRAMING, "", detail));
        }
        let bytes = bytes.to_vec();
        result::take(&bytes, answer).map_err(|fault| Fault { rule: Some(&rules::DOCS_RESULT), ..fault })
    }
}

/// The first JSON value, whatever follows it.
fn first_value(bytes: &[u8]) -> Option<&[u8]> {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<crate::json::Checked>();
    let read = values.next()?;
    let value = bytes.get(..values.byte_offset())?;
    // Behind a number or a word the parser wants a separator; in memory anything may follow.
    let ends = read.is_ok() || serde_json::from_slice::<crate::json::Checked>(value).is_ok();
    ends.then_some(value)
}

/// A call that did not come back; the document knows no limits, so that those of anyhost are its fault as a trap is.
fn trapped(export: &str, stop: Stop, rule: &'static Rule) -> Fault {
    let text = format!("`{export}` did not return: {stop}");
    Fault { rule: Some(rule), ..stopped(text, export, stop, None) }
}
