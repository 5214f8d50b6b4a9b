//! What the emulator lets a user set.

use super::{deduced, e1, e2};
use crate::{INSTANCE, Mark, Source, Switch, Version};

const fn source_switch(key: &'static str, values: &'static [&'static str], does: &'static str, source: Source) -> Switch {
    Switch { key, values, does, dialects: &["source"], source }
}

const fn every(key: &'static str, values: &'static [&'static str], does: &'static str, source: Source) -> Switch {
    Switch { key, values, does, dialects: &[], source }
}

/// The epochs by name.
pub(super) const VERSIONS: &[Version] = &[
    Version {
        id: "E2",
        summary: "the project after its move to Rheosoph/flow-like",
        sets: &[
            ("epoch", "2"),
            (INSTANCE, "kept"),
            ("host_memory", "visible"),
            ("growth", "grows"),
            ("permissions", "closed"),
            ("memory", "enforced"),
            ("inputs", "defaults"),
            ("after_failure", "closed"),
        ],
        source: e2!("read as single files"),
    },
    Version {
        id: "E1",
        summary: "commit ab1f822d of TM9657/flow-like, 2026-02-21",
        sets: &[
            ("epoch", "1"),
            (INSTANCE, "fresh"),
            ("host_memory", "hidden"),
            ("growth", "never"),
            ("permissions", "free"),
            ("memory", "unlimited"),
            ("inputs", "raw"),
            ("after_failure", "open"),
        ],
        source: e1!(Observed "instance.rs, limits.rs, host_functions/mod.rs of commit ab1f822d"),
    },
];

/// `epoch` as a value means: as [`VERSIONS`] says of the epoch.
pub(super) const SWITCHES: &[Switch] = &[
    source_switch(
        "epoch",
        &["2", "1"],
        "the host's age: which imports and which of `reset_scratch` there are, whether fuel is the instance's (1) or a call's (2), \
         and what the switches say that are `epoch`",
        e1!(Observed "instance.rs, limits.rs, host_functions/mod.rs of commit ab1f822d; E2 read"),
    ),
    source_switch(
        INSTANCE,
        &["epoch", "kept", "fresh"],
        "whether calls share an instance: for one flow run in E2; a fresh one for each `run` in E1",
        e1!(Observed "node.rs:432-447; E2 read"),
    ),
    source_switch(
        "host_memory",
        &["epoch", "visible", "hidden"],
        "whether host functions see guest memory: not in E1, where texts that are passed are dropped",
        e1!(Observed "host_functions/linker.rs:26, 1363-1379; E2 read"),
    ),
    source_switch(
        "growth",
        &["epoch", "grows", "never"],
        "whether the host grows memory for the input of a module without `alloc`: E2 does, E1 writes behind the end",
        e1!(Observed "memory.rs:176-195; E2 read"),
    ),
    source_switch(
        "permissions",
        &["epoch", "closed", "free"],
        "whether a definition may name only the permissions of a list: in E2; E1 shows any text",
        e1!(Observed "abi.rs:76-142; E2 read"),
    ),
    source_switch(
        "shadow",
        &["off", "on"],
        "a shadow run of E2: what has effects is not granted, whatever was asked for: writing and deleting files, writing by \
         HTTP, to variables and to the cache, OAuth",
        e2!("package runtime: shadow runs"),
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
