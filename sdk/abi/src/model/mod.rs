//! The types that describe a host.

mod export;
mod facts;
mod import;
mod memory;

pub use export::*;
pub use facts::*;
pub use import::*;
pub use memory::*;

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
    /// Versions that can be pinned, the newest first; empty where only one is known.
    pub versions: &'static [Version],
    /// What a plugin must keep, with what the host does when it is broken. Number 000 is no rule of the host's: it stands for
    /// what anyhost itself does not judge.
    pub rules: &'static [Rule],
    /// What the first digit of a rule's number says.
    pub groups: &'static [Group],
    /// Words in which a plugin says something of itself.
    pub words: Words,
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

    /// Number 000: what anyhost itself does not judge.
    #[must_use]
    pub fn unjudged(&self) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.ends_with("000"))
    }

    /// The version with this id.
    #[must_use]
    pub fn version(&self, id: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }
}

/// Words that a host lists, in which a plugin says something of itself.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// What a plugin may ask for.
    pub permissions: &'static [&'static str],
    /// What it can be scored for.
    pub scores: &'static [&'static str],
    /// The highest score that means something.
    pub score_max: u8,
    /// Methods of HTTP that it routes to plugins.
    pub methods: &'static [&'static str],
    /// Routes below a plugin's own that never reach it: method, `*` for each, and path.
    pub routes: &'static [(&'static str, &'static str)],
}

impl Words {
    /// Of a host that lists none.
    pub const NONE: Self = Self { permissions: &[], scores: &[], score_max: 0, methods: &[], routes: &[] };
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
    /// The module of the SDK whose functions are those of this dialect, by its path below the crate.
    pub room: &'static str,
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
    /// Whether a function of the host may call the plugin again before it returns.
    pub reentrant: bool,
    /// Whether its engine takes WebAssembly exceptions, so that a panic can unwind.
    pub exceptions: Exceptions,
    /// How a call says that it failed.
    pub failure: &'static str,
    /// Limits, by name.
    pub limits: &'static [Limit],
    /// Files of the package beside the wasm.
    pub files: &'static [File],
    /// JSON of a call, for hosts of shape [`Shape::Node`].
    pub node: Option<&'static crate::NodeWire>,
    /// JSON of a request and of its answer, for core modules of hosts of shape [`Shape::Route`].
    pub route: Option<&'static crate::RouteWire>,
    /// Keys of what the context says of the call beside the inputs, and a context argument tells: ids and flags, each a text,
    /// a number or a boolean. Empty where there is nothing, and no context argument.
    pub about: &'static [&'static str],
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

impl Kind {
    /// `core`, `reactor` or `component`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Reactor => "reactor",
            Self::Component => "component",
        }
    }
}
