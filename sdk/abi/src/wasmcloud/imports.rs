//! Interfaces that wasmCloud 2.7 serves to a component.
//!
//! A row's module is an interface with its version. An import of 0.2.a is served by 0.2.b from a on: WASI's rows
//! have the newest one seen. Where the SDK is to wrap functions, each has a row, by its name in the component (methods as
//! `[method]resource.name`) and its WIT type last in `does`; the name `*` stands for all functions of an interface that
//! only std and the runtime use.

use super::NOT_BUILT;
use crate::model::*;
use crate::orbis::table::imports;

const LATER: Offer = Offer::NotBuilt(NOT_BUILT);

pub(super) const ALL: [Import; 39] = imports! {
    from "wasmCloud 2.7.0: ";
    "wasi:io/error@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Errors of streams."; }
    "wasi:io/poll@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Waiting for many things."; }
    "wasi:io/streams@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Bodies, and the standard streams."; }
    "wasi:clocks/monotonic-clock@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Durations and timers."; }
    "wasi:clocks/wall-clock@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by the std of some distributions", "The time."; }
    "wasi:cli/environment@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Variables and arguments."; }
    "wasi:cli/exit@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Ends the instance."; }
    "wasi:cli/stdin@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Standard input."; }
    "wasi:cli/stdout@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Standard output."; }
    "wasi:cli/stderr@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Standard error: the host's log."; }
    "wasi:cli/terminal-input@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Std asks whether there is a terminal."; }
    "wasi:cli/terminal-output@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Std asks whether there is a terminal."; }
    "wasi:cli/terminal-stdin@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Std asks whether there is a terminal."; }
    "wasi:cli/terminal-stdout@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Std asks whether there is a terminal."; }
    "wasi:cli/terminal-stderr@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Std asks whether there is a terminal."; }
    "wasi:filesystem/types@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by the std of some distributions", "Files."; }
    "wasi:filesystem/preopens@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by the std of some distributions", "Directories that are given."; }
    "wasi:random/insecure-seed@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "The seed of HashMap."; }
    "wasi:http/types@0.2.12" { "*"() -> Unknown, LATER, Observed "imported by components of wstd 0.6.8", "Requests, responses, headers, bodies."; }
    "wasi:http/outgoing-handler@0.2.12" {
        "handle"() -> Unknown if "egress", LATER, Observed "requests to hosts that are listed or not", "Sends a request; HttpRequestDenied unless the workload lists the host: `func(request: outgoing-request, options: option<request-options>) -> result<future-incoming-response, error-code>`.";
    }
    "wasi:keyvalue/store@0.2.0-draft" {
        "open"() -> Unknown if "wasi:keyvalue/store", LATER, Observed "used by a component", "Opens a bucket, and creates it: `func(identifier: string) -> result<bucket, error>`.";
        "[method]bucket.get"() -> Unknown if "wasi:keyvalue/store", LATER, Observed "used by a component", "Reads a value: `func(key: string) -> result<option<list<u8>>, error>`.";
        "[method]bucket.set"() -> Unknown if "wasi:keyvalue/store", LATER, Observed "used by a component", "Writes a value: `func(key: string, value: list<u8>) -> result<_, error>`.";
        "[method]bucket.delete"() -> Unknown if "wasi:keyvalue/store", LATER, Observed "used by a component", "Removes a key: `func(key: string) -> result<_, error>`.";
        "[method]bucket.exists"() -> Unknown if "wasi:keyvalue/store", LATER, Observed "used by a component", "Asks for a key: `func(key: string) -> result<bool, error>`.";
        "[method]bucket.list-keys"() -> Unknown if "wasi:keyvalue/store", LATER, Read "WIT of the interface", "Lists keys, sorted, 100 a page: `func(cursor: option<u64>) -> result<key-response, error>`.";
    }
    "wasi:keyvalue/atomics@0.2.0-draft" {
        "increment"() -> Unknown if "wasi:keyvalue/atomics", LATER, Observed "used by a component", "Adds and gives the sum; an error if the value is no number: `func(bucket: borrow<bucket>, key: string, delta: u64) -> result<u64, error>`.";
    }
    "wasi:keyvalue/batch@0.2.0-draft" {
        "get-many"() -> Unknown if "wasi:keyvalue/batch", LATER, Read "WIT of the interface", "Reads values: `func(bucket: borrow<bucket>, keys: list<string>) -> result<list<option<tuple<string, list<u8>>>>, error>`.";
        "set-many"() -> Unknown if "wasi:keyvalue/batch", LATER, Read "WIT of the interface", "Writes values: `func(bucket: borrow<bucket>, key-values: list<tuple<string, list<u8>>>) -> result<_, error>`.";
        "delete-many"() -> Unknown if "wasi:keyvalue/batch", LATER, Read "WIT of the interface", "Removes keys: `func(bucket: borrow<bucket>, keys: list<string>) -> result<_, error>`.";
    }
    "wasi:config/store@0.2.0-rc.1" {
        "get"() -> Unknown if "wasi:config/store", LATER, Observed "used by a component", "Reads the workload's configuration: `func(key: string) -> result<option<string>, error>`.";
        "get-all"() -> Unknown if "wasi:config/store", LATER, Observed "used by a component", "Reads all of it: `func() -> result<list<tuple<string, string>>, error>`.";
    }
    "wasmcloud:messaging/types@0.2.0" { "*"() -> Unknown, LATER, Observed "used by a component", "The record broker-message."; }
    "wasmcloud:messaging/consumer@0.2.0" {
        "request"() -> Unknown if "wasmcloud:messaging/consumer", LATER, Observed "used by a component", "Sends and waits for the answer: `func(subject: string, body: list<u8>, timeout-ms: u32) -> result<broker-message, string>`.";
        "publish"() -> Unknown if "wasmcloud:messaging/consumer", LATER, Observed "used by a component", "Sends: `func(msg: broker-message) -> result<_, string>`.";
    }
    "wasi:blobstore/blobstore@0.2.0-draft" { "*"() -> Unknown if "wasi:blobstore/blobstore", LATER, Read "WIT of the interface", "Containers."; }
    "wasi:blobstore/container@0.2.0-draft" { "*"() -> Unknown if "wasi:blobstore/container", LATER, Read "WIT of the interface", "Objects of a container, as streams."; }
    "wasi:blobstore/types@0.2.0-draft" { "*"() -> Unknown if "wasi:blobstore/types", LATER, Read "WIT of the interface", "Their types."; }
    "wasi:logging/logging@0.1.0-draft" {
        "log"() -> Unknown if "wasi:logging/logging", LATER, Read "WIT of the interface", "Logs: `func(level: level, context: string, message: string)`.";
    }
};
