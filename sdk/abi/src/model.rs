//! The types that describe a host.

/// A host: everything about it that is data.
#[derive(Debug)]
pub struct Host {
    /// The name on the command line and in attributes: `flow-like`.
    pub id: &'static str,
    /// The name as the host writes it: `Flow-Like`.
    pub title: &'static str,
    /// What its rule ids start with: `FL`.
    pub prefix: &'static str,
    /// What a plugin is, to this host. The macros know shapes, never hosts.
    pub shape: Shape,
    /// Whether this workspace builds, emulates and judges for it.
    pub support: Support,
    /// Its ABIs. The first one is the default.
    pub dialects: &'static [Dialect],
    /// What its emulator lets a user set: `--set key=value`.
    pub switches: &'static [Switch],
    /// What a plugin must keep, with what the host does when it is broken.
    pub rules: &'static [Rule],
    /// Names of the permissions or capabilities that gate imports.
    pub capabilities: &'static [&'static str],
}

impl Host {
    /// The dialect with this id, or the default one for `None`.
    #[must_use]
    pub fn dialect(&self, id: Option<&str>) -> Option<&Dialect> {
        match id {
            None => self.dialects.first(),
            Some(id) => self.dialects.iter().find(|dialect| dialect.id == id),
        }
    }

    /// The rule with this id (`"FL007"`).
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// What a plugin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Functions with typed inputs and outputs: `#[node]`.
    Node,
    /// HTTP handlers: `#[route]`.
    Route,
    /// A kept object with handlers: `#[signalk_plugin]`.
    Stateful,
}

/// How far this workspace goes with a host or a dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Guests, emulator and rules are there.
    Built,
    /// Entered as data only; the reason.
    DataOnly(&'static str),
}

/// One ABI of a host.
#[derive(Debug)]
pub struct Dialect {
    /// `source` (what the real host does) or `docs` (what its documentation says).
    pub id: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Core module, reactor or component.
    pub kind: Kind,
    /// Guests, emulator and rules for this dialect.
    pub support: Support,
    /// The rustc target that guests are built for by default.
    pub target: &'static str,
    /// What a plugin exports.
    pub exports: &'static [Export],
    /// What a plugin may import. Anything else is unknown to the host.
    pub imports: &'static [Import],
    /// Where the input lies and who frees what.
    pub memory: Memory,
    /// How long an instance lives by default.
    pub lifetime: Lifetime,
    /// How a call says that it failed.
    pub failure: &'static str,
    /// Limits, by name.
    pub limits: &'static [Limit],
    /// Files of the package beside the wasm.
    pub files: &'static [File],
    /// JSON of a call, for hosts of shape [`Shape::Node`].
    pub node: Option<&'static crate::NodeWire>,
    /// Where the dialect was read or observed.
    pub source: Source,
}

impl Dialect {
    /// The first export of this role.
    #[must_use]
    pub fn export(&self, role: Role) -> Option<&Export> {
        self.exports.iter().find(|export| export.role == role)
    }

    /// The import with these names.
    #[must_use]
    pub fn import(&self, module: &str, name: &str) -> Option<&Import> {
        self.imports.iter().find(|import| import.module == module && import.name == name)
    }

    /// The limit with this name.
    #[must_use]
    pub fn limit(&self, name: &str) -> Option<u64> {
        self.limits.iter().find(|limit| limit.name == name).map(|limit| limit.value)
    }
}

/// Kind of WebAssembly binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A core module.
    Core,
    /// A core module that the host initialises once and keeps.
    Reactor,
    /// A component.
    Component,
}

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

/// A function type of core WebAssembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Parameter types.
    pub params: &'static [Val],
    /// Result types.
    pub results: &'static [Val],
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

/// A function that a host offers.
#[derive(Debug, Clone, Copy)]
pub struct Import {
    /// Module (`env`) or interface (`wasi:http/types@0.2.12`).
    pub module: &'static str,
    /// Field.
    pub name: &'static str,
    /// Parameters by meaning; [`Import::params`] gives the wasm types.
    pub args: &'static [Arg],
    /// The result by meaning.
    pub result: Ret,
    /// What the host wants granted before it answers, by name; of several, separated by spaces, all.
    pub capability: Option<&'static str>,
    /// The host's version or epoch from which it is there, if not from the first.
    pub since: Option<&'static str>,
    /// What plugins of ours get of it.
    pub offer: Offer,
    /// What it does, in one line.
    pub does: &'static str,
    /// Where that was read or observed.
    pub source: Source,
}

impl Import {
    /// Whether its type is known.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        !matches!(self.result, Ret::Unknown)
    }

    /// The wasm types of its parameters.
    pub fn params(&self) -> impl Iterator<Item = Val> + '_ {
        self.args.iter().flat_map(|arg| arg.ty.vals().iter().copied())
    }

    /// The wasm types of its results.
    #[must_use]
    pub fn results(&self) -> &'static [Val] {
        match self.result {
            Ret::None | Ret::Unknown | Ret::Wit(_) => &[],
            Ret::I32(_) | Ret::Pointer(_) => &[Val::I32],
            Ret::I64(_) | Ret::Packed(_) => &[Val::I64],
            Ret::F64(_) => &[Val::F64],
        }
    }
}

/// One parameter of an import.
#[derive(Debug, Clone, Copy)]
pub struct Arg {
    /// What it is.
    pub name: &'static str,
    /// How it is passed.
    pub ty: Ty,
}

/// How a parameter is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ty {
    /// One `i32`: a number, a flag, or a pointer to something of fixed size.
    I32,
    /// One `i64`.
    I64,
    /// One `f64`.
    F64,
    /// UTF-8 text as pointer and length.
    Str,
    /// JSON text as pointer and length.
    Json,
    /// Bytes as pointer and length.
    Bytes,
    /// The caller's buffer to be written to, as pointer and capacity.
    Buffer,
}

impl Ty {
    /// The wasm types that it takes.
    #[must_use]
    pub const fn vals(self) -> &'static [Val] {
        match self {
            Self::I32 => &[Val::I32],
            Self::I64 => &[Val::I64],
            Self::F64 => &[Val::F64],
            Self::Str | Self::Json | Self::Bytes | Self::Buffer => &[Val::I32, Val::I32],
        }
    }
}

/// What an import returns; the text says what the values mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ret {
    /// Nothing.
    None,
    /// A number, a flag or a status.
    I32(&'static str),
    /// A number.
    I64(&'static str),
    /// A number.
    F64(&'static str),
    /// `pointer << 32 | length`.
    Packed(&'static str),
    /// A pointer in the guest.
    Pointer(&'static str),
    /// The whole type of a component's function in WIT; `args` is empty then.
    Wit(&'static str),
    /// The type could not be read anywhere.
    Unknown,
}

/// What plugins built with anyhost get of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// A safe function of the SDK, by its path below the crate.
    Wrapped(&'static str),
    /// A plugin must not use it; the reason, and what to do instead.
    Never(&'static str),
    /// The host or the kind is not built yet.
    NotBuilt(&'static str),
}

/// Where an input lies and who frees what.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// How the input gets into the guest.
    pub input: Input,
    /// When the host gives the input buffer back.
    pub input_freed: Freed,
    /// How the result gets out.
    pub result: ResultAt,
    /// When the host gives the result back.
    pub result_freed: Freed,
}

/// How an input gets into the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The host asks the guest's allocator for room.
    Allocated,
    /// The host grows memory and writes there.
    Grown,
    /// Canonical ABI.
    Canonical,
}

/// When the host gives a buffer back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freed {
    /// Before it reads the result.
    BeforeResult,
    /// After it has read the result.
    AfterResult,
    /// Never.
    Never,
    /// Not said: any order, or never.
    Unsaid,
}

/// How a result gets out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultAt {
    /// One `i64`: `pointer << 32 | length`.
    Packed,
    /// A pointer to JSON that ends itself; no length.
    SelfDelimiting,
    /// A pointer to `[u32 little-endian length][bytes]`.
    Prefixed,
    /// Into a buffer of the caller; the length is returned.
    CallersBuffer,
    /// Canonical ABI.
    Canonical,
}

/// How long an instance lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Many calls on one instance.
    Kept,
    /// A fresh instance for each call.
    PerCall,
}

/// A limit of a host.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// `memory_pages`, `fuel`, `timeout_ms`, `stack_bytes`, `result_bytes`, …
    pub name: &'static str,
    /// The value, in the unit that the name says.
    pub value: u64,
    /// What the host does when it is passed.
    pub excess: &'static str,
    /// Where that was read or observed.
    pub source: Source,
}

/// Something that an emulator lets its user choose, because hosts differ in it or do not say.
#[derive(Debug, Clone, Copy)]
pub struct Switch {
    /// The key of `--set key=value`.
    pub key: &'static str,
    /// Accepted values; the first is the default. A value in angle brackets (`<pages>`) stands for any number.
    pub values: &'static [&'static str],
    /// What it changes.
    pub does: &'static str,
    /// The dialects that have it; empty for all.
    pub dialects: &'static [&'static str],
    /// Where the difference was read or observed.
    pub source: Source,
}

/// Something that a plugin must keep.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable id: the host's prefix and a number. Never changes its meaning.
    pub id: &'static str,
    /// How bad a break is.
    pub level: Level,
    /// What a plugin must do, in one line.
    pub title: &'static str,
    /// What the host does when it is broken.
    pub breaks: &'static str,
    /// What to write instead.
    pub fix: &'static str,
    /// The dialects in which it holds; empty for all.
    pub dialects: &'static [&'static str],
    /// Where that was read or observed.
    pub source: Source,
}

/// How bad the break of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Breaks only under calls that the real host does not make today, or works by luck.
    Warning,
    /// Breaks when the host calls as it really does.
    Error,
}

impl Level {
    /// `note`, `warning` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A file of a host's package.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// Its name in the package.
    pub name: &'static str,
    /// What it holds.
    pub does: &'static str,
    /// The room of the SDK renders it at compile time; it travels in the section `anyhost:<name>`.
    pub generated: bool,
    /// Where that was read or observed.
    pub source: Source,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// How it was learnt.
    pub mark: Mark,
    /// Where: file and line, or section of the host's document.
    pub at: &'static str,
}

/// How a fact was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Run on the real host.
    Observed,
    /// Run on the real host with a stand-in for what surrounds it, or with a fix of a later version.
    ObservedPartly,
    /// Run on a stand-in built on the engine that the host names.
    StandIn,
    /// Only read.
    Read,
    /// A deduction or a recommendation.
    Deduced,
    /// A rule of anyhost's own.
    Own,
}

impl Mark {
    /// The mark as it is printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::ObservedPartly => "observed in part",
            Self::StandIn => "observed on a stand-in",
            Self::Read => "read",
            Self::Deduced => "deduced",
            Self::Own => "anyhost",
        }
    }
}
