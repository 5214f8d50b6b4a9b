//! How inputs and results cross the boundary, and how long an instance lives and what a panic can become.

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

/// Whether a host's engine takes WebAssembly exceptions (`exnref`, the standard form).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exceptions {
    /// A plugin that unwinds loads.
    Taken,
    /// A plugin that unwinds does not load; the reason.
    Refused(&'static str),
    /// Not looked at.
    Unknown,
}

impl Lifetime {
    /// `kept` or `per call`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::PerCall => "per call",
        }
    }
}
