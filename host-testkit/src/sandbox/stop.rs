//! Why a call did not come back.

use std::fmt;

use wasmtime::{Trap, WasmBacktrace};

/// Why a call did not come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The fuel was used up.
    Fuel(u64),
    /// It ran too long.
    Deadline(u64),
    /// Too many nested calls.
    Stack,
    /// The guest asked to end, with this code.
    Exit(i32),
    /// A host function ended it.
    Host(String),
    /// Any other trap, and where.
    Trap(String),
}

impl Stop {
    /// Reads the engine's error. `fuel` and `seconds` are the limits that were set.
    pub(crate) fn of(error: &wasmtime::Error, fuel: u64, milliseconds: u64) -> Self {
        if let Some(stop) = error.downcast_ref::<Self>() {
            return stop.clone();
        }
        match error.downcast_ref::<Trap>() {
            Some(Trap::OutOfFuel) => Self::Fuel(fuel),
            Some(Trap::Interrupt) => Self::Deadline(milliseconds),
            Some(Trap::StackOverflow) => Self::Stack,
            Some(trap) => {
                let trap = trap.to_string();
                let trap = trap.strip_prefix("wasm trap: ").unwrap_or(&trap);
                Self::Trap(place(error).map_or_else(|| trap.to_owned(), |place| format!("{trap}, in {place}")))
            }
            None => Self::Trap(error.root_cause().to_string()),
        }
    }

    /// Whether the guest still does its work at a limit of anyhost's, so that nothing is known of the real host.
    pub(crate) fn is_limit(&self) -> bool {
        matches!(self, Self::Fuel(_) | Self::Deadline(_))
    }
}

/// The innermost functions of the trap, by name or number.
fn place(error: &wasmtime::Error) -> Option<String> {
    let frames = error.downcast_ref::<WasmBacktrace>()?.frames();
    let names: Vec<String> = frames
        .iter()
        .take(3)
        .map(|frame| frame.func_name().map_or_else(|| format!("function {}", frame.func_index()), |name| format!("`{name}`")))
        .collect();
    (!names.is_empty()).then(|| names.join(" called by "))
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fuel(fuel) => write!(f, "out of fuel: the call did not end within {fuel} units; is there an endless loop?"),
            Self::Deadline(ms) => write!(f, "timeout: the call did not end within {ms} ms; is there an endless loop?"),
            Self::Stack => f.write_str("stack overflow: calls are nested too deeply"),
            Self::Exit(code) => write!(f, "the module ended itself with exit code {code}"),
            Self::Host(text) | Self::Trap(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Stop {}
