//! The component kind, as data: world `flow-like-node` of `flow-like:node@0.1.0`.
//!
//! Its imports do return data. E2 extended the interfaces without changing the version, so a component that imports one of
//! E2's functions does not load on E1.

use super::{e1, e2};
use crate::short::known;
use crate::{Export, Import, Need, Offer, Ret, Role};

const DEFINITION: Need = Need::OneOf("definition");

/// `get-nodes` is preferred, and either may return an array or an object.
pub(super) const EXPORTS: &[Export] = &[
    known("get-nodes", None, Role::Definitions, DEFINITION, e1!(Read "component/instance.rs:203-246")),
    known("get-node", None, Role::Definition, DEFINITION, e1!(Read "component/instance.rs:203-246")),
    known("run", None, Role::Call, Need::Required, e1!(Observed "wit/flow-like-node.wit:79-82")),
    known("get-abi-version", None, Role::AbiVersion, Need::Ignored, e1!(Read "wit/flow-like-node.wit:79-82")),
];

const OFFER: Offer = Offer::NotBuilt("components of Flow-Like are entered as data only");

/// `interface, source, since => { "function" "WIT type", capability, "what it does"; … }`.
macro_rules! functions {
    ($($interface:literal, $source:expr, $since:expr => { $($name:literal $wit:literal, $capability:expr, $does:literal;)* })*) => {
        &[$($(Import {
            module: concat!("flow-like:node/", $interface, "@0.1.0"),
            name: $name,
            args: &[],
            result: Ret::Wit($wit),
            capability: $capability,
            since: $since,
            offer: OFFER,
            does: $does,
            source: $source,
        },)*)*]
    };
}

const VR: Option<&str> = Some("VARIABLES_READ");
const VW: Option<&str> = Some("VARIABLES_WRITE");
const CR: Option<&str> = Some("CACHE_READ");
const CW: Option<&str> = Some("CACHE_WRITE");
const SR: Option<&str> = Some("STORAGE_READ");
const SW: Option<&str> = Some("STORAGE_WRITE");
const WS: Option<&str> = Some("WEBSOCKET");
const OAUTH: Option<&str> = Some("OAUTH");
const MODELS: Option<&str> = Some("MODELS");

/// Interfaces of the package; WASI p2 and `wasi:http` are linked as well.
pub(super) const IMPORTS: &[Import] = functions! {
    "logging", e1!(Observed "component/linker.rs"), None => {
        "log" "func(level: u8, message: string)", None, "Logs at a level of 0 to 4.";
    }
    "pins", e1!(Read "component/linker.rs; node.rs:452-460"), None => {
        "get-input" "func(name: string) -> option<string>", None, "An input as JSON.";
        "set-output" "func(name: string, value: string)", None, "Sets an output that never reaches the flow.";
        "activate-exec" "func(name: string)", None, "Marks an exec output that never reaches the flow.";
    }
    "variables", e1!(Observed "component/linker.rs"), None => {
        "get-var" "func(name: string) -> option<string>", VR, "A variable as JSON.";
        "set-var" "func(name: string, value: string)", VW, "Sets a variable.";
        "delete-var" "func(name: string)", VW, "Deletes a variable.";
        "has-var" "func(name: string) -> bool", VR, "Whether a variable is there.";
    }
    "cache", e1!(Observed "component/linker.rs"), None => {
        "cache-get" "func(name: string) -> option<string>", CR, "A cached value as JSON.";
        "cache-set" "func(name: string, value: string)", CW, "Caches a value.";
        "cache-delete" "func(name: string)", CW, "Deletes a cached value.";
        "cache-has" "func(name: string) -> bool", CR, "Whether a value is cached.";
    }
    "streaming", e1!(Observed "component/linker.rs"), None => {
        "emit" "func(event-type: string, data: string)", None, "Streams; data that is not JSON becomes a string. STREAMING is not checked.";
        "text" "func(content: string)", None, "Streams a text. STREAMING is not checked.";
    }
    "metadata", e1!(Observed "component/linker.rs"), None => {
        "get-node-id" "func() -> string", None, "Id of the node.";
        "get-run-id" "func() -> string", None, "Id of the run.";
        "get-app-id" "func() -> string", None, "Id of the app.";
        "get-board-id" "func() -> string", None, "Id of the board.";
        "get-user-id" "func() -> string", None, "Id of the user.";
        "time-now" "func() -> u64", None, "Milliseconds since 1970.";
        "random" "func() -> f64", None, "A number from 0 to 1.";
        "is-streaming" "func() -> bool", None, "Whether the run streams.";
        "get-log-level" "func() -> u8", None, "The flow's log level.";
    }
    "metadata", e2!("WIT of SDK 0.4.0"), Some("2") => {
        "new-resource-handle" "func() -> option<string>", None, "A fresh handle.";
    }
    "storage", e1!(Read "component/linker.rs"), None => {
        "storage-dir" "func(node-scoped: bool) -> option<string>", SR, "FlowPath of the storage directory.";
        "upload-dir" "func() -> option<string>", SR, "FlowPath of the upload directory.";
        "cache-dir" "func(node-scoped: bool, user-scoped: bool) -> option<string>", SR, "FlowPath of the cache directory.";
        "user-dir" "func(node-scoped: bool) -> option<string>", SR, "FlowPath of the user's directory.";
        "read-file" "func(flow-path: string) -> option<list<u8>>", SR, "A file's bytes.";
        "write-file" "func(flow-path: string, data: list<u8>) -> bool", SW, "Writes a file of up to 10 MiB.";
        "list-files" "func(flow-path: string) -> option<string>", SR, "FlowPaths in a directory, a JSON array.";
    }
    "storage", e2!("WIT of SDK 0.4.0"), Some("2") => {
        "write-file-start" "func(flow-path: string, total-size: u64) -> option<string>", SW, "Begins a write in pieces.";
        "write-file-chunk" "func(write-id: string, data: list<u8>) -> bool", SW, "Writes a piece.";
        "write-file-finish" "func(write-id: string) -> bool", SW, "Ends a write in pieces.";
    }
    "models", e1!(Read "component/linker.rs"), None => {
        "embed-text" "func(bit-json: string, texts-json: string) -> option<string>", MODELS, "Embeds texts.";
    }
    "models", e2!("WIT of SDK 0.4.0"), Some("2") => {
        "embed-text-query" "func(model-json: string, texts-json: string) -> option<string>", MODELS, "Embeds queries.";
        "embed-text-document" "func(model-json: string, texts-json: string) -> option<string>", MODELS, "Embeds documents.";
        "embed-image" "func(model-json: string, image-data: list<u8>) -> option<string>", MODELS, "Embeds an image.";
        "llm-prompt" "func(bit-json: string, messages-json: string, do-stream: bool) -> option<string>", MODELS, "Asks a language model.";
        "llm-prompt-stream" "func(bit-json: string, request-json: string) -> option<string>", MODELS, "Asks and streams the answer.";
    }
    "auth", e1!(Read "component/linker.rs"), None => {
        "get-oauth-token" "func(provider: string) -> option<string>", OAUTH, "A token: `{access_token,token_type,expires_at}`.";
        "has-oauth-token" "func(provider: string) -> bool", OAUTH, "Whether there is a token.";
    }
    "http", e1!(Read "component/linker.rs:784-863"), None => {
        "request" "func(method: u8, url: string, headers: string, body: option<list<u8>>) -> option<string>",
            Some("HTTP_GET HTTP_WRITE"), "GET POST PUT DELETE PATCH HEAD OPTIONS are 0 to 6; 0, 5, 6 want HTTP_GET only, others HTTP_WRITE only.";
    }
    "websocket", e1!(Read "component/linker.rs:893-1062"), None => {
        "connect" "func(url: string, headers-json: string) -> option<string>", WS, "Connects; headers are not used.";
        "send" "func(session-id: string, message: list<u8>, is-binary: bool) -> bool", WS, "Sends a message.";
        "receive" "func(session-id: string, timeout-ms: u32) -> option<string>", WS, "Receives: `{type,data}`.";
        "close" "func(session-id: string) -> bool", WS, "Closes.";
    }
    "schema", e2!("WIT of SDK 0.4.0"), Some("2") => {
        "get-type-schema" "func(type-name: string) -> option<string>", None, "The schema of a host type; its capability was not seen.";
        "list-types" "func() -> option<string>", None, "Names of host types; its capability was not seen.";
    }
    "image", e2!("WIT of SDK 0.4.0"), Some("2") => {
        "from-bytes" "func(data: list<u8>, format: string) -> option<string>", None, "An image from bytes; its capability was not seen.";
        "to-bytes" "func(image-ref: string, format: string) -> option<list<u8>>", None, "Bytes of an image; its capability was not seen.";
    }
    "db", e2!("WIT of SDK 0.4.0"), Some("2") => {
        "query" "func(op: u32, connection-json: string, payload-json: string) -> option<string>", None, "Queries a database; wants a DATABASE capability whose bits were not seen.";
    }
};
