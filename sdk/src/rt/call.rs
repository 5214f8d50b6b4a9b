//! One call of a node, from a host's bytes to a host's bytes.
//!
//! The context is read once, from its first byte to its last: [`Call::next`] hands out each input where it stands. Only a
//! plugin of several nodes looks for the node's name first, because that may come after the inputs.

use super::json::{Error, Raw, Reader, Writer};
use super::node::Node;
use alloc::string::{String, ToString};
use anyhost_abi::NodeWire;
use core::fmt::Display;

/// One call: the context that is being read, and the result that is being written.
pub struct Call<'a> {
    wire: &'a NodeWire,
    node: &'static Node,
    reader: Reader<'a>,
    /// The reader is inside of the object of inputs.
    inside: bool,
    /// The input that is being read, for errors; empty outside of inputs.
    place: &'a str,
    out: &'a mut Writer,
    /// Where the result begins in `out`.
    start: usize,
    failed: bool,
}

/// Answers one call: reads the context, runs the node that it names, and appends the result or the error in the host's
/// form to `out`.
pub fn run(wire: &NodeWire, nodes: &[&'static Node], context: &mut [u8], out: &mut Writer) {
    let [node, others @ ..] = nodes else { return };
    let start = out.len();
    let mut call = Call { wire, node, reader: Reader::new(&mut []), inside: false, place: "", out, start, failed: false };
    if others.is_empty() || call.choose(nodes, context) {
        call.reader = Reader::new(context);
        call.reader.open(b'{', "an object");
        (call.node.call)(&mut call);
    }
}

/// Writes an error in the host's form.
pub(crate) fn refuse(wire: &NodeWire, parts: &[&str], out: &mut Writer) {
    out.raw(wire.err.0);
    for part in parts {
        out.text(part);
    }
    out.raw(wire.err.1);
}

/// The index of a key.
fn position(keys: &[&str], key: &str) -> Option<usize> {
    keys.iter().position(|known| *known == key)
}

impl<'a> Call<'a> {
    /// Finds the node that the context names, among several. The context stays as it is.
    fn choose(&mut self, nodes: &[&'static Node], context: &[u8]) -> bool {
        let mut name = String::new();
        if let Some(key) = self.wire.node {
            name = Reader::find(context, key).unwrap_or_default();
        }
        if let Some(node) = nodes.iter().find(|node| node.name == name) {
            self.node = node;
            return true;
        }
        let known = list(&mut nodes.iter().map(|node| node.name));
        self.refuse(&["unknown node \"", &name, "\": this plugin has ", &known]);
        false
    }

    /// Goes on to the next input that was given: its index, and the reader in front of its value, which must be read. Behind
    /// the inputs come the keys of the context that the node reads. `None` at the end, or if the call has
    /// [`failed`](Self::failed). What the node does not know is passed over: hosts add keys.
    #[expect(clippy::should_implement_trait, reason = "it lends what it has")]
    pub fn next(&mut self) -> Option<(usize, &mut Reader<'a>)> {
        let (wire, node) = (self.wire, self.node);
        while self.reader.error().is_none() {
            self.place = if self.inside { wire.inputs } else { "" };
            let Some(key) = self.reader.key() else {
                if self.inside && self.reader.error().is_none() {
                    self.inside = false;
                    continue;
                }
                self.reader.end();
                break;
            };
            let pin = if self.inside {
                position(node.inputs, key)
            } else if key == wire.inputs {
                if !self.reader.null() {
                    self.place = wire.inputs;
                    self.inside = self.reader.open(b'{', "an object");
                }
                continue;
            } else if Some(key) == wire.item {
                node.item
            } else if Some(key) == wire.node {
                // Without a name it is the only one: a debug run of Flow-Like sends none.
                if let Some(name) = self.reader.str()
                    && !name.is_empty()
                    && name != node.name
                {
                    self.refuse(&["unknown node \"", name, "\": this plugin has \"", node.name, "\""]);
                    return None;
                }
                continue;
            } else {
                position(node.context, key).map(|field| node.inputs.len() + field)
            };
            if let Some(pin) = pin {
                self.place = self.pin(pin);
                return Some((pin, &mut self.reader));
            }
            self.reader.skip();
        }
        if let Some(error) = self.reader.take_error() {
            self.reject(&error);
        }
        None
    }

    /// Reads the default of an input that was not given.
    pub fn default<'d, T>(
        &mut self,
        pin: usize,
        text: &'d mut [u8],
        read: impl FnOnce(&mut Reader<'d>) -> Option<T>,
    ) -> Option<T> {
        let mut reader = Reader::new(text);
        let value = read(&mut reader);
        if let Some(error) = reader.take_error() {
            self.place = self.pin(pin);
            self.reject(&error);
        }
        value
    }

    /// Whether the call has failed: its answer is written.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Fails with the error of a reader.
    #[cold]
    fn reject(&mut self, error: &Error) {
        match self.place {
            "" => self.refuse(&["invalid context: ", error.message()]),
            place => self.refuse(&["input \"", place, error.steps(), "\": ", error.message()]),
        }
    }

    fn pin(&self, pin: usize) -> &'static str {
        self.node.inputs.get(pin).copied().unwrap_or("")
    }

    /// An input was neither given nor has a default.
    #[cold]
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
        self.refuse(&[&error.to_string()]);
    }

    /// Answers with an error; the first one of a call wins.
    #[cold]
    fn refuse(&mut self, parts: &[&str]) {
        if !self.failed {
            self.failed = true;
            self.out.truncate(self.start);
            refuse(self.wire, parts, self.out);
        }
    }

    /// Begins the result: outputs follow.
    pub fn begin(&mut self) {
        self.out.raw(self.wire.ok.0);
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

    /// Ends the result: the exec output of this index fires.
    pub fn end(&mut self, exec: usize) {
        self.out.raw(self.wire.ok.1);
        if let (true, Some(name)) = (self.wire.exec, self.node.execs.get(exec)) {
            self.out.str(name);
        }
        self.out.raw(self.wire.ok.2);
        if let Some(error) = self.out.take_error() {
            self.refuse(&["the outputs cannot be written: ", &error.text()]);
        }
    }

    /// Begins a result that is a list of items, where the host has such; the data of one is written between
    /// [`begin_item`](Self::begin_item) and [`end_item`](Self::end_item). `false` if the host has none.
    pub fn begin_items(&mut self) -> bool {
        let Some(items) = &self.wire.items else { return false };
        self.out.raw(items.list.0);
        true
    }

    /// Begins an item.
    pub fn begin_item(&mut self) {
        if let Some(items) = &self.wire.items {
            self.out.comma();
            self.out.raw(items.item.0);
        }
    }

    /// Says something of the item beside its data, under the key of this index.
    pub fn item_extra(&mut self, key: usize, value: Raw<'_>) {
        if let Some(key) = self.wire.items.as_ref().and_then(|items| items.extras.get(key)) {
            self.out.raw(",");
            self.out.str(key);
            self.out.raw(":");
            self.out.raw_value(&value);
        }
    }

    /// Ends an item.
    pub fn end_item(&mut self) {
        if let Some(items) = &self.wire.items {
            self.out.raw(items.item.1);
        }
    }

    /// Ends the list of items, and the result.
    pub fn end_items(&mut self) {
        if let Some(items) = &self.wire.items {
            self.out.raw(items.list.1);
        }
        if let Some(error) = self.out.take_error() {
            self.refuse(&["the outputs cannot be written: ", &error.text()]);
        }
    }
}

impl core::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Call").field("node", &self.node.name).field("failed", &self.failed).finish_non_exhaustive()
    }
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
