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
    /// A text that names or describes the plugin, written to the host's buffer.
    Describe,
    /// Starts a kept plugin.
    PluginStart,
    /// Stops a kept plugin.
    PluginStop,
    /// Any further handler, called by name.
    Handler,
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
