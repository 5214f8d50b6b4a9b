//! One `run`, in the host's order: `alloc`, write, `run`, `dealloc`, the sign, a bounds-checked copy, UTF-8, JSON.

use anyhost_abi::flow_like::{rules, text};
use anyhost_abi::{Input, Role, Rule};
use serde_json::value::RawValue;

use super::{FlowLike, result};
use crate::hosts::{Answer, Fault, Stage, before_call, func, unasked};
use crate::sandbox::{Guest, OutOfBounds, PAGE, Stop};

/// Bytes of a result that are looked at.
const RESULT_BYTES: usize = 64 << 20;

/// What wasmtime writes before a backtrace, which is all that the host shows of a trap.
const BACKTRACE: &str = "error while executing at wasm backtrace: …";

/// A call that did not come back. Fuel and time have rules of their own; any other trap is judged by its occasion.
pub(super) fn stopped(text: String, export: &str, stop: Stop, rule: Option<&'static Rule>) -> Fault {
    // The documented dialect says nothing of limits.
    let docs = rule.is_some_and(|rule| rule.id == rules::DOCS_TRAP.id);
    let rule = match stop {
        Stop::Fuel(_) if !docs => Some(&rules::FUEL),
        Stop::Deadline(_) if !docs => Some(&rules::TIMEOUT),
        _ => rule,
    };
    Fault { rule, text, detail: format!("`{export}` did not return: {stop}"), stop: Some(stop), stage: Stage::Call }
}

pub(super) fn out_of_bounds(parts: (&str, &str), out: OutOfBounds) -> String {
    format!("{}{}{}{}{}{}", parts.0, out.len, parts.1, out.offset, text::OUT_OF_BOUNDS_SIZE, out.size)
}

impl FlowLike {
    pub(super) fn steps(&self, guest: &mut Guest, context: &[u8], answer: &mut Answer) -> Result<(), Fault> {
        let len = u32::try_from(context.len()).unwrap_or(u32::MAX);
        let ptr = self.place(guest, len).map_err(|fault| fault.at(Stage::Allocate))?;
        self.write(guest, ptr, context).map_err(|fault| fault.at(Stage::Allocate))?;
        answer.input = Some((ptr, len));
        before_call(guest, self.config.dialect, (ptr, len))?;
        let Some(run) = func(guest, self.config.dialect, Role::Call) else { return Err(self.missing(Role::Call)) };
        let name = self.name(Role::Call);
        let packed = guest.call(&run, &[ptr, len]).map_err(|stop| {
            let rule = self.config.docs.then_some(&rules::DOCS_TRAP);
            stopped(format!("{}{BACKTRACE}", text::CALL_FAILED), name, stop, rule)
        })?;
        if self.config.docs {
            return self.pointed(guest, packed as u32, answer);
        }
        let place = ((packed.cast_unsigned() >> 32) as u32, packed.cast_unsigned() as u32);
        let before = if guest.state().manner.compare { guest.read(place.0, place.1).ok().map(<[u8]>::to_vec) } else { None };
        if guest.state().manner.scribble {
            // The room is the host's until it is given back: what a guest still reads there, it must not.
            let _ = guest.write(ptr, &vec![b'#'; context.len()]);
        }
        let dealloc = func(guest, self.config.dialect, Role::Deallocate).filter(|_| !guest.state().manner.keep);
        if let Some(dealloc) = dealloc {
            let freed = guest.call(&dealloc, &[ptr, len]);
            freed.map_err(|stop| {
                let text = format!("{}{BACKTRACE}", text::DEALLOCATION);
                stopped(text, self.name(Role::Deallocate), stop, Some(&rules::DEALLOC_TRAPS)).at(Stage::Free)
            })?;
        }
        if self.config.scribble {
            let _ = guest.write(ptr, &vec![b'#'; context.len()]);
        }
        self.packed(guest, packed, place, before, answer)
    }

    /// Room for the input.
    fn place(&self, guest: &mut Guest, len: u32) -> Result<u32, Fault> {
        if let Some(ptr) = unasked(guest, len) {
            return Ok(ptr);
        }
        if let Some(alloc) = func(guest, self.config.dialect, Role::Allocate) {
            return match guest.call(&alloc, &[len]) {
                Ok(ptr) => Ok(ptr as u32),
                Err(stop) => {
                    let text = format!("{}{BACKTRACE}", text::ALLOCATION);
                    Err(stopped(text, self.name(Role::Allocate), stop, Some(&rules::ALLOC_TRAPS)))
                }
            };
        }
        if !self.config.grows && self.config.dialect.memory.input == Input::Allocated {
            // E1 goes on behind the end of memory, which it does not grow.
            return Ok(u32::try_from(guest.size()).unwrap_or(u32::MAX));
        }
        if let Some((ptr, room)) = guest.state().room
            && room >= len
        {
            return Ok(ptr);
        }
        let pages = u64::from(len).div_ceil(PAGE).max(1);
        let Some(ptr) = guest.grow(pages) else {
            let rule = if self.config.docs { &rules::DOCS_GROWN } else { &rules::NO_ALLOC };
            return Err(Fault::new(
                rule,
                format!("{}memory cannot grow by {pages} pages", text::ALLOCATION),
                "the module exports no allocator, and its memory cannot grow for the input",
            ));
        };
        guest.state().room = Some((ptr, u32::try_from(pages * PAGE).unwrap_or(u32::MAX)));
        Ok(ptr)
    }

    fn write(&self, guest: &mut Guest, ptr: u32, context: &[u8]) -> Result<(), Fault> {
        guest.write(ptr, context).map_err(|out| {
            let exported = func(guest, self.config.dialect, Role::Allocate).is_some();
            let (rule, detail) = match exported {
                true => (&rules::ALLOC_BOUNDS, format!("`alloc({})` returned {ptr}, but memory has {} bytes", out.len, out.size)),
                false => (&rules::NO_ALLOC_E1, "the module exports no allocator of the host's type".to_owned()),
            };
            Fault::new(rule, out_of_bounds(text::OUT_OF_BOUNDS_WRITE, out), detail)
        })
    }

    /// Reads a packed result.
    fn packed(
        &self,
        guest: &mut Guest,
        packed: i64,
        (ptr, len): (u32, u32),
        before: Option<Vec<u8>>,
        answer: &mut Answer,
    ) -> Result<(), Fault> {
        if packed < 0 {
            let code = packed as i32;
            let text = format!("{}{code}", text::ERROR_CODE);
            // A code is a small number; anything else is a place in the upper half of memory.
            let (rule, detail) = if guest.read(ptr, len).is_ok() && len > 0 {
                (&rules::RESULT_HIGH, format!("the result lies at {ptr}, above 2 GiB"))
            } else {
                let meaning = text::ERROR_CODES.iter().find(|row| row.0 == code).map_or("no code of the host", |row| row.1);
                (&rules::NEGATIVE, format!("`{}` returned {code} ({meaning})", self.name(Role::Call)))
            };
            return Err(Fault::new(rule, text, detail));
        }
        answer.place = Some((ptr, len));
        let bytes = match guest.read(ptr, len) {
            Ok(bytes) if bytes.len() > RESULT_BYTES => {
                let detail = format!("the result has {len} bytes; anyhost looks at no more than {RESULT_BYTES}");
                return Err(Fault::new(&rules::RESULT_BOUNDS, detail.clone(), detail));
            }
            Ok(bytes) => bytes.to_vec(),
            Err(out) => {
                let detail = format!("the result is {len} bytes at {ptr}, but memory has {} bytes", out.size);
                return Err(Fault::new(&rules::RESULT_BOUNDS, out_of_bounds(text::OUT_OF_BOUNDS_READ, out), detail));
            }
        };
        let lost = before.is_some_and(|before| before != bytes);
        let outcome = result::take(&self.config, bytes, answer);
        if lost {
            let (rule, detail) = match answer.alias() {
                Some(detail) => (&rules::ALIAS_INPUT, format!("{detail}, and is lost when that is given back")),
                None => (&rules::RESULT_LOST, "the result is another one after `dealloc` of the input".to_owned()),
            };
            let text = outcome.err().map_or_else(|| "the host reads other bytes".to_owned(), |fault| fault.text);
            return Err(Fault::new(rule, text, detail));
        }
        outcome
    }

    /// Reads one JSON value from a pointer without a length.
    fn pointed(&self, guest: &mut Guest, ptr: u32, answer: &mut Answer) -> Result<(), Fault> {
        let text = self.value_at(guest, ptr).map_err(|detail| Fault::new(&rules::DOCS_RESULT, detail.clone(), detail))?;
        answer.place = Some((ptr, u32::try_from(text.len()).unwrap_or(u32::MAX)));
        result::read(&self.config, text, answer)
    }

    /// The JSON value that begins at the pointer, exactly one.
    pub(super) fn value_at(&self, guest: &mut Guest, ptr: u32) -> Result<String, String> {
        let bytes = guest.bytes();
        let size = bytes.len();
        let rest = bytes.get(ptr as usize..).filter(|rest| !rest.is_empty() && ptr != 0);
        let Some(rest) = rest else { return Err(format!("pointer {ptr} is no place of a result; memory has {size} bytes")) };
        let rest = &rest[..rest.len().min(RESULT_BYTES)];
        match serde_json::Deserializer::from_slice(rest).into_iter::<Box<RawValue>>().next() {
            Some(Ok(value)) => Ok(value.get().to_owned()),
            Some(Err(error)) => Err(format!("no JSON value at pointer {ptr}: {error}")),
            None => Err(format!("no JSON value at pointer {ptr}: only white space up to the end of memory")),
        }
    }
}
