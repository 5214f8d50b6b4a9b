//! Limits, and the presets that set them together.

use super::{e1, e2, sandbox::capability};
use crate::Limit;
use crate::short::limit;

/// Limits and capabilities that the host sets together.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// Its name, as the switch `preset` takes it.
    pub name: &'static str,
    /// Pages of memory.
    pub memory_pages: u64,
    /// Wall-clock time; counted from instantiation.
    pub timeout_ms: u64,
    /// Fuel: E1 for an instance, E2 for each call.
    pub fuel: u64,
    /// The wasm stack.
    pub stack_bytes: u64,
    /// Bits of [`capability`](mod@capability).
    pub capabilities: u32,
}

/// The crate's defaults; a manifest's tiers set memory and time (`limits.rs:6-55`).
pub const STANDARD: Preset = Preset {
    name: "default",
    memory_pages: 4096,
    timeout_ms: 120_000,
    fuel: 100_000_000_000,
    stack_bytes: 1 << 20,
    capabilities: capability::STANDARD,
};

/// No capabilities, little of everything (`limits.rs:6-55`).
pub const RESTRICTIVE: Preset = Preset {
    name: "restrictive",
    memory_pages: 256,
    timeout_ms: 10_000,
    fuel: 1_000_000_000,
    stack_bytes: 256 << 10,
    capabilities: capability::NONE,
};

/// A developer's side-load (`limits.rs:6-55`).
pub const PERMISSIVE: Preset = Preset { name: "permissive", timeout_ms: 300_000, capabilities: capability::ALL, ..STANDARD };

const DEFAULTS: crate::Source = e1!(Read "limits.rs:6-55");

/// The defaults, for every dialect.
pub(super) const LIMITS: &[Limit] = &[
    limit(
        "memory_pages",
        STANDARD.memory_pages,
        "E1 does not look; E2 refuses a larger minimum and lets memory.grow fail",
        e1!(Observed "limits.rs:6-55 (E2's store limits read)"),
    ),
    limit(
        "fuel",
        STANDARD.fuel,
        "the call traps; E1: nothing runs on that instance any more; E2: the package is closed for the run",
        e1!(Observed "engine.rs:127"),
    ),
    limit(
        "timeout_ms",
        STANDARD.timeout_ms,
        "the call traps; E2: the package is closed for the run",
        e1!(Observed "engine.rs:128, 201-217"),
    ),
    limit(
        "stack_bytes",
        STANDARD.stack_bytes,
        "the call traps; later calls on that instance may trap at once",
        e1!(Observed "engine.rs:141"),
    ),
    limit("tables", 100, "E1 does not look; E2 refuses to instantiate", DEFAULTS),
    limit("table_elements", 100_000, "E1 does not look; E2 refuses to instantiate, or table.grow fails", DEFAULTS),
    limit("memories", 10, "E1 does not look; E2 refuses to instantiate", DEFAULTS),
    limit("instances", 100, "E1 does not look; E2 refuses to instantiate", DEFAULTS),
    limit("write_bytes", 10 << 20, "flowlike_storage.write_request returns -1", e1!(Read "host_functions/storage.rs:9")),
    limit("memory_pages_max", 65_536, "E2: the most that a manifest can ask for (4 GB)", e2!("manifest tiers")),
    limit("timeout_ms_max", 1_800_000, "E2: the most that a manifest can ask for (30 min)", e2!("manifest tiers")),
];
