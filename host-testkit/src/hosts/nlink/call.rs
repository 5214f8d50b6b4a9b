//! One use of an nLink node: allocate, write, execute, read, free, in the order that the switches say.

use anyhost_abi::nlink::rules;
use anyhost_abi::{Role, Rule};
use wasmtime::Func;

use super::{NLink, result};
use crate::hosts::{Answer, Fault, Stage, before_call, func, unasked};
use crate::sandbox::{Guest, Stop};

/// What a stopped call breaks, in the host's words.
pub(super) fn stopped(rule: Option<&'static Rule>, export: &str, stop: Stop) -> Fault {
    let text = match &stop {
        Stop::Exit(code) => format!("module closed with exit_code({code})"),
        stop => format!("wasm error: {stop}"),
    };
    let rule = if stop.is_limit() { Some(&rules::ENDLESS) } else { rule };
    Fault { rule, text, detail: format!("`{export}` did not return: {stop}"), stop: Some(stop), stage: Stage::Call }
}

impl NLink {
    pub(super) fn steps(&self, guest: &mut Guest, context: &[u8], answer: &mut Answer) -> Result<(), Fault> {
        let (Some(allocate), Some(execute)) = (func(guest, self.dialect, Role::Allocate), func(guest, self.dialect, Role::Call))
        else {
            return Err(Fault::new(&rules::NO_EXECUTE, "an export is missing", "`allocate` or `execute_node` is missing"));
        };
        let len = u32::try_from(context.len()).unwrap_or(u32::MAX);
        let ptr = match unasked(guest, len) {
            Some(ptr) => ptr,
            None => guest
                .call(&allocate, &[len])
                .map_err(|stop| stopped(None, self.name(Role::Allocate), stop).at(Stage::Allocate))? as u32,
        };
        if guest.write(ptr, context).is_err() {
            let detail = format!("`{}({len})` returned {ptr}, but memory has {} bytes", self.name(Role::Allocate), guest.size());
            let fault = Fault::new(&rules::ALLOCATE_BOUNDS, "the input does not fit where the plugin wants it", detail);
            return Err(fault.at(Stage::Allocate));
        }
        answer.input = Some((ptr, len));
        before_call(guest, self.dialect, (ptr, len))?;
        let packed =
            guest.call(&execute, &[ptr, len]).map_err(|stop| stopped(None, self.name(Role::Call), stop))?.cast_unsigned();
        let place = ((packed >> 32) as u32, packed as u32);
        answer.place = Some(place);
        let free = func(guest, self.dialect, Role::Deallocate).filter(|_| !guest.state().manner.keep);
        let frees = self.settings.get("free");
        let (frees_input, frees_result) = (matches!(frees, "both" | "input"), matches!(frees, "both" | "result"));
        let early = self.settings.get("input_freed") == "before-read";
        if frees_input && early {
            self.free(guest, free.as_ref(), (ptr, len))?;
        }
        if self.settings.get("overwrite_input") == "yes" || guest.state().manner.scribble {
            // Where `execute_node` gave the room away again, nothing can be overwritten without harm; the switch says so.
            let _ = guest.write(ptr, &vec![0x5a; context.len()]);
        }
        let outcome = self.read(guest, place, answer);
        if frees_input && !early {
            self.free(guest, free.as_ref(), (ptr, len))?;
        }
        if frees_result && outcome.is_ok() {
            self.free(guest, free.as_ref(), place)?;
        }
        outcome
    }

    fn read(&self, guest: &mut Guest, (ptr, len): (u32, u32), answer: &mut Answer) -> Result<(), Fault> {
        if len == 0 {
            let detail = format!("`{}` returned a result of no bytes", self.name(Role::Call));
            return Err(Fault::new(&rules::RESULT_ZERO, "unexpected end of JSON input", detail));
        }
        let bytes = match guest.read(ptr, len) {
            Ok(bytes) => bytes.to_vec(),
            Err(out) => {
                let detail = format!("the result is {len} bytes at {ptr}, but memory has {} bytes", out.size);
                return Err(Fault::new(&rules::RESULT_BOUNDS, "the result lies outside memory", detail));
            }
        };
        result::take(bytes, answer)
    }

    fn free(&self, guest: &mut Guest, free: Option<&Func>, (ptr, len): (u32, u32)) -> Result<(), Fault> {
        let Some(free) = free else { return Ok(()) };
        let freed = guest.call(free, &[ptr, len]);
        freed.map(drop).map_err(|stop| stopped(Some(&rules::DEALLOCATE_TRAPS), self.name(Role::Deallocate), stop).at(Stage::Free))
    }

    pub(super) fn name(&self, role: Role) -> &'static str {
        self.dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default()
    }
}
