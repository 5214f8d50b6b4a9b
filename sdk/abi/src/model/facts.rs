//! Limits, switches, rules, package files, and where each was learnt.

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

/// The key of the switch that sets how long an instance lives, where a host has it: `kept` or `fresh`.
pub const INSTANCE: &str = "instance";

/// A version of a host that can be pinned: what its emulator is set to then.
///
/// A switch whose value is the key of another switch (`epoch`) means: as the version that sets the other one says.
#[derive(Debug, Clone, Copy)]
pub struct Version {
    /// How it is called: `E2`.
    pub id: &'static str,
    /// What it is, in one line.
    pub summary: &'static str,
    /// Switches and their values.
    pub sets: &'static [(&'static str, &'static str)],
    /// Where it was read or observed.
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

/// Rules whose ids start alike.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// The host's prefix and a digit: `FL3`.
    pub prefix: &'static str,
    /// What they are about.
    pub title: &'static str,
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
    /// The room of the SDK renders it at compile time; it travels in the section `anyhost:<name>`, unless the host has one.
    pub generated: bool,
    /// The custom section of the wasm in which the host itself looks for it.
    pub section: Option<&'static str>,
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
