//! What the real Orbis host links: 13 functions of `env`, and no WASI.

use super::table::imports;
use crate::model::*;

// A buffer is `[u32 LE n][n bytes]`, written into room that the host asks of `allocate` inside the import; it is the guest's
// to free. Failure never traps: it looks like a missing value. Database, network and events ask for permissions that the
// sandbox does not know, so they are always denied; behind the gate are stubs.
pub(super) const SOURCE: [Import; 13] = imports! {
    from "Orbis 3b5a6e6, ";
    "env" {
        "log"(level: I32, message: Str), Offer::Wrapped("orbis::log"),
            Observed "runtime.rs:894-900", "Logs; 0 error, 1 warn, 2 info, 3 debug, any other value trace.";
        "state_get"(key: Str) -> Pointer "buffer of JSON; 0 = missing or failed", Offer::Wrapped("orbis::state::get"),
            Observed "called from a plugin; runtime.rs:210-232", "Reads a value of the plugin's stored state.";
        "state_set"(key: Str, value: Json) -> I32 "1 = set, 0 = failed", Offer::Wrapped("orbis::state::set"),
            Observed "called from a plugin; runtime.rs:210-232", "Stores a value; the whole state file is rewritten; stop, disable and reload clear it.";
        "state_remove"(key: Str) -> I32 "1 = gone, also if it was absent; 0 = failed", Offer::Wrapped("orbis::state::remove"),
            Observed "called from a plugin; runtime.rs:210-232", "Removes a value.";
        "db_query"(query: Str, params: Json) -> Pointer "buffer of JSON, the stub's is []; 0 = failed or denied: always, today" if "database:read", Offer::Wrapped("orbis::db::query"),
            Observed "runtime.rs:916-932 (stub only read)", "Runs SQL that gives rows; params is a JSON array, never empty text.";
        "db_execute"(query: Str, params: Json) -> I32 "rows, the stub's are 0; -1 = failed or denied: always, today" if "database:write", Offer::Wrapped("orbis::db::execute"),
            Observed "runtime.rs:954-970 (stub only read)", "Runs SQL that gives none; params is a JSON array, never empty text.";
        "http_request"(method: Str, url: Str, headers: Json, body: Bytes) -> Pointer "buffer of {status, headers, body as string}, the stub's status is 501; 0 = failed or denied: always, today" if "network:http", Offer::Wrapped("orbis::client::Request::send"),
            Observed "runtime.rs:990-1032 (stub only read)", "Sends a request; headers is a JSON object of strings, never empty text; body (0, 0) is none.";
        "emit_event"(event: Str, payload: Json) -> I32 "1 = logged, by the stub; 0 = failed or denied: always, today" if "events:emit", Offer::Wrapped("orbis::emit_event"),
            Observed "runtime.rs:1052-1077 (stub only read)", "Emits an event with any JSON.";
        "get_config"(key: Str) -> Pointer "buffer of JSON; 0 = missing or failed", Offer::Wrapped("orbis::config"),
            Observed "called from a plugin; runtime.rs:210-232", "Reads a top-level key of the manifest's `config`.";
        "crypto_hash"(algorithm: I32, data: Bytes) -> Pointer "buffer of 32 or 64 bytes; 0 = failed", Offer::Wrapped("orbis::sha256"),
            Observed "called from a plugin; runtime.rs:210-232", "Hashes; algorithm 0 is SHA-256, 1 is SHA-512 (`sha512`).";
        "crypto_random"(count: I32) -> Pointer "buffer of count bytes; 0 = failed, or more than 1 MiB", Offer::Wrapped("orbis::random"),
            Observed "called from a plugin; runtime.rs:210-232", "Gives random bytes.";
        "allocate"(size: I32) -> I32 "size: not a pointer",
            Offer::Never("a placeholder that returns `size`; use the guest's own allocator"),
            Observed "runtime.rs:592-606", "Nothing.";
        "deallocate"(ptr: I32, size: I32),
            Offer::Never("a placeholder that does nothing; use the guest's own allocator"),
            Observed "runtime.rs:592-606", "Nothing.";
    }
};
