//! The dialect of the document "WASM Plugins". No Orbis host ever implemented it.

use super::table::{exports, files, imports};
use super::{ALLOCATE, DEALLOCATE, HANDLER, STATUS};
use crate::model::*;
use crate::{PathParams, RouteWire};

// The document names no module; a bare `extern` block of Rust means `env`. How a returned pointer is to be read is not said.
const IMPORTS: [Import; 6] = imports! {
    from "Orbis, \"WASM Plugins\" at 4a08cf8: ";
    "env" {
        "db_query"(query: Str) -> Pointer "a result to be parsed; format, framing and 0 not said", Offer::Wrapped("orbis::docs::db::query"), Read "host functions", "Runs SQL that gives rows.";
        "db_execute"(statement: Str) -> I32 "meaning not said", Offer::Wrapped("orbis::docs::db::execute"), Read "host functions", "Runs SQL that gives none.";
        "log_info"(message: Str), Offer::Wrapped("orbis::docs::info"), Read "host functions", "Logs at level info.";
        "log_error"(message: Str), Offer::Wrapped("orbis::docs::error"), Read "host functions", "Logs at level error.";
        "log_debug"(message: Str), Offer::Wrapped("orbis::docs::debug"), Read "host functions", "Logs at level debug; there is no warn and no trace.";
        "http_request"(method: Str, url: Str, body: Bytes) -> Pointer "the response; format and framing not said", Offer::Wrapped("orbis::docs::client::Request::send"), Read "host functions", "Sends a request, without headers; body (0, 0) is none.";
    }
};

/// Another name than in the dialect `source`, since the answer has another form: so one module can serve both.
const NAMED: NameRule = NameRule { before: "", between: "_", replaced: &[], after: "__json" };

const ROUTE: RouteWire = RouteWire { params: Some(PathParams { key: "params", around: (":", "") }), ..super::ROUTE };

/// What the documentation says.
pub(super) const DOCS: Dialect = Dialect {
    id: "docs",
    summary: "the document \"WASM Plugins\" of 2025-12-17 (4a08cf8), which no host implements",
    kind: Kind::Core,
    support: Support::Built,
    room: "orbis::docs",
    target: "wasm32-unknown-unknown",
    exports: exports! {
        from "Orbis, \"WASM Plugins\" at 4a08cf8: ";
        Fixed "memory": None, Memory, Required, false, Deduced "implied by the pointers";
        Fixed "init": STATUS, PluginStart, Required, true, Read "exports";
        Fixed "execute": STATUS, Execute, Required, true, Read "exports";
        Fixed "cleanup": STATUS, PluginStop, Required, true, Read "exports";
        Derived "each `routes[].handler` of manifest.json": Some(HANDLER), Endpoint, Required, true by NAMED, Read "exports";
        Fixed "alloc": ALLOCATE, Allocate, Optional, true, Read "memory (not in its list of what must be exported)";
        Fixed "dealloc": DEALLOCATE, Deallocate, Optional, true, Read "memory (not in its list of what must be exported)";
    },
    imports: &IMPORTS,
    memory: Memory {
        // The complete example exports no `alloc`: an emulator then grows memory and writes there.
        input: Input::Allocated,
        input_freed: Freed::Unsaid,
        result: ResultAt::SelfDelimiting,
        result_freed: Freed::Never,
    },
    lifetime: Lifetime::Kept,
    reentrant: false,
    exceptions: Exceptions::Unknown,
    failure: "{\"status\":…,\"body\":…,\"headers\":…} with a status; `init` other than 0 fails the load",
    limits: &[],
    files: files! {
        from "Orbis, \"WASM Plugins\" at 4a08cf8: ";
        "manifest.json", true in "manifest", "name, version, routes (path, method, handler), pages, wasm_entry; or the same text in the custom section `manifest`", Read "manifest";
        "plugin.wasm", false, "the plugin; any name, which `wasm_entry` tells", Read "manifest";
    },
    node: None,
    route: Some(&ROUTE),
    about: &[],
    source: Source { mark: Mark::Read, at: "Orbis, docs/docs/plugin-development/wasm-plugins.md at 4a08cf8" },
};
