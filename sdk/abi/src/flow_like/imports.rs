//! What a core module may import. Anything else fails instantiation.
//!
//! In E1 every function that reads guest memory does nothing. In both epochs every packed result points into a buffer of the
//! host's, so that a guest would read its own low memory.

use super::{e1, e2, wasi};
use crate::short::{NOTHING, imports, join};
use crate::{Import, Offer, Ret};

const LOG: Offer = Offer::Wrapped("flow_like::Context::log");
const STREAM_TEXT: Offer = Offer::Wrapped("flow_like::Context::stream_text");
const TIME_NOW: Offer = Offer::Wrapped("flow_like::Context::time_now");
const RANDOM: Offer = Offer::Wrapped("flow_like::Context::random");

const GETTER: Offer = Offer::Never(
    "the host returns an offset in a buffer of its own, and the guest would read its own low memory there; take ids and inputs \
     from the context JSON",
);
const CONTEXT: Offer = Offer::Never("the context JSON has the value: `stream_state`, `log_level`");
const RETURNED: Offer = Offer::Never("what it sets never reaches the flow; return outputs and exec outputs in the result JSON");
const LOG_DATA: Offer = Offer::Never(
    "its data is stored and never shown; log a text through the levels of `flowlike_log`, with anyhost `flow_like::Context::log`",
);
const EVENT: Offer = Offer::Never(
    "only events of type `text` whose data is a JSON string reach the client, and data that is not JSON is dropped; stream \
     through `flowlike_stream.text`, with anyhost `flow_like::Context::stream_text`",
);
const SCRATCH: Offer = Offer::Never(
    "the table starts empty and is never filled from the flow, a get returns an offset in the host's buffer, and E1 drops what \
     is set; keep state in inputs and outputs",
);
const FILES: Offer = Offer::Never(
    "E1 writes nothing; E2 writes only to a FlowPath that came in an input, and what a read returns is an offset in the host's \
     buffer; read and write files in nodes of the flow",
);
const STUB: Offer =
    Offer::Never("a stub that answers 0 and does nothing; 0 is not success: do the request in a node of the flow");
const MODEL: Offer = Offer::Never("a stub that answers 0, which is none; use a node of the flow");
const LEGACY: Offer = Offer::Never("a leftover without a capability check; use the function of a `flowlike_` module");
const LEGACY_TIME: Offer = Offer::Never("a leftover; use `flowlike_meta.time_now`, with anyhost `flow_like::Context::time_now`");
const LEGACY_RANDOM: Offer = Offer::Never("a leftover; use `flowlike_meta.random`, with anyhost `flow_like::Context::random`");
const ABORT: Offer = Offer::Never("it prints and returns, so the guest runs on after its own abort; trap, or return an error");
const EMSCRIPTEN: Offer = Offer::Never("only for Emscripten's longjmp");

const OFFSET: Ret = Ret::Packed("offset in a host buffer, length; 0: none or denied");
const FLAG: Ret = Ret::I32("1 yes, 0 no or denied");
const STATUS: Ret = Ret::I32("0 well, -1 failed or denied");
const STUBBED: Ret = Ret::I32("0 and nothing is done, -1 denied");
const NOTHING_BACK: Ret = Ret::Packed("always 0");
const MILLISECONDS: Ret = Ret::I64("milliseconds since 1970");
const BITS: Ret = Ret::I64("64 random bits");
const ENOSYS: Ret = Ret::I32("-38");

/// Every import of dialect `source`.
pub(super) const SOURCE: &[Import] = &join::<_, { FLOW.len() + DATA.len() + ENV.len() + E2.len() + wasi::IMPORTS.len() }>(
    &[FLOW, DATA, ENV, E2, wasi::IMPORTS],
    wasi::IMPORTS[0],
);

const VR: Option<&str> = Some("VARIABLES_READ");
const VW: Option<&str> = Some("VARIABLES_WRITE");
const CR: Option<&str> = Some("CACHE_READ");
const CW: Option<&str> = Some("CACHE_WRITE");
const SR: Option<&str> = Some("STORAGE_READ");
const SW: Option<&str> = Some("STORAGE_WRITE");
const HTTP: Option<&str> = Some("HTTP_GET HTTP_WRITE");
const WS: Option<&str> = Some("WEBSOCKET");
const STREAM: Option<&str> = Some("STREAMING");
const OAUTH: Option<&str> = Some("OAUTH");
const MODELS: Option<&str> = Some("MODELS");

/// Log, stream, time: what works. Pins and ids.
const FLOW: &[Import] = imports! {
    "flowlike_log", e1!(ObservedPartly "host_functions/linker.rs:195-278"), None => {
        "trace"(message: Str) -> NOTHING, None, LOG, "Logs at level 0, shown as Debug.";
        "debug"(message: Str) -> NOTHING, None, LOG, "Logs at level 1, shown as Debug.";
        "info"(message: Str) -> NOTHING, None, LOG, "Logs at level 2.";
        "warn"(message: Str) -> NOTHING, None, LOG, "Logs at level 3.";
        "error"(message: Str) -> NOTHING, None, LOG, "Logs at level 4.";
        "log_json"(level: I32, message: Str, data: Json) -> NOTHING, None, LOG_DATA, "Logs with data that is not shown.";
    }
    "flowlike_stream", e1!(ObservedPartly "host_functions/linker.rs:1154-1208"), None => {
        "text"(content: Str) -> NOTHING, STREAM, STREAM_TEXT, "Streams a text to the client.";
        "emit"(event: Str, data: Json) -> NOTHING, STREAM, EVENT, "Streams an event; data that is not JSON is dropped.";
    }
    "flowlike_meta", e1!(Observed "host_functions/linker.rs:578-695"), None => {
        "time_now"() -> MILLISECONDS, None, TIME_NOW, "Wall-clock time.";
        "random"() -> BITS, None, RANDOM, "Random bits.";
        "is_streaming"() -> Ret::I32("1 yes, 0 no"), None, CONTEXT, "Whether the run streams.";
        "get_log_level"() -> Ret::I32("0 Debug to 4 Fatal"), None, CONTEXT, "The flow's log level.";
        "get_node_id"() -> OFFSET, None, GETTER, "Id of the node, plain text.";
        "get_run_id"() -> OFFSET, None, GETTER, "Id of the run, plain text.";
        "get_app_id"() -> OFFSET, None, GETTER, "Id of the app, plain text.";
        "get_board_id"() -> OFFSET, None, GETTER, "Id of the board, plain text.";
        "get_user_id"() -> OFFSET, None, GETTER, "Id of the user, plain text.";
    }
    "flowlike_pins", e1!(ObservedPartly "host_functions/linker.rs:280-339; node.rs:452-460"), None => {
        "get_input"(name: Str) -> OFFSET, None, GETTER, "An input as JSON.";
        "set_output"(name: Str, value: Json) -> NOTHING, None, RETURNED, "Sets an output in a table that the flow never reads.";
        "activate_exec"(name: Str) -> NOTHING, None, RETURNED, "Marks an exec output in a list that the flow never reads.";
    }
};

/// Variables, cache, files, network, tokens, models.
const DATA: &[Import] = imports! {
    "flowlike_vars", e1!(ObservedPartly "host_functions/linker.rs:341-462; node.rs:372-432"), None => {
        "get"(name: Str) -> OFFSET, VR, GETTER, "A variable as JSON.";
        "set"(name: Str, value: Json) -> NOTHING, VW, SCRATCH, "Sets a variable; dropped if it is not JSON.";
        "delete"(name: Str) -> NOTHING, VW, SCRATCH, "Deletes a variable.";
        "has"(name: Str) -> FLAG, VR, SCRATCH, "Whether a variable is there.";
    }
    "flowlike_cache", e1!(Read "host_functions/linker.rs:464-576; node.rs:372-432"), None => {
        "get"(key: Str) -> OFFSET, CR, GETTER, "A cached value as JSON.";
        "set"(key: Str, value: Json) -> NOTHING, CW, SCRATCH, "Caches a value; dropped if it is not JSON.";
        "delete"(key: Str) -> NOTHING, CW, SCRATCH, "Deletes a cached value.";
        "has"(key: Str) -> FLAG, CR, SCRATCH, "Whether a value is cached.";
    }
    "flowlike_storage", e1!(Read "host_functions/linker.rs:697-984; host_functions/storage.rs:9"), None => {
        "storage_dir"(node_scoped: I32) -> OFFSET, SR, GETTER, "FlowPath of the storage directory.";
        "upload_dir"() -> OFFSET, SR, GETTER, "FlowPath of the upload directory.";
        "cache_dir"(node_scoped: I32, user_scoped: I32) -> OFFSET, SR, GETTER, "FlowPath of the cache directory.";
        "user_dir"(node_scoped: I32) -> OFFSET, SR, GETTER, "FlowPath of the user's directory.";
        "read_request"(flow_path: Json) -> OFFSET, SR, GETTER, "A file's bytes.";
        "list_request"(flow_path: Json) -> OFFSET, SR, GETTER, "FlowPaths in a directory, a JSON array.";
        "write_request"(flow_path: Json, data: Bytes) -> STATUS, SW, FILES, "Writes a file of up to 10 MiB.";
    }
    "flowlike_http", e1!(Observed "host_functions/linker.rs:1035-1065"), None => {
        "request"(method: I32, url: Str, headers: Json, body: Bytes) -> STUBBED, HTTP, STUB, "Makes no request.";
    }
    "flowlike_ws", e1!(Read "host_functions/linker.rs:1067-1152"), None => {
        "connect"(url: Str, headers: Json) -> STUBBED, WS, STUB, "Connects to nothing.";
        "send"(session: I32, message: Bytes, binary: I32) -> STUBBED, WS, STUB, "Sends nothing.";
        "receive"(session: I32, timeout_ms: I32) -> STUBBED, WS, STUB, "Receives nothing.";
        "close"(session: I32) -> STUBBED, WS, STUB, "Closes nothing.";
    }
    "flowlike_auth", e1!(Read "host_functions/linker.rs:1210-1286; node.rs:372-432"), None => {
        "get_oauth_token"(provider: Str) -> OFFSET, OAUTH, GETTER, "A token as JSON.";
        "has_oauth_token"(provider: Str) -> FLAG, OAUTH, SCRATCH, "Whether there is a token: never filled from the flow.";
    }
    "flowlike_models", e1!(Read "host_functions/linker.rs:1288-1360"), None => {
        "embed_text"(bit: Json, texts: Json) -> NOTHING_BACK, MODELS, MODEL, "Embeds nothing.";
    }
};

/// Module `env`: what other languages' runtimes ask for.
const ENV: &[Import] = imports! {
    "env", e1!(Read "host_functions/linker.rs:54-193"), None => {
        "abort"(message: I32, file: I32, line: I32, column: I32) -> NOTHING, None, ABORT, "Prints, and does not trap.";
        "host_log"(level: I32, message: Str) -> NOTHING, None, LEGACY, "Logs at a numeric level.";
        "host_stream"(event: Str, data: Str) -> NOTHING, None, LEGACY, "Streams; data that is not JSON becomes a string.";
        "host_get_variable"(name: Str) -> OFFSET, None, GETTER, "A variable, without a capability check.";
        "host_set_variable"(name: Str, value: Json) -> STATUS, None, LEGACY, "Sets a variable, without a capability check.";
        "host_time_now"() -> MILLISECONDS, None, LEGACY_TIME, "Wall-clock time.";
        "host_random"() -> BITS, None, LEGACY_RANDOM, "Random bits.";
    }
    "env", e1!(Read "host_functions/linker.rs:1612-1733"), None => {
        "emscripten_notify_memory_growth"(memory: I32) -> NOTHING, None, EMSCRIPTEN, "Does nothing.";
        "__syscall_dup3"(fd: I32, to: I32, flags: I32) -> ENOSYS, None, EMSCRIPTEN, "Refuses.";
        "_emscripten_throw_longjmp"() -> NOTHING, None, EMSCRIPTEN, "Traps.";
        "invoke_vii"(index: I32, first: I32, second: I32) -> NOTHING, None, EMSCRIPTEN, "Calls a function of the table.";
    }
};

/// What E2 adds.
const E2: &[Import] = imports! {
    "flowlike_storage", e2!("host_functions/linker.rs of Rheosoph/flow-like 08307ff9"), Some("2") => {
        "write_start_request"(flow_path: Json, total_size: I64) -> OFFSET, SW, GETTER, "Begins a write in pieces; its id.";
        "write_chunk_request"(write_id: Str, data: Bytes) -> STATUS, SW, FILES, "Writes a piece.";
        "write_finish_request"(write_id: Str) -> STATUS, SW, FILES, "Ends a write in pieces.";
    }
    "flowlike_models", e2!("host_functions/linker.rs of Rheosoph/flow-like 08307ff9, and its test of imports"), Some("2") => {
        "embed_text_query"(model: Json, texts: Json) -> OFFSET, MODELS, GETTER, "Embeds queries.";
        "embed_text_document"(model: Json, texts: Json) -> OFFSET, MODELS, GETTER, "Embeds documents.";
        "embed_image"(model: Json, image: Bytes) -> OFFSET, MODELS, GETTER, "Embeds an image.";
        "llm_prompt"(bit: Json, messages: Json, stream: I32) -> OFFSET, MODELS, GETTER, "Asks a language model.";
        "llm_prompt_stream"(bit: Json, request: Json) -> OFFSET, MODELS, GETTER, "Asks a language model and streams the answer.";
    }
    "flowlike_schema", e2!("host_functions/linker.rs of Rheosoph/flow-like 08307ff9"), Some("2") => {
        "get_type_schema"(name: Str) -> OFFSET, None, GETTER, "The schema of a host type; wants STORAGE_READ for FlowPath, MODELS for others.";
        "list_types"() -> OFFSET, None, GETTER, "Names of the host types whose capability is granted.";
    }
    "flowlike_image", e2!("host_functions/linker.rs of Rheosoph/flow-like 08307ff9"), Some("2") => {
        "from_bytes"(data: Bytes, format: Str) -> NOTHING_BACK, MODELS, MODEL, "Makes no image.";
        "to_bytes"(image: Json, format: Str) -> NOTHING_BACK, MODELS, MODEL, "Reads no image.";
    }
    "flowlike_db", e2!("host_functions/linker.rs of Rheosoph/flow-like 08307ff9"), Some("2") => {
        "query"(operation: I32, connection: Json, payload: Json) -> OFFSET, MODELS, GETTER, "Queries a database; later copies want a DATABASE capability.";
    }
};
