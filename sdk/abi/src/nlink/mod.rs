//! nLink: nodes of a workflow, one JSON item a call, in 32 MiB.
//!
//! The host is closed. The only dialect is what its documentation says; what it leaves open is a switch of the emulator, and
//! a guest must suit every reading.

pub mod json;
pub mod package;
pub mod rules;
mod switches;
mod wasi;

use crate::short::{VOID, emitted, known, limit, signature};
use crate::{
    Dialect, Exceptions, Export, Freed, Host, Input, ItemsWire, Kind, Lifetime, Limit, Mark, Memory, Need, NodeWire, ResultAt,
    Role, Shape, Source, Support, Val,
};

/// The host's page on WebAssembly nodes.
macro_rules! page {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::Read, at: concat!("nlink.run, \"WebAssembly (WASM) Node Development\": ", $at) }
    };
}
use page;

/// Another document of the host's.
macro_rules! other {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::Read, at: $at }
    };
}
use other;

/// A stand-in on the engine that the host names.
macro_rules! stand_in {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::StandIn, at: concat!("wazero 481bac9, 512 pages, WASI without files: ", $at) }
    };
}
use stand_in;

/// What follows from a document that is silent.
macro_rules! deduced {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::Deduced, at: concat!("nLink's page is silent: ", $at) }
    };
}
use deduced;

/// nLink.
pub const HOST: Host = Host {
    id: "nlink",
    title: "nLink",
    prefix: "NL",
    shape: Shape::Node,
    support: Support::Built,
    dialects: &[DOCS],
    switches: switches::SWITCHES,
    versions: &[],
    rules: rules::RULES,
    groups: rules::GROUPS,
    words: crate::Words::NONE,
    capabilities: &[],
};

const DOCS: Dialect = Dialect {
    id: "docs",
    summary: "core module: JSON through packed i64 pointers, as the documentation of the closed host says",
    kind: Kind::Reactor,
    support: Support::Built,
    room: "nlink",
    target: "wasm32-unknown-unknown",
    exports: EXPORTS,
    imports: wasi::IMPORTS,
    memory: Memory { input: Input::Allocated, input_freed: Freed::Unsaid, result: ResultAt::Packed, result_freed: Freed::Unsaid },
    lifetime: Lifetime::Kept,
    reentrant: false,
    exceptions: Exceptions::Refused("its engine, wazero, has no exception handling"),
    failure: "`{\"error\":\"message\"}` instead of the array of items; after a trap the host may try execution.js",
    limits: LIMITS,
    files: package::FILES,
    node: Some(&NodeWire {
        host: "nlink",
        inputs: json::PARAMS,
        item: Some(json::ITEM),
        node: None,
        exec: false,
        ok: ("[{\"json\":{", "}", "}]"),
        err: ("{\"error\":\"", "\"}"),
        items: Some(ItemsWire { list: ("[", "]"), item: ("{\"json\":", "}"), extras: json::ITEM_KEYS }),
    }),
    route: None,
    about: &[],
    source: page!("the whole page"),
};

const EXPORTS: &[Export] = &[
    known("memory", None, Role::Memory, Need::Required, page!("the host reads and writes it directly")),
    emitted("allocate", signature(&[Val::I32], &[Val::I32]), Role::Allocate, Need::Required, page!("exports")),
    emitted(
        "deallocate",
        signature(&[Val::I32, Val::I32], &[]),
        Role::Deallocate,
        Need::Optional,
        page!("exports, \"highly recommended\""),
    ),
    emitted(
        "execute_node",
        signature(&[Val::I32, Val::I32], &[Val::I64]),
        Role::Call,
        Need::Required,
        page!("exports; the page writes u64"),
    ),
    // A no-op in Rust. Go cannot run unless the host calls it.
    emitted(
        "_initialize",
        VOID,
        Role::Initialize,
        Need::Optional,
        stand_in!("Go traps in `allocate` without it; the page says \"WASI Reactor\""),
    ),
    known("_start", Some(VOID), Role::Start, Need::Ignored, page!("the module is a reactor, not a command")),
];

const LIMITS: &[Limit] = &[
    limit(
        "memory_pages",
        512,
        "a larger declared minimum does not compile, a larger maximum is clamped, memory.grow fails",
        page!("32 MiB hard limit"),
    ),
    limit(
        "result_bytes",
        15_000_000,
        "not said; documented for execution logs",
        other!("README of nlinkrun/workflow: in-memory parsing limited to 15 MB"),
    ),
    limit(
        "item_bytes",
        5_000_000,
        "larger webhooks are not taken; nothing is said of items from elsewhere",
        other!("README of nlinkrun/workflow: webhooks up to 5 MB"),
    ),
    limit("package_bytes", 50_000_000, "the upload is rejected", page!("zip or tar up to 50 MB")),
    limit(
        "fuel",
        10_000_000_000,
        "the emulator ends the call; no limit of time is documented",
        Source { mark: Mark::Own, at: "a bound for calls that never end" },
    ),
];
