//! Orbis: core modules whose HTTP handlers get JSON and return a pointer to length-prefixed JSON.
//!
//! Places: files of `cyberpath-HQ/orbis` at `3b5a6e6`: `runtime.rs`, `sandbox.rs`, `loader.rs` in
//! `crates/orbis-plugin/src`, `manifest.rs` in `crates/orbis-plugin-api/src`, `plugins.rs` in
//! `crates/orbis-server/src/routes`, `commands.rs` in `orbis/src-tauri/src`.
//!
//! A derived export stands for every name that its rule gives: required means that each of them is.

mod docs;
mod imports;
pub mod manifest;
pub mod package;
pub mod rules;
pub(crate) mod table;
pub mod ui;

use crate::RouteWire;
use crate::model::*;
use table::{exports, files, limits, switches};

const I: Val = Val::I32;
/// `(context, len)` to a pointer: every handler, in both dialects.
pub const HANDLER: Signature = Signature { params: &[I, I], results: &[I] };
const ALLOCATE: Option<Signature> = Some(Signature { params: &[I], results: &[I] });
const DEALLOCATE: Option<Signature> = Some(Signature { params: &[I, I], results: &[] });
/// `init`, `execute`, `cleanup`: 0 is well, says the documentation; the upstream SDK returns 1.
const STATUS: Option<Signature> = Some(Signature { params: &[], results: &[I] });
/// The name of the function.
const NAMED: NameRule = NameRule { before: "", between: "_", replaced: &[], after: "" };
const PLAIN: Option<Signature> = Some(Signature { params: &[], results: &[] });

/// What the server answers under a plugin's name itself (plugins.rs:14-20). Other methods of these paths are 405.
pub const SERVER_ROUTES: [(&str, &str); 3] = [("GET", "/pages"), ("POST", "/enable"), ("POST", "/disable")];

/// Orbis.
pub const HOST: Host = Host {
    id: "orbis",
    title: "Orbis",
    prefix: "OB",
    shape: Shape::Route,
    support: Support::Built,
    dialects: &[SOURCE, docs::DOCS],
    switches: switches! {
        from "Orbis 3b5a6e6, ";
        "front" = ["http", "desktop"] in ["source"],
            "who calls: method, path, headers, query, body and user of the context differ, and only HTTP has routes and authentication", Observed "plugins.rs, commands.rs:711-737";
        "permissions" = ["denied", "fixed"] in ["source"],
            "fixed: what the manifest asks for is granted, and answered as behind the gate today, by stubs: [], 0 rows, status 501, 1; events need no permission", Deduced "sandbox.rs:138-149";
        "as-intended" = ["no", "yes"] in [],
            "yes: what the manifest asks for is granted and does what the documentation says, which no host does yet: the database is SQLite in memory, requests go to this machine's loopback addresses only, events are recorded; the dialect `docs` asks for no permissions", Deduced "runtime.rs:760-1077: stubs behind the gate";
        "admin" = ["no", "yes"] in [], "whether a user who is named is an administrator", Read "plugins.rs:80-172: `is_admin` of the token";
        "result-length" = ["stream", "nul", "peek-back"] in ["docs"],
            "how the end of a result is found: one JSON value, a zero byte, or a u32 before the pointer", Deduced "WASM Plugins 4a08cf8 does not say";
        "execute" = ["never", "once"] in ["docs"], "whether `execute` is called, after `init`", Deduced "WASM Plugins 4a08cf8 does not say";
        "instance" = ["kept", "fresh"] in ["docs"], "how long an instance lives: as long as the plugin is loaded, or for one call", Deduced "WASM Plugins 4a08cf8: `init` is called once";
    },
    versions: &[],
    rules: rules::RULES,
    groups: rules::GROUPS,
    words: Words {
        permissions: &["database_read", "database_write", "file_read", "file_write", "network", "system", "shell", "environment"],
        methods: &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"],
        // plugins.rs: those of the server, of any method; and the wildcard behind which plugins are is not empty.
        routes: &[("*", SERVER_ROUTES[0].1), ("*", SERVER_ROUTES[1].1), ("*", SERVER_ROUTES[2].1), ("*", "/")],
        ..Words::NONE
    },
    // What the host asks for. No manifest can grant them: its own spellings (`database_read`, `network`, …) are others.
    capabilities: &["database:read", "database:write", "network:http", "events:emit"],
};

/// What a handler is given and gives (runtime.rs:22-46; "WASM Plugins" at 4a08cf8: requests and responses). One form for both
/// dialects, each of which leaves some of it out.
const ROUTE: RouteWire = RouteWire {
    method: "method",
    path: "path",
    query: "query",
    // plugins.rs:101-106.
    params: None,
    headers: "headers",
    body: "body",
    user: "user",
    user_id: "user_id",
    is_admin: "is_admin",
    // The host does not look into it; what calls it does (actions.ts:329-337).
    answer: ["{\"status\":", ",\"body\":", ",\"headers\":{", "}"],
};

/// What the real host does today.
const SOURCE: Dialect = Dialect {
    id: "source",
    summary: "what the real host does: main at 3b5a6e6 (2026-01-03), crate orbis-plugin 0.1.0 on wasmtime 39",
    kind: Kind::Core,
    support: Support::Built,
    room: "orbis",
    target: "wasm32-unknown-unknown",
    exports: exports! {
        from "Orbis 3b5a6e6, ";
        Fixed "memory": None, Memory, Required, false, Observed "runtime.rs:446-448";
        Fixed "allocate": ALLOCATE, Allocate, Required, true, Observed "runtime.rs:1214-1220";
        Derived "each `routes[].handler` of manifest.json": Some(HANDLER), Endpoint, Required, true by NAMED, Observed "runtime.rs:468";
        Fixed "deallocate": DEALLOCATE, Deallocate, Optional, true, Observed "runtime.rs:1404-1414";
        Fixed "init": STATUS, PluginStart, Ignored, true, Observed "exported, and never called";
        Fixed "execute": STATUS, Execute, Ignored, true, Observed "exported, and never called";
        Fixed "cleanup": STATUS, PluginStop, Ignored, true, Observed "exported, and never called";
        Fixed "alloc": ALLOCATE, Other, Ignored, false, Observed "exported, and never called";
        Fixed "dealloc": DEALLOCATE, Other, Ignored, false, Observed "exported, and never called";
        Fixed "_initialize": PLAIN, Initialize, Ignored, false, Observed "exported, and never called";
        Fixed "__wasm_call_ctors": PLAIN, Other, Ignored, false, Observed "exported, and never called";
        Fixed "__heap_base": None, Other, Optional, false, Read "runtime.rs:1290-1300 (a diagnostic prints it)";
        Fixed "__data_end": None, Other, Optional, false, Read "runtime.rs:1290-1300 (a diagnostic prints it)";
    },
    imports: &imports::SOURCE,
    memory: Memory {
        input: Input::Allocated,
        input_freed: Freed::AfterResult,
        result: ResultAt::Prefixed,
        result_freed: Freed::Never,
    },
    lifetime: Lifetime::PerCall,
    reentrant: false,
    exceptions: Exceptions::Unknown,
    failure: "a trap or an unreadable result is HTTP 500 `PLUGIN_ERROR`; the handler's own errors are JSON that the host does not interpret, by convention {\"status\":…,\"body\":…}",
    limits: limits! {
        from "Orbis 3b5a6e6, ";
        "fuel" = 5_000_000, "trap; instantiation, `allocate`, the handler and `deallocate` are paid from it", Observed "runtime.rs:431";
        "memory_pages" = 256, "a larger minimum does not instantiate; `memory.grow` returns -1", Observed "sandbox.rs:62";
        "host_calls" = 10_000, "every later import fails quietly: 0, `db_execute` -1, `log` nothing", Observed "runtime.rs:210-232";
        "timeout_ms" = 5_000, "imports fail quietly, the guest keeps running", Read "runtime.rs:210-232";
        "stack_bytes" = 524_288, "trap", Observed "runtime.rs:277";
        "result_bytes" = 268_435_456, "the call fails: `Result too large`", Observed "runtime.rs:1420-1455";
        "argument_bytes" = 268_435_456, "the import fails quietly", Observed "called beyond the limit";
        "random_bytes" = 1_048_576, "`crypto_random` returns 0", Observed "called beyond the limit";
        "request_body_bytes" = 1_048_576, "HTTP 500 before the plugin is called", Observed "plugins.rs:135";
        "json_depth" = 127, "a deeper result fails the call; a deeper request body arrives as a string", Read "serde_json, depth 128";
    },
    files: files! {
        from "Orbis 3b5a6e6, ";
        "manifest.json", true in "manifest", "name, version, routes with their handlers, pages, config; permissions only as database_read, database_write, file_read, file_write, network, system, shell, environment or {\"custom\":…}; or the same text in the custom section `manifest`", Observed "manifest.rs:8-58";
        "plugin.wasm", false, "the plugin; any name, which `wasm_entry` tells", Observed "loader.rs:113-148";
    },
    node: None,
    route: Some(&ROUTE),
    about: &[],
    source: Source { mark: Mark::Observed, at: "Orbis 3b5a6e6, crate orbis-plugin 0.1.0 run with plugins" },
};
