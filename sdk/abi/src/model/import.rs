//! What a plugin may import.

use core::fmt;

use super::export::write_type;
use super::{Source, Val};

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

    /// How many of the last arguments a guest may leave out of the type that it declares.
    #[must_use]
    pub fn optional(&self) -> usize {
        self.args.iter().rev().take_while(|arg| arg.absent.is_some()).count()
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

    /// Its wasm type as text: `(i32, i32) -> i64`. Says nothing where [`Import::is_typed`] does not hold.
    pub fn ty(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(|f| write_type(f, self.params(), self.results()))
    }
}

/// One parameter of an import.
#[derive(Debug, Clone, Copy)]
pub struct Arg {
    /// What it is.
    pub name: &'static str,
    /// How it is passed.
    pub ty: Ty,
    /// What the host takes where a guest declares the function without it; `None` if each has to.
    pub absent: Option<i32>,
}

/// How a parameter is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ty {
    /// One `i32`: a number, a flag, or a pointer.
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
    /// A place of so many bytes to be written to, as pointer.
    Out(u32),
}

impl Ty {
    /// The wasm types that it takes.
    #[must_use]
    pub const fn vals(self) -> &'static [Val] {
        match self {
            Self::I32 | Self::Out(_) => &[Val::I32],
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
    /// Rust's standard library calls it; with what, by its path there.
    Std(&'static str),
    /// A plugin must not use it; the reason, and what to do instead.
    Never(&'static str),
    /// The host or the kind is not built yet.
    NotBuilt(&'static str),
}
