//! Nodes as constants: what a macro knows of a function, in terms that no host owns.

use super::Call;
use super::konst::same;
use anyhost_abi::flow_like::json::pin::EXEC_OUT;
use anyhost_abi::{DataType, HOSTS, ItemsWire, NodeWire, ValueType};

/// What a plugin needs of a node while it runs. The rest of [`NodeInfo`] is read by the compiler only, so that no text
/// is in the module twice.
#[derive(Debug)]
pub struct Node {
    /// The name by which hosts call it.
    pub name: &'static str,
    /// The index of a key that stands inside of the object of inputs, or outside of it: that of an input or, behind these, of
    /// another key that the node reads. `usize::MAX` for any other. Code, since the compiler makes short work of comparing with
    /// texts that it knows.
    pub find: fn(inside: bool, key: &str) -> usize,
    /// Index of the input that reads the host's current item; `usize::MAX` if none does.
    pub item: usize,
    /// Names of the exec outputs, as JSON.
    pub execs: &'static [&'static str],
    /// Reads the inputs, runs the author's function, writes the outputs.
    pub call: for<'a> fn(&mut Call<'a>),
}

/// What a node is.
#[derive(Debug)]
pub struct NodeInfo {
    /// The name by which hosts call it.
    pub name: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// From the doc comment.
    pub description: &'static str,
    /// Where an editor lists it: `Custom/Text`.
    pub category: &'static str,
    /// Path or name of an icon.
    pub icon: Option<&'static str>,
    /// All that its doc comment says, as Markdown, where that is more than the description.
    pub docs: Option<&'static str>,
    /// No exec pins: it runs when somebody needs its outputs.
    pub pure_: bool,
    /// It may run for long.
    pub long_running: bool,
    /// Scores, by the names of hosts that have such.
    pub scores: &'static [(&'static str, u8)],
    /// What it asks for, by the names of hosts that grant such.
    pub permissions: &'static [&'static str],
    /// Inputs, in the order of the parameters.
    pub inputs: &'static [PinInfo],
    /// Outputs.
    pub outputs: &'static [PinInfo],
    /// Exec outputs, of which one fires when the node ends.
    pub execs: &'static [ExecInfo],
}

/// An input or an output.
#[derive(Debug)]
pub struct PinInfo {
    /// Key in the JSON.
    pub name: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// From the doc comment or the attribute.
    pub description: &'static str,
    /// Its type.
    pub ty: PinType,
    /// JSON text of what an absent input counts as.
    pub default: Option<&'static str>,
    /// Accepted texts, if only some are.
    pub choices: &'static [&'static str],
    /// Smallest and largest accepted number as JSON text; empty for an open end.
    pub range: Option<(&'static str, &'static str)>,
    /// Distance of the numbers that are offered, as JSON text.
    pub step: Option<&'static str>,
    /// A secret: not to be shown.
    pub sensitive: bool,
    /// Only wires of this very schema fit.
    pub enforce_schema: bool,
    /// Shown in the field of a form while it is empty.
    pub placeholder: Option<&'static str>,
    /// A form must not leave it empty, although the node may do without.
    pub required: bool,
    /// When a form shows it.
    pub show: &'static [Show],
    /// Reads the host's current item, where the host has one.
    pub item: bool,
}

/// A condition under which a form shows an input: another one has one of these values.
#[derive(Debug, Clone, Copy)]
pub struct Show {
    /// The other input.
    pub input: &'static str,
    /// Its values as JSON text.
    pub values: &'static [&'static str],
}

impl PinInfo {
    /// A pin of which no more is known.
    #[must_use]
    pub const fn of(ty: PinType) -> Self {
        Self {
            name: "",
            title: "",
            description: "",
            ty,
            default: None,
            choices: &[],
            range: None,
            step: None,
            sensitive: false,
            enforce_schema: false,
            placeholder: None,
            required: false,
            show: &[],
            item: false,
        }
    }
}

/// An exec output.
#[derive(Debug, Clone, Copy)]
pub struct ExecInfo {
    /// Key in the JSON.
    pub name: &'static str,
    /// The same in quotes.
    pub json: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// From the doc comment.
    pub description: &'static str,
}

/// The type of a pin.
#[derive(Debug, Clone, Copy)]
pub struct PinType {
    /// What one value is.
    pub data: DataType,
    /// How many there are.
    pub value: ValueType,
    /// JSON Schema of one value, where a derive gives it.
    pub schema: Option<&'static str>,
    /// Accepted texts of an enum.
    pub choices: &'static [&'static str],
    /// The input may be absent or null.
    pub optional: bool,
}

impl PinType {
    /// One value of this type.
    #[must_use]
    pub const fn of(data: DataType) -> Self {
        Self { data, value: ValueType::Normal, schema: None, choices: &[], optional: false }
    }

    /// Many values of this type. What is already many, or has structure that cannot be told, becomes any JSON.
    #[must_use]
    pub const fn many(self, value: ValueType) -> Self {
        match (self.value, self.optional) {
            (ValueType::Normal, false) => Self { value, ..self },
            _ => Self { value, ..Self::of(DataType::Generic) },
        }
    }
}

/// Whether a key is the one that these bytes are. The compiler knows them, and makes comparisons of words of it where it is
/// given words.
#[inline(always)]
#[must_use]
pub fn is<const WORDS: usize, const REST: usize>(key: &str, words: &[[u8; 8]; WORDS], rest: &[u8; REST]) -> bool {
    let (key_words, key_rest) = key.as_bytes().as_chunks();
    key.len() == WORDS * 8 + REST && key_words == words && key_rest == rest
}

/// The input that reads the current item, for [`Node::item`].
#[must_use]
pub const fn item(pins: &[PinInfo]) -> usize {
    let mut i = 0;
    while i < pins.len() {
        if pins[i].item {
            return i;
        }
        i += 1;
    }
    usize::MAX
}

/// The names of exec outputs as JSON, for [`Node::execs`].
#[must_use]
pub const fn exec_names<const N: usize>(execs: &[ExecInfo]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut i = 0;
    while i < N {
        names[i] = execs[i].json;
        i += 1;
    }
    names
}

/// The exec outputs of a node: those of an enum that chooses, else the one that every node with exec pins has.
#[must_use]
pub const fn execs(chosen: &'static [ExecInfo], pure: bool) -> &'static [ExecInfo] {
    match (chosen, pure) {
        ([_, ..], _) => chosen,
        ([], true) => &[],
        ([], false) => {
            &[ExecInfo { name: EXEC_OUT, json: EXEC_OUT_JSON, title: "Out", description: "Fires when the node is done" }]
        }
    }
}

/// The part of a host's [`NodeWire`] that is needed while a plugin runs.
#[derive(Debug)]
pub struct Wire {
    /// Keys of the inputs and of the node's name.
    pub(super) inputs: &'static str,
    pub(super) node: &'static str,
    /// Tells [`INPUTS`], [`ITEM`] and [`NODE`] by their keys.
    pub(super) find: fn(&str) -> usize,
    /// The host has exec outputs.
    pub(super) exec: bool,
    pub(super) items: Option<&'static ItemsWire>,
    pub(super) ok: (&'static str, &'static str, &'static str),
    pub(super) err: (&'static str, &'static str),
}

/// The key of the inputs, for [`wire`].
pub const INPUTS: usize = 0;
/// The key of the item.
pub const ITEM: usize = 1;
/// The key of the node's name.
pub const NODE: usize = 2;

const EXEC_OUT_JSON: &str = crate::rt::concat_str!("\"", EXEC_OUT, "\"");

/// The JSON of a host's calls, looked up while the plugin is compiled. `keys` tells which of its keys one is.
#[must_use]
pub const fn wire(host: &str, dialect: &str, keys: fn(&str) -> usize) -> Wire {
    let wire = find(host, dialect);
    let NodeWire { inputs, node, exec, ok, err, .. } = *wire;
    let node = match node {
        Some(key) => key,
        None => "",
    };
    Wire { inputs, node, find: keys, exec, items: wire.items.as_ref(), ok, err }
}

#[expect(clippy::panic, reason = "evaluated by the compiler only")]
const fn find(host: &str, dialect: &str) -> &'static NodeWire {
    let mut h = 0;
    while h < HOSTS.len() {
        let mut d = 0;
        while d < HOSTS[h].dialects.len() {
            let candidate = &HOSTS[h].dialects[d];
            if same(HOSTS[h].id, host)
                && same(candidate.id, dialect)
                && let Some(wire) = candidate.node
            {
                return wire;
            }
            d += 1;
        }
        h += 1;
    }
    panic!("this host has no nodes")
}
