//! The dialect of the project's Rust plugin page. Its template runs unchanged on the real server.

use super::exports::{ALLOCATE, DEALLOCATE, DELTA, G, START, STATUS};
use super::wasi;
use crate::model::*;
use crate::orbis::table::{exports, files, imports};
use crate::short::join;

const ENV: [Import; 5] = imports! {
    from "Signal K, rust.md at 9edfbf95: ";
    "env" {
        "sk_debug"(text: Str), Offer::Wrapped("signalk::debug"), Read "imports", "Writes a debug line.";
        "sk_set_status"(text: Str), Offer::Wrapped("signalk::status"), Read "imports", "Sets the plugin's status.";
        "sk_set_error"(text: Str), Offer::Wrapped("signalk::error"), Read "imports", "Sets the plugin's error.";
        "sk_handle_message"(delta: Json), Offer::Wrapped("signalk::Delta::emit"), Read "imports", "Emits a delta.";
        "sk_register_put_handler"(context: Str, path: Str) -> I32 "meaning not said", Offer::Wrapped("signalk::register_put"), Read "imports", "Registers for PUTs of a path.";
    }
};

/// WASI is not mentioned; the target that is, `wasm32-wasip1`, brings it.
const IMPORTS: [Import; 5 + 46] = {
    let tables: &[&[Import]] = &[&ENV, &wasi::WASI];
    join(tables, ENV[0])
};

/// What the documentation says.
pub(super) const DOCS: Dialect = Dialect {
    id: "docs",
    summary: "the project's Rust plugin page, docs/develop/plugins/wasm/rust.md at 9edfbf95",
    kind: Kind::Reactor,
    support: Support::Built,
    room: "signalk",
    target: "wasm32-wasip1",
    exports: exports! {
        from "Signal K, rust.md at 9edfbf95: ";
        Fixed "memory": None, Memory, Required, false, Deduced "implied by the pointers";
        Fixed "allocate": ALLOCATE, Allocate, Required, true, Read "required exports";
        Fixed "deallocate": DEALLOCATE, Deallocate, Required, true, Read "required exports";
        Fixed "plugin_id": G, PluginId, Required, true, Read "required exports";
        Fixed "plugin_name": G, PluginName, Required, true, Read "required exports";
        Fixed "plugin_schema": G, ConfigSchema, Required, true, Read "required exports";
        Fixed "plugin_start": START, PluginStart, Required, true, Read "required exports";
        Fixed "plugin_stop": STATUS, PluginStop, Required, true, Read "required exports";
        Fixed "poll": STATUS, Poll, Optional, true, Read "optional exports";
        Fixed "delta_handler": DELTA, Event, Optional, true, Read "optional exports";
        // Written as `() -> json`, without a length: no wasm type follows from that, so it cannot be emitted.
        Fixed "http_endpoints": None, Endpoints, Optional, false, Read "optional exports";
        Derived "each handler that `http_endpoints` lists; its type is not said": None, Endpoint, Optional, false, Read "`http_endpoints`";
        Derived "each registered PUT; name and type are not said": None, Put, Optional, false, Read "`sk_register_put_handler`";
    },
    imports: &IMPORTS,
    memory: Memory {
        input: Input::Allocated,
        input_freed: Freed::Unsaid,
        result: ResultAt::CallersBuffer,
        result_freed: Freed::Unsaid,
    },
    lifetime: Lifetime::Kept,
    reentrant: true,
    exceptions: Exceptions::Unknown,
    failure: "`plugin_start` and `plugin_stop` return a status, other than 0 for an error; a text through `sk_set_error`",
    limits: &[],
    files: files! {
        from "Signal K, rust.md at 9edfbf95: ";
        "package.json", true, "`wasmManifest` (the file), `wasmCapabilities`; keywords are not asked for", Read "package.json";
    },
    node: None,
    route: None,
    about: &[],
    source: Source { mark: Mark::Read, at: "Signal K, docs/develop/plugins/wasm/rust.md at 9edfbf95" },
};
