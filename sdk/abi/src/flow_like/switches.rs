//! What the emulator lets a user set.

use super::{deduced, e1, e2};
use crate::{Mark, Source, Switch};

const fn source_switch(key: &'static str, values: &'static [&'static str], does: &'static str, source: Source) -> Switch {
    Switch { key, values, does, dialects: &["source"], source }
}

const fn every(key: &'static str, values: &'static [&'static str], does: &'static str, source: Source) -> Switch {
    Switch { key, values, does, dialects: &[], source }
}

/// `epoch` as a value means: as the epoch does.
pub(super) const SWITCHES: &[Switch] = &[
    source_switch(
        "epoch",
        &["2", "1"],
        "the host's age. 1: host functions do not see guest memory, memory does not grow without `alloc`, an instance for each \
         run, memory unlimited, inputs without defaults, any permission name. 2: the contrary of each; a failed call closes the package",
        e1!(Observed "instance.rs, host_functions/mod.rs of commit ab1f822d; E2 read"),
    ),
    source_switch(
        "getters",
        &["host-offset", "guest-alloc"],
        "what getter imports return: an offset in a buffer of the host's, as both epochs do, or a copy in the guest, as intended",
        e1!(Observed "host_functions/mod.rs:265-270"),
    ),
    source_switch(
        "capabilities",
        &["asked", "all", "standard", "none"],
        "what is granted: what the package asks for (a bare wasm: all), everything, the crate's default, nothing",
        e1!(Read "limits.rs:107-193, client.rs:500-560"),
    ),
    every(
        "preset",
        &["default", "restrictive", "permissive"],
        "memory, time, fuel, stack and capabilities together",
        e1!(Read "limits.rs:6-55"),
    ),
    source_switch(
        "memory",
        &["epoch", "enforced", "unlimited"],
        "whether the memory limit holds: not in E1, by store limits in E2",
        e1!(Observed "limits.rs:6-55; E2 read"),
    ),
    source_switch(
        "inputs",
        &["epoch", "defaults", "raw"],
        "what an input that is not given is: its pin's default (E2), or absent (E1)",
        e1!(Observed "node.rs:360-370; E2 read"),
    ),
    source_switch(
        "after_failure",
        &["epoch", "closed", "open"],
        "whether a trap, a negative or a malformed result closes the package for the rest of the run: E2 does, E1 takes a fresh instance",
        e2!("package runtime"),
    ),
    source_switch(
        "scribble",
        &["off", "on"],
        "overwrite the input after `dealloc`, before the result is read",
        deduced!("instance.rs:297: `dealloc` comes before the result is read"),
    ),
    source_switch(
        "log_level",
        &["1", "0", "2", "3", "4"],
        "the flow's log filter and the context's `log_level`: 0 Debug, 1 Info, 2 Warn, 3 Error, 4 Fatal",
        e1!(ObservedPartly "abi.rs:144-166, node.rs:452-491"),
    ),
    every("fuel", &["preset", "<units>"], "fuel, instead of the preset's", e1!(Observed "engine.rs:127")),
    every("timeout_ms", &["preset", "<ms>"], "wall-clock time, instead of the preset's", e1!(Observed "engine.rs:128, 201-217")),
    every(
        "memory_pages",
        &["preset", "<pages>"],
        "the memory limit, instead of the preset's",
        Source { mark: Mark::Read, at: "Flow-Like E1, packages/wasm/src/manifest.rs:335-455: tiers of 16 to 256 MB" },
    ),
];
