//! The buffer convention: the host asks for room, writes, calls, reads, and gives back exactly what it asked for.
//!
//! Generic over who calls: the server between two events, or a host function of it that has been called.

use anyhost_abi::signalk::rules;
use anyhost_abi::{Dialect, Role, Rule};

use super::text::decode;
use super::world::World;
use crate::hosts::{Fault, Stage};
use crate::sandbox::{Instance, Stop};

/// An exception, as JavaScript throws it.
#[derive(Debug, Clone)]
pub(super) struct Thrown {
    /// `RuntimeError`, `RangeError`, …
    name: &'static str,
    /// The message alone, which clients see.
    pub(super) message: String,
    /// What is wrong, for a finding.
    detail: String,
    stop: Option<Stop>,
    /// The rule that is broken, whatever the occasion.
    rule: Option<&'static Rule>,
}

impl Thrown {
    pub(super) fn new(name: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { name, detail: message.clone(), message, stop: None, rule: None }
    }

    fn of(export: &str, stop: Stop) -> Self {
        let (name, message) = match &stop {
            Stop::Stack => ("RangeError", "Maximum call stack size exceeded".to_owned()),
            Stop::Exit(_) => ("", "Symbol(kExitCode)".to_owned()),
            Stop::Host(text) => ("TypeError", text.clone()),
            Stop::Trap(text) => ("RuntimeError", v8(text).to_owned()),
            stop => ("Error", stop.to_string()),
        };
        let rule = stop.is_limit().then_some(&rules::ENDLESS);
        Self { name, message, detail: format!("`{export}` did not return: {stop}"), stop: Some(stop), rule }
    }

    fn broke(self, rule: &'static Rule, detail: String) -> Self {
        Self { rule: Some(rule), detail, ..self }
    }

    /// Whether calls were nested too deeply.
    pub(super) fn is_stack(&self) -> bool {
        matches!(self.stop, Some(Stop::Stack))
    }

    /// `String(error)`.
    pub(super) fn shown(&self) -> String {
        if self.name.is_empty() { self.message.clone() } else { format!("{}: {}", self.name, self.message) }
    }

    /// What it is in a report; `rule`: what breaks on this occasion.
    pub(super) fn fault(self, rule: &'static Rule) -> Fault {
        let rule = self.rule.unwrap_or(rule);
        Fault { rule: Some(rule), text: self.message, detail: self.detail, stop: self.stop, stage: Stage::Call }
    }
}

/// V8's words for a trap.
fn v8(text: &str) -> &str {
    const WORDS: &[(&str, &str)] = &[
        ("unreachable", "unreachable"),
        ("out of bounds memory access", "memory access out of bounds"),
        ("integer divide by zero", "divide by zero"),
        ("integer overflow", "divide result unrepresentable"),
        ("out of bounds table access", "table index is out of bounds"),
        ("indirect call type mismatch", "null function or function signature mismatch"),
        ("uninitialized element", "null function or function signature mismatch"),
        ("conversion to integer", "float unrepresentable in integer range"),
    ];
    WORDS.iter().find(|(ours, _)| text.contains(ours)).map_or(text, |(_, words)| words)
}

/// A reply in the caller's buffer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) text: String,
    /// The length as the guest returned it, if that is not within the buffer.
    pub(super) excess: Option<i64>,
}

/// When a request is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// After the reply is read.
    ReadFirst,
    /// Before: `radar-provider.ts`.
    FreeFirst,
}

/// A guest with the names of the dialect.
pub(super) struct Caller<'a, I> {
    pub(super) guest: &'a mut I,
    pub(super) dialect: &'static Dialect,
}

impl<I: Instance> Caller<'_, I> {
    fn name(&self, role: Role) -> &'static str {
        self.dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default()
    }

    /// Whether the function is there.
    pub(super) fn has(&mut self, name: &str) -> bool {
        self.guest.export(name).is_some()
    }

    /// Calls an export with numbers.
    pub(super) fn call(&mut self, name: &str, args: &[u32]) -> Result<Option<f64>, Thrown> {
        let Some(func) = self.guest.export(name) else {
            return Err(Thrown::new("TypeError", format!("rawExports.{name} is not a function")));
        };
        self.guest.invoke(&func, args).map_err(|stop| Thrown::of(name, stop))
    }

    fn allocate(&mut self, len: u32) -> Result<u32, Thrown> {
        let name = self.name(Role::Allocate);
        let given = self.call(name, &[len]).map_err(|thrown| {
            let detail = thrown.detail.clone();
            if thrown.rule.is_some() || thrown.is_stack() { thrown } else { thrown.broke(&rules::ALLOCATE_TRAPS, detail) }
        })?;
        let ptr = pointer(given);
        if ptr == 0 && len > 0 {
            self.report(Fault::new(&rules::ALLOCATE_NULL, "0", format!("`{name}({len})` returned 0")));
        }
        Ok(ptr)
    }

    /// Room of this size, to be tried.
    pub(super) fn room(&mut self, len: u32) -> Result<u32, Thrown> {
        let name = self.name(Role::Allocate);
        self.call(name, &[len]).map(pointer)
    }

    /// Fills room; `None` where it is not inside memory.
    pub(super) fn fill(&mut self, ptr: u32, bytes: &[u8]) -> Option<()> {
        self.guest.put(ptr, bytes).ok()
    }

    /// What lies in memory there.
    pub(super) fn peek(&mut self, ptr: u32, len: u32) -> Option<&[u8]> {
        let start = ptr as usize;
        self.guest.bytes().get(start..start + len as usize)
    }

    /// Room for an input, with the input in it.
    fn place(&mut self, bytes: &[u8]) -> Result<u32, Thrown> {
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let ptr = self.allocate(len)?;
        self.write(ptr, bytes)?;
        Ok(ptr)
    }

    fn write(&mut self, ptr: u32, bytes: &[u8]) -> Result<(), Thrown> {
        let Err(out) = self.guest.put(ptr, bytes) else { return Ok(()) };
        let name = self.name(Role::Allocate);
        let detail = format!("`{name}({})` returned {ptr}, but memory has {} bytes", bytes.len(), out.size);
        Err(Thrown::new("RangeError", "offset is out of bounds").broke(&rules::ALLOCATE_BOUNDS, detail))
    }

    /// Gives a buffer back, if the guest takes any.
    fn release(&mut self, ptr: u32, len: u32) -> Result<(), Thrown> {
        let name = self.name(Role::Deallocate);
        if self.guest.state().manner.keep || !self.has(name) {
            return Ok(());
        }
        if self.guest.state().manner.scribble {
            // Where the buffer is not all in memory, there is nothing to spoil.
            let _ = self.guest.put(ptr, &vec![b'#'; len as usize]);
        }
        self.call(name, &[ptr, len]).map(drop).map_err(|thrown| {
            let detail = thrown.detail.clone();
            if thrown.rule.is_some() || thrown.is_stack() { thrown } else { thrown.broke(&rules::DEALLOCATE_TRAPS, detail) }
        })
    }

    /// `new Uint8Array(memory, ptr, len)`, decoded. `len` is what the guest returned.
    fn read(&mut self, ptr: u32, len: Option<f64>, max: u32) -> Result<Reply, Thrown> {
        let bytes = self.guest.bytes();
        let rest = bytes.len().saturating_sub(ptr as usize);
        let excess = len.filter(|len| *len < 0.0 || *len > f64::from(max)).map(|len| len as i64);
        if ptr as usize > bytes.len() {
            let text = format!("Start offset {} is outside the bounds of the buffer", ptr.cast_signed());
            return Err(Thrown::new("RangeError", text).broke(&rules::ALLOCATE_BOUNDS, format!("the buffer lies at {ptr}")));
        }
        let count = match len {
            None => rest,
            Some(len) if len.is_nan() => 0,
            Some(len) if len < 0.0 || len > rest as f64 => {
                let detail = format!("the plugin returned {len} as the length of a text in a buffer of {max} bytes");
                return Err(
                    Thrown::new("RangeError", format!("Invalid typed array length: {len}")).broke(&rules::REPLY_LENGTH, detail)
                );
            }
            Some(len) => len as usize,
        };
        let start = ptr as usize;
        let text = decode(bytes.get(start..start + count).unwrap_or_default());
        Ok(Reply { text, excess })
    }

    /// A text of the plugin's: `(out, max) -> len`. It is given back in any case.
    pub(super) fn getter(&mut self, name: &str, max: u32) -> Result<Reply, Thrown> {
        let ptr = self.allocate(max)?;
        if ptr == 0 {
            let message = format!("Failed to allocate {max} bytes for {name}");
            return Err(Thrown::new("Error", message.clone()).broke(&rules::ALLOCATE_NULL, message));
        }
        let text = self.call(name, &[ptr, max]).and_then(|len| match len {
            Some(len) if len > 0.0 => self.read(ptr, Some(len), max),
            _ => Ok(Reply { text: String::new(), excess: None }),
        });
        self.release(ptr, max)?;
        text
    }

    /// The list of endpoints, and the list of radars: `(out, max) -> len`, given back only if all goes well.
    pub(super) fn list(&mut self, name: &str, max: u32) -> Result<Reply, Thrown> {
        let ptr = self.allocate(max)?;
        let len = self.call(name, &[ptr, max])?;
        let reply = self.read(ptr, len, max)?;
        self.release(ptr, max)?;
        Ok(reply)
    }

    /// Hands a text over and gives it back in any case: `(ptr, len)`.
    pub(super) fn send(&mut self, name: &str, bytes: &[u8]) -> Result<Option<f64>, Thrown> {
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let ptr = self.place(bytes)?;
        let result = self.call(name, &[ptr, len]);
        self.release(ptr, len)?;
        result
    }

    /// A request and its reply: `(request, len, out, max) -> len`. After an exception nothing is given back.
    pub(super) fn ask(&mut self, name: &str, request: &[u8], max: u32, order: Order) -> Result<Reply, Thrown> {
        let len = u32::try_from(request.len()).unwrap_or(u32::MAX);
        let (input, out);
        if order == Order::FreeFirst {
            out = self.allocate(max)?;
            input = self.place(request)?;
        } else {
            input = self.allocate(len)?;
            out = self.allocate(max)?;
            self.write(input, request)?;
        }
        let written = self.call(name, &[input, len, out, max])?;
        if order == Order::FreeFirst {
            self.release(input, len)?;
        }
        let reply = self.read(out, written, max)?;
        if order == Order::ReadFirst {
            self.release(input, len)?;
        }
        self.release(out, max)?;
        Ok(reply)
    }

    /// The server's side.
    pub(super) fn world(&mut self) -> Option<&mut World> {
        self.guest.state().host::<World>()
    }

    /// Notes what is wrong, though the server goes on.
    pub(super) fn report(&mut self, fault: Fault) {
        if let Some(world) = self.world() {
            world.fault(fault);
        }
    }
}

/// A pointer as JavaScript uses it: what is no number is 0.
fn pointer(given: Option<f64>) -> u32 {
    given.filter(|given| !given.is_nan()).map_or(0, |given| (given as i64) as u32)
}
