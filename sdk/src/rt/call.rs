//! One call of a node, from a host's bytes to a host's bytes.
//!
//! The context is read once, from its first byte to its last: [`Call::next`] hands out each input where it stands. Only a
//! plugin of several nodes looks for the node's name first, because that may come after the inputs.

use super::json::{Raw, Reader, Writer};
use super::node::{INPUTS, ITEM, NODE, Node, Wire};
use alloc::string::ToString;
use core::fmt::Display;

/// One call: the context that is being read, and the result that is being written.
pub struct Call<'a> {
    wire: &'a Wire,
    node: &'static Node,
    reader: Reader<'a>,
    /// The reader is inside of the object of inputs.
    inside: bool,
    /// The key that is being read, for errors; empty outside of inputs.
    place: &'a str,
    out: &'a mut Writer,
    /// Where the result begins in `out`.
    start: usize,
    failed: bool,
}

/// Answers one call: reads the context, runs the node that it names, and appends the result or the error in the host's
/// form to `out`. The last [`PAD`](super::json::PAD) bytes of `context` are room for the reader.
pub fn run(wire: &Wire, nodes: &[&'static Node], context: &mut [u8], out: &mut Writer) {
    let [node, others @ ..] = nodes else { return };
    let start = out.len();
    let mut call = Call { wire, node, reader: Reader::padded(context), inside: false, place: "", out, start, failed: false };
    if others.is_empty() || call.choose(nodes) {
        call.reader.open(b'{', "an object");
        (call.node.call)(&mut call);
    }
    if call.failed {
        call.out.raw(wire.err.1);
    }
}

/// Writes an error in the host's form.
pub(crate) fn refuse(wire: &Wire, error: &str, out: &mut Writer) {
    out.raw(wire.err.0);
    out.text(error);
    out.raw(wire.err.1);
}

/// Whether two names are the same. They are short: without a call to compare memory.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| a == b)
}

impl<'a> Call<'a> {
    /// Finds the node that the context names, among several. The context stays as it is.
    fn choose(&mut self, nodes: &[&'static Node]) -> bool {
        let name = self.reader.find(self.wire.node).unwrap_or_default();
        if self.reader.error().is_some() {
            self.reject();
            return false;
        }
        if let Some(node) = nodes.iter().find(|node| node.name == name) {
            self.node = node;
            return true;
        }
        if self.unknown(&name) {
            self.list(&mut nodes.iter().map(|node| node.name));
        }
        false
    }

    fn unknown(&mut self, name: &str) -> bool {
        self.refuse("unknown node \"", name, "\": this plugin has ")
    }

    /// Goes on to the next input that was given: its index, and the reader in front of its value, which must be read. Behind
    /// the inputs come the keys of the context that the node reads. `None` at the end, or if the call has
    /// [`failed`](Self::failed). What the node does not know is passed over: hosts add keys.
    #[expect(clippy::should_implement_trait, reason = "it lends what it has")]
    pub fn next(&mut self) -> Option<(usize, &mut Reader<'a>)> {
        let (wire, node) = (self.wire, self.node);
        if self.reader.error().is_none() {
            self.place = if self.inside { wire.inputs } else { "" };
        }
        loop {
            let Some(key) = self.reader.key() else {
                if self.inside && self.reader.error().is_none() {
                    self.inside = false;
                    self.place = "";
                    continue;
                }
                self.reader.end();
                break;
            };
            let mut pin = usize::MAX;
            if !self.inside {
                match (wire.find)(key) {
                    INPUTS => {
                        if !self.reader.null() {
                            self.place = key;
                            self.inside = self.reader.open(b'{', "an object");
                        }
                        continue;
                    }
                    ITEM => pin = node.item,
                    // Without a name it is the only one: a debug run of Flow-Like sends none.
                    NODE => {
                        let name = self.reader.str().unwrap_or("");
                        if !name.is_empty() && !same(name, node.name) {
                            if self.unknown(name) {
                                self.out.str_text(node.name);
                            }
                            return None;
                        }
                        continue;
                    }
                    _ => {}
                }
            }
            if pin == usize::MAX {
                pin = (node.find)(self.inside, key);
            }
            if pin != usize::MAX {
                self.place = key;
                return Some((pin, &mut self.reader));
            }
            self.reader.skip();
        }
        self.reject();
        None
    }

    /// Fails with the error of the reader, if it has one.
    fn reject(&mut self) {
        let Some(error) = self.reader.take_error() else { return };
        let [before, behind] = if self.place.is_empty() { ["invalid context", ": "] } else { ["input \"", "\": "] };
        if self.refuse(before, self.place, "") {
            error.tell(behind, |part| self.out.text(part));
        }
    }

    /// Reads the default of an input that was not given: text with [`PAD`](super::json::PAD) bytes of room behind it.
    pub fn default<'d, T>(
        &mut self,
        pin: &'static str,
        text: &'d mut [u8],
        read: impl FnOnce(&mut Reader<'d>) -> Option<T>,
    ) -> Option<T> {
        let mut reader = Reader::padded(text);
        let value = read(&mut reader);
        if let Some(error) = reader.take_error()
            && self.refuse("the default of input \"", pin, "\": ")
        {
            error.tell("", |part| self.out.text(part));
        }
        value
    }

    /// Whether the call has failed: its answer is written.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// An input was neither given nor has a default.
    pub fn missing(&mut self, pin: &str) {
        self.refuse("missing input \"", pin, "\"");
    }

    /// A number is not between its limits; empty ones are open.
    pub fn out_of_range(&mut self, pin: &str, min: &str, max: &str) {
        let parts = match (min, max) {
            ("", max) => ["at most ", max, "", ""],
            (min, "") => ["at least ", min, "", ""],
            (min, max) => ["from ", min, " to ", max],
        };
        if self.refuse("input \"", pin, "\": must be ") {
            for part in parts {
                self.out.text(part);
            }
        }
    }

    /// Whether a text is one of those accepted; else the call fails.
    pub fn choice(&mut self, pin: &str, value: &str, choices: &[&str]) -> bool {
        let known = choices.contains(&value);
        if !known && self.refuse("input \"", pin, "\": must be one of ") {
            self.list(&mut choices.iter().copied());
            self.out.text(", found ");
            self.out.str_text(value);
        }
        known
    }

    /// The author's function failed.
    pub fn error<E: Display>(&mut self, error: &E) {
        self.refuse("", &error.to_string(), "");
    }

    /// Answers with an error that starts with these texts; what is written next goes on with it, and its end is written when
    /// the call ends. `false` if the call has failed already: the first error wins.
    #[cold]
    #[inline(never)]
    fn refuse(&mut self, before: &str, name: &str, behind: &str) -> bool {
        if self.failed {
            return false;
        }
        self.failed = true;
        self.out.truncate(self.start);
        self.out.raw(self.wire.err.0);
        self.out.text(before);
        self.out.text(name);
        self.out.text(behind);
        true
    }

    /// Goes on with an error's text: `"a", "b"`.
    fn list(&mut self, names: &mut dyn Iterator<Item = &str>) {
        let mut before = "";
        for name in names {
            self.out.text(before);
            self.out.str_text(name);
            before = ", ";
        }
    }

    /// Begins the result: outputs follow.
    pub fn begin(&mut self) {
        self.out.raw(self.wire.ok.0);
    }

    /// The same for the first one.
    pub fn first(&mut self, key: &str) {
        self.out.raw(key);
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
        let wire = self.wire;
        self.out.raw(wire.ok.1);
        if let (true, Some(name)) = (wire.exec, self.node.execs.get(exec)) {
            self.out.raw(name);
        }
        self.out.raw(wire.ok.2);
        self.written();
    }

    /// Begins a result that is a list of items, where the host has such; the data of one is written between
    /// [`begin_item`](Self::begin_item) and [`end_item`](Self::end_item). `false` if the host has none.
    pub fn begin_items(&mut self) -> bool {
        let Some(items) = self.wire.items else { return false };
        self.out.raw(items.list.0);
        true
    }

    /// Begins an item.
    pub fn begin_item(&mut self) {
        if let Some(items) = self.wire.items {
            self.out.comma();
            self.out.raw(items.item.0);
        }
    }

    /// Says something of the item beside its data, under the key of this index.
    pub fn item_extra(&mut self, key: usize, value: Raw<'_>) {
        if let Some(key) = self.wire.items.and_then(|items| items.extras.get(key)) {
            self.out.raw(",");
            self.out.str(key);
            self.out.raw(":");
            self.out.raw_value(&value);
        }
    }

    /// Ends an item.
    pub fn end_item(&mut self) {
        if let Some(items) = self.wire.items {
            self.out.raw(items.item.1);
        }
    }

    /// Ends the list of items, and the result.
    pub fn end_items(&mut self) {
        if let Some(items) = self.wire.items {
            self.out.raw(items.list.1);
        }
        self.written();
    }

    /// Fails if serde did.
    fn written(&mut self) {
        if let Some(failed) = self.out.failed {
            (failed.node)(self);
        }
    }

    /// Serde has failed. Reached from where it did, so that nothing of this is linked without serde.
    pub(super) fn unwritable(&mut self) {
        if let Some(error) = self.out.error() {
            self.refuse("the outputs cannot be written: ", &error, "");
        }
    }
}

impl core::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Call").field("node", &self.node.name).field("failed", &self.failed).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
