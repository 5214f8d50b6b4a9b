//! Flow-Like: nodes of a flow, as JSON through packed pointers.
//!
//! Two epochs are current. E1 is commit `ab1f822d` of TM9657/flow-like (2026-02-21); E2 is the project after its move to
//! Rheosoph/flow-like. One guest can suit both. An emulator follows E2 unless `epoch=1` is set.

mod component;
mod exports;
mod imports;
pub mod json;
mod limits;
pub mod manifest;
pub mod rules;
pub mod sandbox;
mod switches;
pub mod text;
mod wasi;

use crate::{Dialect, Exceptions, File, Freed, Host, Input, Kind, Lifetime, Memory, NodeWire, ResultAt, Shape, Support};

pub use limits::{PERMISSIVE, Preset, RESTRICTIVE, STANDARD};
pub use wasi::wasi_returns;

/// A source in E1's host crate.
macro_rules! e1 {
    ($mark:ident $at:literal) => {
        $crate::Source { mark: $crate::Mark::$mark, at: concat!("Flow-Like E1, packages/wasm/src/", $at) }
    };
}
use e1;

/// A source in E1's desktop, which loads projects.
macro_rules! desktop {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::Read, at: concat!("Flow-Like E1, the desktop's ", $at) }
    };
}
use desktop;

/// A source in E2, which was read as single files, so without lines.
macro_rules! e2 {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::Read, at: concat!("Flow-Like E2, ", $at) }
    };
}
use e2;

/// A deduction from what was read or observed.
macro_rules! deduced {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::Deduced, at: concat!("Flow-Like, ", $at) }
    };
}
use deduced;

/// What the documented preview says.
macro_rules! docs {
    ($mark:ident $at:literal) => {
        $crate::Source { mark: $crate::Mark::$mark, at: concat!("Flow-Like, page \"Rust WASM Nodes\" (preview): ", $at) }
    };
}
use docs;

/// What `get_abi_version` returns: E1's constant. E2's is 2; neither host calls the export.
pub const ABI_VERSION: i32 = 1;

/// Flow-Like.
pub const HOST: Host = Host {
    id: "flow-like",
    title: "Flow-Like",
    prefix: "FL",
    shape: Shape::Node,
    support: Support::Built,
    dialects: &[SOURCE, DOCS, COMPONENT],
    switches: switches::SWITCHES,
    versions: switches::VERSIONS,
    rules: rules::RULES,
    groups: rules::GROUPS,
    words: json::WORDS,
    capabilities: sandbox::CAPABILITY_NAMES,
};

const SOURCE: Dialect = Dialect {
    id: "source",
    summary: "core module: JSON through packed i64 pointers; what both epochs of the host load",
    kind: Kind::Core,
    support: Support::Built,
    room: "flow_like",
    target: "wasm32-unknown-unknown",
    exports: exports::SOURCE,
    imports: imports::SOURCE,
    memory: Memory {
        input: Input::Allocated,
        input_freed: Freed::BeforeResult,
        result: ResultAt::Packed,
        result_freed: Freed::Never,
    },
    lifetime: Lifetime::Kept,
    reentrant: false,
    exceptions: Exceptions::Taken,
    failure: "`error` in the result JSON; a negative i64 or a trap also fails the call, and in E2 closes the package",
    limits: limits::LIMITS,
    files: FILES,
    node: Some(&NodeWire {
        host: "flow-like",
        inputs: json::context::INPUTS,
        item: None,
        node: Some(json::context::NODE_NAME),
        exec: true,
        ok: ("{\"error\":null,\"outputs\":{", "},\"activate_exec\":[", "]}"),
        err: ("{\"error\":\"", "\",\"outputs\":{},\"activate_exec\":[]}"),
        items: None,
    }),
    route: None,
    about: json::context::ABOUT,
    source: e1!(Observed "instance.rs, abi.rs, host_functions/linker.rs of commit ab1f822d; E2 read"),
};

const DOCS: Dialect = Dialect {
    id: "docs",
    summary: "core module: JSON behind i32 pointers without a length; loaded by no host that could be read",
    kind: Kind::Core,
    support: Support::Built,
    room: "flow_like",
    target: "wasm32-unknown-unknown",
    exports: exports::DOCS,
    imports: wasi::IMPORTS,
    memory: Memory {
        input: Input::Grown,
        input_freed: Freed::Never,
        result: ResultAt::SelfDelimiting,
        result_freed: Freed::Never,
    },
    lifetime: Lifetime::Kept,
    reentrant: false,
    exceptions: Exceptions::Refused("no host that could be read loads this dialect, so no engine is known"),
    failure: "`error` in the result JSON",
    limits: limits::LIMITS,
    files: FILES,
    node: Some(&NodeWire {
        host: "flow-like",
        inputs: json::context::INPUTS,
        item: None,
        node: None,
        exec: false,
        ok: ("{\"outputs\":{", "},\"error\":null", "}"),
        err: ("{\"outputs\":{},\"error\":\"", "\"}"),
        items: None,
    }),
    route: None,
    about: &[],
    source: docs!(ObservedPartly "its module, on a stand-in"),
};

const COMPONENT: Dialect = Dialect {
    id: "component",
    summary: "component, world `flow-like-node` of `flow-like:node@0.1.0`: the same JSON as strings",
    kind: Kind::Component,
    support: Support::DataOnly("components are not built, run or judged yet"),
    room: "flow_like",
    target: "wasm32-wasip2",
    exports: component::EXPORTS,
    imports: component::IMPORTS,
    memory: Memory {
        input: Input::Canonical,
        input_freed: Freed::AfterResult,
        result: ResultAt::Canonical,
        result_freed: Freed::AfterResult,
    },
    lifetime: Lifetime::Kept,
    reentrant: false,
    exceptions: Exceptions::Taken,
    failure: "`error` in the result JSON; a trap also fails the call, and in E2 closes the package",
    limits: limits::LIMITS,
    files: FILES,
    node: Some(&NodeWire {
        host: "flow-like",
        inputs: json::context::INPUTS,
        item: None,
        node: Some(json::context::NODE_NAME),
        exec: true,
        ok: ("{\"error\":null,\"outputs\":{", "},\"activate_exec\":[", "]}"),
        err: ("{\"error\":\"", "\",\"outputs\":{},\"activate_exec\":[]}"),
        items: None,
    }),
    route: None,
    about: json::context::ABOUT,
    source: e1!(Observed "component/instance.rs, component/linker.rs of commit ab1f822d; E2 read"),
};

const FILES: &[File] = &[File {
    name: manifest::FILE,
    does: "manifest: id, name, version, description, nodes, tiers of memory and time, permissions",
    generated: false,
    section: None,
    source: desktop!("developer.rs:643; packages/wasm/src/manifest.rs:335-455"),
}];
