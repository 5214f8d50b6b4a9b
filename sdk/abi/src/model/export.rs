//! What a plugin exports.

use core::fmt;

use super::Source;

/// A value type of core WebAssembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Val {
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `f32`
    F32,
    /// `f64`
    F64,
}

impl Val {
    /// The type as WebAssembly's text format writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }
}

/// A function type of core WebAssembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Parameter types.
    pub params: &'static [Val],
    /// Result types.
    pub results: &'static [Val],
}

/// `(i32, i32) -> i64`; without results `(i32)`.
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_type(f, self.params.iter().copied(), self.results)
    }
}

/// Writes a function type.
pub(super) fn write_type(f: &mut fmt::Formatter<'_>, params: impl Iterator<Item = Val>, results: &[Val]) -> fmt::Result {
    fn list(f: &mut fmt::Formatter<'_>, mut vals: impl Iterator<Item = Val>) -> fmt::Result {
        vals.next().map_or(Ok(()), |first| f.write_str(first.as_str()))?;
        vals.try_for_each(|val| write!(f, ", {}", val.as_str()))
    }
    f.write_str("(")?;
    list(f, params)?;
    f.write_str(if results.is_empty() { ")" } else { ") -> " })?;
    list(f, results.iter().copied())
}

/// An export's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// Always the same.
    Fixed(&'static str),
    /// Derived or chosen; the rule in words.
    Derived(&'static str),
}

impl Name {
    /// The name, if it is a fixed one.
    #[must_use]
    pub const fn fixed(self) -> Option<&'static str> {
        match self {
            Self::Fixed(name) => Some(name),
            Self::Derived(_) => None,
        }
    }
}

/// How a name is put together: this text, then the parts with another between them, in which some characters are others, then
/// a text behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameRule {
    /// In front of the parts.
    pub before: &'static str,
    /// Between two parts.
    pub between: &'static str,
    /// Characters of the parts, and what stands for them. All others stay, in their case.
    pub replaced: &'static [(char, char)],
    /// Behind the parts.
    pub after: &'static str,
}

impl NameRule {
    /// The letters of the name for these parts.
    ///
    /// ```
    /// let put = anyhost_abi::signalk::HOST.dialect(None).and_then(|dialect| dialect.export(anyhost_abi::Role::Put));
    /// let rule = put.and_then(|put| put.rule).ok_or("no rule")?;
    /// let name: String = rule.letters(&["vessels.self", "steering.target-heading"]).collect();
    /// assert_eq!(name, "handle_put_vessels_self_steering_target-heading");
    /// # Ok::<(), &str>(())
    /// ```
    pub fn letters<'n>(&'n self, parts: &'n [&'n str]) -> impl Iterator<Item = char> + 'n {
        let parts = parts.iter().enumerate().flat_map(|(i, part)| {
            let between = if i > 0 { self.between } else { "" };
            between.chars().chain(part.chars().map(|letter| self.instead(letter)))
        });
        self.before.chars().chain(parts).chain(self.after.chars())
    }

    fn instead(&self, letter: char) -> char {
        self.replaced.iter().find(|(from, _)| *from == letter).map_or(letter, |(_, to)| *to)
    }
}

/// Something that a plugin exports.
#[derive(Debug, Clone, Copy)]
pub struct Export {
    /// Its name.
    pub name: Name,
    /// Its type; `None` for a memory, a global, or an export of a component.
    pub signature: Option<Signature>,
    /// What it is for. The generated body is chosen by it.
    pub role: Role,
    /// Whether the host needs it.
    pub need: Need,
    /// Whether the macros emit it.
    pub emit: bool,
    /// Bytes of the buffer that the host brings for what it writes, where it brings one.
    pub buffer: Option<u32>,
    /// It is one of a group of exports that are there when the plugin says so.
    pub group: Option<&'static str>,
    /// How the name is put together, where a plugin can have several of it.
    pub rule: Option<NameRule>,
    /// What it answers while the plugin cannot: before it was started, after it was stopped, or within another call.
    pub idle: Option<&'static str>,
    /// Where that was read or observed.
    pub source: Source,
}

/// What an export is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// The linear memory.
    Memory,
    /// Gives the host room for an input.
    Allocate,
    /// Takes a buffer back.
    Deallocate,
    /// Describes the only node: one JSON object.
    Definition,
    /// Describes all nodes: a JSON array.
    Definitions,
    /// Runs a node.
    Call,
    /// Number of the ABI.
    AbiVersion,
    /// Called between calls of a kept instance.
    ResetScratch,
    /// Called once after instantiation, by reactors.
    Initialize,
    /// Entry of a command; plugins should not have one.
    Start,
    /// Said to be called at the end.
    Drop,
    /// Said to run the plugin, without saying when.
    Execute,
    /// The plugin's id, as a text.
    PluginId,
    /// The plugin's name for people, as a text.
    PluginName,
    /// The JSON Schema of what the plugin can be configured with.
    ConfigSchema,
    /// Lists the HTTP endpoints: a JSON array.
    Endpoints,
    /// Starts a kept plugin.
    PluginStart,
    /// Stops a kept plugin.
    PluginStop,
    /// Called at fixed times while the plugin runs.
    Poll,
    /// Told of what happened, without an answer.
    Event,
    /// Answers the HTTP requests of one endpoint.
    Endpoint,
    /// Answers requests to set one value.
    Put,
    /// Answers one kind of question of those that its group is about.
    Provider,
    /// Read by a testkit after a trap.
    PanicText,
    /// Known to the host, of no use to a plugin of ours; or read by tools only.
    Other,
}

/// Whether a host needs an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it the host does not load or call the plugin.
    Required,
    /// One export of this group is required.
    OneOf(&'static str),
    /// Used if present.
    Optional,
    /// Never looked at.
    Ignored,
}
