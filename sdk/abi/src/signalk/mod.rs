//! Signal K server: core modules, instantiated once in the server's process and kept, whose strings go through buffers of the
//! host.
//!
//! Places: files of the server at `9edfbf95`, in `src/wasm/bindings` and `src/wasm/loader`, also
//! `src/wasm/loaders/standard-loader.ts` and `src/interfaces/plugins.ts`. Their `src/wasm` compiles to the code of 2.32.0.
//!
//! A derived export stands for every name that its rule gives: required means that each of them is.

mod docs;
mod env;
mod exports;
pub mod package;
pub mod rules;
mod sockets;
mod wasi;

use crate::model::*;
use crate::orbis::table::{limits, switches};
use crate::short::join;

/// Signal K server.
pub const HOST: Host = Host {
    id: "signalk",
    title: "Signal K",
    prefix: "SK",
    shape: Shape::Stateful,
    support: Support::Built,
    dialects: &[SOURCE, docs::DOCS],
    // Starts, stops and calls after a stop are steps of a run; capabilities are those of the package.
    switches: switches! {
        from "signalk-server 2.32.0, ";
        "server" = ["2.32", "2.23"] in ["source"],
            "2.23: a JSON body is parsed again only where the header is spelled exactly Content-Type", Observed "both versions compared; plugin-routes.ts:428-460";
        "package" = ["plain", "scoped"] in ["source"],
            "scoped (`@s/x`): `sk_read_config` always {}, `sk_save_config` always -1, UDP sockets stay open after a stop", Observed "a scoped package, run";
        "enabled" = ["boot", "later"] in ["source"],
            "boot: no file system; later: `/` is a folder on disk", Observed "plugin-registry.ts:201-217, plugin-routes.ts:575-590";
        "initialize" = ["twice", "once"] in [], "how often `_initialize` is called", Observed "standard-loader.ts:207-213";
        "reenter" = ["on", "off"] in [],
            "whether `delta_handler` is called again from inside every import that emits", Observed "deltas emitted while a handler runs";
        "put" = ["websocket", "rest"] in ["source"],
            "whose reply to a PUT is shown: over REST it is always 500, although the handler ran", Observed "put.ts:577-605";
        "self-path" = ["broken", "working"] in ["source"],
            "broken: `sk_get_self_path` always gives 0; working: as intended", Observed "interfaces/plugins.ts:511,789";
    },
    versions: &[],
    rules: rules::RULES,
    groups: rules::GROUPS,
    // Those that gate something. `dataRead`, `dataWrite`, `storage`, `httpEndpoints` are parsed and never enforced.
    words: Words {
        // Others are skipped without a word; plugin-routes.ts.
        methods: &["GET", "POST", "PUT", "DELETE"],
        routes: &[("GET", "/"), ("GET", "/config"), ("POST", "/config")],
        ..Words::NONE
    },
    capabilities: &["putHandlers", "resourceProvider", "weatherProvider", "radarProvider", "rawSockets", "network"],
};

const IMPORTS: [Import; 43 + 46] = {
    let tables: &[&[Import]] = &[&env::ENV, &sockets::SOCKETS, &env::AS_FETCH, &wasi::WASI];
    join(tables, env::ENV[0])
};

/// What the real server does.
const SOURCE: Dialect = Dialect {
    id: "source",
    summary: "what the real server does: signalk-server 2.32.0 (source read at 9edfbf95, 2026-08-22), also run: 2.23.0",
    kind: Kind::Reactor,
    support: Support::Built,
    room: "signalk",
    // The documentation builds for `wasm32-wasip1`; a module without WASI loads as well and is smaller.
    target: "wasm32-unknown-unknown",
    exports: exports::SOURCE,
    imports: &IMPORTS,
    memory: Memory {
        input: Input::Allocated,
        // Radar handlers' requests are freed before the reply is read; after a trap most buffers are not freed.
        input_freed: Freed::AfterResult,
        result: ResultAt::CallersBuffer,
        result_freed: Freed::AfterResult,
    },
    lifetime: Lifetime::Kept,
    reentrant: true,
    exceptions: Exceptions::Unknown,
    failure: "`plugin_start` returns other than 0; HTTP handlers say `statusCode`, PUT handlers JSON `statusCode`; the others can only log or call `sk_set_error`",
    limits: limits! {
        from "signalk-server 2.32.0, ";
        "getter_bytes" = 8_192, "name, schema: the plugin is not registered; endpoints: no routes", Observed "answers of 8,192 bytes and more";
        "put_reply_bytes" = 8_192, "the reply is COMPLETED 500", Observed "PUT replies over 8,192 bytes";
        "result_bytes" = 65_536, "HTTP 500: the host parses a cut text, or reads past its buffer", Observed "HTTP replies of 65,536 bytes and more";
        "request_body_bytes" = 10_485_760, "refused before the plugin is called (JSON; forms 100 kB)", Read "plugin-routes.ts, FILEUPLOADSIZELIMIT";
        "memory_pages" = 65_536, "the module's own maximum, else 4 GiB; `memory.grow` returns -1", Read "no cap is set in src/wasm";
        "poll_ms" = 1_000, "fixed period of `poll`", Observed "plugin-lifecycle.ts:120-138";
        "queue_items" = 1_000, "the oldest datagram, line or chunk is dropped", Read "socket-manager.ts:528-825";
    },
    files: package::FILES,
    node: None,
    route: None,
    about: &[],
    source: Source { mark: Mark::Observed, at: "signalk-server 2.32.0 and 2.23.0; source at 9edfbf95" },
};
