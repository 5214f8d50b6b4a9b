//! One call as the real host makes it (runtime.rs:409-485): room, context, handler, result, free; each failure in its words.

use anyhost_abi::orbis::{HANDLER, rules};
use anyhost_abi::{Role, Rule, Signature};
use wasmtime::Func;

use super::world::World;
use super::{Orbis, Turn, judge, result};
use crate::hosts::{Answer, Fault, Stage, before_call, export, unasked};
use crate::record::LogLevel;
use crate::sandbox::{Guest, PAGE, Stop, show};

/// How often the host grows memory for an allocator that has trapped.
const ATTEMPTS: u32 = 4;

/// A call that did not come back. Fuel has a rule of its own; any other trap is judged by its occasion, unless one is given.
pub(super) fn stopped(text: String, export: &str, stop: Stop, rule: Option<&'static Rule>) -> Fault {
    let rule = if stop.is_limit() { Some(&rules::FUEL) } else { rule };
    Fault { rule, text, detail: format!("`{export}` did not return: {stop}"), stop: Some(stop), stage: Stage::Call }
}

/// Why an export cannot be called.
enum Uncallable {
    Absent,
    /// The engine's words, and the type that it has.
    Type(&'static str, String),
}

/// The export, if it has the type.
fn callable(guest: &mut Guest, name: &str, signature: &Signature) -> Result<Func, Uncallable> {
    let Some(ty) = guest.func_type(name) else { return Err(Uncallable::Absent) };
    match guest.func(name, signature) {
        Some(func) => Ok(func),
        None => {
            let is_i32 = |kind: wasmtime::ValType| matches!(kind, wasmtime::ValType::I32);
            let same = ty.params().len() == signature.params.len() && ty.params().all(is_i32);
            let words = if same { "type mismatch with results" } else { "type mismatch with parameters" };
            Err(Uncallable::Type(words, show(&ty)))
        }
    }
}

impl Orbis {
    /// What is wrong with a call, though the host went on, or ended it otherwise.
    pub(super) fn note(&self, guest: &mut Guest, answer: &mut Answer) {
        if let Some(world) = guest.state().host::<World>() {
            answer.faults.append(&mut world.faults);
        }
        let is_silent = |guest: &mut Guest| guest.state().record.logs.iter().all(|log| log.level != LogLevel::Error);
        let trapped =
            answer.fault.as_ref().and_then(|fault| fault.stop.as_ref()).is_some_and(|stop| matches!(stop, Stop::Trap(_)));
        if trapped && !self.is_docs() && is_silent(guest) {
            answer.faults.push(Fault::new(&rules::PANIC_SILENT, "", "a call ends in a trap, and nothing was logged before"));
        }
        if let Some(input) = answer.input {
            let fuel = (answer.fuel, self.limit("fuel"));
            let pages = (guest.peak_pages(), self.limit("memory_pages"));
            answer.faults.extend(judge::near(input, fuel, pages));
        }
    }

    pub(super) fn steps(&self, guest: &mut Guest, handler: &str, context: &[u8], answer: &mut Answer) -> Result<(), Fault> {
        if guest.memory().is_none() {
            let detail = format!("no memory is exported as `{}`", self.name(Role::Memory));
            return Err(Fault::new(&rules::NO_MEMORY, "Plugin memory not found", detail));
        }
        let len = u32::try_from(context.len()).unwrap_or(u32::MAX);
        let (ptr, unwritten) = self.place(guest, context).map_err(|fault| fault.at(Stage::Allocate))?;
        let zeros = unwritten.is_some().then_some(&rules::TRAP_ZEROS);
        answer.faults.extend(unwritten);
        answer.input = Some((ptr, len));
        before_call(guest, self.dialect, (ptr, len))?;
        let func = self.handler_func(guest, handler)?;
        self.interlude(guest, &func)?;
        let place = guest.call(&func, &[ptr, len]).map_err(|stop| {
            let text = format!("Failed to execute handler '{handler}': {}", guest.words());
            stopped(text, handler, stop, zeros)
        })? as u32;
        if guest.state().manner.scribble {
            // The room is the host's until it is given back.
            let _ = guest.write(ptr, &vec![b'#'; context.len()]);
        }
        result::prefixed(guest, place, self.limit("result_bytes"), answer)?;
        if guest.state().manner.keep { Ok(()) } else { self.free(guest, (ptr, len)).map_err(|fault| fault.at(Stage::Free)) }
    }

    /// Another use of the instance between the input and its call, where it is treated so.
    fn interlude(&self, guest: &mut Guest, func: &Func) -> Result<(), Fault> {
        let Some(context) = guest.state().manner.interlude.clone() else { return Ok(()) };
        let Some(Turn::Call { context, .. }) = Turn::decode(&context) else { return Ok(()) };
        let len = u32::try_from(context.len()).unwrap_or(u32::MAX);
        let (ptr, _) = self.place(guest, context)?;
        let called = guest.call(func, &[ptr, len]);
        called.map_err(|stop| stopped(stop.to_string(), "the call in between", stop, None))?;
        self.free(guest, (ptr, len))
    }

    fn handler_func(&self, guest: &mut Guest, handler: &str) -> Result<Func, Fault> {
        callable(guest, handler, &HANDLER).map_err(|why| match why {
            Uncallable::Absent => {
                let detail = format!("no function is exported as `{handler}`");
                Fault::new(&rules::HANDLER_MISSING, format!("Handler '{handler}' not found"), detail)
            }
            Uncallable::Type(words, ty) => Fault::new(
                &rules::HANDLER_TYPE,
                format!("Handler '{handler}' has wrong signature: {words}"),
                format!("`{handler}` is exported as {ty}"),
            ),
        })
    }

    /// Room for the context, with the context in it: unless an allocator trapped first and then served (runtime.rs:1285),
    /// which is what is wrong then.
    fn place(&self, guest: &mut Guest, context: &[u8]) -> Result<(u32, Option<Fault>), Fault> {
        let len = u32::try_from(context.len()).unwrap_or(u32::MAX);
        let ptr = match unasked(guest, len) {
            Some(ptr) => ptr,
            None => {
                let Some((name, signature)) = export(self.dialect, Role::Allocate) else {
                    return Err(no_allocator(self.name(Role::Allocate), &Uncallable::Absent));
                };
                let allocate = callable(guest, name, signature).map_err(|why| no_allocator(name, &why))?;
                match guest.call(&allocate, &[len]) {
                    Ok(ptr) => ptr as u32,
                    Err(stop) => {
                        let ptr = self.place_again(guest, &allocate, len, stop.clone())?;
                        let detail = format!(
                            "`{name}({len})` did not return ({stop}); called again with more memory it returned {ptr}, and the \
                             handler reads what lies there"
                        );
                        return Ok((ptr, Some(Fault::new(&rules::ALLOCATE_UNSTEADY, "", detail))));
                    }
                }
            }
        };
        guest.write(ptr, context).map_err(|out| {
            let detail = format!("`{}({len})` returned {ptr}, but memory has {} bytes", self.name(Role::Allocate), out.size);
            Fault::new(&rules::ALLOCATE_BOUNDS, "Failed to write to memory: out of bounds memory access", detail)
        })?;
        Ok((ptr, None))
    }

    /// Memory is grown for an allocator that has trapped, and it is asked again (runtime.rs:1226-1325).
    fn place_again(&self, guest: &mut Guest, allocate: &Func, len: u32, first: Stop) -> Result<u32, Fault> {
        let name = self.name(Role::Allocate);
        let words = guest.words().to_owned();
        let limit = self.limit("memory_pages").saturating_mul(PAGE);
        if u64::from(len) > limit {
            let text = format!("Failed to allocate memory: requested {len} bytes exceeds sandbox limit {limit}");
            return Err(stopped(text, name, first, Some(&rules::ALLOCATE_TRAPS)));
        }
        let mut pages = u64::from(len).div_ceil(PAGE).max(1);
        for _ in 0..ATTEMPTS {
            let free = limit.saturating_sub(guest.size() as u64).div_ceil(PAGE);
            if free == 0 || guest.grow(pages.min(free)).is_none() {
                break;
            }
            if let Ok(ptr) = guest.call(allocate, &[len]) {
                return Ok(ptr as u32);
            }
            pages = pages.saturating_mul(2);
        }
        let text = format!("Failed to allocate memory after grow attempts: {words}");
        Err(stopped(text, name, first, Some(&rules::ALLOCATE_TRAPS)))
    }

    fn free(&self, guest: &mut Guest, (ptr, len): (u32, u32)) -> Result<(), Fault> {
        let Some((name, signature)) = export(self.dialect, Role::Deallocate) else { return Ok(()) };
        let free = match callable(guest, name, signature) {
            Ok(free) => free,
            Err(Uncallable::Absent) => return Ok(()),
            Err(Uncallable::Type(words, ty)) => {
                let text = format!("{name} function has wrong signature: {words}");
                return Err(Fault::new(&rules::DEALLOCATE_TYPE, text, format!("`{name}` is exported as {ty}")));
            }
        };
        guest.call(&free, &[ptr, len]).map(drop).map_err(|stop| {
            let text = format!("Failed to deallocate memory: {}", guest.words());
            stopped(text, name, stop, Some(&rules::DEALLOCATE_TRAPS))
        })
    }
}

fn no_allocator(name: &str, why: &Uncallable) -> Fault {
    match why {
        Uncallable::Absent => {
            let text = format!("{name} function not found in WASM module");
            Fault::new(&rules::NO_ALLOCATE, text, format!("no function is exported as `{name}`"))
        }
        Uncallable::Type(words, ty) => {
            let text = format!("{name} function has wrong signature: {words}");
            Fault::new(&rules::ALLOCATE_TYPE, text, format!("`{name}` is exported as {ty}"))
        }
    }
}
