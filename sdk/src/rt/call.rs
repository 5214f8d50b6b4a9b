//! One call of a node, from a host's bytes to a host's bytes.

use super::json::{Kind, Reader, Writer};
use super::node::Node;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use anyhost_abi::NodeWire;
use core::cell::Cell;
use core::fmt::Display;

/// One call: the inputs that are left to read, and the result that is being written.
pub struct Call<'a> {
    wire: &'a NodeWire,
    node: &'static Node,
    /// Text of the object of inputs, and of the current item.
    inputs: Option<&'a mut [u8]>,
    item: Option<&'a mut [u8]>,
    defaults: &'a Defaults,
    out: &'a mut Writer,
    /// Where the result begins in `out`.
    start: usize,
    failed: bool,
    exec: usize,
}

/// Copies of the defaults that a call used: strings are unescaped in place, and constants cannot be written to.
#[derive(Default)]
struct Defaults(Cell<Option<Box<Copied>>>);

struct Copied {
    _text: Vec<u8>,
    _next: Option<Box<Copied>>,
}

/// Answers one call: reads the context, runs the node that it names, and appends the result or the error in the host's
/// form to `out`.
pub fn run(wire: &NodeWire, nodes: &[&'static Node], context: &mut [u8], out: &mut Writer) {
    // A key that no host has, where this one has none.
    const NONE: &str = "\0";
    let [node, others @ ..] = nodes else { return };
    let (defaults, start) = (Defaults::default(), out.len());
    let mut call = Call { wire, node, inputs: None, item: None, defaults: &defaults, out, start, failed: false, exec: 0 };
    // The node's name may come after the inputs, so these are passed over first, and read once the node is known.
    let mut name = None;
    let mut reader = Reader::new(context);
    reader.object(&[wire.inputs, wire.item.unwrap_or(NONE), wire.node.unwrap_or(NONE)], &mut |key, value| match key {
        0 => call.inputs = value.later(),
        1 => call.item = value.later(),
        _ => name = value.str(),
    });
    reader.end();
    if let Some(error) = reader.take_error() {
        call.refuse(&["invalid context: ", &error.text()]);
    } else if call.choose(name.unwrap_or(""), others) {
        call.out.raw(wire.ok.0);
        (call.node.call)(&mut call);
        if let Some(error) = call.out.take_error() {
            call.refuse(&["the outputs cannot be written: ", &error.text()]);
        }
    }
    if !call.failed {
        let name = call.node.execs.get(call.exec);
        call.out.raw(wire.ok.1);
        if let (true, Some(name)) = (wire.exec, name) {
            call.out.str(name);
        }
        call.out.raw(wire.ok.2);
    }
}

/// Writes an error in the host's form.
pub(crate) fn refuse(wire: &NodeWire, error: &str, out: &mut Writer) {
    out.raw(wire.err.0);
    out.str(error);
    out.raw(wire.err.1);
}

impl<'a> Call<'a> {
    /// Finds the node that the context names. Without a name it is the only one: a debug run of Flow-Like sends none.
    fn choose(&mut self, name: &str, others: &[&'static Node]) -> bool {
        if name == self.node.name || name.is_empty() && others.is_empty() {
            return true;
        }
        if let Some(node) = others.iter().find(|node| node.name == name) {
            self.node = node;
            return true;
        }
        let known = list(&mut core::iter::once(&self.node).chain(others).map(|node| node.name));
        self.refuse(&["unknown node \"", name, "\": this plugin has ", &known]);
        false
    }

    /// Reads the inputs: one callback for each one that was given or has a default, by its index, in the host's order.
    /// What the node does not know is passed over: hosts add keys. `false` if one was refused: the call has failed.
    pub fn read(&mut self, each: &mut dyn FnMut(usize, &mut Reader<'a>)) -> bool {
        let node = self.node;
        let mut seen = 0_u64;
        if let Some(inputs) = self.inputs.take() {
            let mut inputs = Reader::new(inputs);
            if inputs.kind() != Kind::Null {
                inputs.object(node.inputs, &mut |pin, value| {
                    if value.kind() != Kind::Null || node.defaults.get(pin).is_none_or(Option::is_none) {
                        seen |= 1 << pin;
                        each(pin, value);
                    }
                });
            }
            self.adopt(&mut inputs, "");
        }
        if let (Some(pin), Some(item)) = (node.item, self.item.take()) {
            seen |= 1 << pin;
            self.read_one(pin, item, each);
        }
        for (pin, default) in node.defaults.iter().enumerate() {
            if let (0, Some(default)) = (seen & (1 << pin), default) {
                let default = self.defaults.copy(default);
                self.read_one(pin, default, each);
            }
        }
        !self.failed
    }

    fn read_one(&mut self, pin: usize, text: &'a mut [u8], each: &mut dyn FnMut(usize, &mut Reader<'a>)) {
        let mut reader = Reader::new(text);
        each(pin, &mut reader);
        self.adopt(&mut reader, self.pin(pin));
    }

    /// Fails with the error of a reader, if it has one. `pin` is empty if the path begins with it.
    fn adopt(&mut self, reader: &mut Reader<'a>, pin: &str) {
        let Some(error) = reader.take_error() else { return };
        let path = error.path();
        let dot = if pin.is_empty() || path.is_empty() || path.starts_with('[') { "" } else { "." };
        match (pin, path) {
            ("", "") => self.refuse(&["invalid inputs: ", error.message()]),
            _ => self.refuse(&["input \"", pin, dot, path, "\": ", error.message()]),
        }
    }

    fn pin(&self, pin: usize) -> &'static str {
        self.node.inputs.get(pin).copied().unwrap_or("")
    }

    /// An input was neither given nor has a default.
    pub fn missing(&mut self, pin: usize) {
        self.refuse(&["missing input \"", self.pin(pin), "\""]);
    }

    /// A number is not between its limits; empty ones are open.
    pub fn out_of_range(&mut self, pin: usize, min: &str, max: &str) {
        let name = self.pin(pin);
        match (min, max) {
            ("", max) => self.refuse(&["input \"", name, "\": must be at most ", max]),
            (min, "") => self.refuse(&["input \"", name, "\": must be at least ", min]),
            (min, max) => self.refuse(&["input \"", name, "\": must be from ", min, " to ", max]),
        }
    }

    /// Whether a text is one of those accepted; else the call fails.
    pub fn choice(&mut self, pin: usize, value: &str, choices: &[&str]) -> bool {
        let known = choices.contains(&value);
        if !known {
            let choices = list(&mut choices.iter().copied());
            self.refuse(&["input \"", self.pin(pin), "\": must be one of ", &choices, ", found \"", value, "\""]);
        }
        known
    }

    /// The author's function failed.
    pub fn error<E: Display>(&mut self, error: &E) {
        self.refuse(&[&alloc::string::ToString::to_string(error)]);
    }

    /// Answers with an error; the first one of a call wins.
    fn refuse(&mut self, parts: &[&str]) {
        if !self.failed {
            self.failed = true;
            self.out.truncate(self.start);
            refuse(self.wire, &join(parts), self.out);
        }
    }

    /// Begins an output: its key as JSON with the colon, `"output":`. The value follows into [`writer`](Self::writer).
    pub fn field(&mut self, key: &str) {
        self.out.comma();
        self.out.raw(key);
    }

    /// Where values of outputs are written.
    pub fn writer(&mut self) -> &mut Writer {
        self.out
    }

    /// Chooses the exec output to fire, by its index.
    pub fn exec(&mut self, index: usize) {
        self.exec = index;
    }
}

impl core::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Call").field("node", &self.node.name).field("failed", &self.failed).finish_non_exhaustive()
    }
}

impl Defaults {
    #[expect(clippy::mut_from_ref, reason = "every call gives out another allocation")]
    fn copy(&self, text: &str) -> &mut [u8] {
        let mut text = join(&[text]).into_bytes();
        let (start, len) = (text.as_mut_ptr(), text.len());
        self.0.set(Some(Box::new(Copied { _text: text, _next: self.0.take() })));
        // SAFETY: a vector's contents do not move when the vector does, and it is neither read nor dropped before `self`
        // is; each one is given out once.
        unsafe { core::slice::from_raw_parts_mut(start, len) }
    }
}

fn join(parts: &[&str]) -> String {
    let mut text = Writer::new();
    for part in parts {
        text.raw(part);
    }
    text.into_string()
}

/// `"a", "b"`
fn list(names: &mut dyn Iterator<Item = &str>) -> String {
    let mut text = Writer::new();
    let mut before = "\"";
    for name in names {
        text.raw(before);
        text.raw(name);
        text.raw("\"");
        before = ", \"";
    }
    text.into_string()
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
